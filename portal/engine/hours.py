"""Working hours: when an answer is due that was promised in them, and how many have passed.

Hours are Decimals, exact to the millionth of an hour; moments know their zone and come back in that of the
company. An hour is an hour that passes: the night in which clocks change makes none longer or shorter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_HOUR = Decimal(3_600_000_000)  # microseconds
_EXACT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From `opens` to `closes` in `zone`, but on weekend days (Monday 0 to Sunday 6) and holidays."""

    opens: time = time(8)
    closes: time = time(17)
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError(f"Working hours end after they begin: {self.opens} is not before {self.closes}.")
        if self.weekend >= frozenset(range(7)):
            raise ValueError("A week without a working day has no working hours.")

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def hours_between(self, start: datetime, end: datetime) -> Decimal:
        """Working hours from `start` to `end`; negative when `end` comes first."""
        # Two moments of one zone compare by its clock, which stands still for an hour in spring.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end < start:
            return -self.hours_between(end, start)
        passed = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            passed += min(closes, end) - opens
        return (Decimal(passed // _MICROSECOND) / _HOUR).quantize(_EXACT)

    def after_hours(self, start: datetime, hours: Decimal | int) -> datetime:
        """The moment at which so many working hours have passed since `start`, in the company's zone.

        Raises ValueError for negative hours. None at all: `start` itself, or the next opening after it.
        """
        left = timedelta(microseconds=int(Decimal(hours) * _HOUR))
        if left < timedelta():
            raise ValueError(f"{hours} working hours cannot pass.")
        for opens, closes in self._spans(start):
            if left <= closes - opens:
                return (opens + left).astimezone(self.zone)
            left -= closes - opens
        raise OverflowError(f"{hours} working hours after {start} is after the last date there is.")

    def after_days(self, start: datetime, days: int) -> datetime:
        """The end of the working day that comes so many working days after the day of `start`.

        In the company's zone; of a Friday one day after is the next Monday's end. Raises ValueError below 1.
        """
        if days < 1:
            raise ValueError(f"{days} working days cannot pass.")
        day = start.astimezone(self.zone).date()
        while days:
            day += _DAY
            days -= self.is_working(day)
        return datetime.combine(day, self.closes, self.zone)

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the day of `start`, then each working day whole, in UTC."""
        moment = start.astimezone(UTC)
        day = start.astimezone(self.zone).date()
        while day < date.max:
            if self.is_working(day):
                opens = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
                closes = datetime.combine(day, self.closes, self.zone).astimezone(UTC)
                if moment < closes:
                    yield max(opens, moment), closes
            day += _DAY
