"""The news that somebody reads."""

from datetime import date, timedelta

from cms.models import NewsPage
from cms.models.audience import readable_by
from portal.actors import Actor

FRESH_DAYS = 60


def fresh(actor: Actor, today: date, most: int) -> list[NewsPage]:
    """The newest of two months that this actor may read, with their addresses: one query."""
    since = today - timedelta(days=FRESH_DAYS)
    rows = NewsPage.objects.live().filter(readable_by(actor), day__gte=since, day__lte=today)
    return list(rows.order_by("-day", "-pk")[:most])
