"""What a loading did to which of our rows, small enough to be kept, exact enough to be taken back."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

# The facts of a model that a file can set, by the names of the columns in the database.
FACTS: dict[str, tuple[str, ...]] = {
    "Partner": (
        "kind", "code", "name", "legal_name", "country", "currency", "segment", "status", "since", "owner_id",
        "email", "phone", "website", "tax_id", "lost_on", "lost_reason",
    ),
    "Contact": ("partner_id", "name", "email", "phone", "role", "preferred_channel"),
    "Order": ("partner_id", "number", "ordered_on", "sent_at", "currency", "buyer_email"),
    "OrderLine": (
        "order_id", "partner_id", "number", "item_code", "description", "category", "quantity", "unit",
        "unit_price", "standard_price", "requested_on", "original_quantity", "original_requested_on",
        "status", "status_reason", "ship_to",
    ),
    "Promise": ("line_id", "partner_id", "event", "made_at", "made_by", "reason", "price", "take"),
    "PromisePart": ("promise_id", "number", "quantity", "promised_on"),
    "Receipt": (
        "line_id", "partner_id", "number", "received_on", "recorded_at", "accepted_quantity",
        "rejected_quantity", "reject_reason", "site",
    ),
    "ShipNotice": (
        "line_id", "partner_id", "number", "lot", "shipped_on", "expected_on", "quantity", "carrier",
        "tracking",
    ),
    "Invoice": (
        "partner_id", "number", "order_number", "issued_on", "received_on", "due_on", "paid_on", "currency",
        "amount_minor", "disputed",
    ),
    "LedgerEntry": (
        "entry_id", "date", "kind", "amount_minor", "currency", "quantity", "supplier_id", "distributor_id",
        "agent_id", "item_code", "category", "customer", "reference",
    ),
    "SalesTarget": ("partner_id", "year", "month", "currency", "revenue_minor"),
    "CommissionAgreement": (
        "partner_id", "version", "valid_from", "base", "method", "tier_from_minor", "rate",
    ),
    "ExchangeRate": ("date", "currency", "rate"),
    "CustomerCount": ("month", "active_at_start", "lost_dissatisfied", "lost_other", "won"),
    "PartnerDocument": ("partner_id", "type", "number", "issued_on", "expires_on"),
}  # fmt: skip

Neutral = str | int | bool | None


def neutral(value: Any) -> Neutral:
    """What JSON can hold; the model field's own `to_python` reads it back."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value is None or isinstance(value, (str, bool, int)):
        return value
    raise TypeError(f"{type(value).__name__} has no neutral form")


def digest(row: Model) -> str:
    """Forty-eight bits over the facts of a row: is it still what it was made?"""
    facts = [neutral(getattr(row, name)) for name in FACTS[type(row).__name__]]
    return hashlib.blake2b(json.dumps(facts).encode(), digest_size=6).hexdigest()


class Trace:
    """Collects what one transaction created and changed."""

    def __init__(self) -> None:
        self.created: dict[str, list[list[Any]]] = {}
        self.changed: dict[str, dict[str, dict[str, list[Neutral]]]] = {}

    def add_created(self, rows: Iterable[Model]) -> None:
        """Rows that now have a primary key."""
        for row in rows:
            self.created.setdefault(type(row).__name__, []).append([row.pk, digest(row)])

    def add_changed(self, row: Model, values: Mapping[str, tuple[Any, Any]]) -> None:
        """What was, and what now is, by name of the column; of several changes of one value the first was."""
        known = self.changed.setdefault(type(row).__name__, {}).setdefault(str(row.pk), {})
        for name, (was, now) in values.items():
            first = known[name][0] if name in known else neutral(was)
            known[name] = [first, neutral(now)]

    def as_json(self) -> dict[str, Any]:
        return {"created": self.created, "changed": self.changed}

    def clear(self) -> None:
        self.created = {}
        self.changed = {}
