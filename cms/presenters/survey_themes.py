"""Own words of one question beside the themes that people of ours see in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.engine.questions import TEXT, Question
from cms.models import SurveyReply, SurveyRound, SurveyTheme
from cms.presenters.survey_results import answers_words
from cms.presenters.surveys import round_name
from portal.presentation import number


@dataclass(frozen=True)
class Words:
    """One answer; `picked` where the chosen theme is in it."""

    key: str
    text: str
    picked: bool


@dataclass(frozen=True)
class ThemeLine:
    public_id: str
    name: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class ThemePage:
    """`note` says why there are no words to read."""

    title: str
    question: Question
    others: list[Question]
    words: list[Words]
    themes: list[ThemeLine]
    chosen: ThemeLine | None
    counted: str
    note: str
    back: str


def theme_page(
    survey_round: SurveyRound, question: Question, words: Sequence[tuple[str, str]], chosen: str
) -> ThemePage:
    """`words`: key and text of each answer; `chosen`: the public id of the theme that is put on."""
    rows = SurveyTheme.objects.filter(round=survey_round, question=question.key)
    found = list(rows.prefetch_related("replies"))
    themes = [
        ThemeLine(one.public_id, one.name, _count(one, survey_round), one.public_id == chosen)
        for one in found
    ]
    picked = {reply.pk for one in found if one.public_id == chosen for reply in _of(one)}
    names = {"least": number(survey_round.min_group)}
    return ThemePage(
        title=round_name(survey_round),
        question=question,
        others=[one for one in survey_round.asked_questions if one.type == TEXT and one.key != question.key],
        words=[Words(key, text, key in picked) for key, text in words],
        themes=themes,
        chosen=next((one for one in themes if one.is_chosen), None),
        counted=answers_words(len(words)),
        note="" if words else _("Fewer than %(least)s wrote something: nothing is shown.") % names,
        back=reverse("cms:survey_round", args=[survey_round.public_id]),
    )


def _count(theme: SurveyTheme, survey_round: SurveyRound) -> str:
    """Of how few it is is not said, as everywhere."""
    n = len(theme.replies.all())
    if n and n < survey_round.min_group:
        return _("fewer than %(least)s") % {"least": number(survey_round.min_group)}
    return number(n)


def _of(theme: SurveyTheme) -> list[SurveyReply]:
    return list(theme.replies.all())
