"""Calling a plan off takes both: one side asks, somebody of the other who may sign agrees."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from portal.actors import Actor
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import checked, end_version, held, keep, record, say
from scorecards.actions.telling_plans import other, people_of, signers_of, tell
from scorecards.enums import PlanAct, PlanState, VersionState
from scorecards.models import ImprovementPlan
from scorecards.permissions_plans import check_can_sign, check_can_work, side_of
from scorecards.policies_plans import check_can_act, open_version


@transaction.atomic
def ask_stop(*, by: Actor, plan: ImprovementPlan, words: str, at: datetime | None = None) -> None:
    """Ask the other side to call it off; until it agrees the plan goes on. PermissionDenied, PlanRefused."""
    at = at or timezone.now()
    check_can_work(by, plan)
    words, locked, side = checked(words, "words"), held(plan), side_of(by)
    check_can_act(PlanAct.ASK_STOP, locked, side)
    keep(by, locked, plan, stop_asked_by_side=side, stop_reason=words)
    record(by, "plan.stop_asked", locked)
    say(by, locked, words, at)
    people = signers_of(locked, other(side), at)
    said = partial(wording.stop_asked, locked, by.label, words)
    tell(by=by, plan=locked, people=people, words=said, key=_key("stop", locked), at=at)


@transaction.atomic
def agree_stop(*, by: Actor, plan: ImprovementPlan, at: datetime | None = None) -> None:
    """Both want it: the plan is over, without an effect. Terms that waited fall with it."""
    at = at or timezone.now()
    check_can_sign(by, plan)
    locked = held(plan)
    waiting = open_version(locked)
    check_can_act(PlanAct.AGREE_STOP, locked, side_of(by), waiting)
    if waiting is not None:
        end_version(by, waiting, VersionState.WITHDRAWN, at)
    keep(by, locked, plan, state=PlanState.CALLED_OFF, closed_at=at)
    record(by, "plan.called_off", locked)
    _answered(by, locked, is_off=True, at=at)


@transaction.atomic
def keep_going(*, by: Actor, plan: ImprovementPlan, words: str = "", at: datetime | None = None) -> None:
    """The other side would rather go on; or who asked thinks again."""
    at = at or timezone.now()
    check_can_work(by, plan)
    words, locked = checked(words, "words", is_needed=False), held(plan)
    check_can_act(PlanAct.KEEP_GOING, locked, side_of(by))
    keep(by, locked, plan, stop_asked_by_side="", stop_reason="")
    say(by, locked, words, at)
    record(by, "plan.kept_going", locked)
    _answered(by, locked, is_off=False, at=at)


def _answered(by: Actor, plan: ImprovementPlan, *, is_off: bool, at: datetime) -> None:
    people = people_of(plan, other(side_of(by)), at)
    said = partial(wording.stop_answered, plan, by.label, is_off=is_off)
    tell(by=by, plan=plan, people=people, words=said, key=_key("stop-answered", plan), at=at)


def _key(what: str, plan: ImprovementPlan) -> str:
    """It may be asked again later: the plan's version tells the times apart."""
    return f"plan-{what}:{plan.public_id}:{plan.version}"
