"""Questions of a questionnaire and what answers them, as they are stored. Pure: no Django, no clock."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

MOST_QUESTIONS, MOST_CHOICES = 60, 30
LONGEST, LONGEST_TEXT, LONGEST_LABEL = 300, 4000, 300
YES, NO = "yes", "no"
_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", re.ASCII)
_KEY = re.compile(r"q[a-z0-9]{3,15}", re.ASCII)


class QuestionType(StrEnum):
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    FILE = "file"


class BadQuestion(ValueError):
    """`place`: which question, from 0. `why`: label, type, key, choices, twice, many."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place, self.why = place, why


class BadAnswer(ValueError):
    """`why`: long, number, date, choice."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Asked:
    """One question. `key` stays with it through all versions."""

    key: str
    type: QuestionType
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"type": self.type.value, "choices": list(self.choices)}

    @classmethod
    def from_json(cls, one: Mapping[str, Any]) -> "Asked":
        """As it was stored: it was checked then."""
        return cls(
            key=one["key"],
            type=QuestionType(one["type"]),
            label=one["label"],
            help=one.get("help", ""),
            required=bool(one.get("required")),
            choices=tuple(one.get("choices", ())),
        )


def questions_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Asked, ...]:
    return tuple(Asked.from_json(one) for one in stored)


def checked_questions(questions: Sequence[Asked]) -> tuple[Asked, ...]:
    """The same, if they can be asked. Raises BadQuestion, naming the first that cannot."""
    if len(questions) > MOST_QUESTIONS:
        raise BadQuestion(MOST_QUESTIONS, "many")
    keys: set[str] = set()
    for place, one in enumerate(questions):
        if not one.label.strip() or len(one.label) > LONGEST_LABEL or len(one.help) > LONGEST_LABEL:
            raise BadQuestion(place, "label")
        if not _KEY.fullmatch(one.key):
            raise BadQuestion(place, "key")
        if one.key in keys:
            raise BadQuestion(place, "twice")
        keys.add(one.key)
        if one.type == QuestionType.CHOICE:
            fitting = len(set(one.choices)) == len(one.choices) and 2 <= len(one.choices) <= MOST_CHOICES
            if not fitting or any(not choice or len(choice) > LONGEST for choice in one.choices):
                raise BadQuestion(place, "choices")
    return tuple(questions)


def answer_to(question: Asked, given: str) -> str:
    """As it is stored; empty for no answer. Files are not given here. Raises BadAnswer."""
    text = given.strip()
    if not text:
        return ""
    if question.type == QuestionType.LONG:
        if len(text) > LONGEST_TEXT:
            raise BadAnswer("long")
        return text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise BadAnswer("long")
    if question.type == QuestionType.NUMBER:
        return _number(text)
    if question.type == QuestionType.DATE:
        return _date(text)
    if question.type == QuestionType.YES_NO and text not in (YES, NO):
        raise BadAnswer("choice")
    if question.type == QuestionType.CHOICE and text not in question.choices:
        raise BadAnswer("choice")
    return " ".join(text.split()) if question.type == QuestionType.TEXT else text


def is_answered(question: Asked, answers: Mapping[str, Any]) -> bool:
    return bool(answers.get(question.key))


def unanswered(questions: Iterable[Asked], answers: Mapping[str, Any]) -> tuple[Asked, ...]:
    """Those that must be answered before it can be sent."""
    return tuple(one for one in questions if one.required and not is_answered(one, answers))


def _number(text: str) -> str:
    plain = text.replace(" ", "").replace("\u00a0", "").replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        raise BadAnswer("number")
    try:
        return f"{Decimal(plain.replace(',', '.')).normalize():f}"
    except InvalidOperation as error:
        raise BadAnswer("number") from error


def _date(text: str) -> str:
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadAnswer("date") from error
