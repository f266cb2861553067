"""Who is asked: a partner's people who may answer, and who looks after it on our side."""

from collections import defaultdict
from collections.abc import Collection

from portal.enums import PartnerRole
from portal.models import User
from suppliers.models import Membership, Order, Partner

# Who answers for a partner; viewers only look.
ANSWERING = (PartnerRole.ADMIN, PartnerRole.EDITOR)


def answering_people(partner_ids: Collection[int]) -> dict[int, list[User]]:
    """The people who may answer for each of these partners, by their names: one query."""
    found = (
        Membership.objects.filter(
            partner_id__in=partner_ids, role__in=ANSWERING, user__is_active=True, user__role=""
        )
        .select_related("user")
        .order_by("user__name", "user_id")
    )
    people: defaultdict[int, list[User]] = defaultdict(list)
    for membership in found:
        people[membership.partner_id].append(membership.user)
    return dict(people)


def buyers_by_address(addresses: Collection[str]) -> dict[str, User]:
    """Our people by the addresses that orders name, in small letters: one query."""
    wanted = {address.lower() for address in addresses if address}
    if not wanted:
        return {}
    found = User.objects.filter(email__in=wanted, is_active=True).exclude(role="")
    return {user.email.lower(): user for user in found}


def buyer_of(partner: Partner, order: Order | None, by_address: dict[str, User]) -> User | None:
    """Who looks after the partner; when nobody does, or they have left, whom the order names."""
    owner = partner.owner
    if owner is not None and owner.is_active and owner.role:
        return owner
    return by_address.get(order.buyer_email.lower()) if order is not None else None
