"""Cases: may they? Which side an act belongs to is the policies' answer (suppliers.policies_cases)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Channel, PartnerRole, Scope, Side, StaffRole
from portal.permissions import has_scope
from suppliers.enums import CaseAct
from suppliers.facts.people import answering_people
from suppliers.models import Case, Partner, RemedyLimit
from suppliers.permissions import KEEPERS, can_see_directory

WORKING = (PartnerRole.ADMIN, PartnerRole.EDITOR)
LIMIT_KEEPERS = (StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER)
# Who may be given a limit: those who work on cases, and the executive who is asked.
GRANTERS = (*KEEPERS, StaffRole.EXECUTIVE)
# What staff may always note of what a partner said; the rest only where nobody of it can say it here.
_ALWAYS_NOTED = (CaseAct.SAY,)
_NOTED_WITHOUT_PEOPLE = (
    CaseAct.AGREE,
    CaseAct.DECLINE,
    CaseAct.FORGO,
    CaseAct.WITHDRAW,
    CaseAct.REOPEN,
)


def can_see_cases(actor: Actor) -> bool:
    """Staff all, a partner's people their own: which rows is for_actor's answer."""
    reads = can_see_directory(actor) or actor.partner_id is not None
    return reads and has_scope(actor, Scope.RELATIONSHIP_READ)


def check_can_see_cases(actor: Actor) -> None:
    """Raises PermissionDenied where `can_see_cases` is False."""
    if not can_see_cases(actor):
        raise PermissionDenied


def can_open_case(actor: Actor, partner: Partner | None = None) -> bool:
    """Staff who keep partners, about any; a partner's people but those who look, about their own."""
    if actor.user is None or not has_scope(actor, Scope.RELATIONSHIP_WRITE):
        return False
    if actor.is_staff:
        return actor.has_role(*KEEPERS)
    is_own = partner is None or actor.partner_id == partner.pk
    return actor.partner_id is not None and is_own and actor.has_role(*WORKING)


def check_can_open_case(actor: Actor, partner: Partner | None = None) -> None:
    """Raises PermissionDenied where `can_open_case` is False."""
    if not can_open_case(actor, partner):
        raise PermissionDenied(_("Your role reads cases; it does not open them or work on them."))


def can_work_on_case(actor: Actor, case: Case) -> bool:
    """Write in it and take its steps, as far as they are one's side's to take."""
    return can_open_case(actor, case.partner)


def check_can_work_on_case(actor: Actor, case: Case) -> None:
    """Raises PermissionDenied where `can_work_on_case` is False."""
    check_can_open_case(actor, case.partner)


def can_note_for_partner(actor: Actor, partner: Partner, act: CaseAct | None = None) -> bool:
    """Our people note what a partner said by phone; `act` None: that it has a problem.

    What binds a partner, its own people say; we note it only where none of them can say it here.
    """
    if not (actor.is_staff and can_open_case(actor, partner)):
        return False
    if act is None or act in _ALWAYS_NOTED:
        return True
    return act in _NOTED_WITHOUT_PEOPLE and not answering_people([partner.pk])


def check_can_note_for_partner(actor: Actor, partner: Partner, act: CaseAct | None = None) -> None:
    """Raises PermissionDenied where `can_note_for_partner` is False."""
    if not can_note_for_partner(actor, partner, act):
        raise PermissionDenied(_("Only they can say this. Ask them to do so here or through their mail."))


def side_for(actor: Actor, channel: str = "") -> Side:
    """For whom `actor` speaks: what staff hear by phone is the partner's word."""
    if not actor.is_staff:
        return Side.PARTNER
    return Side.PARTNER if (channel or actor.channel) == Channel.PHONE else Side.COMPANY


def limit_of(actor: Actor) -> int | None:
    """How far this person can go without asking, in the company's minor units; None: not at all."""
    if actor.user is None or not actor.is_staff or not actor.has_role(*GRANTERS):
        return None
    found = RemedyLimit.objects.filter(role=actor.role).values_list("amount_minor", flat=True).first()
    return int(found) if found is not None else None


def can_grant(actor: Actor, minor: int) -> bool:
    """Up to the limit of one's role; no limit written down: nothing."""
    limit = limit_of(actor)
    return limit is not None and minor <= limit and has_scope(actor, Scope.RELATIONSHIP_WRITE)


def check_can_grant(actor: Actor, minor: int) -> None:
    """Raises PermissionDenied where `can_grant` is False."""
    if not can_grant(actor, minor):
        raise PermissionDenied(_("That is further than your role can go without asking."))


def can_see_limits(actor: Actor) -> bool:
    """How far we can go is ours to know."""
    return can_see_directory(actor) and has_scope(actor, Scope.RELATIONSHIP_READ)


def check_can_see_limits(actor: Actor) -> None:
    """Raises PermissionDenied where `can_see_limits` is False."""
    if not can_see_limits(actor):
        raise PermissionDenied


def can_keep_limits(actor: Actor) -> bool:
    """Say how far each role can go."""
    may = actor.is_staff and actor.has_role(*LIMIT_KEEPERS)
    return may and has_scope(actor, Scope.RELATIONSHIP_WRITE)


def check_can_keep_limits(actor: Actor) -> None:
    """Raises PermissionDenied where `can_keep_limits` is False."""
    if not can_keep_limits(actor):
        raise PermissionDenied(_("Administrators and purchasing managers say how far a role can go."))
