"""What trouble costs that nobody has booked: an estimate, by rates; and what it adds to what was bought.

Amounts are minor units, quantities and rates are scaled by 10^6. Definitions: docs/contribution.md.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from portal.engine.periods import Period
from portal.engine.scaled import SCALE
from suppliers.engine.rates import priced

LATE, REJECTED, SHORT = "late_line_day", "rejected_unit", "short_unit"
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of trouble costs from a day on: of one partner, or (None) of all."""

    kind: str
    partner: int | None
    valid_from: date
    rate: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """So much of it, from the first to the last day: of a late line a unit a day, else all on one day."""

    kind: str
    partner: int
    item_code: str
    first: date
    last: date
    quantity: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of some trouble, inside one month, by one rate; `minor` None where no rate held."""

    kind: str
    partner: int
    item_code: str
    first: date
    last: date
    quantity: int
    rate: int | None
    minor: int | None
    line: int = 0


class CostRates:
    """The rates that are known. A partner's own holds before the common one, also when that is newer."""

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self._known: dict[tuple[str, int | None], list[tuple[date, int]]] = defaultdict(list)
        for rate in rates:
            self._known[rate.kind, rate.partner].append((rate.valid_from, rate.rate))
        for found in self._known.values():
            found.sort()

    def __bool__(self) -> bool:
        return bool(self._known)

    def on(self, kind: str, partner: int, day: date) -> int | None:
        """The last on or before the day; None before the first."""
        for owner in (partner, None):
            found = self._known.get((kind, owner), [])
            place = bisect_right(found, day, key=lambda pair: pair[0])
            if place:
                return found[place - 1][1]
        return None

    def changes(self, kind: str, partner: int, first: date, last: date) -> list[date]:
        """The days after `first`, until `last`, on which another rate may hold."""
        known = (*self._known.get((kind, partner), []), *self._known.get((kind, None), []))
        return sorted({day for day, _ in known if first < day <= last})


def estimated(trouble: Trouble, rates: CostRates, currency: str) -> Iterator[Piece]:
    """Its pieces, cut at the ends of months and where rates change; each rounded half away from zero."""
    days = (trouble.last - trouble.first).days + 1
    for first, last in _spans(trouble, rates):
        held = (last - first).days + 1
        quantity = trouble.quantity if held == days else trouble.quantity * held // days
        rate = rates.on(trouble.kind, trouble.partner, first)
        minor = None if rate is None else priced(rate, quantity, currency, _ONE)
        yield Piece(
            trouble.kind, trouble.partner, trouble.item_code, first, last, quantity, rate, minor, trouble.line
        )


def late_line(partner: int, item_code: str, first: date, last: date, line: int = 0) -> Trouble:
    """A line that was late on each of these days, counted once a day however many units are missing."""
    return Trouble(LATE, partner, item_code, first, last, ((last - first).days + 1) * SCALE, line)


def within(trouble: Trouble, start: date, end: date) -> Trouble | None:
    """What of it lies in these days, both inside; None when nothing does."""
    first, last = max(trouble.first, start), min(trouble.last, end)
    if first > last:
        return None
    if trouble.kind != LATE:
        return trouble
    return replace(trouble, first=first, last=last, quantity=((last - first).days + 1) * SCALE)


def cost_index(purchase: int, trouble: int) -> Fraction | None:
    """(Purchase cost + non-performance cost) / purchase cost; 1 is perfect, None without a purchase."""
    return Fraction(purchase + trouble, purchase) if purchase else None


def true_unit_cost(purchase: int, trouble: int, quantity: int, currency: str) -> int | None:
    """What a unit costs with its trouble, scaled by 10^6, halves away from zero; None without a purchase."""
    if not quantity:
        return None
    exact = Fraction(purchase + trouble, 10 ** get_currency_precision(currency)) * SCALE**2 / quantity
    whole, rest = divmod(abs(exact), 1)
    return (int(whole) + (rest >= Fraction(1, 2))) * (-1 if exact < 0 else 1)


def _spans(trouble: Trouble, rates: CostRates) -> Iterator[tuple[date, date]]:
    changes = rates.changes(trouble.kind, trouble.partner, trouble.first, trouble.last)
    first = trouble.first
    while first <= trouble.last:
        stops = [day - timedelta(days=1) for day in changes if day > first]
        last = min([Period.containing(first).end, trouble.last, *stops[:1]])
        yield first, last
        first = last + timedelta(days=1)
