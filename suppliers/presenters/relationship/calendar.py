"""Planned meetings in the calendars: of ours those they go to or look after, of a partner what is shared."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from portal.actors import Actor
from portal.engine.icalendar import Event
from suppliers.facts.touch import planned


def meetings(actor: Actor, first: dt.date, last: dt.date) -> Iterator[Event]:
    """One query."""
    rows = planned(actor).filter(on__range=(first, last)).select_related("partner", "by")
    if actor.is_staff:
        rows = rows.filter(Q(by=actor.user) | Q(partner__owner=actor.user))
    host = settings.SITE_URL.partition("://")[2]
    for row in rows:
        with_whom = row.partner.name if actor.is_staff else settings.COMPANY_NAME
        path = reverse("suppliers:partner_touchpoints", args=[row.partner.public_id])
        yield Event(
            uid=f"touch-{row.public_id}@{host}",
            day=row.on,
            summary=" · ".join(filter(None, [row.get_kind_display(), with_whom, row.place])),
            changed_at=row.updated_at,
            sequence=row.version,
            description=row.text,
            url=settings.SITE_URL + path,
        )
