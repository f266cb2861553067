"""What waits for people is noted beside the data it speaks of; portal.actions.mailing makes mails of it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from portal.actors import Actor
from portal.models import Notice


def notify(*, by: Actor, notices: Iterable[Notice]) -> int:
    """Keep these unsaved notices, in the caller's transaction; returns how many were asked for.

    A notice whose key is known already is not written again: the same may be asked for many times over.
    """
    rows = list(notices)
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def drop(*, task: str, about: str, scope: str = "", at: datetime | None = None) -> int:
    """What was done meanwhile is not mailed any more; returns how many notices that were."""
    waiting = Notice.objects.filter(task=task, about=about, mailed_at=None, dropped_at=None)
    if scope:
        waiting = waiting.filter(scope=scope)
    return waiting.update(dropped_at=at or timezone.now())
