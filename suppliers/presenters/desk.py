"""The partner's desk: its lines as rows that can be edited, with what was typed and why it was not taken."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.actors import Actor
from suppliers.enums import LineState
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
from suppliers.facts.promises import held_of
from suppliers.forms_desk import CELLS, Trouble, Typed
from suppliers.models import OrderLine
from suppliers.presenters.desk_rows import Row, row_of
from suppliers.presenters.directory import Tab
from suppliers.presenters.lines import line_views, shown

SIZES = (50, 100, 500)


@dataclass(frozen=True)
class Group:
    """Rows under one heading; those that can be answered have none."""

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
