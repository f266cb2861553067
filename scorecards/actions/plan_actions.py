"""What both sides do for a plan, each its own: begun, finished with evidence, opened again, put off."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actions.attachments import Upload, attach
from portal.actors import Actor
from portal.clocks import local_day
from portal.models import Attachment
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import checked, held, record, say
from scorecards.actions.telling_plans import other, people_of, tell
from scorecards.enums import PlanActionState
from scorecards.models import PlanAction
from scorecards.permissions_plans import check_can_work_on_action
from scorecards.policies_plans import PlanRefused, check_worked_on
from suppliers.actions.wording import Words


@transaction.atomic
def begin(*, by: Actor, action: PlanAction, at: datetime | None = None) -> None:
    """Somebody of its side works on it. Raises PermissionDenied or PlanRefused."""
    locked = _held(by, action)
    if locked.state == PlanActionState.DONE:
        raise PlanRefused(_("This is done already. Thank you."))
    if locked.state == PlanActionState.RUNNING:
        raise PlanRefused(_("Somebody works on this already."))
    _keep(by, locked, action, state=PlanActionState.RUNNING)
    record(by, "plan_action.begun", locked.plan, action=locked.title)


@transaction.atomic
def finish(
    *,
    by: Actor,
    action: PlanAction,
    evidence: str = "",
    uploads: Iterable[Upload] = (),
    at: datetime | None = None,
) -> None:
    """It is done; words or a file show it. What it waits for must be done before.

    Raises PermissionDenied, PlanRefused or AttachmentRefused.
    """
    at, uploads = at or timezone.now(), list(uploads)
    locked = _held(by, action)
    if locked.state == PlanActionState.DONE:
        raise PlanRefused(_("This is done already. Thank you."))
    _check_not_waiting(locked)
    partner = locked.plan.partner
    attach(by=by, scope=partner.public_id, about=locked.public_id, uploads=uploads, at=at)
    has_files = bool(uploads) or Attachment.objects.filter(about=locked.public_id).exists()
    evidence = checked(evidence, "evidence", is_needed=not has_files)
    _keep(
        by,
        locked,
        action,
        state=PlanActionState.DONE,
        evidence=evidence,
        done_at=at,
        done_by_label=by.label,
    )
    record(by, "plan_action.finished", locked.plan, action=locked.title, files=len(uploads))
    _tell_other(by, locked, partial(wording.action_done, locked, by.label), at)


@transaction.atomic
def reopen(*, by: Actor, action: PlanAction, why: str, at: datetime | None = None) -> None:
    """It was not done after all; what showed it stays. Raises PermissionDenied or PlanRefused."""
    at, why = at or timezone.now(), checked(why, "why")
    locked = _held(by, action)
    if locked.state != PlanActionState.DONE:
        raise PlanRefused(_("This is still open."))
    _keep(by, locked, action, state=PlanActionState.OPEN, done_at=None, done_by_label="")
    say(by, locked.plan, why, at)
    record(by, "plan_action.reopened", locked.plan, action=locked.title)
    _tell_other(by, locked, partial(wording.action_reopened, locked, by.label, why), at)


@transaction.atomic
def expect(*, by: Actor, action: PlanAction, day: date, why: str, at: datetime | None = None) -> None:
    """Name the day on which it will be done instead, and why; the day that was signed stays beside it.

    Raises PermissionDenied or PlanRefused.
    """
    at, why = at or timezone.now(), checked(why, "why")
    locked = _held(by, action)
    if locked.state == PlanActionState.DONE:
        raise PlanRefused(_("This is done already. Thank you."))
    if day <= local_day(at) or day.year > local_day(at).year + 5:
        raise PlanRefused(_("Name a day in the future."), "day")
    _keep(by, locked, action, expected_on=day)
    say(by, locked.plan, why, at)
    record(by, "plan_action.expected", locked.plan, action=locked.title, day=day.isoformat())
    _tell_other(by, locked, partial(wording.action_expected, locked, by.label, why), at)


def _held(by: Actor, action: PlanAction) -> PlanAction:
    """The action of a plan that is worked on; the plan is held first, as everywhere."""
    check_can_work_on_action(by, action)
    plan = held(action.plan)
    check_worked_on(plan)
    locked: PlanAction = PlanAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    locked.plan = plan
    if locked.state == PlanActionState.DROPPED:
        raise PlanRefused(_("Both agreed that this is no longer part of the plan."))
    return locked


def _check_not_waiting(action: PlanAction) -> None:
    before = action.plan.actions.filter(key=action.waits_for).first() if action.waits_for else None
    if before is not None and before.state in (PlanActionState.OPEN, PlanActionState.RUNNING):
        raise PlanRefused(_("This waits for “%(before)s”, which is not done yet.") % {"before": before.title})


def _keep(by: Actor, locked: PlanAction, action: PlanAction, **changes: object) -> None:
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.changed_by = by.label
    locked.save()
    action.refresh_from_db()


def _tell_other(by: Actor, action: PlanAction, words: Callable[[], Words], at: datetime) -> None:
    people = people_of(action.plan, other(action.side), at)
    key = f"plan-action:{action.public_id}:{action.version}"
    tell(by=by, plan=action.plan, people=people, words=words, key=key, at=at)
