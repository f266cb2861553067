"""Promise rows. Promises are append-only: a row adds a promise or a part of one, or it changes nothing."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from portal.engine.scaled import from_scaled, to_scaled
from portal.enums import Channel
from suppliers.actions.loading.book import Book, LineKey, LineRef, Rows, key_of
from suppliers.actions.loading.changes import follow_changes
from suppliers.actions.loading.tally import Fate, Tally
from suppliers.enums import PromiseEvent
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.records import PromiseRecord
from suppliers.models import Promise, PromisePart

DATASET = "promises"
PromiseKey = tuple[LineKey, str, dt.datetime]

_KEPT = gettext_noop("This promise is stored with %(was)s. What was said stays as it was said.")
_SAY_AGAIN = gettext_noop("Send a new row with the moment at which the new promise was made.")
_NO_QUANTITY = gettext_noop("Part %(part)s does not say how many.")
_NO_MOMENT = gettext_noop("The row does not say when the promise was made, and for which day.")
_FILL = gettext_noop("Fill the cell in the file.")


@dataclass
class _Work:
    promises: dict[PromiseKey, Promise] = field(default_factory=dict)
    parts: dict[tuple[PromiseKey, int], PromisePart] = field(default_factory=dict)
    takes: dict[PromiseKey, int] = field(default_factory=dict)
    new_promises: list[Promise] = field(default_factory=list)
    new_parts: list[PromisePart] = field(default_factory=list)


class PromiseLoader:
    """Loads promise rows chunk by chunk; a chunk costs a fixed number of statements."""

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
            Promise.objects.bulk_create(work.new_promises)
            for part in work.new_parts:
                part.promise_id = part.promise.pk
            PromisePart.objects.bulk_create(work.new_parts)
            self._trace(work)

    def _trace(self, work: _Work) -> None:
        """A part goes with its promise, unless that was there before."""
        book = self.book
        book.trace.add_created(work.new_promises)
        new = {promise.pk for promise in work.new_promises}
        book.trace.add_created(part for part in work.new_parts if part.promise_id not in new)
        touched = {part.promise_id for part in work.new_parts}
        changes = [
            promise.line_id
            for promise in work.promises.values()
            if promise.event == PromiseEvent.BUYER_CHANGE and promise.pk in touched
        ]
        if changes:
            follow_changes(book, changes)

    def _existing(self, rows: Rows) -> _Work:
        """Two queries: the promises of the lines that the rows name, and their parts."""
        work = _Work()
        keys = {
            ref.pk: key
            for _, record in rows
            if (ref := self.book.lines[key := key_of(record)]).pk is not None
        }
        parts: dict[int, list[PromisePart]] = defaultdict(list)
        if not keys:
            return work
        promises = list(Promise.objects.filter(line_id__in=keys).order_by("take", "pk"))
        taken_back = {promise.voids_id for promise in promises}
        # Without a join, which PostgreSQL plans badly while a large import has no statistics yet.
        for part in PromisePart.objects.filter(promise_id__in=[promise.pk for promise in promises]):
            parts[part.promise_id].append(part)
        for promise in promises:
            if promise.event == PromiseEvent.VOID:
                continue
            said = keys[promise.line_id], promise.event, promise.made_at
            if promise.pk in taken_back:
                work.takes[said] = promise.take
                continue
            work.promises[said] = promise
            work.parts.update({(said, part.number): part for part in parts[promise.pk]})
        return work

    def _decide(self, row: int, record: PromiseRecord, work: _Work, tally: Tally) -> None:
        line = self.book.lines[key_of(record)]
        made_at = record.made_at or _midnight(line.ordered_on or record.promised_on)
        if made_at is None:
            self.book.refuse(tally, DATASET, row, "made_at", "", say(_NO_MOMENT), _FILL)
            return
        key = key_of(record), record.event, made_at
        number = record.part or 1
        if self.book.is_repeated(tally, DATASET, row, (*key, number), record, "part"):
            return
        rejected = record.event == PromiseEvent.REJECT
        promise, part = work.promises.get(key), work.parts.get((key, number))
        if promise is not None and (part is not None or rejected):
            self._compare(row, record, promise, part, tally)
        elif number > 1 and record.quantity is None and not rejected:
            self.book.refuse(tally, DATASET, row, "quantity", "", say(_NO_QUANTITY, part=number), _FILL)
        else:
            self._add(record, line, key, number, work)
            tally.count(row, Fate.NEW)

    def _add(self, record: PromiseRecord, line: LineRef, key: PromiseKey, number: int, work: _Work) -> None:
        promise = work.promises.get(key)
        if promise is None:
            promise = work.promises[key] = self._new_promise(record, line, key)
            promise.take = work.takes.get(key, 0) + 1
            work.new_promises.append(promise)
        if record.event != PromiseEvent.REJECT:
            part = PromisePart(
                promise=promise,
                number=number,
                quantity=line.quantity if record.quantity is None else to_scaled(record.quantity),
                promised_on=record.promised_on or line.requested_on,
            )
            work.parts[key, number] = part
            work.new_parts.append(part)
        if line.pk is not None:
            self.book.touched.add(line.pk)

    def _new_promise(self, record: PromiseRecord, line: LineRef, key: PromiseKey) -> Promise:
        return Promise(
            line_id=line.pk,
            partner_id=line.partner_id,
            event=record.event,
            made_at=key[2],
            made_by=record.made_by or "",
            channel=Channel.IMPORT,
            reason=record.reason or "",
            price=None if record.price is None else to_scaled(record.price),
        )

    def _compare(
        self, row: int, record: PromiseRecord, promise: Promise, part: PromisePart | None, tally: Tally
    ) -> None:
        for column, value, was in _given(record, promise, part):
            if value != was:
                stored = from_scaled(was) if isinstance(was, int) else was
                reason = say(_KEPT, was=stored if stored not in (None, "") else "–")
                self.book.refuse(tally, DATASET, row, column, getattr(record, column), reason, _SAY_AGAIN)
                return
        tally.count(row, Fate.SAME)


def _given(record: PromiseRecord, promise: Promise, part: PromisePart | None) -> list[tuple[str, Any, Any]]:
    """(column, value, stored value) of the cells that the row fills."""
    found: list[tuple[str, Any, Any]] = [
        ("made_by", record.made_by, promise.made_by),
        ("reason", record.reason, promise.reason),
        ("price", record.price and to_scaled(record.price), promise.price),
    ]
    if part is not None:
        found.append(("quantity", record.quantity and to_scaled(record.quantity), part.quantity))
        found.append(("promised_on", record.promised_on, part.promised_on))
    return [item for item in found if item[1] is not None]


def _midnight(day: dt.date | None) -> dt.datetime | None:
    """The first instant of a day, in UTC."""
    return None if day is None else dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
