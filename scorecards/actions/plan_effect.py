"""From start to verified end: who claims the effect never verifies it, and nothing closes without it."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.clocks import local_day
from portal.engine.periods import BadPeriod, Period
from portal.enums import Side
from portal.presentation import day
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import begin_round, checked, held, keep, record, say
from scorecards.actions.telling_plans import other, people_of, tell
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.effect import Effect, Reading
from scorecards.enums import PlanAct, PlanState
from scorecards.facts.plans import (
    Round,
    closing_day,
    current_round,
    is_closed,
    measured,
    open_actions,
    rule_of,
    terms_of,
)
from scorecards.models import ImprovementPlan, PlanReview, PlanVersion
from scorecards.permissions_plans import check_can_close, check_can_verify, check_can_work, side_of
from scorecards.policies_plans import PlanRefused, check_can_act, open_version
from scorecards.policies_plans import check_can_close as check_actions_done
from suppliers.actions.wording import Words

_DECIDED = {Effect.EFFECTIVE: PlanState.EFFECTIVE, Effect.NOT_EFFECTIVE: PlanState.NOT_EFFECTIVE}


@transaction.atomic
def start(*, by: Actor, plan: ImprovementPlan, at: datetime | None = None) -> None:
    """Begin what both have signed. Raises PermissionDenied or PlanRefused."""
    at = at or timezone.now()
    locked = _held(by, plan, PlanAct.START)
    keep(by, locked, plan, state=PlanState.IN_PROGRESS, started_on=local_day(at))
    record(by, "plan.started", locked)
    _tell_other(by, locked, partial(wording.started, locked, by.label), "started", at)


@transaction.atomic
def claim(*, by: Actor, plan: ImprovementPlan, at: datetime | None = None) -> None:
    """Say that the effect is there: somebody else verifies it over the time that it has to hold."""
    at = at or timezone.now()
    locked = _held(by, plan, PlanAct.CLAIM)
    keep(by, locked, plan, state=PlanState.MEASURING, claimed_by=by.user, claimed_at=at)
    record(by, "plan.claimed", locked, round=locked.round)
    words = partial(wording.claimed, locked, by.label)
    for side in Side.values:
        tell(
            by=by,
            plan=locked,
            people=people_of(locked, side, at),
            words=words,
            key=f"plan-claimed:{locked.public_id}:{locked.round}",
            at=at,
        )


@transaction.atomic
def verify(
    *, by: Actor, plan: ImprovementPlan, period: str | Period, note: str = "", at: datetime | None = None
) -> PlanReview:
    """Keep what a closed period came to; once the target has held, or was missed, the plan is decided.

    Raises PermissionDenied (partners; who claimed the effect) or PlanRefused.
    """
    at = at or timezone.now()
    locked = held(plan)
    check_can_verify(by, locked)
    check_can_act(PlanAct.VERIFY, locked, side_of(by))
    note, today = checked(note, "note", is_needed=False), local_day(at)
    now = current_round(locked, today)
    if now is None or locked.terms is None:
        raise PlanRefused(_("The plan has not started yet."))
    one = _period(period, locked)
    if one not in now.verifiable:
        raise PlanRefused(_why_not(locked, now, one, today), "period")
    review = _review(by, locked, locked.terms, now, one, note, at)
    record(by, "plan.verified", locked, period=one.key)
    again = current_round(held(plan), today)
    effect = again.found.effect if again is not None else Effect.OPEN
    if effect in _DECIDED:
        keep(
            by,
            locked,
            plan,
            state=_DECIDED[effect],
            decided_at=at,
            **({"stop_asked_by_side": "", "stop_reason": ""} if effect == Effect.EFFECTIVE else {}),
        )
        _tell_decided(by, locked, effect, at)
    else:
        keep(by, locked, plan)
        _tell_other(
            by, locked, partial(wording.verified, locked, one.key, by.label), f"verified:{one.key}", at
        )
    return review


@transaction.atomic
def resume(*, by: Actor, plan: ImprovementPlan, words: str, at: datetime | None = None) -> None:
    """It missed: take it up again, in a new round with its own measuring. `words`: what is done now."""
    at = at or timezone.now()
    words = checked(words, "words")
    locked = _held(by, plan, PlanAct.RESUME)
    begin_round(locked)
    keep(by, locked, plan)
    say(by, locked, words, at)
    record(by, "plan.resumed", locked, round=locked.round)
    _tell_other(by, locked, partial(wording.resumed, locked, by.label, words), "resumed", at)


@transaction.atomic
def close(*, by: Actor, plan: ImprovementPlan, learned: str, at: datetime | None = None) -> None:
    """It worked, over the whole time, and every action is done: keep what was learned."""
    at = at or timezone.now()
    check_can_close(by, plan)
    locked = held(plan)
    waiting = open_version(locked)
    check_can_act(PlanAct.CLOSE, locked, side_of(by), waiting)
    check_actions_done(locked, open_actions(locked))
    if waiting is not None:
        raise PlanRefused(_("Other terms still wait for a signature: decline or withdraw them first."))
    now = current_round(locked, local_day(at))
    if now is None or now.found.effect != Effect.EFFECTIVE:
        raise PlanRefused(_("Its effect is not verified over the whole time that it has to hold."))
    learned = checked(learned, "learned")
    keep(by, locked, plan, state=PlanState.CLOSED, closed_at=at, learned=learned)
    record(by, "plan.closed", locked)
    _tell_other(by, locked, partial(wording.closed, locked, learned), "closed", at)


def _held(by: Actor, plan: ImprovementPlan, act: PlanAct) -> ImprovementPlan:
    check_can_work(by, plan)
    locked = held(plan)
    check_can_act(act, locked, side_of(by))
    return locked


def _period(period: str | Period, plan: ImprovementPlan) -> Period:
    if isinstance(period, Period):
        one = period
    else:
        try:
            one = Period.parse(period)
        except BadPeriod as trouble:
            raise PlanRefused(_("That is no period."), "period") from trouble
    if one.months != rule_of(plan).months:
        raise PlanRefused(_("This plan is measured in other periods."), "period")
    return one


def _why_not(plan: ImprovementPlan, now: Round, one: Period, today: date) -> str:
    names = {"period": one.key}
    if any(review.period == one.key for review in now.reviews):
        return _("%(period)s is verified already.") % names
    if one < now.first:
        return _("%(period)s is before this round of the plan.") % names
    if not is_closed(plan, one, today):
        names["day"] = day(closing_day(rule_of(plan), one.end), "full")
        return _("%(period)s can be verified from %(day)s on: until then figures may change.") % names
    if one >= now.first_holding and plan.state != PlanState.MEASURING:
        return _("In %(period)s the target must hold: say first that the effect is there.") % names
    if now.verifiable and one > now.verifiable[-1]:
        return _("Verify %(next)s first: no period is passed over.") % {"next": now.verifiable[-1].key}
    return _("A later period is verified already.")


def _review(
    by: Actor,
    plan: ImprovementPlan,
    signed: PlanVersion,
    now: Round,
    one: Period,
    note: str,
    at: datetime,
) -> PlanReview:
    found = measured(plan, [one], local_day(at))[0]
    holds = one >= now.first_holding
    terms = terms_of(signed)
    reading = Reading(found.value, holds, found.is_graded)
    return PlanReview.objects.create(
        plan=plan,
        terms=signed,
        round=plan.round,
        period=one.key,
        starts_on=one.start,
        ends_on=one.end,
        value=found.value,
        n=found.n,
        low=found.low,
        high=found.high,
        is_graded=found.is_graded,
        holds=holds,
        met=reading.met(terms.target, higher_is_better=kpi_of(plan.kpi).higher_is_better),
        note=note,
        verified_by=by.user,
        verified_by_label=by.label,
        verified_at=at,
    )


def _tell_decided(by: Actor, plan: ImprovementPlan, effect: Effect, at: datetime) -> None:
    record(by, f"plan.{effect}", plan, round=plan.round)
    words = partial(wording.decided, plan, is_effective=effect == Effect.EFFECTIVE)
    for side in Side.values:
        people = people_of(plan, side, at)
        key = f"plan-decided:{plan.public_id}:{plan.round}"
        tell(by=by, plan=plan, people=people, words=words, key=key, at=at)


def _tell_other(by: Actor, plan: ImprovementPlan, words: partial[Words], what: str, at: datetime) -> None:
    people = people_of(plan, other(side_of(by)), at)
    key = f"plan-{what}:{plan.public_id}:{plan.round}"
    tell(by=by, plan=plan, people=people, words=words, key=key, at=at)
