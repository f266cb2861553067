"""May they, about the relationship itself: touchpoints, the contact plan, praise, why partners left."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import PartnerRole, Scope, Side, StaffRole
from portal.permissions import has_scope
from suppliers.facts.colleagues import KEEPERS
from suppliers.models import Partner, Touchpoint
from suppliers.permissions import can_see_directory


def can_see_relationship(actor: Actor) -> bool:
    """All touchpoints, the plan, who was lost and who is at risk: our own people alone."""
    return can_see_directory(actor)


def can_note(actor: Actor) -> bool:
    """Note and plan touchpoints, and praise that somebody told us."""
    keeps = actor.is_staff and actor.user is not None and actor.has_role(*KEEPERS)
    return keeps and has_scope(actor, Scope.RELATIONSHIP_WRITE)


def check_can_note(actor: Actor) -> None:
    """Raises PermissionDenied where `can_note` is False."""
    if not can_note(actor):
        raise PermissionDenied(_("Your role reads touchpoints; it does not note or change them."))


def can_say_kept(actor: Actor, touchpoint: Touchpoint) -> bool:
    """That what was promised was done: our people; a partner's, of what their own side promised."""
    if can_note(actor):
        return True
    owes = touchpoint.promised_by_side == Side.PARTNER and touchpoint.is_shared
    return owes and _speaks_for(actor, touchpoint.partner_id)


def check_can_say_kept(actor: Actor, touchpoint: Touchpoint) -> None:
    if not can_say_kept(actor, touchpoint):
        raise PermissionDenied(_("Only the side that promised, or who keeps the note, says that it is done."))


def can_keep_contact_rules(actor: Actor) -> bool:
    """How often we mean to meet whom."""
    keeps = actor.is_staff and actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)
    return keeps and has_scope(actor, Scope.RELATIONSHIP_WRITE)


def check_can_keep_contact_rules(actor: Actor) -> None:
    if not can_keep_contact_rules(actor):
        raise PermissionDenied(_("Administrators and purchasing managers say how often we meet whom."))


def can_praise(actor: Actor, partner: Partner | None = None) -> bool:
    """One of our people: a partner for itself, or our own people as they heard it."""
    if can_note(actor):
        return True
    return partner is not None and _speaks_for(actor, partner.pk)


def check_can_praise(actor: Actor, partner: Partner | None = None) -> None:
    if not can_praise(actor, partner):
        raise PermissionDenied(_("Your role reads praise; it does not say it."))


def can_explain_loss(actor: Actor) -> bool:
    """Say why a partner left."""
    return can_note(actor)


def check_can_explain_loss(actor: Actor) -> None:
    if not can_explain_loss(actor):
        raise PermissionDenied(_("Your role reads who was lost; it does not say why."))


def _speaks_for(actor: Actor, partner_id: int) -> bool:
    own = actor.partner_id == partner_id and actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
    return own and actor.user is not None and has_scope(actor, Scope.RELATIONSHIP_WRITE)
