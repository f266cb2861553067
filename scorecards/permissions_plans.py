"""May they? About plans, what they gained and ideas. `check_...` raises PermissionDenied.

Which plans somebody sees is for_actor's answer; which side they act for follows from who they are.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import PartnerRole, Scope, Side, StaffRole
from portal.permissions import has_scope
from scorecards.models import ImprovementPlan, PlanAction, PlanIdea
from scorecards.permissions import PUBLISHERS, RATERS, READERS, REPLIERS
from suppliers.models import Partner

SIGNERS = (*PUBLISHERS, StaffRole.EXECUTIVE)
WORKERS = (PartnerRole.ADMIN, PartnerRole.EDITOR)


def side_of(actor: Actor) -> str:
    """For which side somebody acts."""
    return Side.COMPANY if actor.is_staff else Side.PARTNER


def can_see_plans(actor: Actor) -> bool:
    """Plans, ideas and gains: staff but content editors, and the people of a partner."""
    return actor.partner_id is not None or (actor.is_staff and actor.has_role(*READERS))


def check_can_see_plans(actor: Actor) -> None:
    if not can_see_plans(actor):
        raise PermissionDenied(_("Plans are for those who work with partners."))


def can_see_gains(actor: Actor) -> bool:
    """What was gained and how it was split: whoever sees the plans."""
    return can_see_plans(actor)


def check_can_see_gains(actor: Actor) -> None:
    check_can_see_plans(actor)


def can_propose(actor: Actor, partner: Partner) -> bool:
    """Propose a plan, or other terms: buyers and up, and the partner's people but for those who only look."""
    return _acts(actor, partner, REPLIERS, WORKERS)


def check_can_propose(actor: Actor, partner: Partner) -> None:
    if not can_propose(actor, partner):
        raise PermissionDenied(_("Only purchasing and this partner’s administrators and editors propose."))


def can_work(actor: Actor, plan: ImprovementPlan) -> bool:
    """Start it, say that the effect is there, take it up again; work on the actions of one's own side."""
    return _acts(actor, plan.partner, REPLIERS, WORKERS)


def check_can_work(actor: Actor, plan: ImprovementPlan) -> None:
    if not can_work(actor, plan):
        raise PermissionDenied(_("Only purchasing and this partner’s administrators and editors work on it."))


def can_work_on_action(actor: Actor, action: PlanAction) -> bool:
    """Nobody finishes what the other side has promised."""
    return action.side == side_of(actor) and can_work(actor, action.plan)


def check_can_work_on_action(actor: Actor, action: PlanAction) -> None:
    check_can_work(actor, action.plan)
    if action.side != side_of(actor):
        raise PermissionDenied(_("This is the other side’s to do. Write to them in the plan instead."))


def can_sign(actor: Actor, plan: ImprovementPlan) -> bool:
    """Bind one's side: also to call it off together."""
    return _acts(actor, plan.partner, SIGNERS, (PartnerRole.ADMIN,))


def check_can_sign(actor: Actor, plan: ImprovementPlan) -> None:
    if not can_sign(actor, plan):
        raise PermissionDenied(
            _(
                "An administrator of the partner signs for it; for us an administrator, a purchasing manager "
                "or an executive. Ask one of them."
            )
        )


def can_verify(actor: Actor, plan: ImprovementPlan) -> bool:
    """Our people who keep partners or decide, never a partner; who claimed the effect never verifies it."""
    return _acts(actor, plan.partner, RATERS, ()) and not (
        plan.claimed_by_id is not None and actor.user.pk == plan.claimed_by_id
    )


def check_can_verify(actor: Actor, plan: ImprovementPlan) -> None:
    if not can_verify(actor, plan):
        claimed = plan.claimed_by_id is not None and actor.user is not None
        if claimed and actor.user.pk == plan.claimed_by_id:
            raise PermissionDenied(
                _("You said that the effect is there, so a colleague verifies it. Ask one of them.")
            )
        raise PermissionDenied(_("Our purchasing verifies the effect, never the one who claims it."))


def can_close(actor: Actor, plan: ImprovementPlan) -> bool:
    return _acts(actor, plan.partner, REPLIERS, ())


def check_can_close(actor: Actor, plan: ImprovementPlan) -> None:
    if not can_close(actor, plan):
        raise PermissionDenied(_("Our purchasing closes a plan."))


def can_book_gains(actor: Actor, plan: ImprovementPlan) -> bool:
    """Money is booked by those who bind the company."""
    return _acts(actor, plan.partner, SIGNERS, ())


def check_can_book_gains(actor: Actor, plan: ImprovementPlan) -> None:
    if not can_book_gains(actor, plan):
        raise PermissionDenied(
            _("Only an administrator, a purchasing manager or an executive books what was gained.")
        )


def can_look_after(actor: Actor, plan: ImprovementPlan) -> bool:
    """Name who of one's own side looks after it, and who hears when it is stuck."""
    return can_work(actor, plan)


def can_propose_idea(actor: Actor, partner: Partner) -> bool:
    return can_propose(actor, partner)


def check_can_propose_idea(actor: Actor, partner: Partner) -> None:
    check_can_propose(actor, partner)


def can_decide_idea(actor: Actor, idea: PlanIdea) -> bool:
    """The other side than the one that had it; those who may read it decide."""
    if idea.side == side_of(actor):
        return False
    may = _acts(actor, idea.partner, REPLIERS, WORKERS)
    if may and idea.is_confidential and actor.is_staff:
        owner = idea.partner.owner_id
        return actor.has_role(*PUBLISHERS) or (owner is not None and actor.user.pk == owner)
    return may


def check_can_decide_idea(actor: Actor, idea: PlanIdea) -> None:
    if idea.side == side_of(actor):
        raise PermissionDenied(_("The other side decides about your side’s idea."))
    if not can_decide_idea(actor, idea):
        raise PermissionDenied(
            _("Only purchasing and this partner’s administrators and editors decide this.")
        )


def can_withdraw_idea(actor: Actor, idea: PlanIdea) -> bool:
    return idea.side == side_of(actor) and can_propose(actor, idea.partner)


def check_can_withdraw_idea(actor: Actor, idea: PlanIdea) -> None:
    if not can_withdraw_idea(actor, idea):
        raise PermissionDenied(_("Only the side that had this idea withdraws it."))


def _acts(actor: Actor, partner: Partner, staff: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Somebody (never the installation) of these roles; of the partner itself, or what it was merged into."""
    if actor.user is None or not has_scope(actor, Scope.RELATIONSHIP_WRITE):
        return False
    if actor.is_staff:
        return actor.has_role(*staff)
    theirs = actor.partner_id is not None and actor.partner_id in (partner.pk, partner.merged_into_id)
    return theirs and actor.has_role(*own)
