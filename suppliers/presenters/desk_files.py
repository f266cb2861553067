"""The lines of a desk as a sheet that can be filled in and sent back; a row for each part."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from portal.engine.scaled import from_scaled
from suppliers.facts.promises import Held, held_of
from suppliers.imports.answers import COLUMNS, SEEN_MARK
from suppliers.models import OrderLine

_AT_ONCE = 500


def sheet_rows(mine: QuerySet[OrderLine], ids: Sequence[int]) -> Iterator[list[Any]]:
    """Header and rows of these of one's own lines, in this order; 500 lines are five statements.

    What nobody answered yet has no promise: an empty row says nothing when it comes back."""
    yield list(COLUMNS)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found = {line.pk: line for line in mine.filter(pk__in=some).select_related("order", "partner")}
        for held in held_of([found[pk] for pk in some if pk in found]):
            yield from _rows_of(held)


def _rows_of(held: Held) -> list[list[Any]]:
    line = held.line
    price = held.talk.price_of(held.talk.price)
    about = [
        line.order.number,
        line.number,
        line.item_code,
        line.description,
        from_scaled(line.quantity),
        line.unit,
        line.requested_on,
        from_scaled(held.open_quantity),
    ]
    tail = [None if price is None else from_scaled(price), "", "", f"{SEEN_MARK}{held.seen}"]
    parts = [(from_scaled(part.quantity), part.due_on) for part in held.open_parts] or [(None, None)]
    return [[*about, "", quantity, day, *tail] for quantity, day in parts]
