"""With which partner: what the address names, one's own, or what staff choose."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal.actors import Actor
from scorecards.permissions_plans import can_propose
from suppliers.models import Partner


def partners_of(actor: Actor) -> QuerySet[Partner]:
    """Those whom staff can choose."""
    rows = Partner.objects.for_actor(actor).filter(merged_into=None)
    return rows.select_related("owner").order_by("name")


def partner_of(request: HttpRequest, actor: Actor) -> Partner | None:
    """A partner's people have one; for staff `?partner=` names it, and a foreign one is 404."""
    wanted = request.GET.get("partner", "")
    rows = Partner.objects.for_actor(actor).select_related("owner", "merged_into")
    found: Partner | None = get_object_or_404(rows, public_id=wanted) if wanted else None
    if not actor.is_staff:
        own: Partner = get_object_or_404(rows, pk=actor.partner_id)
        return own
    return (found.merged_into or found) if found is not None else None


def proposes_at_all(actor: Actor) -> bool:
    """Does this person put plans and ideas forward, with the partner that they act for or any?"""
    if actor.is_staff:
        return can_propose(actor, Partner())
    return actor.membership is not None and can_propose(actor, actor.membership.partner)
