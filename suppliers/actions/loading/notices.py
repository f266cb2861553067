"""Ship notice rows: what a partner says it has sent of a line."""

from collections.abc import Mapping
from typing import Any

from portal.engine.scaled import to_scaled
from suppliers.actions.loading.keyed import Fact, Key
from suppliers.actions.loading.of_lines import OfLineLoader
from suppliers.imports.records import ShipNoticeRecord
from suppliers.models import ShipNotice


class ShipNoticeLoader(OfLineLoader):
    """Loads ship notices; the line, the notice's number and the lot are the key."""

    dataset = "ship_notices"
    model = ShipNotice
    key = ("line_id", "number", "lot")
    key_column = "notice_number"
    facts = (
        Fact("shipped_on", "shipped_on"),
        Fact("expected_on", "expected_on"),
        Fact("quantity", "quantity", scaled=True),
        Fact("carrier", "carrier"),
        Fact("tracking", "tracking"),
    )

    def key_of(self, record: ShipNoticeRecord) -> Key:
        return self.line_id(record), record.notice_number, record.lot or ""

    def values(self, record: ShipNoticeRecord, stored: ShipNotice | None) -> Mapping[str, Any]:
        return {
            "partner_id": self.line(record).partner_id,
            "shipped_on": record.shipped_on,
            "expected_on": record.expected_on,
            "quantity": to_scaled(record.quantity),
            "carrier": record.carrier,
            "tracking": record.tracking,
        }

    def title(self, record: ShipNoticeRecord) -> tuple[str, str]:
        return record.notice_number, self.below(record)
