"""Plans and ideas as lines of the composed pages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import day
from scorecards.enums import IdeaState, PlanState
from scorecards.facts.plan_lists import OPEN, is_late, last_verified, listed, target_of, waits_for
from scorecards.facts.plans import OPEN_ACTIONS, current_round
from scorecards.models import ImprovementPlan, PlanAction, PlanIdea
from scorecards.pages.plan_words import (
    IDEA_PICTURES,
    IDEA_TONES,
    PlanChip,
    due_words,
    late_words,
    state_chip,
    target_words,
    turn_chip,
    value_text,
)
from scorecards.policies_plans import WORKED_ON
from suppliers.models import Partner

SHOWN = 5


@dataclass(frozen=True)
class PlanLine:
    what: str
    why: str
    url: str
    act: str
    chip: PlanChip | None = None


def off_track(actor: Actor, today: dt.date) -> tuple[list[PlanLine], int]:
    """Plans that are late, were not effective, wait for us, or have a closed period to verify."""
    wanted = is_late() | waits_for(actor) | Q(state__in=(PlanState.NOT_EFFECTIVE, PlanState.MEASURING))
    rows = [
        one
        for one in listed(actor, today).filter(OPEN, wanted).order_by("late_since_", "next_due_", "pk")
        if one.state != PlanState.MEASURING or _asks(one, actor, today)
    ]
    return [_off_track_line(one, actor, today) for one in rows[:SHOWN]], len(rows)


def _asks(plan: Any, actor: Actor, today: dt.date) -> bool:
    return bool(plan.late_since_) or plan.waits_for_us_ or is_to_verify(plan, actor, today)


def is_to_verify(plan: ImprovementPlan, actor: Actor, today: dt.date) -> bool:
    """A period is closed and not verified; who claimed the effect is never asked."""
    claimed = actor.user is not None and plan.claimed_by_id == actor.user.pk
    now = current_round(plan, today)
    return not claimed and now is not None and bool(now.verifiable) and plan.state == PlanState.MEASURING


def _off_track_line(plan: Any, actor: Actor, today: dt.date) -> PlanLine:
    if plan.late_since_:
        chip: PlanChip | None = PlanChip(late_words((today - plan.late_since_).days), "bad", "alert")
    elif plan.state == PlanState.NOT_EFFECTIVE:
        chip = state_chip(plan)
    elif is_to_verify(plan, actor, today):
        chip = PlanChip(_("To verify"), "warn", "clock")
    else:
        chip = turn_chip(plan, is_staff=actor.is_staff)
    return _line(plan, f"{plan.partner.name} · {figures_words(plan)}", chip)


def own_lines(actor: Actor, today: dt.date) -> tuple[list[PlanLine], int]:
    """What a partner's people owe: terms to sign, their own actions by day, answers that came."""
    lines = [
        _line(one, _("The terms wait for your signature, or an answer of yours"), None, _("Read and answer"))
        for one in listed(actor, today).filter(OPEN, waits_for(actor)).order_by("proposed_at")
        if _unsigned(one)
    ]
    actions = (
        PlanAction.objects.for_actor(actor)
        .filter(side=Side.PARTNER, state__in=OPEN_ACTIONS, plan__state__in=WORKED_ON)
        .select_related("plan")
        .annotate(day_=F("due_on"))
        .order_by("due_on", "pk")
    )
    lines += [_action_line(one, today) for one in actions]
    return lines[:SHOWN], len(lines)


def _unsigned(plan: Any) -> bool:
    return plan.state == PlanState.PROPOSED or bool(plan.stop_asked_by_side) or not plan.late_since_


def _action_line(action: PlanAction, today: dt.date) -> PlanLine:
    late = (today - action.due_on).days
    chip = PlanChip(late_words(late), "bad", "alert") if late > 0 else None
    why = f"{action.plan.title} · {due_words(action.expected_on or action.due_on, today)}"
    return PlanLine(action.title, why, _url(action.plan) + "#actions", _("Open"), chip)


def of_partner(actor: Actor, partner: Partner, today: dt.date) -> list[PlanLine]:
    """What one partner and we work on: open plans, and ideas that wait for a decision or became a plan."""
    plans = listed(actor, today).filter(OPEN, partner=partner).order_by("next_due_", "pk")
    found = [
        _line(
            one,
            f"{one.reference}, {one.get_state_display().lower()}. {figures_words(one)}",
            _partner_chip(one, actor, today),
        )
        for one in plans[:SHOWN]
    ]
    ideas = PlanIdea.objects.for_actor(actor).filter(partner=partner, state=IdeaState.WAITING)
    return found + [_idea_line(one, actor) for one in ideas.order_by("decide_by", "pk")[:SHOWN]]


def _partner_chip(plan: Any, actor: Actor, today: dt.date) -> PlanChip | None:
    if plan.late_since_:
        return PlanChip(late_words((today - plan.late_since_).days), "bad", "alert")
    return turn_chip(plan, is_staff=actor.is_staff) or state_chip(plan)


def _idea_line(idea: PlanIdea, actor: Actor) -> PlanLine:
    is_ours_to_decide = (idea.side == Side.PARTNER) == actor.is_staff
    words = _("Yours to decide") if is_ours_to_decide else _("Waits for their word")
    why = _("Idea of %(who)s. Answer by %(day)s.") % {
        "who": idea.proposed_by_label,
        "day": day(idea.decide_by, "short"),
    }
    chip = PlanChip(words, IDEA_TONES[idea.state], IDEA_PICTURES[idea.state])
    return PlanLine(idea.title, why, reverse("scorecards:idea", args=[idea.public_id]), _("Open"), chip)


def _line(plan: Any, why: str, chip: PlanChip | None, act: str = "") -> PlanLine:
    return PlanLine(plan.title, why, _url(plan), act or _("Open"), chip)


def figures_words(plan: Any) -> str:
    """“71 % → 84 % → 90 %”: before, last verified, target; without a verified one the two."""
    verified = last_verified(plan)
    parts = [value_text(plan, plan.baseline)]
    if verified is not None:
        parts.append(value_text(plan, verified))
    parts.append(target_words(plan, target_of(plan)))
    return " → ".join(parts)


def _url(plan: ImprovementPlan) -> str:
    return reverse("scorecards:plan", args=[plan.public_id])


def events(actor: Actor, since: dt.date, until: dt.date) -> Iterable[PlanAction]:
    """Open actions of the reader's side, for a calendar: a partner's own, of ours one's own."""
    side = Side.COMPANY if actor.is_staff else Side.PARTNER
    rows = PlanAction.objects.for_actor(actor).filter(
        side=side, state__in=OPEN_ACTIONS, plan__state__in=WORKED_ON, due_on__range=(since, until)
    )
    if actor.is_staff:
        rows = rows.filter(Q(owner=actor.user) | Q(owner=None, plan__our_owner=actor.user))
    return rows.select_related("plan__partner").order_by("due_on", "pk")
