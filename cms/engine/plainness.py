"""Whether a text can be read by anybody: short sentences, short words, no words of consultants.

Our own rule, made to be understood rather than to be scientific: a sentence of more than 25 words and a word
of 14 letters or more are hard to read. At most one in twelve sentences may be long, and one in forty words
hard. Jargon says nothing: there may be none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_SENTENCE = 25
LONG_WORD = 14
_SENTENCE = re.compile(r"[^.!?…:;\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Plainness:
    """`long_sentences` as they stand; `hard_words` and `jargon` in lower case, each once, in their order."""

    sentences: int
    words: int
    long_sentences: tuple[str, ...]
    hard_words: tuple[str, ...]
    jargon: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        few_long = len(self.long_sentences) * 12 <= self.sentences
        return few_long and len(self.hard_words) * 40 <= self.words and not self.jargon


def plainness(texts: Iterable[str], jargon: Iterable[str] = ()) -> Plainness:
    """Of several texts together; each of them ends its last sentence."""
    jargon = {word.strip().lower() for word in jargon if word.strip()}
    sentences = [one.strip() for text in texts for one in _SENTENCE.findall(text) if _WORD.search(one)]
    counted = [_WORD.findall(one) for one in sentences]
    words = [word.lower() for found in counted for word in found]
    hard = (word for word in words if _letters(word) >= LONG_WORD and word not in jargon)
    return Plainness(
        len(sentences),
        len(words),
        tuple(one for one, found in zip(sentences, counted, strict=True) if len(found) > LONG_SENTENCE),
        tuple(dict.fromkeys(hard)),
        tuple(dict.fromkeys(word for word in words if word in jargon)),
    )


def mentions(texts: Iterable[str], words: Iterable[str]) -> bool:
    """Does one of these words (or two words, as "come back") stand in one of the texts?"""
    wanted = [tuple(_WORD.findall(word.lower())) for word in words if word.strip()]
    for text in texts:
        found = _WORD.findall(text.lower())
        for one in wanted:
            if any(tuple(found[at : at + len(one)]) == one for at in range(len(found) - len(one) + 1)):
                return True
    return False


def _letters(word: str) -> int:
    return max(len(part) for part in re.split(r"['’-]", word))
