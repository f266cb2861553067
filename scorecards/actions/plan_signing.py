"""Terms that wait: signed by somebody of each side who may, declined by the other, or withdrawn."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from scorecards.actions import plan_wording as wording
from scorecards.actions.plan_keeping import (
    bring_into_force,
    checked,
    end_version,
    held,
    keep,
    record,
    title_of,
)
from scorecards.actions.telling_plans import other, people_of, signers_of, tell
from scorecards.enums import PlanAct, PlanState, VersionState
from scorecards.facts.plans import terms_of
from scorecards.models import ImprovementPlan, PlanSignature, PlanVersion
from scorecards.permissions_plans import check_can_propose, check_can_sign, side_of
from scorecards.policies_plans import PlanRefused, check_can_act, open_version


@transaction.atomic
def sign(*, by: Actor, version: PlanVersion, at: datetime | None = None) -> PlanSignature:
    """Sign for one's side; with the other's signature these terms come into force.

    Raises PermissionDenied, or PlanRefused: also for terms that were replaced in the meantime.
    """
    at = at or timezone.now()
    check_can_sign(by, version.plan)
    locked, waiting = _held(version)
    check_can_act(PlanAct.SIGN, locked, side_of(by), waiting)
    signature = add_signature(by, locked, waiting, at)
    version.refresh_from_db()
    version.plan.refresh_from_db()
    return signature


def add_signature(by: Actor, locked: ImprovementPlan, version: PlanVersion, at: datetime) -> PlanSignature:
    """The caller holds the plan and has asked whether this may be signed."""
    if terms_of(version).digest != version.digest:
        raise PlanRefused(_("This text is not the one that was put forward. Ask for new terms."))
    side = side_of(by)
    signature = PlanSignature.objects.create(
        version=version,
        side=side,
        user=by.user,
        name=by.label,
        title=title_of(by),
        digest=version.digest,
        at=at,
    )
    sides = set(version.signatures.values_list("side", flat=True))
    record(by, "plan.signed", locked, version=version.number)
    if sides == set(Side.values):
        is_first = bring_into_force(by, locked, version, at)
        keep(by, locked, locked)
        words = partial(wording.agreed, locked, is_first=is_first)
        for one in Side.values:
            people = people_of(locked, one, at)
            tell(by=by, plan=locked, people=people, words=words, key=_key("agreed", version), at=at)
        record(by, "plan.agreed", locked, version=version.number)
    else:
        people = signers_of(locked, other(side), at)
        words = partial(wording.signed, locked, by.label)
        tell(by=by, plan=locked, people=people, words=words, key=_key("signed", version), at=at)
    return signature


@transaction.atomic
def decline(*, by: Actor, version: PlanVersion, words: str, at: datetime | None = None) -> None:
    """Say no to the other side's terms, and why. Of a plan that is only proposed that is its end."""
    _end(by, version, PlanAct.DECLINE, checked(words, "words"), at or timezone.now())


@transaction.atomic
def withdraw(*, by: Actor, version: PlanVersion, words: str = "", at: datetime | None = None) -> None:
    """Take one's own side's terms back. Of a plan that is only proposed that is its end."""
    _end(by, version, PlanAct.WITHDRAW, checked(words, "words", is_needed=False), at or timezone.now())


_ENDS = {
    PlanAct.DECLINE: (VersionState.DECLINED, PlanState.DECLINED, "plan.declined"),
    PlanAct.WITHDRAW: (VersionState.WITHDRAWN, PlanState.WITHDRAWN, "plan.withdrawn"),
}


def _end(by: Actor, version: PlanVersion, act: PlanAct, words: str, at: datetime) -> None:
    """Who may bind a side says no for it; who may propose takes a proposal back."""
    if act == PlanAct.DECLINE:
        check_can_sign(by, version.plan)
    else:
        check_can_propose(by, version.plan.partner)
    locked, waiting = _held(version)
    check_can_act(act, locked, side_of(by), waiting)
    version_state, plan_state, verb = _ENDS[act]
    end_version(by, waiting, version_state, at, words)
    if locked.state == PlanState.PROPOSED:
        locked.state, locked.closed_at = plan_state, at
    keep(by, locked, version.plan)
    version.refresh_from_db()
    record(by, verb, locked, version=waiting.number)
    said = partial(wording.ended, locked, by.label, words, is_declined=act == PlanAct.DECLINE)
    people = people_of(locked, other(side_of(by)), at)
    tell(by=by, plan=locked, people=people, words=said, key=_key(act, waiting), at=at)


def _held(version: PlanVersion) -> tuple[ImprovementPlan, PlanVersion]:
    """The plan, held, and the version that waits: this one, or PlanRefused."""
    locked = held(version.plan)
    waiting = open_version(locked)
    if waiting is not None and waiting.pk == version.pk:
        return locked, waiting
    newest = PlanVersion.objects.get(pk=version.pk)
    words = {
        VersionState.REPLACED: _("Other terms were put forward in the meantime: read those."),
        VersionState.SIGNED: _("Both sides have signed these terms already."),
        VersionState.DECLINED: _("These terms were declined."),
        VersionState.WITHDRAWN: _("These terms were withdrawn."),
    }[VersionState(newest.state)]
    raise PlanRefused(words)


def _key(what: str, version: PlanVersion) -> str:
    return f"plan-{what}:{version.public_id}"
