"""A new or changed rate converts again exactly the ledger entries it concerns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, Case, Max, Min, Q, Value, When
from django.db.models.functions import Abs

from portal.actors import system_actor
from suppliers.actions.attribution import follow_rates
from suppliers.engine.rates import LARGEST_MINOR, convert, factor, steps
from suppliers.facts.rates import rates_of
from suppliers.models import LedgerEntry

# Any number will do that no other lock of ours has.
_LOCK = 7_302_611


class NoRate(LookupError):
    """Entries would stand without any rate on or before their day."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The entries of a currency: their first and last day, the largest amount in minor units."""

    first: date
    last: date
    largest: int


def hold_rates(*, alone: bool) -> None:
    """Until the end of the transaction nobody changes rates; `alone`: nor books by them.

    On SQLite there is one writer anyway.
    """
    if connection.vendor == "postgresql":
        kind = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {kind}(%s)", [_LOCK])


def extents(currencies: Iterable[str]) -> dict[str, Extent]:
    """What the ledger holds in these currencies: one query."""
    entries = LedgerEntry.objects.filter(currency__in=set(currencies)).order_by().values("currency")
    found = entries.annotate(first=Min("date"), last=Max("date"), largest=Max(Abs("amount_minor")))
    return {row["currency"]: Extent(row["first"], row["last"], row["largest"]) for row in found}


def is_too_small(rate: Decimal, currency: str, extent: Extent | None) -> bool:
    """Would an entry be larger than any amount we store?"""
    into = settings.COMPANY_CURRENCY
    return extent is not None and convert(extent.largest, currency, into, rate) > LARGEST_MINOR


def reconvert(*, currency: str, since: date) -> int:
    """Converts the entries behind one rate that is new, changed or gone; see `reconvert_all`."""
    return reconvert_all([(currency, since)])


def reconvert_all(moved: Iterable[tuple[str, date]]) -> int:
    """Converts the entries behind rates that are new, changed or gone: one statement for each of them.

    `moved`: currency and day of each. Returns how many entries were converted. Raises NoRate when entries
    would stand without a rate.
    """
    days: dict[str, set[date]] = defaultdict(set)
    for currency, day in moved:
        days[currency].add(day)
    held = extents(days)
    rates = rates_of({currency: days[currency] for currency in held}, with_next=True)
    done = 0
    for currency, extent in held.items():
        for day in sorted(days[currency]):
            until = rates.next_day(currency, day)
            if day > extent.last or (until is not None and until <= extent.first):
                continue
            done += _convert_range(currency, day, until, rates.on(currency, day))
    return done


def derive(entries: Iterable[LedgerEntry]) -> None:
    """Sets what follows from an entry's facts: its month and its amount in the company's currency.

    One query. Raises NoRate for an entry without a rate on or before its day.
    """
    entries = list(entries)
    days: dict[str, list[date]] = defaultdict(list)
    for entry in entries:
        days[entry.currency].append(entry.date)
    rates = rates_of(days)
    for entry in entries:
        rate = rates.on(entry.currency, entry.date)
        if rate is None:
            raise NoRate(f"{entry.currency} has no rate on or before {entry.date}")
        entry.month = entry.date.year * 100 + entry.date.month
        entry.company_minor = convert(entry.amount_minor, entry.currency, settings.COMPANY_CURRENCY, rate)


def _convert_range(currency: str, since: date, until: date | None, rate: Decimal | None) -> int:
    span = Q(currency=currency, date__gte=since)
    if until is not None:
        span &= Q(date__lt=until)
    entries = LedgerEntry.objects.filter(span)
    if rate is None:
        if entries.exists():
            raise NoRate(f"{currency} has no rate on or before {since}")
        return 0
    done = entries.update(company_minor=_converted(factor(currency, settings.COMPANY_CURRENCY, rate)))
    if done:
        follow_rates(by=system_actor(), where=span)
    return done


def _converted(share: Fraction) -> Any:
    """`amount_minor` x share in the database's whole numbers, halves away from zero: a long division."""
    amount, below = Abs("amount_minor"), _whole(share.denominator)
    total, rest = _div(amount, below), _mod(amount, below)
    for step in steps(share):
        total = total * _whole(step) + _div(rest * _whole(step), below)
        rest = _mod(rest * _whole(step), below)
    sign = Case(When(amount_minor__lt=0, then=_whole(-1)), default=_whole(1))
    return (total + _div(rest * _whole(2), below)) * sign


def _whole(number: int) -> Value:
    return Value(number, output_field=BigIntegerField())


def _div(left: Any, right: Any) -> Any:
    """On whole numbers both databases cut off what is left."""
    return left / right


def _mod(left: Any, right: Any) -> Any:
    return left % right
