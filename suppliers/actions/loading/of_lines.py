"""Rows that tell of an order line: what was sent of it, what came."""

from typing import Any

from suppliers.actions.loading.book import LineRef, Rows, key_of
from suppliers.actions.loading.keyed import KeyedLoader, NotYet
from suppliers.actions.loading.tally import Tally


class OfLineLoader(KeyedLoader):
    """Rows whose key begins with their line; those of an unknown one are refused, by what is missing."""

    def load(self, rows: Rows, tally: Tally) -> None:
        book = self.book
        book.know_partners(record.partner_code for _, record in rows)
        book.find_lines(key_of(record) for _, record in rows)
        unknown = [(row, record) for row, record in rows if key_of(record) not in book.lines]
        book.refuse_unknown_lines(tally, self.dataset, unknown)
        super().load([(row, record) for row, record in rows if key_of(record) in book.lines], tally)

    def line(self, record: Any) -> LineRef:
        return self.book.lines[key_of(record)]

    def line_id(self, record: Any) -> Any:
        pk = self.line(record).pk
        return NotYet("/".join(key_of(record))) if pk is None else pk

    def below(self, record: Any) -> str:
        """Where the row belongs: its line, its partner."""
        partner = self.book.partners[record.partner_code]
        return f"{record.order_number}-{record.line_number}, {partner.name}"
