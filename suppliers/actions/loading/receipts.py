"""Receipt rows: what arrived, on which day."""

from dataclasses import dataclass, field
from typing import Any

from portal.engine.scaled import to_scaled
from suppliers.actions.loading.book import Book, Field, LineKey, Rows, key_of
from suppliers.actions.loading.tally import Change, Fate, Tally
from suppliers.imports.records import ReceiptRecord
from suppliers.models import Receipt

DATASET = "receipts"
FIELDS = (
    Field("received_on", "received_on"),
    Field("recorded_at", "recorded_at"),
    Field("accepted_quantity", "accepted_quantity", scaled=True),
    Field("rejected_quantity", "rejected_quantity", scaled=True),
    Field("reject_reason", "reject_reason"),
    Field("site", "site"),
)
JUDGED = {"received_on", "accepted_quantity", "rejected_quantity"}
ReceiptKey = tuple[LineKey, str]


def _value(record: ReceiptRecord, item: Field) -> Any:
    value = getattr(record, item.column)
    return to_scaled(value) if item.scaled and value is not None else value


@dataclass
class _Work:
    receipts: dict[ReceiptKey, Receipt] = field(default_factory=dict)
    new: list[Receipt] = field(default_factory=list)
    changed: dict[ReceiptKey, dict[str, tuple[Any, Any]]] = field(default_factory=dict)


class ReceiptLoader:
    """Loads receipt rows chunk by chunk; a chunk costs a fixed number of statements."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def load(self, rows: Rows, tally: Tally) -> None:
        book = self.book
        book.know_partners(record.partner_code for _, record in rows)
        book.find_lines(key_of(record) for _, record in rows)
        book.refuse_unknown_lines(
            tally, DATASET, [(row, record) for row, record in rows if key_of(record) not in book.lines]
        )
        known = [(row, record) for row, record in rows if key_of(record) in book.lines]
        work = self._existing(known)
        for row, record in known:
            self._decide(row, record, work, tally)
        if book.store:
            self._write(work)

    def _existing(self, rows: Rows) -> _Work:
        work = _Work()
        keys = {
            ref.pk: key
            for _, record in rows
            if (ref := self.book.lines[key := key_of(record)]).pk is not None
        }
        if keys:
            for receipt in Receipt.objects.filter(line_id__in=keys):
                work.receipts[keys[receipt.line_id], receipt.number] = receipt
        return work

    def _decide(self, row: int, record: ReceiptRecord, work: _Work, tally: Tally) -> None:
        key = key_of(record), record.receipt_number
        if self.book.is_repeated(tally, DATASET, row, key, record, "receipt_number"):
            return
        receipt = work.receipts.get(key)
        if receipt is None:
            self._add(record, key, work)
            tally.count(row, Fate.NEW)
            return
        tally.settle(row, self._change(row, record, receipt, work))

    def _add(self, record: ReceiptRecord, key: ReceiptKey, work: _Work) -> None:
        line = self.book.lines[key[0]]
        given = {item.name: value for item in FIELDS if (value := _value(record, item)) is not None}
        receipt = Receipt(line_id=line.pk, partner_id=line.partner_id, number=record.receipt_number, **given)
        work.receipts[key] = receipt
        work.new.append(receipt)
        if line.pk is not None:
            self.book.touched.add(line.pk)

    def _change(self, row: int, record: ReceiptRecord, receipt: Receipt, work: _Work) -> list[Change]:
        changes = []
        for item in FIELDS:
            value = _value(record, item)
            was = getattr(receipt, item.name)
            if value is None or value == was:
                continue
            title = record.receipt_number
            sub = (
                f"{record.order_number}-{record.line_number}, {self.book.partners[record.partner_code].name}"
            )
            changes.append(item.changed(row, title, sub, was, value, self.book.name(DATASET, item.column)))
            setattr(receipt, item.name, value)
            work.changed.setdefault((key_of(record), record.receipt_number), {})[item.name] = was, value
        return changes

    def _write(self, work: _Work) -> None:
        Receipt.objects.bulk_create(work.new)
        self.book.trace.add_created(work.new)
        if work.changed:
            receipts = [work.receipts[key] for key in work.changed]
            Receipt.objects.bulk_update(receipts, sorted(set().union(*work.changed.values())))
        for key, names in work.changed.items():
            self.book.trace.add_changed(work.receipts[key], names)
            if names.keys() & JUDGED:
                self.book.touched.add(work.receipts[key].line_id)
