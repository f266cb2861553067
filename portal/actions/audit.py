"""The trail: actions call `record`, once per act (a bulk action once per batch)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from portal.actors import Actor
from portal.models import AuditEvent


def record(
    *, by: Actor, verb: str, obj: Model | None = None, scope: str = "", data: dict[str, Any] | None = None
) -> AuditEvent:
    """Write one event in the caller's transaction. `scope`: public id of the partner it concerns."""
    return AuditEvent.objects.create(
        at=timezone.now(),
        actor_id=by.user.pk if by.user is not None else None,
        actor_label=by.label,
        channel=by.channel,
        verb=verb,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(getattr(obj, "public_id", obj.pk)) if obj is not None else "",
        scope=scope,
        data=data or {},
    )


def count(*, by: Actor, verbs: Iterable[str], since: datetime) -> int:
    """How often this person did one of these since then."""
    return AuditEvent.objects.filter(actor_id=by.user.pk, verb__in=list(verbs), at__gte=since).count()
