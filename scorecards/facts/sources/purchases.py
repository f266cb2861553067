"""What was bought, at which price, and what trouble it brought: in the company's currency, cent by cent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Piece, Row, asked_for, of_line, together, within
from suppliers.engine.rates import priced
from suppliers.enums import EntryKind, EntryRole, LineStatus
from suppliers.facts.attribution import named
from suppliers.facts.rates import Rates, rates_of
from suppliers.models import Attribution, Receipt

NON_PERFORMANCE = (EntryKind.QUALITY, EntryKind.EXPEDITE, EntryKind.RETURNS)
_RECEIPT = "receipt"
_OF_RECEIPT = (
    "line_", "order_number_", "line_number_", "excused_", "number", "received_on", "quantity_",
    "line__unit_price", "line__standard_price", "line__order__currency",
)  # fmt: skip
_NOTHING = Value(0, output_field=BigIntegerField())


def priced_receipts(scope: Scope) -> Iterator[tuple[int, Row]]:
    """Receipts of the period of lines that have both prices, with the difference."""
    rows = _received(scope).filter(line__unit_price__isnull=False, line__standard_price__isnull=False)
    found = list(asked_for(Piece(of_line(rows)), scope).rows.values_list("partner_id", *_OF_RECEIPT))
    rates = _rates((row[-1], row[6]) for row in found)
    for partner, *leading, number, on, quantity, price, standard, currency in found:
        variance = _minor(price - standard, quantity, currency, on, rates)
        if variance is not None:
            yield partner, (*leading, number, on, quantity, price, standard, variance)


def purchase_costs(scope: Scope) -> Iterator[tuple[int, Row]]:
    """What was received and what it cost, and the trouble that was booked on top of it."""
    pieces = (_bought(scope), *_trouble(scope))
    found = list(together([_columns(asked_for(piece, scope)) for piece in pieces]))
    rates = _rates((row[5], row[3]) for row in found)
    for partner, document, order, on, kind, currency, price, quantity, booked in found:
        if kind != _RECEIPT:
            yield partner, (document, order, on, kind, 0, -booked, -booked)
            continue
        cost = _minor(price, quantity, currency, on, rates)
        if cost is not None:
            yield partner, (document, order, on, kind, cost, 0, cost)


def _received(scope: Scope) -> QuerySet[Receipt]:
    """Arrivals in the period; those of drafts and of blocked lines never count."""
    return (
        Receipt.objects.filter(within(scope, "received_on"), received_on__lte=scope.as_of)
        .exclude(line__status__in=(LineStatus.DRAFT, LineStatus.BLOCKED))
        .annotate(quantity_=F("accepted_quantity") + F("rejected_quantity"))
    )


def _bought(scope: Scope) -> Piece:
    rows = _received(scope).filter(line__unit_price__isnull=False)
    return Piece(
        rows.annotate(
            document_=F("number"),
            order_=F("line__order__number"),
            on_=F("received_on"),
            kind_=Value(_RECEIPT),
            currency_=F("line__order__currency"),
            price_=F("line__unit_price"),
            booked_=_NOTHING,
        )
    )


def _trouble(scope: Scope) -> list[Piece]:
    """What entries name a supplier for, and what rules attributed to one."""
    asked = within(scope, "date") & Q(date__lte=scope.as_of, kind__in=NON_PERFORMANCE)
    return [
        Piece(
            rows.annotate(
                document_=F("entry_name"),
                order_=Value(""),
                on_=F("date"),
                kind_=Cast("kind", CharField()),
                currency_=Value(""),
                price_=_NOTHING,
                quantity_=_NOTHING,
                booked_=F("company_minor"),
            ),
            partner="partner_key",
            path="partner" if rows.model is Attribution else "supplier",
        )
        for rows in named(EntryRole.SUPPLIER, asked)
    ]


def _columns(piece: Piece) -> QuerySet[Any, Any]:
    return piece.rows.values_list(
        piece.partner,
        *("document_", "order_", "on_", "kind_", "currency_", "price_", "quantity_", "booked_"),
    )


def _rates(used: Iterable[tuple[str, date]]) -> Rates:
    days: defaultdict[str, set[date]] = defaultdict(set)
    for currency, on in used:
        if currency:
            days[currency].add(on)
    return rates_of(days)


def _minor(price: int, quantity: int, currency: str, on: date, rates: Rates) -> int | None:
    """None where the currency had no rate yet."""
    into = settings.COMPANY_CURRENCY
    rate = rates.on(currency or into, on)
    return None if rate is None else priced(price, quantity, into, rate)
