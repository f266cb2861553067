"""Months of spans of days: the same span a year before, and what of a month's amount falls to some days."""

from calendar import monthrange
from datetime import date


def month_number(day: date) -> int:
    """202609 for a day of September 2026."""
    return day.year * 100 + day.month


def month_text(month: int) -> str:
    """2026-09 for 202609."""
    return f"{month // 100:04d}-{month % 100:02d}"


def month_end(month: int) -> date:
    return date(month // 100, month % 100, _length(month))


def year_before(start: date, end: date) -> tuple[date, date]:
    """The same days a year before; the end of a month stays one, so whole months are compared with such."""
    return _year_before(start), _year_before(end, keeps_end=True)


def _year_before(day: date, *, keeps_end: bool = False) -> date:
    month = month_number(day) - 100
    is_end = keeps_end and day.day == _length(month + 100)
    return date(day.year - 1, day.month, _length(month) if is_end else min(day.day, _length(month)))


def share_of_month(amount: int, month: int, start: date, end: date) -> int:
    """What of a month's whole amount falls to its days from `start` to `end`, both inside.

    Rounded half up from the first of the month on, so that the shares of its parts add up to it.
    """
    first, last = date(month // 100, month % 100, 1), month_end(month)
    before = max((start - first).days, 0)
    until = min((end - first).days + 1, last.day)
    return _until(amount, until, last.day) - _until(amount, before, last.day)


def _until(amount: int, days: int, length: int) -> int:
    return (2 * amount * days + length) // (2 * length)


def _length(month: int) -> int:
    return monthrange(month // 100, month % 100)[1]
