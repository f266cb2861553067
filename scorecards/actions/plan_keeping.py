"""What all acts on a plan share: its row held, terms put in force, actions kept in step, the trail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.enums import PartnerRole, Side, StaffRole
from portal.models import User
from scorecards.engine.plan_terms import ActionTerm, Terms
from scorecards.enums import PlanActionState, PlanState, VersionState
from scorecards.models import ImprovementPlan, PlanAction, PlanComment, PlanVersion
from scorecards.permissions_plans import side_of
from scorecards.policies_plans import PlanRefused

LONGEST = 4000


def held(plan: ImprovementPlan) -> ImprovementPlan:
    """The plan as it stands now, nobody else's until the transaction ends."""
    rows = ImprovementPlan.objects.select_for_update(of=("self",))
    locked: ImprovementPlan = rows.select_related(
        "partner__owner",
        "partner__merged_into",
        "terms",
        "our_owner",
        "their_owner",
        "our_escalation",
        "their_escalation",
        "claimed_by",
    ).get(pk=plan.pk)
    return locked


def keep(by: Actor, locked: ImprovementPlan, plan: ImprovementPlan, **changes: Any) -> None:
    """Write these fields, and let the caller's row know."""
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.changed_by = by.label
    locked.save()
    if plan is not locked:
        plan.refresh_from_db()


def record(by: Actor, verb: str, plan: ImprovementPlan, **data: Any) -> None:
    """The trail says who did what when; the words themselves stay in the plan."""
    audit.record(
        by=by,
        verb=verb,
        obj=plan,
        scope=plan.partner.public_id,
        data={"plan": plan.reference, "title": plan.title, **data},
    )


def checked(text: str, field: str = "text", *, is_needed: bool = True) -> str:
    """Line ends as one sign each. Raises PlanRefused for nothing at all, or too much."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if is_needed and not text:
        raise PlanRefused(_("Write a few words first."), field)
    if len(text) > LONGEST:
        raise PlanRefused(
            _("That is %(n)d characters; %(most)d fit. Could you say it shorter?")
            % {"n": len(text), "most": LONGEST},
            field,
        )
    return text


def say(by: Actor, plan: ImprovementPlan, text: str, at: datetime) -> None:
    """Words that go with an act stand among what both sides said."""
    if text:
        PlanComment.objects.create(
            plan=plan, side=side_of(by), user=by.user, said_by=by.label, at=at, text=text
        )


def end_version(by: Actor, version: PlanVersion, state: str, at: datetime, words: str = "") -> None:
    version.state, version.ended_at = state, at
    version.ended_by_label, version.words = by.label, words
    version.save(update_fields=["state", "ended_at", "ended_by_label", "words"])


def bring_into_force(by: Actor, locked: ImprovementPlan, version: PlanVersion, at: datetime) -> bool:
    """Both have signed: these terms hold from now on. True when they are the plan's first."""
    terms = Terms.from_json(version.terms)
    was = Terms.from_json(locked.terms.terms) if locked.terms is not None else None
    end_version(by, version, VersionState.SIGNED, at)
    locked.terms = version
    if locked.state == PlanState.PROPOSED:
        locked.state, locked.agreed_at = PlanState.AGREED, at
    elif _is_new_round(locked.state, was, terms):
        begin_round(locked)
    sync_actions(locked, terms)
    return was is None


def _is_new_round(state: str, was: Terms | None, terms: Terms) -> bool:
    """After a miss it begins anew; while it is measured only when something else is to be measured."""
    if state == PlanState.NOT_EFFECTIVE:
        return True
    return state == PlanState.MEASURING and was is not None and was.aim != terms.aim


def begin_round(locked: ImprovementPlan) -> None:
    """Worked on anew: somebody says again that the effect is there, and it is measured from there on."""
    locked.state = PlanState.IN_PROGRESS
    locked.round += 1
    locked.claimed_by = None
    locked.claimed_at = None


def sync_actions(plan: ImprovementPlan, terms: Terms) -> None:
    """The rows say what the terms in force say; what is no longer in them and not done is dropped."""
    rows = {row.key: row for row in plan.actions.all()}
    owners = _owners(terms)
    for position, one in enumerate(terms.actions):
        row = rows.pop(one.key, None) or PlanAction(plan=plan, key=one.key, due_on=one.due_on)
        _apply(row, one, position, owners.get(one.owner))
        row.save()
    for row in rows.values():
        if row.state != PlanActionState.DONE:
            row.state = PlanActionState.DROPPED
            row.save()


def _apply(row: PlanAction, one: ActionTerm, position: int, owner: User | None) -> None:
    if row.due_on != one.due_on:
        row.expected_on = None  # the day that was signed now is the day
    if row.state == PlanActionState.DROPPED:
        row.state = PlanActionState.OPEN
    row.position, row.side, row.title = position, one.side, one.title
    row.owner, row.owner_name = owner, one.owner_name or (owner.name if owner is not None else "")
    row.due_on, row.waits_for = one.due_on, one.waits_for
    row.version += 1 if row.pk else 0


def _owners(terms: Terms) -> dict[str, User]:
    addresses = {one.owner for one in terms.actions if one.owner}
    return (
        {user.email.lower(): user for user in User.objects.filter(email__in=addresses)} if addresses else {}
    )


def title_of(by: Actor) -> str:
    """What somebody is at their side, as a signature names it."""
    with translation.override(settings.LANGUAGE_CODE):
        if side_of(by) == Side.COMPANY:
            return str(StaffRole(by.role).label)
        return str(PartnerRole(by.partner_role).label)
