"""Plans in words: where they stand, whose turn it is, how late, and figures in the KPI's unit."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number
from scorecards.engine.catalogue import kpi_of
from scorecards.enums import IdeaState, KpiName, PlanActionState, PlanState
from scorecards.facts.plans import lateness
from scorecards.models import ImprovementPlan, PlanAction
from scorecards.pages.words import figure_text, target_text

TONES: dict[str, str] = {
    PlanState.PROPOSED: "open",
    PlanState.AGREED: "you",
    PlanState.IN_PROGRESS: "you",
    PlanState.MEASURING: "you",
    PlanState.EFFECTIVE: "ok",
    PlanState.NOT_EFFECTIVE: "warn",
    PlanState.CLOSED: "ok",
    PlanState.DECLINED: "",
    PlanState.WITHDRAWN: "",
    PlanState.CALLED_OFF: "",
}
PICTURES: dict[str, str] = {
    PlanState.PROPOSED: "pen",
    PlanState.AGREED: "check",
    PlanState.IN_PROGRESS: "clock",
    PlanState.MEASURING: "clock",
    PlanState.EFFECTIVE: "check",
    PlanState.NOT_EFFECTIVE: "alert",
    PlanState.CLOSED: "check",
    PlanState.DECLINED: "x",
    PlanState.WITHDRAWN: "undo",
    PlanState.CALLED_OFF: "x",
}
IDEA_TONES: dict[str, str] = {
    IdeaState.WAITING: "open",
    IdeaState.ACCEPTED: "ok",
    IdeaState.DECLINED: "",
    IdeaState.WITHDRAWN: "",
}
IDEA_PICTURES: dict[str, str] = {
    IdeaState.WAITING: "clock",
    IdeaState.ACCEPTED: "check",
    IdeaState.DECLINED: "x",
    IdeaState.WITHDRAWN: "undo",
}


@dataclass(frozen=True)
class PlanChip:
    """Words with a tone and a picture."""

    words: str
    tone: str
    picture: str


def state_chip(plan: ImprovementPlan) -> PlanChip:
    return PlanChip(plan.get_state_display(), TONES[plan.state], PICTURES[plan.state])


def kpi_name(plan: ImprovementPlan) -> str:
    return str(KpiName(plan.kpi).label)


def value_text(plan: ImprovementPlan, value: Decimal | None) -> str:
    """In the KPI's unit, rounded for reading."""
    return figure_text(kpi_of(plan.kpi).unit, value)


def target_words(plan: ImprovementPlan, value: Decimal | None) -> str:
    """In the KPI's unit, with the decimals it was given."""
    return target_text(kpi_of(plan.kpi).unit, value)


def action_chip(action: PlanAction, today: dt.date, *, waits: bool = False) -> PlanChip:
    """Done, running, so many days late, or still to come. `waits`: for another action that is open."""
    if action.state == PlanActionState.DONE:
        return PlanChip(_("Done"), "ok", "check")
    if action.state == PlanActionState.DROPPED:
        return PlanChip(_("Dropped"), "", "x")
    if late := lateness(action, today):
        return PlanChip(late_words(late), "bad", "alert")
    if waits:
        return PlanChip(_("Waiting"), "open", "clock")
    running = action.state == PlanActionState.RUNNING
    return PlanChip(_("Running"), "you", "clock") if running else PlanChip(_("Open"), "open", "clock")


def late_words(days: int) -> str:
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": number(days)}


def due_words(due_on: dt.date, today: dt.date) -> str:
    """“by 9 Nov”, “today”."""
    return _("today") if due_on == today else _("by %(day)s") % {"day": day(due_on, "short")}


def turn_chip(plan: Any, *, is_staff: bool) -> PlanChip | None:
    """Whose turn it is, of a plan read with facts.plans.with_waiting; None: nobody is waited for."""
    us, them = plan.waits_for_us_, plan.waits_for_them_
    mine, theirs = (us, them) if is_staff else (them, us)
    if mine:
        return PlanChip(_("Waits for you"), "warn", "clock")
    if theirs:
        name = plan.partner.name if is_staff else settings.COMPANY_NAME
        return PlanChip(_("Waits for %(name)s") % {"name": name}, "open", "clock")
    return None
