"""Surveys on the first screens: the partner's one short answer, and whom one of us may still rate."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clocks import local_day
from portal.presentation import day
from portal.registry import NavItem, Panel, Scheduled, register_nav, register_panel, register_schedule
from scorecards.actions.surveys import is_open
from scorecards.enums import SurveyKind
from scorecards.facts.ratings import partners_to_rate
from scorecards.facts.surveys import has_answered
from scorecards.models import SurveyRun
from scorecards.pages.ratings import rating_list
from scorecards.permissions import READERS, can_rate, can_take_part
from suppliers.registry import register_sentence


def asked_panel(request: HttpRequest) -> dict[str, Any] | None:
    """The open customer survey, until somebody of the company has answered it."""
    if not can_take_part(request.actor):
        return None
    today = local_day()
    runs = SurveyRun.objects.for_actor(request.actor).filter(opens_on__lte=today, closes_on__gte=today)
    run = runs.select_related("survey").first()
    if run is None or not is_open(run, timezone.now()) or has_answered(run, request.actor.partner_id):
        return None
    return {"run": run, "until": _("until %(day)s") % {"day": day(run.closes_on, "week")}}


def ratings_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Open runs in which this person has partners of its own left to rate."""
    if not (request.actor.is_staff and request.actor.has_role(*READERS)):
        return None
    today = local_day()
    runs = SurveyRun.objects.for_actor(request.actor).filter(
        survey__kind=SurveyKind.RATING, opens_on__lte=today, closes_on__gte=today
    )
    lists = [
        rating_list(run, list(partners_to_rate(request.actor, run)), request.actor)
        for run in runs.select_related("survey")
        if can_rate(request.actor, run.survey)
    ]
    waiting = [one for one in lists if not one.is_done and one.partners]
    return {"lists": waiting} if waiting else None


register_nav(
    NavItem(
        gettext_lazy("Surveys"),
        "scorecards:surveys",
        "ask",
        lambda actor: actor.is_staff and actor.has_role(*READERS),
        order=48,
        prefix="/surveys/",
        group="surveys",
        tab=gettext_lazy("Quarterly and ratings"),
    )
)
register_panel(
    "home.partner", Panel("survey", "scorecards/panels/survey.html", asked_panel, order=5, side=True)
)
register_panel(
    "home.staff", Panel("ratings", "scorecards/panels/ratings.html", ratings_panel, order=40, side=True)
)
register_schedule(Scheduled("scorecards.jobs_surveys.keep_surveys", 3_600))
register_sentence("survey.created", gettext_lazy("Survey %(name)s written"))
register_sentence("survey.edited", gettext_lazy("Survey %(name)s changed"))
register_sentence("survey.opened", gettext_lazy("Survey %(survey)s opened about %(period)s, until %(until)s"))
register_sentence("survey.moved", gettext_lazy("Other days for a survey"))
register_sentence("survey.invited", gettext_lazy("Survey about %(period)s: %(mails)s mails"))
register_sentence("survey.reminded", gettext_lazy("Survey about %(period)s: %(mails)s reminders, to all"))
register_sentence("rating.given", gettext_lazy("Partner %(partner)s rated for %(period)s"))
