"""Rows of orders, promises, ship notices and receipts. Quantities and prices in units of the line."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.records.base import (
    Amount,
    Email,
    Positive,
    Record,
    Text20,
    Text40,
    Text100,
    Text200,
    Text500,
)

_BEFORE_ORDERED = gettext_noop("Requested before it was ordered (%(ordered)s).")
_BEFORE_SHIPPED = gettext_noop("Expected before it was shipped (%(shipped)s).")
_RETURNED = gettext_noop(
    "Goods that went back are no receipt of their own: send the same receipt again, with less accepted and "
    "more rejected."
)


class OrderRecord(Record):
    """Quantities and prices in units of the line, decimals."""

    partner_code: Text100
    partner_name: Text200 | None = None
    order_number: Text100
    line_number: Text40
    ordered_on: dt.date | None = None
    sent_at: dt.datetime | None = None
    currency: str | None = None
    buyer_email: Email | None = None
    item_code: Text100 | None = None
    description: Text500 | None = None
    category: Text100 | None = None
    quantity: Positive
    unit: Text20 | None = None
    unit_price: Amount | None = None
    standard_price: Amount | None = None
    requested_on: dt.date
    status: Text20 | None = None
    status_reason: Text200 | None = None
    ship_to: Text200 | None = None

    def oddities(self) -> Iterator[tuple[str, Message]]:
        """Some orders are written after the goods were promised."""
        if self.ordered_on and self.requested_on < self.ordered_on:
            yield "requested_on", say(_BEFORE_ORDERED, ordered=self.ordered_on.isoformat())


class PromiseRecord(Record):
    partner_code: Text100
    order_number: Text100
    line_number: Text40
    event: Text20
    made_at: dt.datetime | None = None
    made_by: Text200 | None = None
    reason: Text200 | None = None
    part: Annotated[int, Field(ge=1, le=1000)] | None = None
    quantity: Positive | None = None
    promised_on: dt.date | None = None
    price: Amount | None = None


class ReceiptRecord(Record):
    ways_out = {"accepted_quantity": _RETURNED, "rejected_quantity": _RETURNED}

    partner_code: Text100
    order_number: Text100
    line_number: Text40
    receipt_number: Text100
    received_on: dt.date
    recorded_at: dt.datetime | None = None
    accepted_quantity: Amount
    rejected_quantity: Amount | None = None
    reject_reason: Text200 | None = None
    site: Text100 | None = None


class ShipNoticeRecord(Record):
    partner_code: Text100
    order_number: Text100
    line_number: Text40
    notice_number: Text100
    lot: Text100 | None = None
    shipped_on: dt.date
    expected_on: dt.date | None = None
    quantity: Positive
    carrier: Text100 | None = None
    tracking: Text100 | None = None

    def oddities(self) -> Iterator[tuple[str, Message]]:
        if self.expected_on and self.expected_on < self.shipped_on:
            yield "expected_on", say(_BEFORE_SHIPPED, shipped=self.shipped_on.isoformat())
