"""The stored facts as rows of the datasets: the columns of docs/formats, typed, as an actor may see them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet

from portal.actors import Actor
from portal.engine.money import Money
from portal.engine.scaled import from_scaled
from suppliers.enums import PROMISING, LineStatus
from suppliers.imports.columns import Value
from suppliers.models import (
    CommissionAgreement,
    Contact,
    CustomerCount,
    ExchangeRate,
    Invoice,
    LedgerEntry,
    OrderLine,
    Partner,
    PartnerDocument,
    Promise,
    Receipt,
    SalesTarget,
    ShipNotice,
)
from suppliers.visibility import STAFF_COLUMNS

Read = Callable[[Any], Value]

# How many rows are in memory at a time; more than a promise may have parts.
AT_ONCE = 2_000


class OfNoPartner(Exception):
    """The rows of this dataset belong to nobody."""


@dataclass(frozen=True)
class RowSource:
    """The rows of one dataset that one actor may see, ordered by primary key.

    `queryset` starts from `for_actor` and brings along what `values` reads: a row costs no further query.
    Of promises one object is one part (the promise, once for each of its parts; once when it has none).
    """

    dataset: str
    queryset: QuerySet[Any]
    readers: Mapping[str, Read] = field(repr=False)

    @property
    def model(self) -> type[Model]:
        return self.queryset.model

    @property
    def columns(self) -> list[str]:
        """The columns that the actor may see, in the documented order."""
        return list(self.readers)

    def values(self, row: Any) -> dict[str, Value]:
        """Column -> typed value; None for an empty one."""
        return {column: read(row) for column, read in self.readers.items()}

    def __iter__(self) -> Iterator[Any]:
        """All rows, so many at a time, without a cursor in the database that somebody would have to keep."""
        last, is_full = 0, True
        while is_full:
            page = list(self.queryset.filter(pk__gt=last)[:AT_ONCE])
            is_full = len(page) == AT_ONCE
            if is_full:  # further rows of the last object may stand on the next page: all of it goes there
                page = [row for row in page if row.pk != page[-1].pk]
            yield from page
            last = page[-1].pk if page else last

    def count(self) -> int:
        return self.queryset.count()

    def of_partners(self, codes: Collection[str]) -> "RowSource":
        """Only rows that name one of these partners. Raises OfNoPartner for a dataset without partners."""
        paths = _PARTNER_PATHS.get(self.dataset, ("partner__code",))
        if not paths:
            raise OfNoPartner(self.dataset)
        named = Q()
        for path in paths:
            named |= Q(**{f"{path}__in": codes})
        return replace(self, queryset=self.queryset.filter(named))


def rows_of(dataset: str, actor: Actor) -> RowSource:
    """The rows of a dataset for an actor. Raises KeyError for a dataset that does not exist."""
    query, readers = _SOURCES[dataset]
    hidden = () if actor.is_staff else STAFF_COLUMNS.get(dataset, ())
    seen = {column: read for column, read in readers.items() if column not in hidden}
    return RowSource(dataset, query(actor), seen)


def _at(path: str) -> Read:
    """The attribute at `path`; an empty text is None, and so is what a missing row would have."""
    first, _, rest = path.partition(".")

    def read(row: Any) -> Value:
        value = getattr(row, first)
        for name in rest.split(".") if rest else ():
            value = None if value is None else getattr(value, name)
        return None if value == "" else value

    return read


def _scaled(name: str) -> Read:
    return lambda row: None if (value := getattr(row, name)) is None else from_scaled(value)


def _exact(name: str) -> Read:
    """A decimal without the zeros that its field adds."""
    return lambda row: _without_zeros(getattr(row, name))


def _without_zeros(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _amount(name: str) -> Read:
    return lambda row: Money(getattr(row, name), row.currency).amount


def _company_amount(name: str) -> Read:
    return lambda row: Money(getattr(row, name), settings.COMPANY_CURRENCY).amount


def _month(row: Any) -> str:
    """202609 -> "2026-09"."""
    return f"{row.month // 100:04d}-{row.month % 100:02d}"


def _same(*names: str) -> dict[str, Read]:
    """Columns that are called as their fields."""
    return {name: _at(name) for name in names}


# Where a row names partners; most name one, as `partner`.
_PARTNER_PATHS: dict[str, tuple[str, ...]] = {
    "partners": ("code",),
    "ledger": ("supplier__code", "distributor__code", "agent__code"),
    "rates": (),
    "customer_counts": (),
}

_LINE: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    "order_number": _at("line.order.number"),
    "line_number": _at("line.number"),
}

_PARTNERS: dict[str, Read] = {
    **_same("kind", "code", "name", "legal_name", "country", "currency", "segment", "status", "since"),
    "owner_email": _at("owner.email"),
    **_same("email", "phone", "website", "tax_id", "lost_on", "lost_reason"),
}
_CONTACTS: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    **_same("name", "email", "phone", "role", "preferred_channel"),
}
_ORDERS: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    "partner_name": _at("partner.name"),
    "order_number": _at("order.number"),
    "line_number": _at("number"),
    "ordered_on": _at("order.ordered_on"),
    "sent_at": _at("order.sent_at"),
    "currency": _at("order.currency"),
    "buyer_email": _at("order.buyer_email"),
    **_same("item_code", "description", "category"),
    "quantity": _scaled("quantity"),
    "unit": _at("unit"),
    "unit_price": _scaled("unit_price"),
    "standard_price": _scaled("standard_price"),
    **_same("requested_on", "status", "status_reason", "ship_to"),
}
_PROMISES: dict[str, Read] = {
    **_LINE,
    **_same("event", "made_at", "made_by", "reason"),
    "part": _at("part"),
    "quantity": _scaled("part_quantity"),
    "promised_on": _at("part_promised_on"),
    "price": _scaled("price"),
}
_RECEIPTS: dict[str, Read] = {
    **_LINE,
    "receipt_number": _at("number"),
    **_same("received_on", "recorded_at"),
    "accepted_quantity": _scaled("accepted_quantity"),
    "rejected_quantity": _scaled("rejected_quantity"),
    **_same("reject_reason", "site"),
}
_SHIP_NOTICES: dict[str, Read] = {
    **_LINE,
    "notice_number": _at("number"),
    **_same("lot", "shipped_on", "expected_on"),
    "quantity": _scaled("quantity"),
    **_same("carrier", "tracking"),
}
_INVOICES: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    "invoice_number": _at("number"),
    **_same("order_number", "issued_on", "received_on", "due_on", "paid_on", "currency"),
    "amount": _amount("amount_minor"),
    "disputed": _at("disputed"),
}
_LEDGER: dict[str, Read] = {
    **_same("entry_id", "date", "kind"),
    "amount": _amount("amount_minor"),
    "quantity": _scaled("quantity"),
    "currency": _at("currency"),
    "supplier_code": _at("supplier.code"),
    "distributor_code": _at("distributor.code"),
    "agent_code": _at("agent.code"),
    **_same("item_code", "category", "customer", "reference"),
}
_TARGETS: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    **_same("year", "month", "currency"),
    "revenue_target": _amount("revenue_minor"),
}
_RATES: dict[str, Read] = {**_same("date", "currency"), "rate": _exact("rate")}
_AGREEMENTS: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    **_same("version", "valid_from", "base"),
    "tier_from": _company_amount("tier_from_minor"),
    "rate": _exact("rate"),
    "method": _at("method"),
}
_CUSTOMERS: dict[str, Read] = {
    "month": _month,
    **_same("active_at_start", "lost_dissatisfied", "lost_other", "won"),
}
_DOCUMENTS: dict[str, Read] = {
    "partner_code": _at("partner.code"),
    **_same("type", "number", "issued_on", "expires_on"),
}


def _plain(model: Any, *along: str) -> Callable[[Actor], QuerySet[Any]]:
    def query(actor: Actor) -> QuerySet[Any]:
        rows = model.objects.for_actor(actor).order_by("pk")
        return rows.select_related(*along) if along else rows

    return query


def _partners(actor: Actor) -> QuerySet[Any]:
    """Without aliases: what was known under their codes stands with the partner they were merged into."""
    return _plain(Partner, "owner")(actor).filter(merged_into__isnull=True)


def _of_lines(model: Any) -> Callable[[Actor], QuerySet[Any]]:
    """What belongs to a line. To its partner a draft does not exist yet, nor what was said of it."""

    def query(actor: Actor) -> QuerySet[Any]:
        rows = _plain(model, "partner", "line__order")(actor)
        return rows if actor.is_staff else rows.exclude(line__status=LineStatus.DRAFT)

    return query


def _promises(actor: Actor) -> QuerySet[Any]:
    """What holds, once for each part: neither what was taken back nor the taking back."""
    rows = _of_lines(Promise)(actor).in_force().filter(event__in=PROMISING)
    return rows.annotate(
        part=F("parts__number"), part_quantity=F("parts__quantity"), part_promised_on=F("parts__promised_on")
    ).order_by("pk", "part")


_SOURCES: dict[str, tuple[Callable[[Actor], QuerySet[Any]], dict[str, Read]]] = {
    "partners": (_partners, _PARTNERS),
    "contacts": (_plain(Contact, "partner"), _CONTACTS),
    "orders": (_plain(OrderLine, "partner", "order"), _ORDERS),
    "promises": (_promises, _PROMISES),
    "receipts": (_of_lines(Receipt), _RECEIPTS),
    "ship_notices": (_of_lines(ShipNotice), _SHIP_NOTICES),
    "invoices": (_plain(Invoice, "partner"), _INVOICES),
    "ledger": (_plain(LedgerEntry, "supplier", "distributor", "agent"), _LEDGER),
    "targets": (_plain(SalesTarget, "partner"), _TARGETS),
    "rates": (_plain(ExchangeRate), _RATES),
    "commission_agreements": (_plain(CommissionAgreement, "partner"), _AGREEMENTS),
    "customer_counts": (_plain(CustomerCount), _CUSTOMERS),
    "documents": (_plain(PartnerDocument, "partner"), _DOCUMENTS),
}
