"""Who acts for a partner: people come by invitation, change their role and leave."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit, invitations
from portal.actions.invitations import InvitationRefused
from portal.actions.people import PeopleRefused
from portal.actors import Actor
from portal.enums import PartnerRole
from portal.models import Invitation, User
from portal.permissions import check_can_manage_people
from suppliers.models import Membership, Partner


def invite(*, by: Actor, partner: Partner, email: str, role: str, name: str = "") -> Invitation:
    """Invite somebody to act for `partner`. Raises PermissionDenied or InvitationRefused."""
    return invitations.invite(by=by, email=email, role=role, scope=partner.public_id, name=name)


@transaction.atomic
def add(*, by: Actor, user: User, partner: Partner, role: str) -> Membership:
    """Make `user` act for `partner`; somebody who does already keeps the role they have."""
    if role not in PartnerRole.values:
        raise ValueError(f"{role!r} is not a partner role")
    membership, made = Membership.objects.get_or_create(user=user, partner=partner, defaults={"role": role})
    if made:
        audit.record(
            by=by,
            verb="membership.added",
            obj=membership,
            scope=partner.public_id,
            data={"person": user.public_id, "role": role},
        )
    return membership


def accept_invitation(*, user: User, scope: str, role: str, by: Actor) -> None:
    """What an invitation to a partner promised. Raises InvitationRefused when the partner is gone."""
    partner = Partner.objects.filter(public_id=scope).select_related("merged_into").first()
    if partner is None:
        raise InvitationRefused(_("The partner you were invited to is no longer here."))
    add(by=by, user=user, partner=partner.merged_into or partner, role=role)


@transaction.atomic
def change_role(*, by: Actor, membership: Membership, role: str) -> None:
    """Raises PermissionDenied, or PeopleRefused when the last administrator would go."""
    membership, colleagues = _locked(membership)
    check_can_manage_people(by, membership.partner.public_id)
    if role not in PartnerRole.values:
        raise ValueError(f"{role!r} is not a partner role")
    if role == membership.role:
        return
    if role != PartnerRole.ADMIN:
        _check_not_last_administrator(membership, colleagues)
    _record(by, "membership.role_changed", membership, {"from": membership.role, "to": role})
    membership.role = role
    membership.save(update_fields=["role", "updated_at"])


@transaction.atomic
def remove(*, by: Actor, membership: Membership) -> None:
    """The person stops acting for the partner at once; the account stays.

    Raises PermissionDenied, or PeopleRefused when the last administrator would go while others stay.
    """
    membership, colleagues = _locked(membership)
    check_can_manage_people(by, membership.partner.public_id)
    # Staff may take the very last person: the partner has nobody left to look after.
    if not (by.is_staff and len(colleagues) == 1):
        _check_not_last_administrator(membership, colleagues)
    _record(by, "membership.removed", membership, {"role": membership.role})
    membership.delete()


def _locked(membership: Membership) -> tuple[Membership, list[Membership]]:
    """The row as it is now, with its colleagues: locked together, so that two cannot remove each other."""
    colleagues = list(
        Membership.objects.select_for_update(of=("self",))
        .filter(partner_id=membership.partner_id)
        .select_related("partner", "user")
        .order_by("pk")
    )
    for colleague in colleagues:
        if colleague.pk == membership.pk:
            return colleague, colleagues
    raise PeopleRefused(_("Somebody has removed this person in the meantime."))


def _check_not_last_administrator(membership: Membership, colleagues: list[Membership]) -> None:
    others = [
        other
        for other in colleagues
        if other.pk != membership.pk and other.role == PartnerRole.ADMIN and other.user.is_active
    ]
    if membership.role == PartnerRole.ADMIN and not others:
        raise PeopleRefused(
            _("%(person)s is the last administrator of %(partner)s. Make a colleague administrator first.")
            % {"person": membership.user, "partner": membership.partner}
        )


def _record(by: Actor, verb: str, membership: Membership, data: dict[str, str]) -> None:
    audit.record(
        by=by,
        verb=verb,
        obj=membership,
        scope=membership.partner.public_id,
        data={"person": membership.user.public_id, **data},
    )
