"""Working days of a receiving site, for rules that count in them."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekend days (Monday 0 to Sunday 6) and holidays on which nobody receives."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def shifted(self, day: date, by: int) -> date:
        """`by` working days later (earlier when negative); 0 gives `day` itself, working or not."""
        if len(self.weekend) > 6:
            raise ValueError("A week without a working day cannot be counted in working days.")
        step = _DAY if by > 0 else -_DAY
        left = abs(by)
        while left:
            day += step
            left -= self.is_working(day)
        return day


def shifted(day: date, by: int, calendar: WorkingCalendar | None = None) -> date:
    """`day` moved by calendar days, or by the working days of `calendar`; kept inside what dates can hold."""
    if calendar is not None:
        return calendar.shifted(day, by)
    ordinal = min(max(day.toordinal() + by, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)
