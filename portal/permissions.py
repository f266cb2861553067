"""May they? About people, invitations and the trail; about partners' people by the partner's public id."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models import JobRun


def can_manage_staff(actor: Actor) -> bool:
    return actor.has_role(StaffRole.ADMINISTRATOR)


def check_can_manage_staff(actor: Actor) -> None:
    """Inviting, changing and deactivating the company's own people. Raises PermissionDenied."""
    if not can_manage_staff(actor):
        raise PermissionDenied(_("Only an administrator looks after the company's own people."))


def can_manage_people(actor: Actor, scope: str) -> bool:
    """Of the partner with the public id `scope`; of the company's staff when it is empty."""
    if not scope:
        return can_manage_staff(actor)
    if actor.has_role(StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER):
        return True
    return (
        actor.membership is not None
        and actor.partner_role == PartnerRole.ADMIN
        and actor.membership.partner.public_id == scope
    )


def check_can_manage_people(actor: Actor, scope: str) -> None:
    """Raises PermissionDenied unless `actor` may invite, change and remove people there."""
    if not can_manage_people(actor, scope):
        raise PermissionDenied(
            _("Only an administrator of this partner, or our purchasing, may change its people.")
        )


def can_read_history(actor: Actor) -> bool:
    return actor.has_role(StaffRole.ADMINISTRATOR)


def can_cancel_job(actor: Actor, run: JobRun) -> bool:
    started_it = actor.user is not None and run.started_by == actor.user
    return started_it or actor.has_role(StaffRole.ADMINISTRATOR)


def check_can_cancel_job(actor: Actor, run: JobRun) -> None:
    """Raises PermissionDenied unless `actor` started it, or is an administrator."""
    if not can_cancel_job(actor, run):
        raise PermissionDenied(_("Only who started this, or an administrator, may stop it."))
