"""Surveys on the first screens: what somebody is asked, what everybody said; and the job that keeps them."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import SurveyRound
from cms.permissions_surveys import can_read_results, can_see_rounds
from cms.presenters.survey_lists import waiting_rounds
from portal.registry import NavItem, Panel, Scheduled, register_nav, register_panel, register_schedule
from suppliers.registry import register_sentence

NEWS_DAYS = 21


def asked_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Open surveys that wait for this person, or for their company."""
    rounds = waiting_rounds(request.actor)
    return {"rounds": rounds} if rounds else None


def told_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Results that were published lately to who was asked."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    rows = SurveyRound.objects.for_actor(request.actor).filter(published_at__gte=since)
    found = [one for one in rows.order_by("-published_at")[:5] if can_read_results(request.actor, one)]
    return {"rounds": found} if found else None


for _slot in ("home.partner", "home.staff"):
    register_panel(_slot, Panel("listening", "cms/panels/survey_asked.html", asked_panel, order=4, side=True))
    register_panel(_slot, Panel("told", "cms/panels/survey_told.html", told_panel, order=62, side=True))
register_nav(
    NavItem(
        _("Surveys"),
        "cms:survey_rounds",
        "ask",
        can_see_rounds,
        order=49,
        prefix="/listening/",
        group="surveys",
        tab=_("Listening"),
    )
)
register_schedule(Scheduled("cms.jobs_surveys.keep_surveys", 900))
register_sentence("listening.opened", _("Survey %(survey)s opened: %(asked)s asked, until %(until)s"))
register_sentence("listening.asked", _("Survey %(survey)s: those who are asked were written to"))
register_sentence("listening.reminded", _("Survey %(survey)s: who had not answered was reminded"))
register_sentence("listening.answered", _("Survey %(survey)s answered by name"))
register_sentence("listening.moved", _("Survey %(survey)s: open until %(until)s"))
register_sentence("listening.added", _("Survey %(survey)s: %(added)s more asked by address"))
register_sentence("listening.closed", _("Survey %(survey)s closed"))
register_sentence("listening.published", _("Results of survey %(survey)s published"))
register_sentence("listening.taken_back", _("Results of survey %(survey)s taken back"))
register_sentence("listening.theme", _("Theme %(theme)s found in the answers"))
register_sentence("listening.theme_dropped", _("Theme %(theme)s dropped"))
