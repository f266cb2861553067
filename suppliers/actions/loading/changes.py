"""A change by the buyer is a fact of its own: it moves what is asked, and what was asked first is kept."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from portal.actors import Actor
from portal.enums import Channel
from suppliers.actions.loading.book import Book
from suppliers.enums import PromiseEvent
from suppliers.imports.messages import gettext_noop
from suppliers.models import OrderLine, Promise, PromisePart

ASKED = ("quantity", "requested_on", "original_quantity", "original_requested_on")
_REASON = gettext_noop("The order was changed.")

Was = Mapping[str, tuple[Any, Any]]


def say_changes(book: Book, lines: Iterable[tuple[OrderLine, Was]]) -> None:
    """Lines whose order was changed after something was promised get a `buyer_change`; three statements.

    `lines` hold their new values; what they were comes with them, by field. Lines without a promise in
    force were only corrected.
    """
    moved = {line.pk: (line, was) for line, was in lines if was.keys() & {"quantity", "requested_on"}}
    if not moved:
        return
    promised = set(
        Promise.objects.in_force()
        .filter(line_id__in=moved, event__in=(PromiseEvent.CONFIRM, PromiseEvent.PROPOSE))
        .values_list("line_id", flat=True)
    )
    made = []
    for line, was in (moved[pk] for pk in sorted(promised)):
        _keep_first(book, line, was)
        made.append(_change_of(book, line))
    Promise.objects.bulk_create(made)
    PromisePart.objects.bulk_create(
        PromisePart(promise=one, quantity=one.line.quantity, promised_on=one.line.requested_on)
        for one in made
    )
    book.trace.add_created(made)


def _keep_first(book: Book, line: OrderLine, was: Was) -> None:
    if line.original_requested_on is not None:
        return
    line.original_quantity = was.get("quantity", (line.quantity,))[0]
    line.original_requested_on = was.get("requested_on", (line.requested_on,))[0]
    book.trace.add_changed(
        line,
        {
            "original_quantity": (None, line.original_quantity),
            "original_requested_on": (None, line.original_requested_on),
        },
    )


def _change_of(book: Book, line: OrderLine) -> Promise:
    return Promise(
        line=line,
        partner_id=line.partner_id,
        event=PromiseEvent.BUYER_CHANGE,
        made_at=book.now,
        made_by=book.by.label,
        channel=Channel.IMPORT,
        reason=_REASON,
    )


def follow_changes(book: Book, line_ids: Iterable[int]) -> None:
    """As `follow_lines`, and leaves its trace."""
    for line, moved in follow_lines(by=book.by, line_ids=line_ids, now=book.now):
        book.trace.add_changed(line, moved)


def follow_lines(*, by: Actor, line_ids: Iterable[int], now: dt.datetime) -> list[tuple[OrderLine, Was]]:
    """What is asked follows the buyer's newest change that is in force, else what was asked first.

    Returns the lines that moved, with what was and what now is; four statements.
    """
    lines = {line.pk: line for line in OrderLine.objects.filter(pk__in=set(line_ids))}
    newest = _newest_changes(lines)
    changed: list[tuple[OrderLine, Was]] = []
    for pk, line in lines.items():
        before = {name: getattr(line, name) for name in ASKED}
        _follow(line, newest.get(pk, []))
        after = {name: getattr(line, name) for name in ASKED}
        moved = {name: (was, after[name]) for name, was in before.items() if after[name] != was}
        if moved:
            line.version += 1
            line.changed_by, line.updated_at = by.label, now
            changed.append((line, moved))
    if changed:
        fields = [*ASKED, "version", "changed_by", "updated_at"]
        OrderLine.objects.bulk_update([line for line, _moved in changed], fields)
    return changed


def _newest_changes(line_ids: Iterable[int]) -> dict[int, list[PromisePart]]:
    changes = Promise.objects.in_force().filter(line_id__in=line_ids, event=PromiseEvent.BUYER_CHANGE)
    newest = dict(changes.order_by("made_at", "pk").values_list("line_id", "pk"))
    lines = {pk: line_id for line_id, pk in newest.items()}
    parts: dict[int, list[PromisePart]] = defaultdict(list)
    for part in PromisePart.objects.filter(promise_id__in=lines):
        parts[lines[part.promise_id]].append(part)
    return parts


def _follow(line: OrderLine, parts: list[PromisePart]) -> None:
    first_quantity, first_day = line.asked_first
    if parts:
        line.original_quantity, line.original_requested_on = first_quantity, first_day
        line.quantity = sum(part.quantity for part in parts)
        line.requested_on = max(part.promised_on for part in parts)
    else:
        line.quantity, line.requested_on = first_quantity, first_day
        line.original_quantity = line.original_requested_on = None
