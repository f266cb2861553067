"""What the directory and the trade facts put into the navigation and the composed pages."""

from collections.abc import Collection, Sequence
from typing import Any

from portal.actors import Actor
from portal.registry import (
    register_invitation_acceptor,
    register_membership_source,
    register_person_to_reach,
    register_scope_names,
)
from suppliers.actions.memberships import accept_invitation
from suppliers.models import Membership, Partner


def memberships_of(user: Any) -> Sequence[Membership]:
    """Oldest first, with their partners: one query."""
    return list(Membership.objects.filter(user=user).select_related("partner__owner"))


def person_to_reach(actor: Actor) -> Any:
    """A partner's buyer."""
    return actor.membership.partner.owner if actor.membership is not None else None


def scope_names(scopes: Collection[str]) -> dict[str, str]:
    return dict(Partner.objects.filter(public_id__in=scopes).values_list("public_id", "name"))


register_membership_source(memberships_of)
register_scope_names(scope_names)
register_invitation_acceptor(accept_invitation)
register_person_to_reach(person_to_reach)
