"""Rows of invoices, exchange rates and the ledger. Amounts in units of their currency, decimals."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.records.base import Positive, Record, Text20, Text100, Text200

MOST_DIGITS = 15
_DUE_EARLY = gettext_noop("Due before it was received (%(received)s).")
_ISSUED_LATE = gettext_noop("Issued after it was received (%(received)s).")


class InvoiceRecord(Record):
    partner_code: Text100
    invoice_number: Text100
    order_number: Text100 | None = None
    issued_on: dt.date | None = None
    received_on: dt.date
    due_on: dt.date
    paid_on: dt.date | None = None
    currency: str | None = None
    amount: Decimal
    disputed: bool | None = None

    def oddities(self) -> Iterator[tuple[str, Message]]:
        if self.due_on < self.received_on:
            yield "due_on", say(_DUE_EARLY, received=self.received_on.isoformat())
        if self.issued_on and self.issued_on > self.received_on:
            yield "issued_on", say(_ISSUED_LATE, received=self.received_on.isoformat())


class RateRecord(Record):
    ways_out = {
        "rate": gettext_noop("Write how many units of the currency one unit of the company's currency buys.")
    }

    date: dt.date
    currency: str
    rate: Positive

    def contradictions(self) -> Iterator[tuple[str, Message, Message]]:
        """Every database gives fifteen digits back as they were."""
        if len(self.rate.normalize().as_tuple().digits) > MOST_DIGITS:
            yield (
                "rate",
                say(gettext_noop("The rate has more than %(digits)s digits."), digits=MOST_DIGITS),
                say(gettext_noop("Round it in the file.")),
            )


class LedgerRecord(Record):
    entry_id: Text100
    date: dt.date
    kind: Text20
    amount: Decimal
    quantity: Decimal | None = None
    currency: str | None = None
    supplier_code: Text100 | None = None
    distributor_code: Text100 | None = None
    agent_code: Text100 | None = None
    item_code: Text100 | None = None
    category: Text100 | None = None
    customer: Text200 | None = None
    reference: Text200 | None = None
