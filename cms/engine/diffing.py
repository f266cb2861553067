"""What changed between two texts, word by word, in an order in which a person reads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, ADDED, TAKEN = "kept", "added", "taken"
# The end of a paragraph is a word of its own, so that words never wander over it.
BREAK = "\n"
_WORDS = re.compile(r"\n|[^\s]+")
# So few unchanged words between two changes read worse than one change that holds them.
_ISLAND = 1

Change = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of words, with one space between each two: kept, added, or taken away."""

    how: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A point as it was and as it is, by their places in the two texts; None: there was, or is, no such."""

    old: int | None
    new: int | None


def words_changed(old: str, new: str) -> list[Piece]:
    """The kept and taken pieces are the words of `old`, the kept and added ones those of `new`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in _readable(before, SequenceMatcher(None, before, after, False).get_opcodes()):
        if tag == "equal":
            pieces.append(Piece(KEPT, _joined(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece(TAKEN, _joined(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece(ADDED, _joined(after[j1:j2])))
    return pieces


def paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The same pieces, cut where a paragraph ends; an empty one is left out."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, text in enumerate(piece.text.split(BREAK)):
            if n:
                found.append([])
            if text := text.strip():
                found[-1].append(Piece(piece.how, text))
    return [one for one in found if one]


def pair_points(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Which point became which, by their headings, in the order of the new text.

    Where a heading was written anew the points that stand in its place are taken in their order.
    """
    pairs: list[Pair] = []
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, list(old), list(new), False).get_opcodes():
        longest = max(i2 - i1, j2 - j1)
        pairs += [
            Pair(i1 + n if i1 + n < i2 else None, j1 + n if j1 + n < j2 else None) for n in range(longest)
        ]
    return pairs


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def _readable(before: Sequence[str], changes: Sequence[Change]) -> Iterator[Change]:
    """Changes with hardly a word between them become one; the end of a paragraph always parts them."""
    held: Change | None = None
    for n, change in enumerate(changes):
        tag, i1, i2, _j1, _j2 = change
        is_last = n + 1 == len(changes)
        is_island = tag == "equal" and i2 - i1 <= _ISLAND and BREAK not in before[i1:i2]
        if tag != "equal" or (held is not None and is_island and not is_last):
            held = change if held is None else ("replace", held[1], change[2], held[3], change[4])
            continue
        if held is not None:
            yield held
            held = None
        yield change
    if held is not None:
        yield held
