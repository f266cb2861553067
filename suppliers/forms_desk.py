"""What a partner typed into its desk: rows as they came, and the answers that they mean."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from portal.engine.scaled import to_scaled
from suppliers.actions.commitments import Answer
from suppliers.enums import Act
from suppliers.imports.problems import CellRefused
from suppliers.imports.typed import Habits, read_day, read_number

# Rows that are taken at once, and characters of a cell.
MOST_ROWS = 1_000
_LONGEST = 200
CELLS = ("quantity", "day", "price")
FIELDS = ("act", *CELLS, "reason", "note", "seen", "was")
_BULK_ACTS = {"": "", Act.ACCEPT.value: Act.ACCEPT.value, Act.KEEP.value: Act.KEEP.value}
SEPARATOR = "|"


@dataclass(frozen=True)
class Typed:
    """One row as it came. `was` are the cells as the page had shown them: quantity, day, price, ISO day."""

    line: str
    act: str = ""
    quantity: str | None = None
    day: str | None = None
    price: str | None = None
    reason: str = ""
    note: str = ""
    seen: str = ""
    was: tuple[str, ...] = ("", "", "", "")

    @property
    def is_changed(self) -> bool:
        """Does it say anything? A reason alone does not."""
        given = (self.quantity, self.day, self.price)
        pairs = zip(given, self.was, strict=False)
        return bool(self.act) or any(now is not None and now != before for now, before in pairs)

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS} | {"line": self.line}


@dataclass(frozen=True)
class Trouble:
    """Why a row was not taken: messages by cell, `line` for the whole row."""

    errors: Mapping[str, str] = field(default_factory=dict)


def typed_rows(posted: Any) -> list[Typed]:
    """All rows that came, in the order of the page."""
    rows = []
    for name in posted:
        line, dash, what = name.rpartition("-")
        if dash and what == "was" and len(rows) < MOST_ROWS:
            rows.append(_row(line, posted))
    return rows


def _row(line: str, posted: Any) -> Typed:
    def cell(name: str) -> str | None:
        value = posted.get(f"{line}-{name}")
        return None if value is None else " ".join(value[:_LONGEST].split())

    was = tuple((posted.get(f"{line}-was") or "").split(SEPARATOR)[:4])
    return Typed(
        line,
        _BULK_ACTS.get(posted.get(f"{line}-act", ""), ""),
        cell("quantity"),
        cell("day"),
        cell("price"),
        cell("reason") or "",
        cell("note") or "",
        cell("seen") or "",
        (*was, *("",) * (4 - len(was))),
    )


def from_dicts(rows: Iterable[Mapping[str, Any]]) -> list[Typed]:
    """Undo `as_dict`, through JSON too."""
    return [Typed(**{**row, "was": tuple(row["was"])}) for row in rows]


def answer_of(row: Typed, *, habits: Habits, today: dt.date) -> Answer | Trouble:
    """What a row says; trouble where a cell cannot be read."""
    if row.act:
        return Answer(row.line, Act(row.act), note=row.note, seen=row.seen)
    errors: dict[str, str] = {}
    quantity = _scaled(row, "quantity", habits, errors)
    price = _scaled(row, "price", habits, errors) if row.price and row.price != row.was[2] else None
    on = _day(row, habits, today, errors)
    if errors or quantity is None or on is None:
        return Trouble(errors or {"line": _("Say how many, and when.")})
    return Answer(row.line, Act.PROMISE, ((quantity, on),), price, row.reason, row.note, row.seen)


def _scaled(row: Typed, name: str, habits: Habits, errors: dict[str, str]) -> int | None:
    text = getattr(row, name)
    if not text:
        errors[name] = _("How many?")
        return None
    try:
        return to_scaled(read_number(text, habits))
    except CellRefused as refused:
        errors[name] = refused.reason.translated(_)
    except ValueError:
        errors[name] = _("At most six decimals, please.")
    return None


def _day(row: Typed, habits: Habits, today: dt.date, errors: dict[str, str]) -> dt.date | None:
    if not row.day:
        errors["day"] = _("On which day?")
        return None
    if row.day == row.was[1] and row.was[3]:
        return _iso(row.was[3])
    try:
        return read_day(row.day, habits=habits, today=today, base=_iso(row.was[3]))
    except CellRefused as refused:
        errors["day"] = refused.reason.translated(_)
    return None


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def moved(row: Typed, by: str, *, habits: Habits, today: dt.date) -> tuple[Typed, dt.date]:
    """The row with another day: `+3` counts from the day that stands there. Raises CellRefused."""
    base = _iso(row.was[3])
    if row.day and row.day != row.was[1]:
        base = read_day(row.day, habits=habits, today=today, base=base)
    on = read_day(by, habits=habits, today=today, base=base)
    return replace(row, act=""), on
