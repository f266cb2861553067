"""Praise of our people by name, who may be named, and how long partners have been with us."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from portal.actors import Actor
from portal.models import User
from suppliers.enums import PartnerStatus
from suppliers.facts.touch import began
from suppliers.models import Case, CaseMessage, Partner, Praise, QuestionMessage, Recognition, Touchpoint

AHEAD = 60


@dataclass(frozen=True)
class Anniversary:
    """`years` together on `on`."""

    partner: Partner
    on: date
    years: int


def of_actor(actor: Actor) -> QuerySet[Praise]:
    """Staff see also what was taken back; for the partner that was never said."""
    found = Praise.objects.for_actor(actor)
    return found if actor.is_staff else found.filter(taken_back_at=None)


def our_people() -> QuerySet[User]:
    """Everybody who works with us, by name."""
    return User.objects.filter(is_active=True).exclude(role="").order_by("name", "pk")


def people_known_to(actor: Actor) -> QuerySet[User]:
    """Of our people those whom a partner has met in its own pages: nobody else's name is told."""
    if actor.is_staff:
        return our_people()
    if actor.partner_id is None:
        return User.objects.none()
    partner = actor.partner_id
    met: tuple[QuerySet[Any, Any], ...] = (
        QuestionMessage.objects.for_actor(actor).values_list("user_id"),
        CaseMessage.objects.for_actor(actor).values_list("user_id"),
        Case.objects.for_actor(actor).values_list("owner_id"),
        Recognition.objects.for_actor(actor).filter(taken_back_at=None).values_list("by_id"),
        Touchpoint.objects.for_actor(actor).filter(taken_back_at=None).values_list("by_id"),
    )
    known = Q(partners_owned=partner)
    for ids in met:
        known |= Q(pk__in=ids.order_by())
    return our_people().filter(known).distinct()


def anniversaries(
    actor: Actor, today: date, days: int = AHEAD, partners: Collection[int] | None = None
) -> list[Anniversary]:
    """Of active partners, within so many days from today on, the next first: one query."""
    rows = Partner.objects.for_actor(actor).filter(
        status=PartnerStatus.ACTIVE, merged_into=None, since__isnull=False
    )
    if partners is not None:
        rows = rows.filter(pk__in=partners)
    found = []
    for partner in rows.select_related("owner"):
        since = began(partner)
        on = _next(since, today)
        years = on.year - since.year
        if years > 0 and on <= today + timedelta(days=days):
            found.append(Anniversary(partner, on, years))
    return sorted(found, key=lambda one: (one.on, one.partner.name.casefold()))


def _next(since: date, today: date) -> date:
    on = _in_year(since, today.year)
    return on if on >= today else _in_year(since, today.year + 1)


def _in_year(since: date, year: int) -> date:
    """A 29 February is kept on the 28th in common years."""
    try:
        return since.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
