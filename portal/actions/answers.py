"""Answers of the API, kept for requests that come twice."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.models import IdempotencyRecord

KEEP = timedelta(days=7)


def forget_old(now: datetime | None = None) -> int:
    """Runs once a day by itself: after seven days a key may be used anew. Returns how many were forgotten."""
    old = IdempotencyRecord.objects.filter(created_at__lt=(now or timezone.now()) - KEEP)
    forgotten, _by_model = old.delete()
    return forgotten
