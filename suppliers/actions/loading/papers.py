"""Invoice and document rows."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from suppliers.actions.loading.keyed import Fact, Key, OfPartnerLoader, as_amount, to_minor
from suppliers.imports.records import DocumentRecord, InvoiceRecord
from suppliers.models import Invoice, PartnerDocument


class InvoiceLoader(OfPartnerLoader):
    """Loads invoice rows; the partner and its number are the key."""

    dataset = "invoices"
    model = Invoice
    key = ("partner_id", "number")
    key_column = "invoice_number"
    facts = (
        Fact("order_number", "order_number"),
        Fact("issued_on", "issued_on"),
        Fact("received_on", "received_on"),
        Fact("due_on", "due_on"),
        Fact("paid_on", "paid_on"),
        Fact("currency", "currency"),
        Fact("amount_minor", "amount", shown=as_amount),
        Fact("disputed", "disputed"),
    )

    def key_of(self, record: InvoiceRecord) -> Key:
        return self.partner_id(record), record.invoice_number

    def values(self, record: InvoiceRecord, stored: Invoice | None) -> Mapping[str, Any]:
        currency = record.currency or (stored.currency if stored else self.book.currency)
        return {
            "order_number": record.order_number,
            "issued_on": record.issued_on,
            "received_on": record.received_on,
            "due_on": record.due_on,
            "paid_on": record.paid_on,
            "currency": currency,
            "amount_minor": to_minor("amount", record.amount, currency),
            "disputed": record.disputed,
        }

    def title(self, record: InvoiceRecord) -> tuple[str, str]:
        return record.invoice_number, self.partner_name(record)


class DocumentLoader(OfPartnerLoader):
    """Loads document rows; the partner, the type and the number are the key."""

    dataset = "documents"
    model = PartnerDocument
    key = ("partner_id", "type", "number")
    key_column = "type"
    facts = (Fact("issued_on", "issued_on"), Fact("expires_on", "expires_on"))

    def key_of(self, record: DocumentRecord) -> Key:
        return self.partner_id(record), record.type, record.number or ""

    def values(self, record: DocumentRecord, stored: PartnerDocument | None) -> Mapping[str, Any]:
        values = {"issued_on": record.issued_on, "expires_on": record.expires_on}
        if stored is not None and record.expires_on not in (None, stored.expires_on):
            # From here on we know of this day; of a new row the day of its creation says so.
            values["expiry_set_on"] = timezone.localdate(self.book.now)
        return values

    def title(self, record: DocumentRecord) -> tuple[str, str]:
        return f"{record.type} {record.number or ''}".strip(), self.partner_name(record)
