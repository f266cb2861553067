"""Which thanks somebody reads, and how many partners were thanked."""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from portal.actors import Actor
from suppliers.models import Recognition


def of_actor(actor: Actor) -> QuerySet[Recognition]:
    """Staff see also what was taken back; for the partner that was never said."""
    found = Recognition.objects.for_actor(actor)
    return found if actor.is_staff else found.filter(taken_back_at=None)


def thanked_since(actor: Actor, day: date) -> int:
    """How many partners were thanked or honoured since the beginning of that day: one query."""
    start = datetime.combine(day, time(), timezone.get_default_timezone())
    said = Recognition.objects.for_actor(actor).filter(at__gte=start, taken_back_at=None)
    return said.order_by().values("partner").distinct().count()
