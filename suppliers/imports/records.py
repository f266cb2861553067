"""What a good row is, dataset by dataset: typed, bounded, checked across its columns."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from suppliers.imports.messages import Message, gettext_noop, say

Text20 = Annotated[str, Field(max_length=20)]
Text40 = Annotated[str, Field(max_length=40)]
Text60 = Annotated[str, Field(max_length=60)]
Text100 = Annotated[str, Field(max_length=100)]
Text150 = Annotated[str, Field(max_length=150)]
Text200 = Annotated[str, Field(max_length=200)]
Text500 = Annotated[str, Field(max_length=500)]
Email = Annotated[str, Field(max_length=254)]
Amount = Annotated[Decimal, Field(ge=0)]
Positive = Annotated[Decimal, Field(gt=0)]


class Record(BaseModel):
    """A row of a dataset. None is an empty cell: the default when created, no change when updated."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PartnerRecord(Record):
    kind: Text20
    code: Text100
    name: Text200
    legal_name: Text200 | None = None
    country: str | None = None
    currency: str | None = None
    segment: Text60 | None = None
    status: Text20 | None = None
    since: dt.date | None = None
    owner_email: Email | None = None
    email: Email | None = None
    phone: Text40 | None = None
    website: Text200 | None = None
    tax_id: Text40 | None = None
    lost_on: dt.date | None = None
    lost_reason: Text200 | None = None


class ContactRecord(Record):
    partner_code: Text100
    name: Text150
    email: Email | None = None
    phone: Text40 | None = None
    role: Text100 | None = None
    preferred_channel: Text20 | None = None


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


_REASONS = {
    "greater_than": gettext_noop("%(value)s is not more than %(gt)s."),
    "greater_than_equal": gettext_noop("%(value)s is less than %(ge)s."),
    "less_than_equal": gettext_noop("%(value)s is more than %(le)s."),
    "string_too_long": gettext_noop("The text has more than %(max_length)s characters."),
}
_WAYS_OUT = {
    "greater_than": gettext_noop("Write a quantity above zero; leave the row out when nothing was ordered."),
    "greater_than_equal": gettext_noop("Write it without a minus, or leave the row out."),
    "string_too_long": gettext_noop("Shorten it in the file."),
}


def problems_of(error: ValidationError) -> list[tuple[str, Message, Message]]:
    """Column, reason and way out of each rule that a record breaks."""
    found = []
    for item in error.errors(include_url=False):
        params = {"value": item["input"], **item.get("ctx", {})}
        reason = _REASONS.get(item["type"])
        found.append(
            (
                str(item["loc"][0]) if item["loc"] else "",
                say(reason, **params) if reason else Message(item["msg"]),
                say(
                    _WAYS_OUT.get(item["type"], gettext_noop("Mend it in the file and send the file again."))
                ),
            )
        )
    return found
