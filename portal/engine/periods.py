"""Months, quarters and years, and the day on which one closes."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PATTERN = re.compile(r"^(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?$")


class BadPeriod(ValueError):
    """A text that is not 2014, 2014-Q1 or 2014-01."""


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month (`months` 1), quarter (3) or year (12); both ends are inside."""

    start: date
    months: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """`2014`, `2014-Q1` or `2014-01`; BadPeriod names the text and the forms."""
        found = _PATTERN.match(text.strip())
        if found is None:
            raise BadPeriod(f"{text!r} is not a period: write 2014, 2014-Q1 or 2014-01")
        year = int(found["year"])
        if year == 0:
            raise BadPeriod(f"{text!r} is not a period: years start at 0001")
        if found["quarter"]:
            return cls(date(year, 3 * int(found["quarter"]) - 2, 1), 3)
        return cls(date(year, int(found["month"]), 1), 1) if found["month"] else cls(date(year, 1, 1), 12)

    @classmethod
    def containing(cls, day: date, months: int = 1) -> "Period":
        """The month, quarter or year that `day` lies in."""
        first = (day.month - 1) // months * months + 1
        return cls(date(day.year, first, 1), months)

    @property
    def end(self) -> date:
        month = self.start.month + self.months - 1
        return date(self.start.year, month, calendar.monthrange(self.start.year, month)[1])

    @property
    def key(self) -> str:
        """The text that `parse` reads back."""
        if self.months == 12:
            return f"{self.start.year:04d}"
        if self.months == 3:
            return f"{self.start.year:04d}-Q{(self.start.month + 2) // 3}"
        return f"{self.start.year:04d}-{self.start.month:02d}"

    def shifted(self, by: int) -> "Period":
        """The period `by` lengths later (earlier when negative)."""
        month = self.start.year * 12 + self.start.month - 1 + by * self.months
        return Period(date(month // 12, month % 12 + 1, 1), self.months)

    def closing_day(self, grace_days: int = 3, late_days: int = 0) -> date:
        """The day on which it closes: end + max(grace days, largest late window + 1)."""
        return self.end + timedelta(days=max(grace_days, late_days + 1))
