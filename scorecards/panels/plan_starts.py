"""“Start a plan” on pages of suppliers: a case, a sum about reliability, the page of contribution."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.registry import Panel, register_panel
from scorecards.pages.plan_starts import may_start, start_url
from suppliers.models import Case, Partner, ReliabilitySum
from suppliers.presenters.contribution.overview import Overview

_TEMPLATE = "scorecards/plans/start.html"


def from_case(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    if not may_start(request.actor, case.partner):
        return None
    return {"start_url": start_url(case=case.public_id), "start_words": _("Start a plan")}


def from_sum(request: HttpRequest, kept: ReliabilitySum) -> dict[str, Any] | None:
    if not may_start(request.actor, kept.partner):
        return None
    words, about = _("Start a plan"), kept.item_code or kept.category or kept.partner.name
    return {
        "start_url": start_url(sum=kept.public_id),
        "start_words": words,
        "start_about": about,
        "is_small": True,
    }


def with_costliest(request: HttpRequest, page: Overview) -> dict[str, Any] | None:
    """The partner whose dealings cost most. The address names it alone: nothing tells it why."""
    line = page.costliest
    # Of the role alone: lines are read without the whole row of their partner.
    if line is None or not may_start(request.actor, Partner(pk=line.pk)):
        return None
    words = _("Plan with %(name)s") % {"name": line.name}
    return {"start_url": start_url(partner=line.public_id), "start_words": words, "is_primary": True}


register_panel("case.acts", Panel("plan_start", _TEMPLATE, from_case))
register_panel("reliability.acts", Panel("plan_start", _TEMPLATE, from_sum))
register_panel("contribution.acts", Panel("plan_start", _TEMPLATE, with_costliest))
