"""What makes a row the same row: its key columns, and where the database holds them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from portal.actors import Actor
from portal.engine.money import Money
from suppliers.enums import PromiseEvent
from suppliers.facts.rows import rows_of
from suppliers.imports.datasets import DATASETS
from suppliers.models import Partner

_OF_PARTNER = {"partner_code": "partner__code"}
_OF_LINE = {**_OF_PARTNER, "order_number": "line__order__number", "line_number": "line__number"}

# Column -> lookup. A column that has none here is called as its field.
LOOKUPS: Mapping[str, Mapping[str, str]] = {
    "contacts": _OF_PARTNER,
    "orders": {**_OF_PARTNER, "order_number": "order__number", "line_number": "number"},
    "promises": _OF_LINE,
    "receipts": {**_OF_LINE, "receipt_number": "number"},
    "ship_notices": {**_OF_LINE, "notice_number": "number"},
    "invoices": {**_OF_PARTNER, "invoice_number": "number"},
    "ledger": {
        "supplier_code": "supplier__code",
        "distributor_code": "distributor__code",
        "agent_code": "agent__code",
    },
    "targets": _OF_PARTNER,
    "commission_agreements": {**_OF_PARTNER, "tier_from": "tier_from_minor"},
    "documents": _OF_PARTNER,
}


def lookup_of(dataset: str, column: str) -> str:
    return LOOKUPS.get(dataset, {}).get(column, column)


def _minor(value: Any) -> int:
    return Money.of(value, settings.COMPANY_CURRENCY).minor


def _month(value: str) -> int:
    """ "2026-09" -> 202609."""
    return int(value.replace("-", ""))


_STORED: Mapping[tuple[str, str], Callable[[Any], Any]] = {
    ("commission_agreements", "tier_from"): _minor,
    ("customer_counts", "month"): _month,
}


def stored(dataset: str, column: str, value: Any) -> Any:
    """A typed value of a column as its field holds it."""
    convert = _STORED.get((dataset, column))
    return convert(value) if convert else value


def key_columns(dataset: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that name the row. Of a contact: its address, without one its name."""
    if dataset == "contacts":
        return ("partner_code", "email" if given.get("email") else "name")
    return tuple(column.identifier for column in DATASETS[dataset].columns if column.key)


def find_row(dataset: str, actor: Actor, given: Mapping[str, Any]) -> Any:
    """The stored row with the key of these typed values, as `rows_of` gives it, or None."""
    wanted: dict[str, Any] = {}
    for column in key_columns(dataset, given):
        value = given.get(column)
        if column == "partner_code":
            value = _with_survivor(value)
        if column == "part":
            value = None if given.get("event") == PromiseEvent.REJECT else value or 1
        elif value is None:
            value = ""
        wanted[_exactly(dataset, column, value)] = True if value is None else stored(dataset, column, value)
    found = rows_of(dataset, actor).queryset.filter(**wanted)
    if dataset == "contacts" and not given.get("email"):
        found = found.order_by("-pk")
    return found.first()


def _exactly(dataset: str, column: str, value: Any) -> str:
    lookup = lookup_of(dataset, column)
    if dataset == "contacts" and column == "email":
        return f"{lookup}__iexact"
    return f"{lookup}__isnull" if value is None else lookup


def _with_survivor(code: Any) -> Any:
    """What was known under the code of an alias stands with the partner it was merged into."""
    merged = Partner.objects.filter(code=code).values_list("merged_into__code", flat=True).first()
    return merged or code
