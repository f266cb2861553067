"""Working days and moments of the demo, all counted from its as-of day."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings


def workday(day: date, step: int = 1) -> date:
    """`day`, or the next (with step -1 the previous) day from Monday to Friday."""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def after(day: date, days: int) -> date:
    """So many calendar days later, on a working day."""
    return workday(day + timedelta(days=days))


def moment(day: date, dice: Random, first: int = 8, last: int = 15) -> datetime:
    """A moment of that day in office hours, in the company's zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(day, time(dice.randint(first, last), dice.randint(0, 59)), zone)


def moment_before(day: date, back: int, hour: int = 10, minute: int = 20) -> datetime:
    """That hour of the working day so many working days before."""
    for _ in range(back):
        day = workday(day - timedelta(days=1), -1)
    return datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))


def month_start(day: date, months: int) -> date:
    """The first day of the month so many months from that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
