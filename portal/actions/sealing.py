"""Sealing the trail: within a minute each event takes its place in a chain that shows every later change."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import transaction

from portal.engine.chain import START, first_break, seal_of
from portal.models import AuditEvent

BATCH = 500


def facts_of(event: AuditEvent) -> dict[str, Any]:
    """What a seal covers: all of the row but its place and seal."""
    return {
        "id": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor_label": event.actor_label,
        "channel": event.channel,
        "verb": event.verb,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "scope": event.scope,
        "data": event.data,
    }


def seal_trail() -> int:
    """Seal what is not sealed yet; returns how many. Of two workers at once one is refused."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    last = AuditEvent.objects.chain().last()
    before, place = (last.seal, last.place or 0) if last else (START, 0)
    events = list(AuditEvent.objects.unsealed()[:BATCH])
    for event in events:
        place += 1
        before = seal_of(before, facts_of(event))
        event.place, event.seal = place, before
    AuditEvent.objects.bulk_update(events, ["place", "seal"])
    return len(events)


def find_break() -> tuple[int, AuditEvent | None] | None:
    """The first place at which the chain does not hold, with the row there or after it, if any."""
    broken = first_break(_links())
    if broken is None:
        return None
    return broken, AuditEvent.objects.chain().filter(place__gte=broken).first()


def _links() -> Iterator[tuple[int, str, dict[str, Any]]]:
    for event in AuditEvent.objects.chain().iterator(chunk_size=2000):
        yield event.place or 0, event.seal, facts_of(event)
