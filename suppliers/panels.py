"""What the directory and the trade facts put into the navigation and the composed pages."""

from collections.abc import Sequence
from typing import Any

from portal.actors import Actor
from portal.registry import register_membership_source, register_person_to_reach
from suppliers.models import Membership


def memberships_of(user: Any) -> Sequence[Membership]:
    """Oldest first, with their partners: one query."""
    return list(Membership.objects.filter(user=user).select_related("partner__owner"))


def person_to_reach(actor: Actor) -> Any:
    """A partner's buyer."""
    return actor.membership.partner.owner if actor.membership is not None else None


register_membership_source(memberships_of)
register_person_to_reach(person_to_reach)
