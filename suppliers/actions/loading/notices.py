"""Ship notice rows: what a partner says it has sent of a line."""

from collections.abc import Mapping
from typing import Any

from portal.engine.scaled import to_scaled
from suppliers.actions.loading.book import LineKey, Rows, key_of
from suppliers.actions.loading.keyed import Fact, Key, KeyedLoader, NotYet
from suppliers.actions.loading.tally import Tally
from suppliers.imports.records import ShipNoticeRecord
from suppliers.models import ShipNotice


class ShipNoticeLoader(KeyedLoader):
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

    def load(self, rows: Rows, tally: Tally) -> None:
        book = self.book
        book.know_partners(record.partner_code for _, record in rows)
        book.find_lines(key_of(record) for _, record in rows)
        unknown = [(row, record) for row, record in rows if key_of(record) not in book.lines]
        book.refuse_unknown_lines(tally, self.dataset, unknown)
        super().load([(row, record) for row, record in rows if key_of(record) in book.lines], tally)

    def key_of(self, record: ShipNoticeRecord) -> Key:
        line = key_of(record)
        pk = self.book.lines[line].pk
        return NotYet("/".join(line)) if pk is None else pk, record.notice_number, record.lot or ""

    def values(self, record: ShipNoticeRecord, stored: ShipNotice | None) -> Mapping[str, Any]:
        return {
            "partner_id": self.book.lines[key_of(record)].partner_id,
            "shipped_on": record.shipped_on,
            "expected_on": record.expected_on,
            "quantity": to_scaled(record.quantity),
            "carrier": record.carrier,
            "tracking": record.tracking,
        }

    def title(self, record: ShipNoticeRecord) -> tuple[str, str]:
        line: LineKey = key_of(record)
        return record.notice_number, f"{line[1]}-{line[2]}, {self.book.partners[line[0]].name}"
