"""The calendar of promised days: an event for each part of an open line that is still to come."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.engine.icalendar import Event, calendar
from portal.presentation import quantity
from suppliers.enums import LineStatus
from suppliers.facts.promises import Held, held_of
from suppliers.facts.standing import OPEN, with_standing
from suppliers.models import OrderLine, Receipt
from suppliers.registry import events as others

BACK, AHEAD = dt.timedelta(days=60), dt.timedelta(days=400)
MANY = 2_000  # lines, those that are due first
_MAKER = "Accord//Promised days"


def feed_of(actor: Actor, today: dt.date) -> bytes:
    """Of a partner's person their own lines; of ours those of the partners they look after. No price."""
    held = held_of(list(_lines(actor, today)))
    came = _arrivals(held)
    events = [event for one in held for event in _events(one, actor, *came.get(one.line.pk, (0, None)))]
    events += others(actor, today - BACK, today + AHEAD)
    name = _("%(company)s: promised days") % {"company": settings.COMPANY_NAME}
    return calendar(name=name, maker=_MAKER, events=events)


def _lines(actor: Actor, today: dt.date) -> QuerySet[OrderLine]:
    lines = with_standing(OrderLine.objects.for_actor(actor)).filter(OPEN, status=LineStatus.CONFIRMED)
    if actor.is_staff:
        lines = lines.filter(partner__owner=actor.user)
    near = lines.filter(due_on__gte=today - BACK, due_on__lte=today + AHEAD)
    return near.select_related("order", "partner").order_by("due_on", "pk")[:MANY]


def _arrivals(held: Sequence[Held]) -> dict[int, tuple[int, dt.datetime]]:
    """By line: how often something came, and when that was last noted. What came changes what is open."""
    came = Receipt.objects.filter(line_id__in=[one.line.pk for one in held]).order_by().values("line_id")
    counted = came.annotate(times=Count("pk"), last=Max("created_at"))
    return {row["line_id"]: (row["times"], row["last"]) for row in counted}


def _events(held: Held, actor: Actor, arrivals: int, arrived_at: dt.datetime | None) -> Iterator[Event]:
    line = held.line
    name, what = f"{line.order.number}-{line.number}", line.item_code or line.description
    host = settings.SITE_URL.partition("://")[2]
    for part in held.open_parts:
        words = [quantity(part.quantity, line.unit), what, name]
        if actor.is_staff:
            words.insert(0, line.partner.name)
        yield Event(
            uid=f"{line.public_id}-{part.number}@{host}",
            day=part.due_on,
            summary=" · ".join(filter(None, words)),
            changed_at=max(filter(None, [line.updated_at, held.talk.last_at, arrived_at])),
            sequence=held.talk.words + arrivals,
            description=line.description,
            url=settings.SITE_URL + reverse("suppliers:order_line", args=[line.public_id]),
        )
