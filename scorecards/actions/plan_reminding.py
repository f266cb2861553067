"""What plans and ideas remind of by themselves, each once, also after missed runs.

A threshold that was passed before the thing existed (or before both signed it) is not noticed. Of several
that runs have missed only the latest is mailed: the others are noted and dropped. Whom a side had to hear it
was told then; who looks after it later is not told again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import product
from typing import Any

from django.db import transaction

from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.engine.periods import Period
from portal.enums import Channel, Side
from portal.models import Notice, User
from scorecards.actions import plan_wording as wording
from scorecards.actions.telling_plans import (
    escalation_of,
    idea_people,
    other,
    people_of,
    signers_of,
    tell,
    tell_idea,
)
from scorecards.enums import IdeaState, PlanState, VersionState
from scorecards.facts.plans import LIVE, OPEN_ACTIONS, closing_day, current_round, rule_of
from scorecards.models import ImprovementPlan, PlanAction, PlanIdea, PlanVersion
from scorecards.permissions import PUBLISHERS
from suppliers.actions.wording import Words

# Days after the day that was signed: before it, on it, after it.
ACTION_DAYS = (-3, 0, 1)
STUCK_DAYS = 7
SIGN_DAYS = (3, 10)
IDEA_DAYS = (-2, 1)
_JOINED = ("partner__owner", "partner__merged_into", "our_owner", "their_owner")
_AT_ONCE = 500


@dataclass(frozen=True)
class Reminder:
    """One thing that is due: `people` are asked for only when nobody was told of `key` yet."""

    about: ImprovementPlan | PlanIdea
    side: str
    key: str
    people: Callable[[], list[User]]
    words: Callable[[], Words]
    is_overtaken: bool = False


def remind(*, now: datetime) -> int:
    """All that is due by now; returns how many notices were asked for."""
    by, today, count = system_actor(Channel.JOB), local_day(now), 0
    for find in (_actions, _stuck, _signatures, _verifications, _ideas):
        due = list(find(today, now))
        known = _told({one.about.public_id for one in due})
        with transaction.atomic():
            count += sum(_tell(by, one, now) for one in due if one.key not in known)
    return count


def passed(thresholds: Iterable[int], due: date, today: date, since: date) -> list[int]:
    """Those of these days after `due` that have come by today, and had not before `since`; in order."""
    return [days for days in thresholds if (since - due).days <= days <= (today - due).days]


def _tell(by: Actor, one: Reminder, now: datetime) -> int:
    if isinstance(one.about, PlanIdea):
        return tell_idea(
            by=by,
            idea=one.about,
            side=one.side,
            words=one.words,
            key=one.key,
            at=now,
            is_overtaken=one.is_overtaken,
        )
    return tell(
        by=by,
        plan=one.about,
        people=one.people(),
        words=one.words,
        key=one.key,
        at=now,
        is_overtaken=one.is_overtaken,
    )


def _told(abouts: set[str]) -> set[str]:
    """The keys, without their reader, of what was told about these."""
    known: set[str] = set()
    ordered = sorted(abouts)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = Notice.objects.filter(about__in=ordered[start : start + _AT_ONCE])
        known.update(key.rpartition(":")[0] for key in rows.values_list("key", flat=True))
    return known


def _actions(today: date, now: datetime) -> Iterator[Reminder]:
    for action in _open_actions():
        come = passed(ACTION_DAYS, action.due_on, today, _since(action))
        for days in come:
            yield Reminder(
                action.plan,
                action.side,
                f"plan-due:{action.public_id}:{action.due_on}:{days}",
                partial(_doing, action, now),
                partial(wording.action_due, action, today),
                days != come[-1],
            )


def _stuck(today: date, now: datetime) -> Iterator[Reminder]:
    """The named person of the side that is late, and of the side that waits."""
    for action in _open_actions():
        if not passed((STUCK_DAYS,), action.due_on, today, _since(action)):
            continue
        for side in (action.side, other(action.side)):
            yield Reminder(
                action.plan,
                side,
                f"plan-stuck:{action.public_id}:{action.due_on}:{side}",
                partial(escalation_of, action.plan, side),
                partial(wording.action_stuck, action, (today - action.due_on).days),
            )


def _signatures(today: date, now: datetime) -> Iterator[Reminder]:
    waiting = PlanVersion.objects.filter(state=VersionState.OPEN).prefetch_related("signatures")
    for version in waiting.select_related("plan", *(f"plan__{name}" for name in _JOINED)):
        since = local_day(version.made_at)
        signed = {one.side for one in version.signatures.all()}
        come = passed(SIGN_DAYS, since, today, since)
        for side, days in product(sorted(set(Side.values) - signed), come):
            yield Reminder(
                version.plan,
                side,
                f"plan-sign:{version.public_id}:{side}:{days}",
                partial(signers_of, version.plan, side, now),
                partial(wording.to_sign, version.plan, (today - since).days),
                days != come[-1],
            )


def _verifications(today: date, now: datetime) -> Iterator[Reminder]:
    """Periods that have closed since somebody said that the effect is there, and wait for a look."""
    plans = ImprovementPlan.objects.filter(state=PlanState.MEASURING).select_related("terms", *_JOINED)
    for plan in plans.prefetch_related("reviews"):
        waiting = _unverified(plan, today)
        for one in waiting:
            yield Reminder(
                plan,
                Side.COMPANY,
                f"plan-verify:{plan.public_id}:{plan.round}:{one.key}",
                partial(_verifiers, plan, now),
                partial(wording.to_verify, plan, one.key),
                one != waiting[-1],
            )


def _ideas(today: date, now: datetime) -> Iterator[Reminder]:
    waiting = PlanIdea.objects.filter(state=IdeaState.WAITING)
    for idea in waiting.select_related("partner__owner", "partner__merged_into"):
        come = passed(IDEA_DAYS, idea.decide_by, today, local_day(idea.proposed_at))
        side = other(idea.side)
        for days in come:
            yield Reminder(
                idea,
                side,
                f"idea-due:{idea.public_id}:{days}",
                partial(idea_people, idea, side, now),
                partial(wording.idea_due, idea, today),
                days != come[-1],
            )


def _unverified(plan: ImprovementPlan, today: date) -> list[Period]:
    measuring = current_round(plan, today)
    if measuring is None or plan.claimed_at is None:
        return []
    claimed, rule = local_day(plan.claimed_at), rule_of(plan)
    done = [Period.parse(one.period) for one in measuring.reviews]
    one, found = (max(done).shifted(1) if done else measuring.first), []
    while (closes := closing_day(rule, one.end)) <= today:
        if closes > claimed:
            found.append(one)
        one = one.shifted(1)
    return found


def _open_actions() -> Iterable[PlanAction]:
    found = PlanAction.objects.filter(state__in=OPEN_ACTIONS, plan__state__in=LIVE)
    joined = [*(f"plan__{name}" for name in _JOINED), "plan__our_escalation", "plan__their_escalation"]
    return found.select_related("owner", "plan__terms", *joined).order_by("due_on", "pk")


def _since(action: PlanAction) -> date:
    """From which day on somebody could know of it: that on which the terms in force were signed by both."""
    terms = action.plan.terms
    ended: Any = terms.ended_at if terms is not None else None
    return local_day(ended or action.plan.proposed_at)


def _doing(action: PlanAction, now: datetime) -> list[User]:
    """Who is named for it, where they have an account; else who looks after the plan on that side."""
    owner = action.owner
    if owner is not None and owner.is_active and bool(owner.role) == (action.side == Side.COMPANY):
        return [owner]
    return people_of(action.plan, action.side, now)


def _verifiers(plan: ImprovementPlan, now: datetime) -> list[User]:
    """Who looks after it; where that one claimed the effect, those who decide, but for who claimed it."""
    found = [user for user in people_of(plan, Side.COMPANY, now) if user.pk != plan.claimed_by_id]
    if found:
        return found
    deciding = User.objects.filter(role__in=PUBLISHERS, is_active=True)
    return list(deciding.exclude(pk=plan.claimed_by_id or 0).order_by("name", "pk"))
