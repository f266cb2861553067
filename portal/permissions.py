"""May they? About people, invitations and the trail; about partners' people by the partner's public id."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Channel, PartnerRole, Scope, StaffRole
from portal.models import JobRun
from portal.registry import scopes_of as partner_scopes

_READING = frozenset(
    {
        Scope.PARTNERS_READ,
        Scope.ORDERS_READ,
        Scope.LEDGER_READ,
        Scope.SCORECARDS_READ,
        Scope.RELATIONSHIP_READ,
        Scope.PAGES_READ,
    }
)
_KEEPING = _READING | {
    Scope.PARTNERS_WRITE,
    Scope.ORDERS_WRITE,
    Scope.COMMITMENTS_WRITE,
    Scope.LEDGER_WRITE,
    Scope.IMPORTS_WRITE,
    Scope.SCORECARDS_WRITE,
    Scope.RELATIONSHIP_WRITE,
    Scope.PAGES_WRITE,
}
_ANSWERING = _READING | {
    Scope.COMMITMENTS_WRITE,
    Scope.SCORECARDS_WRITE,
    Scope.RELATIONSHIP_WRITE,
    Scope.PAGES_WRITE,
}
# What a token may be good for, by the role of its person. The role itself still decides row by row.
SCOPES_OF: dict[str, frozenset[Scope]] = {
    StaffRole.ADMINISTRATOR: _KEEPING,
    StaffRole.PURCHASING_MANAGER: _KEEPING,
    StaffRole.BUYER: _KEEPING - {Scope.LEDGER_WRITE},
    StaffRole.EXECUTIVE: _READING | {Scope.RELATIONSHIP_WRITE, Scope.PAGES_WRITE},
    StaffRole.STAFF_VIEWER: _READING | {Scope.PAGES_WRITE},
    StaffRole.CONTENT_EDITOR: frozenset(),
    PartnerRole.ADMIN: _ANSWERING,
    PartnerRole.EDITOR: _ANSWERING,
    PartnerRole.VIEWER: _READING | {Scope.PAGES_WRITE},
}


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


def can_cancel_job(actor: Actor, run: JobRun) -> bool:
    started_it = actor.user is not None and run.started_by == actor.user
    return started_it or actor.has_role(StaffRole.ADMINISTRATOR)


def check_can_cancel_job(actor: Actor, run: JobRun) -> None:
    """Raises PermissionDenied unless `actor` started it, or is an administrator."""
    if not can_cancel_job(actor, run):
        raise PermissionDenied(_("Only who started this, or an administrator, may stop it."))


def scopes_of(actor: Actor) -> list[Scope]:
    """The scopes that a token of this person may have, in their documented order."""
    may = SCOPES_OF.get(actor.partner_role or actor.role, frozenset())
    return [scope for scope in Scope if scope in may]


def can_have_tokens(actor: Actor) -> bool:
    """A token cannot make or take back tokens; nor can who has nothing to read."""
    return actor.channel == Channel.PAGE and bool(scopes_of(actor))


def check_can_have_tokens(actor: Actor) -> None:
    """Raises PermissionDenied where `can_have_tokens` is False."""
    if not can_have_tokens(actor):
        raise PermissionDenied(_("Your role reads nothing through the API."))


def has_scope(actor: Actor, scope: Scope) -> bool:
    """A token must have been given it; somebody at a page has all of their role."""
    return scope in actor.scopes if actor.channel == Channel.TOKEN else True


# Who reads what partners add; content editors only write pages.
_FILE_READERS = (
    StaffRole.ADMINISTRATOR,
    StaffRole.PURCHASING_MANAGER,
    StaffRole.BUYER,
    StaffRole.EXECUTIVE,
    StaffRole.STAFF_VIEWER,
)


def can_see_files(actor: Actor) -> bool:
    """Files that people added: which of them is for_actor's answer."""
    return actor.membership is not None or (actor.is_staff and actor.has_role(*_FILE_READERS))


def can_attach(actor: Actor, scope: str) -> bool:
    """Add files about the partner with the public id `scope`: purchasing, and its own people but viewers."""
    if actor.membership is not None:
        return scope in partner_scopes(actor.membership) and actor.has_role(
            PartnerRole.ADMIN, PartnerRole.EDITOR
        )
    return actor.is_staff and actor.has_role(*_FILE_READERS[:3])
