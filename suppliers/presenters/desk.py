"""The partner's desk: its lines as rows that can be edited, with what was typed and why it was not taken."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.presentation import NONE
from suppliers.engine.commitments import rest_of
from suppliers.engine.lines import Part
from suppliers.enums import Fate, LineState, PromiseEvent
from suppliers.facts.desk import (
    DeskCounts,
    DeskTab,
    counts_of,
    in_order,
    of_tab,
    on_desk,
    searched,
    with_asked,
)
from suppliers.facts.differences import parts_in_words
from suppliers.facts.promises import Held, held_of
from suppliers.forms_desk import CELLS, SEPARATOR, Trouble, Typed
from suppliers.models import OrderLine
from suppliers.policies import frozen_why
from suppliers.presenters.directory import Tab
from suppliers.presenters.lines import LineView, line_views, shown
from suppliers.presenters.typing import day_cell, number_cell, price_cell

SIZES = (50, 100, 500)
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
    """One line. Without `cells` nothing can be typed: `why` says why, `parts` what is promised in parts."""

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


@dataclass(frozen=True)
class Group:
    """Rows under one heading; the first group of a desk has none. `open` rows can be edited."""

    rows: tuple[Row, ...]
    title: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Wanted:
    """What the address asks for."""

    tab: str = DeskTab.NEEDS
    words: str = ""
    with_skipped: bool = False
    page: str = "1"
    size: int = SIZES[0]

    @classmethod
    def of(cls, query: Any) -> "Wanted":
        tab, size = query.get("tab", ""), query.get("per", "")
        return cls(
            tab if tab in DeskTab.values else DeskTab.NEEDS,
            query.get("q", "").strip()[:100],
            query.get("skipped") == "shown",
            query.get("page", "1"),
            int(size) if size in [str(one) for one in SIZES] else SIZES[0],
        )


@dataclass(frozen=True)
class Desk:
    """`picked`: rows that were ticked when the page was sent without being saved."""

    wanted: Wanted
    counts: DeskCounts
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    page: Page[Any]
    title: str
    reason: str
    currency: str
    picked: frozenset[str] = frozenset()

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """(anchor, the line's name, message) of all that was not taken."""
        return [
            (_anchor(row, name), row.view.name, text)
            for row in self.rows
            for name, text in row.errors.items()
        ]

    @property
    def edited(self) -> int:
        return sum(row.is_edited for row in self.rows)

    @property
    def page_numbers(self) -> list[int | None]:
        pages = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [one if isinstance(one, int) else None for one in pages]


def _anchor(row: Row, name: str) -> str:
    """Where the field with this problem stands."""
    field = {"reason_code": "reason"}.get(name, name)
    known = (*CELLS, "reason", "note") if row.cells else ()
    return f"{row.view.public_id}-{field}" if field in known else f"l-{row.view.public_id}"


class Counted(Paginator[Any]):
    """Pages of rows of which it is known how many there are; None: they are counted."""

    def __init__(self, rows: Any, size: int, known: int | None) -> None:
        super().__init__(rows, size)
        if known is not None:
            self.count = known


def desk_of(
    actor: Actor,
    wanted: Wanted,
    today: dt.date,
    *,
    typed: Sequence[Typed] = (),
    troubles: Mapping[str, Trouble] | None = None,
    saved: Mapping[str, tuple[str, str]] | None = None,
    picked: Collection[str] = (),
) -> Desk:
    """A fixed number of statements, however many lines there are.

    Rows of which something was typed or saved stand above the others where the address does not show them.
    """
    mine = OrderLine.objects.for_actor(actor)
    counts = counts_of(mine, today)
    listing = wanted_lines(mine, wanted, today).values_list("pk", flat=True)
    known = None if wanted.words else counts.shown(wanted.tab, with_skipped=wanted.with_skipped)
    page = Counted(listing, wanted.size, known).get_page(wanted.page)
    ids = list(page.object_list)
    troubles, saved = troubles or {}, saved or {}
    said = {row.line: row for row in typed}
    above = [*troubles, *(line for line in said if line not in troubles), *saved]
    rows = _rows(actor, today, ids, above, said, troubles, saved)
    listed = [rows[pk] for pk in ids if pk in rows]
    by_line = {row.view.public_id: row for row in rows.values()}
    there = {row.view.public_id for row in listed}
    groups = _groups([row for line, row in by_line.items() if line not in there], listed)
    currencies = {row.view.currency for row in rows.values()}
    title, reason = _head(counts)
    return Desk(
        wanted,
        counts,
        _tabs(counts, wanted),
        groups,
        page,
        title,
        reason,
        currencies.pop() if len(currencies) == 1 else "",
        frozenset(picked),
    )


def wanted_lines(mine: QuerySet[OrderLine], wanted: Wanted, today: dt.date) -> QuerySet[OrderLine]:
    """All lines that the address shows, in order."""
    lines = of_tab(on_desk(mine, today), wanted.tab, with_skipped=wanted.with_skipped)
    return in_order(searched(lines, wanted.words))


def _rows(
    actor: Actor,
    today: dt.date,
    ids: Collection[int],
    above: Collection[str],
    said: Mapping[str, Typed],
    troubles: Mapping[str, Trouble],
    saved: Mapping[str, tuple[str, str]],
) -> dict[int, Row]:
    mine = OrderLine.objects.for_actor(actor)
    wanted = mine.filter(pk__in=ids)
    if above:
        wanted = wanted | mine.filter(public_id__in=above)
    lines = list(with_asked(shown(wanted, today)).select_related("skip"))
    held = {one.line.pk: one for one in held_of(lines)}
    views = {view.pk: view for view in line_views(lines, actor, today)}
    return {
        line.pk: row_of(
            line,
            views[line.pk],
            held[line.pk],
            today,
            said.get(line.public_id),
            troubles.get(line.public_id),
            saved.get(line.public_id),
        )
        for line in lines
    }


def offered(held: Held) -> tuple[Part, ...]:
    """What stands in the cells: what waits for an answer, else what is promised, else what is asked for."""
    pending = held.talk.pending
    if pending is not None and pending.event in (PromiseEvent.PROPOSE, PromiseEvent.COUNTER):
        return rest_of(pending.parts, held.received)
    return held.open_parts or (Part(held.line.requested_on, 1, held.open_quantity),)


def price_held(held: Held) -> int | None:
    pending = held.talk.pending
    if pending is not None and pending.event in (PromiseEvent.PROPOSE, PromiseEvent.COUNTER):
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
    pending = held.talk.pending
    if pending is not None and pending.event == PromiseEvent.COUNTER:
        return rest_of(pending.parts, held.received)
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


def _groups(above: Sequence[Row], listed: Sequence[Row]) -> tuple[Group, ...]:
    """Not saved, saved just now, what can be done, and what waits for the company."""
    waits = (LineState.BLOCKED.key,)
    groups = [
        Group(tuple(row for row in above if row.saved is None), _("Not saved yet"), "alert"),
        Group(tuple(row for row in above if row.saved is not None), _("Saved just now"), "check"),
        Group(tuple(row for row in listed if row.view.state.key not in waits and not row.why)),
        Group(
            tuple(row for row in listed if row.view.state.key in waits or row.why),
            _("Waiting for %(company)s: nothing to do") % {"company": settings.COMPANY_NAME},
            "lock",
        ),
    ]
    return tuple(group for group in groups if group.rows)


def _head(counts: DeskCounts) -> tuple[str, str]:
    company = {"company": settings.COMPANY_NAME}
    if counts[DeskTab.NEEDS]:
        return _("Desk"), _(
            "Late first, then what %(company)s changed, then what waits for your first answer."
        ) % company
    if counts[DeskTab.ALL]:
        return _("Desk"), _("Nothing needs you now. Thank you: every open line has your word.")
    return _("Desk"), _(
        "Nothing is open. Every line that %(company)s ordered has arrived. Thank you."
    ) % company


def _tabs(counts: DeskCounts, wanted: Wanted) -> tuple[Tab, ...]:
    company = {"company": settings.COMPANY_NAME}
    words = {
        DeskTab.CHANGED: _("Changed by %(company)s") % company,
        DeskTab.WAITING: _("Waiting for %(company)s") % company,
    }
    return tuple(
        Tab(words.get(tab, str(tab.label)), f"?tab={tab.value}", counts[tab.value], wanted.tab == tab.value)
        for tab in DeskTab
    )
