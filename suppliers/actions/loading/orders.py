"""Order rows: the line, its order when it is the first of it, its partner when that is asked for."""

from dataclasses import dataclass, field
from typing import Any

from portal.engine.scaled import to_scaled
from suppliers.actions.loading.book import Book, Field, LineKey, LineRef, PartnerRef, Rows, key_of
from suppliers.actions.loading.changes import ASKED, say_changes
from suppliers.actions.loading.tally import Change, Fate, Tally
from suppliers.enums import PartnerStatus
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.records import OrderRecord
from suppliers.models import Order, OrderLine, Partner

DATASET = "orders"
HEADER = (
    Field("ordered_on", "ordered_on"),
    Field("sent_at", "sent_at"),
    Field("currency", "currency"),
    Field("buyer_email", "buyer_email"),
)
LINE = (
    Field("item_code", "item_code"),
    Field("description", "description"),
    Field("category", "category"),
    Field("quantity", "quantity", scaled=True),
    Field("unit", "unit"),
    Field("unit_price", "unit_price", scaled=True),
    Field("standard_price", "standard_price", scaled=True),
    Field("requested_on", "requested_on"),
    Field("status", "status"),
    Field("status_reason", "status_reason"),
    Field("ship_to", "ship_to"),
)
JUDGED = {"quantity", "requested_on", "status"}
_OTHER_HEADER = gettext_noop("Another row of order %(order)s says %(other)s.")
_HEADER_WAY_OUT = gettext_noop("All rows of an order share this column: write the same in each.")

OrderKey = tuple[str, str]
Differences = dict[str, tuple[Any, Any]]  # by field: what was, and what now is


def _value(record: OrderRecord, field_: Field) -> Any:
    value = getattr(record, field_.column)
    return to_scaled(value) if field_.scaled and value is not None else value


@dataclass
class _Work:
    """What one chunk will write."""

    orders: dict[OrderKey, Order] = field(default_factory=dict)
    lines: dict[LineKey, OrderLine] = field(default_factory=dict)
    changed_orders: dict[OrderKey, Differences] = field(default_factory=dict)
    changed_lines: dict[LineKey, Differences] = field(default_factory=dict)


class OrderLoader:
    """Loads order rows chunk by chunk; a chunk costs a fixed number of statements."""

    def __init__(self, book: Book) -> None:
        self.book = book
        # The rows of an order come together: what they share is known for one chunk only.
        self.headers: dict[OrderKey, dict[str, object]] = {}

    def load(self, rows: Rows, tally: Tally) -> None:
        self.headers.clear()
        self._make_partners(rows)
        good = [item for item in rows if self._is_good(*item, tally)]
        work = self._existing(good)
        for row, record in good:
            self._decide(row, record, work, tally)
        if self.book.store:
            self._write(work)
        for _, record in good:
            self._remember(record, work)

    def _make_partners(self, rows: Rows) -> None:
        book = self.book
        book.know_partners(record.partner_code for _, record in rows)
        if not book.create_partners:
            return
        made = {
            record.partner_code: Partner(
                kind=book.partner_kind,
                code=record.partner_code,
                name=record.partner_name or record.partner_code,
                status=PartnerStatus.ACTIVE,
                changed_by=book.by.label,
            )
            for _, record in reversed(rows)
            if record.partner_code not in book.partners
        }
        if book.store:
            Partner.objects.bulk_create(made.values())
            book.trace.add_created(made.values())
        book.partners.update({code: PartnerRef(made[code].pk, code, made[code].name) for code in made})

    def _is_good(self, row: int, record: OrderRecord, tally: Tally) -> bool:
        book = self.book
        if record.partner_code not in book.partners:
            book.refuse_unknown_partner(tally, DATASET, row, record.partner_code)
            return False
        if book.is_repeated(tally, DATASET, row, key_of(record), record, "line_number"):
            return False
        header = self.headers.setdefault((record.partner_code, record.order_number), {})
        given = {item.column: value for item in HEADER if (value := getattr(record, item.column)) is not None}
        for column, value in given.items():
            if header.get(column, value) != value:
                reason = say(_OTHER_HEADER, order=record.order_number, other=header[column])
                book.refuse(tally, DATASET, row, column, value, reason, _HEADER_WAY_OUT)
                return False
        header.update(given)
        return True

    def _existing(self, rows: Rows) -> _Work:
        """Two queries: the orders that are there, and those of their lines that the rows name."""
        work = _Work()
        codes = {self.book.partners[record.partner_code].pk: record.partner_code for _, record in rows}
        wanted = {(record.partner_code, record.order_number) for _, record in rows}
        orders = Order.objects.filter(
            partner_id__in=[pk for pk in codes if pk is not None], number__in={number for _, number in wanted}
        )
        by_pk: dict[int, OrderKey] = {}
        for order in orders:
            key = codes[order.partner_id], order.number
            if key in wanted:
                work.orders[key] = order
                by_pk[order.pk] = key
        if by_pk:
            numbers = {record.line_number for _, record in rows}
            for line in OrderLine.objects.filter(order_id__in=by_pk, number__in=numbers):
                work.lines[*by_pk[line.order_id], line.number] = line
        return work

    def _decide(self, row: int, record: OrderRecord, work: _Work, tally: Tally) -> None:
        key = key_of(record)
        order = work.orders.get(key[:2])
        if order is None:
            order = work.orders[key[:2]] = self._new_order(record)
            tally.orders += 1
        changes = self._change_header(row, record, order, work) if order.pk else []
        line = work.lines.get(key)
        if line is None:
            work.lines[key] = self._new_line(record, order)
            tally.count(row, Fate.NEW)
            return
        changes += self._change_line(row, record, line, work)
        tally.settle(row, changes)

    def _new_order(self, record: OrderRecord) -> Order:
        return Order(
            partner_id=self.book.partners[record.partner_code].pk,
            number=record.order_number,
            ordered_on=record.ordered_on,
            sent_at=record.sent_at,
            currency=record.currency or self.book.currency,
            buyer_email=record.buyer_email or "",
        )

    def _new_line(self, record: OrderRecord, order: Order) -> OrderLine:
        for item in HEADER:  # a later row may fill what the first row of a new order left empty
            value = getattr(record, item.column)
            if value is not None and not order.pk:
                setattr(order, item.name, value)
        given = {item.name: value for item in LINE if (value := _value(record, item)) is not None}
        line = OrderLine(order=order, partner_id=order.partner_id, number=record.line_number, **given)
        line.changed_by = self.book.by.label
        return line

    def _change_header(self, row: int, record: OrderRecord, order: Order, work: _Work) -> list[Change]:
        key = record.partner_code, record.order_number
        return self._change(row, record, order, HEADER, work.changed_orders.setdefault(key, {}))

    def _change_line(self, row: int, record: OrderRecord, line: OrderLine, work: _Work) -> list[Change]:
        return self._change(row, record, line, LINE, work.changed_lines.setdefault(key_of(record), {}))

    def _change(
        self,
        row: int,
        record: OrderRecord,
        target: Order | OrderLine,
        fields: tuple[Field, ...],
        changed: Differences,
    ) -> list[Change]:
        changes = []
        for item in fields:
            value = _value(record, item)
            was = getattr(target, item.name)
            if value is None or value == was:
                continue
            title = record.description or record.item_code or record.order_number
            sub = (
                f"{record.order_number}-{record.line_number}, {self.book.partners[record.partner_code].name}"
            )
            header = self.book.name(DATASET, item.column)
            changes.append(item.changed(row, title, sub, was, value, header))
            setattr(target, item.name, value)
            changed[item.name] = was, value
        return changes

    def _write(self, work: _Work) -> None:
        new_orders = [order for order in work.orders.values() if order.pk is None]
        Order.objects.bulk_create(new_orders)
        new_lines = [line for line in work.lines.values() if line.pk is None]
        for line in new_lines:
            line.order_id = line.order.pk
        OrderLine.objects.bulk_create(new_lines)
        self.book.trace.add_created(new_orders)
        self.book.trace.add_created(new_lines)
        self._update_orders(work)
        self._update_lines(work)
        self.book.touched.update(line.pk for line in new_lines)

    def _update_orders(self, work: _Work) -> None:
        changed = {key: names for key, names in work.changed_orders.items() if names}
        if not changed:
            return
        orders = [work.orders[key] for key in changed]
        for key, names in changed.items():
            self.book.trace.add_changed(work.orders[key], names)
            work.orders[key].updated_at = self.book.now
        Order.objects.bulk_update(orders, [*set().union(*changed.values()), "updated_at"])
        moved = [work.orders[key].pk for key, names in changed.items() if "ordered_on" in names]
        if moved:
            lines = OrderLine.objects.filter(order_id__in=moved).values_list("pk", flat=True)
            self.book.touched.update(lines)

    def _update_lines(self, work: _Work) -> None:
        changed = {key: names for key, names in work.changed_lines.items() if names}
        if not changed:
            return
        lines = [work.lines[key] for key in changed]
        say_changes(self.book, [(work.lines[key], names) for key, names in changed.items()])
        for key, names in changed.items():
            self.book.trace.add_changed(work.lines[key], names)
        for line in lines:
            line.version += 1
            line.changed_by = self.book.by.label
            line.updated_at = self.book.now
        fields = set[str]().union(*changed.values())
        if fields & set(ASKED):
            fields.update(ASKED)
        OrderLine.objects.bulk_update(lines, [*sorted(fields), "version", "changed_by", "updated_at"])
        self.book.touched.update(
            work.lines[key].pk for key, names in changed.items() if names.keys() & JUDGED
        )

    def _remember(self, record: OrderRecord, work: _Work) -> None:
        key = key_of(record)
        line, order = work.lines[key], work.orders[key[:2]]
        self.book.know_line(
            key, LineRef(line.pk, line.partner_id, line.quantity, line.requested_on, order.ordered_on)
        )
