"""Days and numbers as people type them into a cell: forgiving, but never by guess.

Reads `12.10.`, `12/10/26`, `12 Oct`, `Mon 12 Oct 2026`, `2026-10-12` and `+3`; a day without a year is the
next one, or one of the last three months.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.numbers import DecimalStyle, read_decimal
from suppliers.imports.problems import CellRefused, shown

EARLIEST, LATEST = 1970, 2199
_LONGEST = 40
_MOST_DAYS = 3_660
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHIFT = re.compile(r"([+-])\s*(\d{1,4})")
_FIGURES = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})(?:\s*[./-]\s*(\d{4}|\d{2})|\s*[./-])?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*([^\W\d_]{3,})\.?,?(?:\s*(\d{4}|\d{2}))?")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s*(\d{1,2})(?:\.|st|nd|rd|th)?,?(?:\s*(\d{4}|\d{2}))?")
_NOT_A_DAY = gettext_noop("“%(value)s” is no day: write 12 Oct, 12.10. or +3.")


@dataclass(frozen=True, slots=True)
class Habits:
    """How the reader writes: names of months and weekdays (small letters), the order, the decimal sign."""

    months: Mapping[str, int]
    weekdays: frozenset[str] = frozenset()
    day_first: bool = True
    decimal: DecimalStyle = DecimalStyle.POINT


def read_day(text: str, *, habits: Habits, today: dt.date, base: dt.date | None = None) -> dt.date:
    """The day that was typed; `+3` and `-2` count from `base`, else from today. Raises CellRefused."""
    clean = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").split())
    try:
        found = _read(_without_weekday(clean, habits), habits, today, base or today)
    except (ValueError, OverflowError):
        found = None
    if found is None or len(clean) > _LONGEST or not EARLIEST <= found.year <= LATEST:
        raise CellRefused(say(_NOT_A_DAY, value=shown(text)))
    return found


def read_number(text: str, habits: Habits) -> Decimal:
    """The number that was typed, as the reader's language writes it, else if it can be but one.

    Raises CellRefused.
    """
    try:
        return read_decimal(text, habits.decimal)
    except CellRefused as refused:
        try:
            return read_decimal(text, DecimalStyle.UNDECLARED)
        except CellRefused:
            raise refused from None


def _without_weekday(text: str, habits: Habits) -> str:
    first, _space, rest = text.partition(" ")
    return rest if rest and first.rstrip(".,").casefold() in habits.weekdays else text


def _read(text: str, habits: Habits, today: dt.date, base: dt.date) -> dt.date | None:
    if match := _ISO.fullmatch(text):
        return dt.date(*map(int, match.groups()))
    if match := _SHIFT.fullmatch(text):
        days = int(match[2])
        return base + dt.timedelta(days if match[1] == "+" else -days) if days <= _MOST_DAYS else None
    if match := _FIGURES.fullmatch(text):
        # A point is written behind days, whatever the language; a stroke follows its habit.
        day_first = habits.day_first or "." in text
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        return _day(int(day), int(month), match[3], today)
    if match := _DAY_FIRST.fullmatch(text):
        return _named(match[1], match[2], match[3], habits, today)
    if match := _MONTH_FIRST.fullmatch(text):
        return _named(match[2], match[1], match[3], habits, today)
    return None


def _named(day: str, name: str, year: str | None, habits: Habits, today: dt.date) -> dt.date | None:
    month = habits.months.get(name.casefold())
    return _day(int(day), month, year, today) if month else None


def _day(day: int, month: int, year: str | None, today: dt.date) -> dt.date:
    if year:
        return dt.date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    near = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(dt.date(candidate, month, day))
        except ValueError:  # 29 February
            continue
    # Promises look ahead: what lies more than a quarter back means next year.
    ahead = [one for one in near if one >= today - dt.timedelta(days=92)]
    return min(ahead or [dt.date(today.year, month, day)])
