"""The list of surveys and the page of one, for whoever reads them."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from cms.forms_surveys import AnswersForm
from cms.models import SurveyIndexPage, SurveyInvitation, SurveyPage, SurveyRound
from cms.models.survey import of_partner
from cms.permissions_surveys import can_answer, can_open_rounds, can_read_results, can_see_rounds
from cms.presenters.surveys import RoundLine, audience_of, kept_title, kept_words, line_of
from portal.actors import Actor
from portal.clocks import local_day

MOST = 12


@dataclass(frozen=True)
class SurveyLine:
    title: str
    url: str
    audience: str
    purpose: str


@dataclass(frozen=True)
class SurveyLists:
    waiting: list[RoundLine]
    published: list[RoundLine]
    surveys: list[SurveyLine]
    rounds_url: str


@dataclass(frozen=True)
class SurveyState:
    """`form` shows the questions; nothing can be sent from it."""

    audience: str
    form: AnswersForm
    rounds: list[RoundLine]
    kept: list[str]
    kept_title: str
    answer_url: str
    open_url: str


def waiting_rounds(actor: Actor) -> list[SurveyRound]:
    """Open rounds in which this actor may answer and has not. One query."""
    if actor.user is None or not can_answer(actor):
        return []
    today = local_day()
    mine = SurveyInvitation.objects.filter(has_answered=False)
    mine = mine.filter(of_partner(actor.partner_id)) if actor.partner_id else mine.filter(user=actor.user)
    return list(
        SurveyRound.objects.filter(
            closed_at=None, opens_on__lte=today, closes_on__gte=today, pk__in=mine.values("round")
        ).order_by("closes_on", "pk")
    )


def survey_lists(page: SurveyIndexPage, actor: Actor) -> SurveyLists:
    today = local_day()
    waiting = [
        replace(line_of(one, today), url=reverse("cms:survey_answer", args=[one.public_id]))
        for one in waiting_rounds(actor)
    ]
    rows = SurveyRound.objects.for_actor(actor).filter(published_at__isnull=False).order_by("-published_at")
    published = [line_of(one, today) for one in rows[:MOST] if can_read_results(actor, one)]
    surveys = []
    if actor.is_staff:
        live = SurveyPage.objects.live().child_of(page).order_by("title")
        surveys = [_survey_line(one) for one in live]
    rounds = reverse("cms:survey_rounds") if can_see_rounds(actor) else ""
    return SurveyLists(waiting, published, surveys, rounds)


def _survey_line(page: SurveyPage) -> SurveyLine:
    purpose = str(page.get_purpose_display())
    return SurveyLine(page.title, page.get_url() or "", audience_of(page.asked, page.kinds), purpose)


def survey_state(page: SurveyPage, actor: Actor) -> SurveyState:
    """Also of a draft that nobody has saved yet."""
    today = local_day()
    rows: Any = SurveyRound.objects.for_actor(actor).filter(page=page.pk)
    if not can_see_rounds(actor):
        rows = rows.filter(opens_on__lte=today)
    answer = next((one for one in waiting_rounds(actor) if one.page_id == page.pk), None) if page.pk else None
    may_open = bool(page.pk) and page.live and can_open_rounds(actor)
    told = SurveyRound(
        is_anonymous=page.is_anonymous, min_group=page.min_group or 0, split_by=page.split_by or ""
    )
    return SurveyState(
        audience=audience_of(page.asked, page.kinds) if page.asked else "",
        form=AnswersForm(questions=page.frozen_questions()),
        rounds=[line_of(one, today) for one in rows[:MOST]] if page.pk and _sees(actor) else [],
        kept=kept_words(told),
        kept_title=kept_title(told),
        answer_url=reverse("cms:survey_answer", args=[answer.public_id]) if answer else "",
        open_url=reverse("cms:survey_open", args=[page.slug]) if may_open else "",
    )


def _sees(actor: Actor) -> bool:
    """Who only writes pages is not shown rounds."""
    return can_see_rounds(actor) or not actor.is_staff
