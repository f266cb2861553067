"""Two versions of a text beside each other: what was taken away, what was added, in every point."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.engine.diffing import ADDED, KEPT, TAKEN, Pair, Piece, pair_points, paragraphs, words_changed
from cms.models import TextVersion
from cms.presenters.text_words import audience_words, plain, points
from portal.presentation import NONE, number

_SENTENCE = re.compile(r"(?<=[.!?:])\s+")


@dataclass(frozen=True)
class ComparedPoint:
    """One point with its changes. `name`: "2. When the clock starts"; `key`: where it stands on the page.

    `state`: "same", "changed", "added" or "taken".
    """

    key: str
    name: str
    number: str
    title: list[Piece]
    paragraphs: list[list[Piece]]
    state: str

    @property
    def was(self) -> str:
        """What went: the words, where they stood together; else the sentences they stood in."""
        return _part(self._all(), TAKEN)

    @property
    def now(self) -> str:
        return _part(self._all(), ADDED)

    def _all(self) -> list[list[Piece]]:
        """Heading and paragraphs that changed; of a point that came or went the heading is named already."""
        parts = [self.title, *self.paragraphs] if self.state == "changed" else self.paragraphs
        return [one for one in parts if any(piece.how != KEPT for piece in one)]


@dataclass(frozen=True)
class ChangedFact:
    """What is said about the text and not in it: its title, owner, audience, days."""

    name: str
    was: str
    now: str


@dataclass(frozen=True)
class Comparison:
    points: list[ComparedPoint]
    facts: list[ChangedFact]

    @property
    def changed(self) -> list[ComparedPoint]:
        return [one for one in self.points if one.state != "same"]

    @property
    def is_same(self) -> bool:
        return not self.changed and not self.facts


def compare(old: TextVersion, new: TextVersion) -> Comparison:
    """From `old` to `new`, in the order of `new`."""
    before, after = points(old), points(new)
    pairs = pair_points([one["title"] for one in before], [one["title"] for one in after])
    return Comparison([_point(pair, before, after) for pair in pairs], list(_facts(old, new)))


def found_words(comparison: Comparison) -> str:
    """ "3 of 5 points changed"."""
    if comparison.is_same:
        return _("Nothing changed.")
    many = len(comparison.points)
    return ngettext(
        "%(changed)s of %(count)s point changed.", "%(changed)s of %(count)s points changed.", many
    ) % {"changed": number(len(comparison.changed)), "count": number(many)}


def _point(pair: Pair, before: list[dict[str, str]], after: list[dict[str, str]]) -> ComparedPoint:
    nothing = {"title": "", "text": ""}
    was = nothing if pair.old is None else before[pair.old]
    now = nothing if pair.new is None else after[pair.new]
    title = words_changed(was["title"], now["title"])
    text = paragraphs(words_changed(plain(was["text"]), plain(now["text"])))
    at = (pair.old if pair.new is None else pair.new) or 0
    return ComparedPoint(
        key=f"gone-{at + 1}" if pair.new is None else f"p{at + 1}",
        name=f"{at + 1}. {now['title'] or was['title']}",
        number=f"{at + 1}.",
        title=title,
        paragraphs=text,
        state=_state(pair, [*title, *(piece for one in text for piece in one)]),
    )


def _state(pair: Pair, pieces: Iterable[Piece]) -> str:
    if pair.old is None:
        return "added"
    if pair.new is None:
        return "taken"
    return "same" if all(piece.how == KEPT for piece in pieces) else "changed"


def _part(parts: Sequence[Sequence[Piece]], how: str) -> str:
    found = [piece.text for one in parts for piece in one if piece.how == how]
    if len(found) < 2:
        return "".join(found)
    old, new = ([text for one in parts for text in _sentences(one, kind)] for kind in (TAKEN, ADDED))
    mine, other = (old, new) if how == TAKEN else (new, old)
    return " ".join(one for one in mine if one not in other)


def _sentences(pieces: Iterable[Piece], how: str) -> list[str]:
    """Of the old text with what was taken, of the new one with what was added."""
    return _SENTENCE.split(" ".join(piece.text for piece in pieces if piece.how in (KEPT, how)))


def _facts(old: TextVersion, new: TextVersion) -> Iterator[ChangedFact]:
    named = (
        (_("Title"), old.title, new.title),
        (_("Number"), old.reference, new.reference),
        (_("In one sentence"), old.summary, new.summary),
        (_("For"), audience_words(old), audience_words(new)),
        (_("Owner"), old.owner_name, new.owner_name),
        (_("Asked whether they have read it"), _asked(old), _asked(new)),
    )
    for name, was, now in named:
        if was != now:
            yield ChangedFact(name, was or NONE, now or NONE)


def _asked(version: TextVersion) -> str:
    if version.asks_partners and version.asks_staff:
        return _("partners and our own people")
    if version.asks_partners:
        return _("partners")
    return _("our own people") if version.asks_staff else _("nobody")
