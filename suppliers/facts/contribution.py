"""What partners contribute: sums over a span of days, by partner and kind of entry.

Whole months come from `LedgerMonth`; the days of months that are cut come from the entries and what rules
attributed, by date. How many queries that takes depends on the days alone, never on how many partners.
Amounts are minor units of the company's currency; with a `currency` those of the entries booked in it, in it.
Whoever may not see the ledger gets nothing.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from portal.actors import Actor
from suppliers.models import Attribution, LedgerEntry, LedgerMonth


@dataclass(frozen=True, order=True)
class Span:
    """A span of days; both ends are inside. ValueError when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.start} to {self.end} is no span of days")

    @property
    def is_whole(self) -> bool:
        """Does it hold whole months only?"""
        return self.start.day == 1 and (self.end + timedelta(days=1)).day == 1

    @property
    def months(self) -> int:
        """How many months it touches."""
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1

    def shifted(self, months: int) -> "Span":
        """So many months later (earlier when negative): whole months stay whole ones."""
        end = _shifted(self.end, months)
        if (self.end + timedelta(days=1)).day == 1:
            end = end.replace(day=monthrange(end.year, end.month)[1])
        return Span(_shifted(self.start, months), end)


def _shifted(day: date, months: int) -> date:
    """The same day of another month, or the last that it has."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_key(day: date) -> int:
    """15 September 2026 -> 202609, as the ledger keeps months."""
    return day.year * 100 + day.month


@dataclass(frozen=True)
class _Parts:
    """A span as the first and last of its whole months (None without any) and the days cut off beside."""

    months: tuple[int, int] | None
    days: tuple[tuple[date, date], ...]

    def in_months(self) -> Q:
        return Q(month__range=self.months)

    def in_days(self) -> list[Q]:
        """One for each stretch: asked for together, a database would leave the index and read the rows."""
        return [Q(date__range=ends) for ends in self.days]


def _parts(span: Span) -> _Parts:
    first = span.start if span.start.day == 1 else _next_month(span.start)
    after = span.end + timedelta(days=1)
    last = after.replace(day=1) - timedelta(days=1)
    if first > last:
        return _Parts(None, ((span.start, span.end),))
    head = ((span.start, first - timedelta(days=1)),) if span.start < first else ()
    tail = ((last + timedelta(days=1), span.end),) if last < span.end else ()
    return _Parts((month_key(first), month_key(last)), (*head, *tail))


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _summed(rows: QuerySet[Any], by: Iterable[str], currency: str, entries: Any) -> Iterator[tuple[Any, ...]]:
    """(what `by` names ..., minor) of every group in which there are entries."""
    if currency:
        rows = rows.filter(currency=currency)
    amount = "amount_minor" if currency else "company_minor"
    grouped = rows.order_by().values(*by).annotate(minor=Sum(amount), entries_in=entries)
    yield from grouped.filter(entries_in__gt=0).values_list(*by, "minor")


def _named(
    actor: Actor, role: str, span: Span, by: tuple[str, ...], currency: str, partners: Collection[int] | None
) -> Iterator[tuple[Any, ...]]:
    """(partner pk, what `by` names ..., minor) of those named in a role, in five parts at most."""
    parts = _parts(span)
    if parts.months:
        rows = LedgerMonth.objects.for_actor(actor).filter(parts.in_months(), role=role)
        if partners is not None:
            rows = rows.filter(partner_key__in=partners)
        yield from _summed(rows, ("partner_key", *by), currency, Sum("entries"))
    named = f"{role}_id"
    for days in parts.in_days():
        entries = LedgerEntry.objects.for_actor(actor).filter(days, **{f"{named}__isnull": False})
        ruled = Attribution.objects.for_actor(actor).filter(days, role=role)
        if partners is not None:
            entries = entries.filter(**{f"{named}__in": partners})
            ruled = ruled.filter(partner_id__in=partners)
        yield from _summed(entries, (named, *by), currency, Count("pk"))
        yield from _summed(ruled, ("partner_id", *by), currency, Count("pk"))


def sums(actor: Actor, role: str, span: Span, *, currency: str = "") -> dict[int, dict[str, int]]:
    """{partner pk: {kind of entry: minor}} of everybody who is named in this role (EntryRole)."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for partner, kind, minor in _named(actor, role, span, ("kind",), currency, None):
        found[partner][kind] += minor
    return {partner: dict(kinds) for partner, kinds in found.items()}


def contributions(actor: Actor, role: str, span: Span, *, currency: str = "") -> dict[int, int]:
    """{partner pk: minor}: the sum over all kinds of entry."""
    found: dict[int, int] = defaultdict(int)
    for partner, minor in _named(actor, role, span, (), currency, None):
        found[partner] += minor
    return dict(found)


def by_month(
    actor: Actor, role: str, span: Span, partners: Collection[int] | None = None, *, currency: str = ""
) -> dict[tuple[int, int], dict[str, int]]:
    """{(partner pk, 202609): {kind of entry: minor}}; of all partners, or of some."""
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for partner, month, kind, minor in _named(actor, role, span, ("month", "kind"), currency, partners):
        found[partner, month][kind] += minor
    return {key: dict(kinds) for key, kinds in found.items()}


def monthly(
    actor: Actor, role: str, span: Span, partners: Collection[int], *, currency: str = ""
) -> dict[tuple[int, int], int]:
    """{(partner pk, 202609): minor}: the sum over all kinds of entry."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for partner, month, minor in _named(actor, role, span, ("month",), currency, partners):
        found[partner, month] += minor
    return dict(found)


def company(actor: Actor, span: Span, *, currency: str = "") -> dict[str, int]:
    """{kind of entry: minor} of all entries, each counted once, whomever they name."""
    parts = _parts(span)
    found: dict[str, int] = defaultdict(int)
    if parts.months:
        rows = LedgerMonth.objects.for_actor(actor).filter(parts.in_months(), role="", partner_key=0)
        for kind, minor in _summed(rows, ("kind",), currency, Sum("entries")):
            found[kind] += minor
    for days in parts.in_days():
        entries = LedgerEntry.objects.for_actor(actor).filter(days)
        for kind, minor in _summed(entries, ("kind",), currency, Count("pk")):
            found[kind] += minor
    return dict(found)


def entry_count(actor: Actor, span: Span, *, currency: str = "") -> int:
    """How many entries the span holds."""
    parts, found = _parts(span), 0
    booked_in = {"currency": currency} if currency else {}
    if parts.months:
        rows = LedgerMonth.objects.for_actor(actor).filter(parts.in_months(), role="", **booked_in)
        found += rows.aggregate(n=Sum("entries"))["n"] or 0
    for days in parts.in_days():
        found += LedgerEntry.objects.for_actor(actor).filter(days, **booked_in).count()
    return found


@dataclass(frozen=True)
class Extent:
    """What the ledger holds: its first and last month (202609), and the currencies that entries are in."""

    first: int
    last: int
    currencies: tuple[str, ...]


def extent(actor: Actor) -> Extent | None:
    """None when there is no entry yet."""
    rows = LedgerMonth.objects.for_actor(actor).filter(role="", entries__gt=0)
    found = sorted(rows.order_by().values_list("currency").annotate(first=Min("month"), last=Max("month")))
    if not found:
        return None
    return Extent(
        min(first for _name, first, _last in found),
        max(last for _name, _first, last in found),
        tuple(name for name, _first, _last in found),
    )
