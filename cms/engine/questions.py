"""Questions of a survey as they were frozen, and what counts as an answer to each of them.

An answer is a whole number (a score, or the place of a word or option from 0), a list of places (several
choices; a ranking, the most important first), or own words. None is no answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SCORE, SCALE, CHOICE, TEXT, RANKING = "score", "scale", "choice", "text", "ranking"
SCORES = range(11)
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class Question:
    """`options`: the words of a scale from worst to best, the answers of a choice, or what is ranked."""

    key: str
    type: str
    text: str
    help: str = ""
    required: bool = False
    low: str = ""
    high: str = ""
    nps: bool = False
    options: tuple[str, ...] = ()
    several: bool = False

    def frozen(self) -> dict[str, Any]:
        """As a round keeps it."""
        return {**vars(self), "options": list(self.options)}

    @classmethod
    def thawed(cls, kept: Mapping[str, Any]) -> "Question":
        return cls(**{**kept, "options": tuple(kept["options"])})

    def is_same(self, other: "Question") -> bool:
        """Do answers to one compare with answers to the other? Other words are another question."""
        mine = (self.type, self.text, self.options, self.several, self.nps)
        return mine == (other.type, other.text, other.options, other.several, other.nps)

    def refusal(self, answer: Any) -> str:
        """Why this is no answer to the question: a word for it, empty where it is one (or none at all)."""
        if answer is None:
            return "missing" if self.required else ""
        if self.type == TEXT:
            fits = isinstance(answer, str) and bool(answer.strip()) and len(answer) <= LONGEST_TEXT
        elif self.type == RANKING:
            fits = isinstance(answer, list) and sorted(answer) == list(range(len(self.options)))
        elif self.type == CHOICE and self.several:
            fits = _are_places(answer, self.options)
        else:
            known = SCORES if self.type == SCORE else range(len(self.options))
            fits = type(answer) is int and answer in known
        return "" if fits else "unknown"


def _are_places(answer: Any, options: tuple[str, ...]) -> bool:
    return (
        isinstance(answer, list)
        and bool(answer)
        and len(set(answer)) == len(answer)
        and all(type(one) is int and 0 <= one < len(options) for one in answer)
    )
