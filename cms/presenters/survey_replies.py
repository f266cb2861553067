"""Replies of a named round one by one, as those who run it read and save them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.engine import questions as q
from cms.engine.questions import Question
from cms.models import SurveyReply, SurveyRound
from portal.presentation import number


@dataclass(frozen=True)
class NamedReply:
    """What one person answered: pairs of question and answer."""

    who: str
    partner: str
    answers: list[tuple[str, str]]


def named_replies(survey_round: SurveyRound, replies: Sequence[SurveyReply]) -> list[NamedReply]:
    questions = survey_round.asked_questions
    return [
        NamedReply(
            one.who,
            one.partner.name if one.partner is not None else "",
            [(question.text, written(question, one.answers.get(question.key))) for question in questions],
        )
        for one in replies
    ]


def written(question: Question, answer: Any) -> str:
    """An answer in words; a dash for none."""
    if answer is None:
        return "–"
    if question.type == q.TEXT:
        return str(answer)
    if question.type == q.SCORE:
        return _("%(score)s of 10") % {"score": number(answer)}
    if question.type == q.RANKING:
        return ", ".join(f"{place}. {question.options[one]}" for place, one in enumerate(answer, start=1))
    return ", ".join(question.options[one] for one in (answer if isinstance(answer, list) else [answer]))


def exported_replies(survey_round: SurveyRound, found: Sequence[NamedReply]) -> Iterator[list[Any]]:
    """One reply a row, one question a column."""
    yield [_("Who"), _("Company"), *(question.text for question in survey_round.asked_questions)]
    for one in found:
        yield [one.who, one.partner, *(None if answer == "–" else answer for _text, answer in one.answers)]
