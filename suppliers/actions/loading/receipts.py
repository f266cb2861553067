"""Receipt rows: what arrived, on which day."""

from collections.abc import Mapping
from typing import Any

from portal.engine.scaled import to_scaled
from suppliers.actions.loading.keyed import Fact, Key
from suppliers.actions.loading.of_lines import OfLineLoader
from suppliers.imports.records import ReceiptRecord
from suppliers.models import Receipt

JUDGED = {"received_on", "accepted_quantity", "rejected_quantity"}


class ReceiptLoader(OfLineLoader):
    """Loads receipts; the line and the receipt's number are the key. Their lines are judged again."""

    dataset = "receipts"
    model = Receipt
    key = ("line_id", "number")
    key_column = "receipt_number"
    facts = (
        Fact("received_on", "received_on"),
        Fact("recorded_at", "recorded_at"),
        Fact("accepted_quantity", "accepted_quantity", scaled=True),
        Fact("rejected_quantity", "rejected_quantity", scaled=True),
        Fact("reject_reason", "reject_reason"),
        Fact("site", "site"),
    )

    def key_of(self, record: ReceiptRecord) -> Key:
        return self.line_id(record), record.receipt_number

    def values(self, record: ReceiptRecord, stored: Receipt | None) -> Mapping[str, Any]:
        rejected = record.rejected_quantity
        return {
            "partner_id": self.line(record).partner_id,
            "received_on": record.received_on,
            "recorded_at": record.recorded_at,
            "accepted_quantity": to_scaled(record.accepted_quantity),
            "rejected_quantity": None if rejected is None else to_scaled(rejected),
            "reject_reason": record.reject_reason,
            "site": record.site,
        }

    def title(self, record: ReceiptRecord) -> tuple[str, str]:
        return record.receipt_number, self.below(record)

    def write(self, new: list[Any], changed: list[Any], names: set[str]) -> None:
        self.model.objects.bulk_create(new)
        if changed:
            self.model.objects.bulk_update(changed, sorted(names))
        self.book.touched.update(receipt.line_id for receipt in new)
        if names & JUDGED:
            self.book.touched.update(receipt.line_id for receipt in changed)
