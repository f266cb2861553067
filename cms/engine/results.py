"""The results of a closed round: everything that is ever shown of it, and nothing else.

Pages, exports and comparisons take what stands here. What too few answered is not in it at all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms.engine.groups import safe_groups
from cms.engine.questions import TEXT, Question
from cms.engine.tallies import Tally, tally


@dataclass(frozen=True)
class Reply:
    """One reply without anybody behind it: the group it counts in ("" for none), answers by question."""

    group: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Slice:
    """What a part of those who answered say. `is_rest`: all groups that are too small to be named."""

    name: str
    is_rest: bool
    tally: Tally


@dataclass(frozen=True)
class QuestionResult:
    """`tally` is None where too few answered; `slices` are empty where parts of them would be too few."""

    question: Question
    tally: Tally | None
    slices: tuple[Slice, ...] = ()


@dataclass(frozen=True)
class Results:
    """`n`: how many replied."""

    n: int
    least: int
    questions: tuple[QuestionResult, ...]

    def of(self, question: Question) -> Tally | None:
        """What was said to the same question here, if it was asked and enough answered."""
        found = (one.tally for one in self.questions if one.question.is_same(question))
        return next(found, None)


def results(questions: Sequence[Question], replies: Sequence[Reply], least: int) -> Results | None:
    """None where fewer than `least` replied."""
    if len(replies) < least:
        return None
    found = tuple(_of_question(question, replies, least) for question in questions)
    return Results(len(replies), least, found)


def _of_question(question: Question, replies: Sequence[Reply], least: int) -> QuestionResult:
    answered = [reply for reply in replies if reply.answers.get(question.key) is not None]
    if len(answered) < least:
        return QuestionResult(question, None)
    if question.type == TEXT:
        return QuestionResult(question, Tally(len(answered)))
    parts = safe_groups(Counter(reply.group for reply in answered), least)
    slices = tuple(
        Slice(
            "" if part.is_rest else part.names[0],
            part.is_rest,
            _tally(question, [reply for reply in answered if reply.group in part.names]),
        )
        for part in parts
    )
    return QuestionResult(question, _tally(question, answered), slices)


def _tally(question: Question, replies: Sequence[Reply]) -> Tally:
    return tally(question, [reply.answers[question.key] for reply in replies])
