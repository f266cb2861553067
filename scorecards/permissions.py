"""May they? `check_...` raises PermissionDenied, `can_...` is its boolean."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import PartnerRole, Scope, StaffRole
from portal.permissions import has_scope
from scorecards.enums import BandAction, ProposalKind
from scorecards.models import ProposedAction, Scorecard, Survey
from suppliers.models import Partner

PUBLISHERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)
REPLIERS = (*PUBLISHERS, StaffRole.BUYER)
RATERS = (*REPLIERS, StaffRole.EXECUTIVE)
READERS = (*RATERS, StaffRole.STAFF_VIEWER)


def can_see_cards(actor: Actor) -> bool:
    """Staff the cards of all partners, a partner's people their own: which rows is for_actor's answer."""
    return actor.partner_id is not None or (actor.is_staff and actor.has_role(*READERS))


def can_publish(actor: Actor) -> bool:
    """Publish cards, and change the templates they are made of."""
    return actor.is_staff and actor.has_role(*PUBLISHERS)


def check_can_publish(actor: Actor) -> None:
    if not can_publish(actor):
        raise PermissionDenied(_("Only an administrator or a purchasing manager publishes cards."))


def can_answer(actor: Actor, card: Scorecard) -> bool:
    """Acknowledge or answer: the partner's own people, but for those who only look."""
    return actor.partner_id == card.partner_id and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)


def check_can_answer(actor: Actor, card: Scorecard) -> None:
    if not can_answer(actor, card):
        raise PermissionDenied(_("Only this partner's administrators and editors answer its card."))


def can_reply(actor: Actor, card: Scorecard) -> bool:
    """Answer back, for the company."""
    return actor.is_staff and actor.has_role(*REPLIERS)


def check_can_reply(actor: Actor, card: Scorecard) -> None:
    if not can_reply(actor, card):
        raise PermissionDenied(_("Only purchasing replies to a partner's answer."))


def can_keep_tiers(actor: Actor) -> bool:
    """Offer tiers and change them; give them, end them, renew them."""
    return actor.is_staff and actor.has_role(*PUBLISHERS) and has_scope(actor, Scope.SCORECARDS_WRITE)


def check_can_keep_tiers(actor: Actor) -> None:
    if not can_keep_tiers(actor):
        raise PermissionDenied(_("Only an administrator or a purchasing manager keeps tiers and gives them."))


def can_decide_proposal(actor: Actor, proposal: ProposedAction) -> bool:
    """Who keeps tiers decides; buyers may say thank you, and no more."""
    if can_keep_tiers(actor):
        return True
    is_thanks = proposal.kind == ProposalKind.BAND and proposal.action == BandAction.THANK
    return is_thanks and can_decide_thanks(actor)


def can_decide_thanks(actor: Actor) -> bool:
    return actor.is_staff and actor.has_role(*REPLIERS) and has_scope(actor, Scope.SCORECARDS_WRITE)


def check_can_decide_proposal(actor: Actor, proposal: ProposedAction) -> None:
    if not can_decide_proposal(actor, proposal):
        raise PermissionDenied(_("Only an administrator or a purchasing manager decides this."))


def can_answer_proposal(actor: Actor, proposal: ProposedAction) -> bool:
    """The partner's own people, but for those who only look; also of what it was before a merger."""
    own = actor.partner_id is not None and actor.partner_id in (
        proposal.partner_id,
        proposal.partner.merged_into_id,
    )
    return (
        own
        and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_answer_proposal(actor: Actor, proposal: ProposedAction) -> None:
    if not can_answer_proposal(actor, proposal):
        raise PermissionDenied(_("Only this partner’s administrators and editors answer for it."))


def can_contest(actor: Actor, partner: Partner) -> bool:
    """Say that lines of its cards should not count: the partner's own people, but for those who only look.

    Those of the partner into which it was merged speak for it.
    """
    return (
        actor.partner_id is not None
        and actor.partner_id in (partner.pk, partner.merged_into_id)
        and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_contest(actor: Actor, partner: Partner) -> None:
    if not can_contest(actor, partner):
        raise PermissionDenied(_("Only this partner's administrators and editors contest its lines."))


def can_decide_contests(actor: Actor) -> bool:
    """Agree to a contest, or explain why the line stays; hand it over; propose to excuse many lines."""
    return (
        actor.user is not None
        and actor.is_staff
        and actor.has_role(*REPLIERS)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_decide_contests(actor: Actor) -> None:
    if not can_decide_contests(actor):
        raise PermissionDenied(_("Only purchasing decides about contested lines."))


def can_take_back(actor: Actor) -> bool:
    """Let excused lines count again; be the second person who approves to excuse many."""
    return can_decide_contests(actor) and actor.has_role(*PUBLISHERS)


def check_can_take_back(actor: Actor) -> None:
    if not can_take_back(actor):
        raise PermissionDenied(
            _("Only an administrator or a purchasing manager approves exclusions, or takes them back.")
        )


def can_see_exclusions(actor: Actor) -> bool:
    """Requests that name lines of many partners are the company's own."""
    return actor.is_staff and actor.has_role(*READERS)


def can_keep_surveys(actor: Actor) -> bool:
    """Word surveys and open their runs."""
    return actor.is_staff and actor.has_role(*PUBLISHERS) and has_scope(actor, Scope.SCORECARDS_WRITE)


def check_can_keep_surveys(actor: Actor) -> None:
    if not can_keep_surveys(actor):
        raise PermissionDenied(_("Only an administrator or a purchasing manager keeps surveys."))


def can_take_part(actor: Actor) -> bool:
    """Answer for the partner: its own people, but for those who only look."""
    return (
        actor.partner_id is not None
        and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_take_part(actor: Actor) -> None:
    if not can_take_part(actor):
        raise PermissionDenied(_("Administrators and editors of a partner answer for it."))


def can_rate(actor: Actor, survey: Survey) -> bool:
    """Those whose role the survey names; without any, all who work with partners and do not only look."""
    roles = survey.roles or RATERS
    return (
        actor.user is not None
        and actor.is_staff
        and actor.has_role(*roles)
        and actor.has_role(*READERS)
        and has_scope(actor, Scope.SCORECARDS_WRITE)
    )


def check_can_rate(actor: Actor, survey: Survey) -> None:
    if not can_rate(actor, survey):
        raise PermissionDenied(_("This survey asks other roles than yours."))


def can_make_pack(actor: Actor, partner: Partner) -> bool:
    """Freeze a review pack: purchasing, and the partner's own people but for those who only look."""
    if actor.user is None or not has_scope(actor, Scope.SCORECARDS_WRITE):
        return False
    if actor.is_staff:
        return actor.has_role(*REPLIERS)
    own = actor.partner_id is not None and actor.partner_id in (partner.pk, partner.merged_into_id)
    return own and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)


def check_can_make_pack(actor: Actor, partner: Partner) -> None:
    if not can_make_pack(actor, partner):
        raise PermissionDenied(_("Only purchasing and this partner's administrators and editors make it."))
