"""One line of the partner's desk as a row to edit: what stands in its cells, and what was typed there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.presentation import NONE
from suppliers.engine.lines import Part
from suppliers.enums import Fate, PromiseEvent
from suppliers.facts.differences import parts_in_words
from suppliers.facts.promises import Held
from suppliers.forms_desk import CELLS, SEPARATOR, Trouble, Typed
from suppliers.policies import frozen_why
from suppliers.presenters.lines import LineView
from suppliers.presenters.typing import day_cell, number_cell, price_cell

# What a saved row says: tone and picture.
FATES = {
    Fate.ACCEPTED: ("ok", "check"),
    Fate.WAITING: ("warn", "clock"),
    Fate.REJECTED: ("warn", "x"),
    Fate.KEPT: ("ok", "check"),
    Fate.WITHDRAWN: ("", "undo"),
}


@dataclass(frozen=True)
class Cell:
    """One cell to type in. `was`: as it stands; `value`: as it was typed, if it was."""

    name: str
    value: str
    was: str
    label: str
    error: str = ""

    @property
    def is_changed(self) -> bool:
        return self.value != self.was

    @property
    def is_numeric(self) -> bool:
        return self.name != "day"


@dataclass(frozen=True)
class Row:
    """One line. Without `cells` nothing can be typed: it `is_parted`, or frozen, and `why` says why."""

    view: LineView
    seen: str
    asked_day: str
    cells: tuple[Cell, ...] = ()
    shown_quantity: str = ""
    shown_day: str = ""
    shown_price: str = ""
    iso: str = ""
    ask_quantity: str = ""
    ask_day: str = ""
    why: str = ""
    is_parted: bool = False
    typed: Typed | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    saved: tuple[str, str, str, str] | None = None
    asked_again: bool = False
    skipped_until: dt.date | None = None

    @property
    def may_answer(self) -> bool:
        return bool(self.seen)

    @property
    def was(self) -> str:
        return SEPARATOR.join([*(cell.was for cell in self.cells or _NO_CELLS), self.iso])

    @property
    def is_edited(self) -> bool:
        return bool(self.typed and (self.typed.act or any(cell.is_changed for cell in self.cells)))

    @property
    def is_otherwise(self) -> bool:
        """Was another day, quantity or price typed? Then it may need a reason."""
        return any(cell.is_changed for cell in self.cells) and not (self.typed and self.typed.act)

    @property
    def row_error(self) -> str:
        return self.errors.get("line") or self.errors.get("seen") or ""


_NO_CELLS = tuple(Cell(name, "", "", "") for name in CELLS)


def offered(held: Held) -> tuple[Part, ...]:
    """What stands in the cells: what waits for an answer, else what is promised, else what is asked for."""
    if pending := held.pending(PromiseEvent.PROPOSE, PromiseEvent.COUNTER):
        return held.still_open(pending.parts)
    return held.open_parts or (Part(held.line.requested_on, 1, held.open_quantity),)


def price_held(held: Held) -> int | None:
    if pending := held.pending(PromiseEvent.PROPOSE, PromiseEvent.COUNTER):
        return held.talk.price_of(pending.price)
    return held.talk.price_of(held.talk.price)


def row_of(
    line: Any,
    view: LineView,
    held: Held,
    today: dt.date,
    typed: Typed | None = None,
    trouble: Trouble | None = None,
    saved: tuple[str, str] | None = None,
) -> Row:
    parts = offered(held)
    price = price_cell(price_held(held), view.currency)
    why = frozen_why(line, received=held.received, shipped=held.shipped)
    skip = getattr(line, "skip", None)
    asked = _asked(held)
    pieces = number_cell(sum(part.quantity for part in parts))
    days = parts_in_words(parts, view.unit) if len(parts) > 1 else day_cell(parts[0].due_on, today)
    said = bool(held.talk.parts or held.talk.pending)
    common: dict[str, Any] = {
        "view": view,
        "asked_day": day_cell(view.asked, today),
        "shown_quantity": pieces if said else NONE,
        "shown_day": days if said else NONE,
        "shown_price": price,
        "why": why,
        "errors": trouble.errors if trouble else {},
        "saved": _saved(saved),
        "asked_again": line.asked_again,
        "skipped_until": skip.until if skip and skip.until > today else None,
    }
    if why:
        return Row(**common, seen="")
    was = (pieces, days, price)
    return Row(
        **common,
        seen=held.seen,
        is_parted=len(parts) > 1,
        cells=() if len(parts) > 1 else _cells(view, was, typed, common["errors"]),
        iso=parts[0].due_on.isoformat() if len(parts) == 1 else "",
        ask_quantity=number_cell(sum(part.quantity for part in asked)),
        ask_day=day_cell(max(part.due_on for part in asked), today),
        typed=typed,
    )


def _asked(held: Held) -> tuple[Part, ...]:
    """What accepting would promise."""
    if counter := held.pending(PromiseEvent.COUNTER):
        return held.still_open(counter.parts)
    return (Part(held.line.requested_on, 1, held.open_quantity),)


def _cells(
    view: LineView, was: Sequence[str], typed: Typed | None, errors: Mapping[str, str]
) -> tuple[Cell, ...]:
    labels = {
        "quantity": _("%(line)s, promised pieces"),
        "day": _("%(line)s, promised date"),
        "price": _("%(line)s, price"),
    }
    cells = []
    for name, before in zip(CELLS, was, strict=True):
        given = getattr(typed, name) if typed else None
        value = before if given is None else given
        error = errors.get(name) or (errors.get("parts", "") if name == "day" else "")
        cells.append(Cell(name, value, before, labels[name] % {"line": view.name}, error))
    return tuple(cells)


def _saved(saved: tuple[str, str] | None) -> tuple[str, str, str, str] | None:
    """The chip of a saved row: word, tone, picture; and what happened."""
    if saved is None:
        return None
    fate = Fate(saved[0])
    tone, picture = FATES.get(fate, ("", "dash"))
    return str(fate.label), tone, picture, saved[1]
