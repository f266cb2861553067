"""The company's own clock: its days, its working hours and how soon it promises an answer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from portal.engine.hours import WorkingHours


def working_hours() -> WorkingHours:
    """As WORKING_HOURS, HOLIDAYS and TIME_ZONE say."""
    opens, closes = settings.WORKING_HOURS
    return WorkingHours(
        opens, closes, holidays=frozenset(settings.HOLIDAYS), zone=ZoneInfo(settings.TIME_ZONE)
    )


def answer_due(asked_at: datetime) -> datetime:
    """When an answer is promised to who asks at that moment."""
    return working_hours().after_hours(asked_at, settings.ANSWER_HOURS)


def local_day(at: datetime | None = None) -> date:
    """The company's day at that moment, now by default, in whatever time zone somebody reads."""
    return timezone.localdate(at, timezone.get_default_timezone())
