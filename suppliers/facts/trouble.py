"""Trouble that partners made, from what was promised and what came; and what their deliveries cost.

For all partners at once, in a fixed number of queries. Days are inside; facts after `as_of` do not exist.
Quantities and prices are scaled by 10^6, amounts are minor units of the company's currency.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from portal.actors import Actor
from suppliers.engine.contribution import NON_PERFORMANCE
from suppliers.engine.rates import priced
from suppliers.engine.trouble import (
    REJECTED,
    SHORT,
    CostRates,
    Rate,
    Trouble,
    estimated,
    late_line,
    within,
)
from suppliers.enums import Basis, LineStatus
from suppliers.facts.rates import Rates, rates_of
from suppliers.models import Attribution, CostRate, DeliverySlice, Exclusion, LedgerEntry, Receipt
from suppliers.models.ledger import PROFIT_READERS

_UNCOUNTED = (LineStatus.DRAFT, LineStatus.BLOCKED)
_DAY = timedelta(days=1)
Partners = Collection[int] | None


def known_rates(actor: Actor, *, without: CostRate | None = None) -> list[Rate]:
    """What somebody said trouble costs; nothing for who does not answer for the profit."""
    rows = CostRate.objects.for_actor(actor).order_by()
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return [Rate(*row) for row in rows.values_list("kind", "partner_id", "valid_from", "rate")]


def cost_rates(actor: Actor) -> CostRates:
    """The same, to ask what holds on a day."""
    return CostRates(known_rates(actor))


def troubles(actor: Actor, start: date, end: date, as_of: date, partners: Partners = None) -> list[Trouble]:
    """What went wrong on these days, of lines that are not excused: two queries."""
    late_or_short = _late_or_short(actor, start, end, as_of, partners)
    return [*late_or_short, *_rejected(actor, start, end, as_of, partners)]


def estimates(actor: Actor, start: date, end: date, as_of: date, partners: Partners = None) -> dict[int, int]:
    """By partner pk, what its trouble costs by the rates; without a rate nothing is estimated."""
    rates = cost_rates(actor)
    sums: dict[int, int] = defaultdict(int)
    for trouble in troubles(actor, start, end, as_of, partners) if rates else ():
        for piece in estimated(trouble, rates, settings.COMPANY_CURRENCY):
            if piece.minor is not None:
                sums[trouble.partner] += piece.minor
    return dict(sums)


@dataclass(frozen=True, slots=True)
class Purchase:
    """Something that came, accepted or not, and what it cost."""

    partner: int
    item_code: str
    unit: str
    on: date
    quantity: int
    minor: int


def purchases(
    actor: Actor, start: date, end: date, as_of: date, partners: Partners = None
) -> Iterator[Purchase]:
    """Receipts by their day, of lines with a price, by the last rate on or before it: one query or two.

    Where the currency had no rate yet the receipt stays out, as it does of the KPI `cost_index`.
    """
    rows = _receipts(actor, start, end, as_of, partners).filter(line__unit_price__isnull=False)
    found = list(
        rows.annotate(quantity_=F("accepted_quantity") + F("rejected_quantity")).values_list(
            *("partner_id", "line__item_code", "line__unit", "received_on", "quantity_"),
            *("line__unit_price", "line__order__currency"),
        )
    )
    rates = _rates((row[-1], row[3]) for row in found)
    into = settings.COMPANY_CURRENCY
    for partner, item, unit, on, quantity, price, currency in found:
        rate = rates.on(currency or into, on)
        if rate is not None:
            yield Purchase(partner, item, unit, on, quantity, priced(price, quantity, into, rate))


@dataclass(frozen=True, slots=True)
class Booked:
    """What was booked in a month for trouble of a kind, signed as the profit sees it: costs are negative."""

    partner: int
    item_code: str
    month: int
    kind: str
    minor: int


def booked_trouble(
    actor: Actor, role: str, start: date, end: date, partners: Partners = None
) -> Iterator[Booked]:
    """Entries of the kinds quality, expedite and returns that name a partner in this role: one query."""
    by_file = LedgerEntry.objects.for_actor(actor).annotate(partner_key=F(f"{role}_id"))
    by_rule = Attribution.objects.for_actor(actor).filter(role=role).annotate(partner_key=F("partner_id"))
    parts = [_trouble_sums(rows, start, end, partners) for rows in (by_file, by_rule)]
    sums: dict[tuple[int, str, int, str], int] = defaultdict(int)
    for partner, item, month, kind, minor in parts[0].union(parts[1], all=True):
        sums[partner, item, month, kind] += int(minor)
    return (Booked(*key, minor) for key, minor in sorted(sums.items()))


def _trouble_sums(rows: QuerySet[Any], start: date, end: date, partners: Partners) -> QuerySet[Any, Any]:
    rows = rows.filter(date__range=(start, end), kind__in=NON_PERFORMANCE, partner_key__isnull=False)
    if partners is not None:
        rows = rows.filter(partner_key__in=partners)
    by = ("partner_key", "item_code", "month", "kind_")
    grouped = rows.order_by().annotate(kind_=Cast("kind", CharField())).values(*by)
    return grouped.annotate(total_=Sum("company_minor")).values_list(*by, "total_")


def _late_or_short(
    actor: Actor, start: date, end: date, as_of: date, partners: Partners
) -> Iterator[Trouble]:
    """A line is late on each day on which something was missing; what never came is short on its due day."""
    late: dict[tuple[int, str, int], list[tuple[date, date]]] = defaultdict(list)
    short = []
    rows = _missing_parts(actor, start, end, as_of, partners)
    for partner, item, line, status, due_on, quantity, arrived, last in rows:
        is_missing = arrived < quantity
        if is_missing and start <= due_on <= end:
            short.append(Trouble(SHORT, partner, item, due_on, due_on, quantity - arrived, line))
        # What the partner cancelled is not waited for.
        if not is_missing or status != LineStatus.CANCELLED_BY_PARTNER:
            late[partner, item, line].append((due_on + _DAY, as_of if is_missing else last))
    return chain(_late_lines(late, start, end), short)


def _late_lines(
    late: dict[tuple[int, str, int], list[tuple[date, date]]], start: date, end: date
) -> Iterator[Trouble]:
    for (partner, item, line), spans in late.items():
        for first, last in _joined(spans):
            trouble = within(late_line(partner, item, first, last, line), start, end)
            if trouble is not None:
                yield trouble


def _joined(spans: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Each day once, however many parts of the line were missing on it."""
    first, last = None, None
    for begins, ends in sorted(spans):
        if first is None or last is None:
            first, last = begins, ends
        elif begins <= last + _DAY:
            last = max(last, ends)
        else:
            yield first, last
            first, last = begins, ends
    if first is not None and last is not None:
        yield first, last


def _missing_parts(
    actor: Actor, start: date, end: date, as_of: date, partners: Partners
) -> QuerySet[Any, Any]:
    """Parts of first promises that came late or are missing, with what came of them and when the last did."""
    came = Q(received_on__lte=as_of, received__gt=0)
    parts = (
        _asked_for(DeliverySlice.objects.for_actor(actor).known_on(as_of), actor, partners)
        .filter(basis=Basis.FIRST_CONFIRMED, due_on__lte=end, due_on__lt=as_of)
        .filter(~_excused())
        .order_by()
        .values("partner_id", "line__item_code", "line_id", "line__status", "part", "due_on")
        .annotate(
            due_total=Sum("quantity"),
            arrived=Coalesce(Sum("received", filter=came), Value(0), output_field=BigIntegerField()),
            last_day=Max("received_on", filter=came),
        )
    )
    troubled = Q(arrived__lt=F("due_total")) | Q(last_day__gt=F("due_on"), last_day__gte=start)
    return parts.filter(troubled).values_list(
        *("partner_id", "line__item_code", "line_id", "line__status", "due_on"),
        *("due_total", "arrived", "last_day"),
    )


def _rejected(actor: Actor, start: date, end: date, as_of: date, partners: Partners) -> Iterator[Trouble]:
    rows = _receipts(actor, start, end, as_of, partners).filter(~_excused(), rejected_quantity__gt=0)
    found = rows.values_list("partner_id", "line__item_code", "received_on", "rejected_quantity", "line_id")
    for partner, item, on, quantity, line in found:
        yield Trouble(REJECTED, partner, item, on, on, quantity, line)


def _receipts(actor: Actor, start: date, end: date, as_of: date, partners: Partners) -> QuerySet[Receipt]:
    """Arrivals on these days; those of drafts and of blocked lines never count."""
    rows = Receipt.objects.for_actor(actor).filter(received_on__range=(start, min(end, as_of)))
    return _asked_for(rows, actor, partners).exclude(line__status__in=_UNCOUNTED).order_by()


def _asked_for(rows: QuerySet[Any], actor: Actor, partners: Partners) -> Any:
    """What their own deliveries cost us, and cost us more, is not for partners' people."""
    if not (actor.is_staff and actor.has_role(*PROFIT_READERS)):
        return rows.none()
    return rows if partners is None else rows.filter(line__partner__in=partners)


def _excused() -> Exists:
    return Exists(Exclusion.objects.filter(line_id=OuterRef("line_id"), undone_at__isnull=True))


def _rates(used: Iterable[tuple[str, date]]) -> Rates:
    days: defaultdict[str, set[date]] = defaultdict(set)
    for currency, on in used:
        if currency:
            days[currency].add(on)
    return rates_of(days)
