"""What the directory and the trade facts put into the navigation and the composed pages."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse

from portal.actors import Actor
from portal.models import Invitation
from portal.permissions import can_manage_people
from portal.registry import (
    Panel,
    register_invitation_acceptor,
    register_membership_source,
    register_panel,
    register_person_to_reach,
    register_scope_names,
)
from suppliers.actions.memberships import accept_invitation
from suppliers.models import Membership, Partner
from suppliers.permissions import can_see_directory


def memberships_of(user: Any) -> Sequence[Membership]:
    """Oldest first, with their partners: one query."""
    return list(Membership.objects.filter(user=user).select_related("partner__owner"))


def person_to_reach(actor: Actor) -> Any:
    """A partner's buyer."""
    return actor.membership.partner.owner if actor.membership is not None else None


def scope_names(scopes: Collection[str]) -> dict[str, str]:
    return dict(Partner.objects.filter(public_id__in=scopes).values_list("public_id", "name"))


def people_panel(request: Any, partner: Partner) -> dict[str, Any] | None:
    """Who can log in for this partner; nothing for those who may not know."""
    actor = request.actor
    if actor.partner_id is None and not can_see_directory(actor):
        return None
    people = Membership.objects.for_actor(actor).filter(partner=partner).select_related("user")
    waiting = Invitation.objects.for_actor(actor).filter(scope=partner.public_id).waiting()
    return {
        "people": people.order_by("user__name", "pk"),
        "waiting": waiting.count(),
        "may_manage": can_manage_people(actor, partner.public_id),
        "url": reverse("suppliers:partner_people", args=[partner.public_id])
        if actor.is_staff
        else reverse("suppliers:people"),
    }


register_membership_source(memberships_of)
register_scope_names(scope_names)
register_invitation_acceptor(accept_invitation)
register_person_to_reach(person_to_reach)
register_panel(
    "partner.side", Panel("people", "suppliers/panels/people.html", people_panel, order=40, side=True)
)
