"""The rows behind one figure, as a table a person reads: which passed, which did not, and why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.charts import Drawing
from portal.presentation import NONE, day, moment, number
from scorecards.engine.catalogue import COLUMNS, Source, kpi_of
from scorecards.models import Scorecard
from scorecards.pages import words
from scorecards.pages.reasons import passed, reason
from scorecards.pages.tracks import Story, axis_of, stories, track
from scorecards.presenters import SharedKpi, SharedRow, SharedRows, rows_of

PER_PAGE = 50
IN_DRAWER = 12
FAILED, PASSED, EXCUSED, ALL = "failed", "passed", "excused", "all"
TABS = (
    (FAILED, gettext_lazy("Did not pass")),
    (PASSED, gettext_lazy("Passed")),
    (EXCUSED, gettext_lazy("Excused")),
    (ALL, gettext_lazy("All")),
)


@dataclass(frozen=True)
class Spec:
    """A column of numbers: its header (`short` on a phone), how a row writes it, what sorts it."""

    name: Any
    write: Callable[[dict[str, Any]], str]
    sort: str
    short: Any = ""


def _units(column: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: number(values[column], None)


def _day(column: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: day(values[column], "short")


def _moment(column: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: moment(values[column], "short")


def _hours(values: dict[str, Any]) -> str:
    return number(values["hours"], 1)


def _due(values: dict[str, Any]) -> str:
    units, due = number(values["quantity"], None), day(values["due_on"], "short")
    return _("%(units)s on %(day)s") % {"units": units, "day": due}


def _late(values: dict[str, Any]) -> str:
    return number(values["days_late"]) if (values["days_late"] or 0) > 0 else NONE


_DUE = Spec(gettext_lazy("Due"), _due, "due_on")
_ACCEPTED = Spec(
    gettext_lazy("Accepted in window"),
    _units("accepted_in_window"),
    "accepted_in_window",
    gettext_lazy("In window"),
)
_RECEIVED = Spec(
    gettext_lazy("Received in window"),
    _units("quantity_in_window"),
    "quantity_in_window",
    gettext_lazy("In window"),
)
_DAYS_LATE = Spec(gettext_lazy("Days late"), _late, "days_late")
_OPEN = Spec(gettext_lazy("Open"), _units("open_quantity"), "open_quantity")
_OPEN_DAYS = Spec(gettext_lazy("Unit-days"), _units("open_quantity_days"), "open_quantity_days")
_LEAD = Spec(gettext_lazy("Days"), _units("lead_days"), "lead_days")
SPECS: dict[Source, Sequence[Spec]] = {
    Source.JUDGED_LINES: (_DUE, _ACCEPTED, _DAYS_LATE),
    Source.PROMISED_PARTS: (_DUE, _ACCEPTED),
    Source.COMPLETED_LINES: (
        Spec(gettext_lazy("Ordered"), _day("ordered_on"), "ordered_on"),
        Spec(gettext_lazy("Complete"), _day("completed_on"), "completed_on"),
        _LEAD,
    ),
    Source.ANSWERED_LINES: (
        _DUE,
        Spec(gettext_lazy("Confirmed"), _units("confirmed_quantity"), "confirmed_quantity"),
    ),
    Source.CONFIRMED_LINES: (
        Spec(gettext_lazy("First promise"), _day("due_on"), "due_on"),
        Spec(gettext_lazy("Last promise"), _day("last_due_on"), "last_due_on"),
    ),
    Source.SLIPPED_LINES: (
        Spec(gettext_lazy("First promise"), _day("due_on"), "due_on"),
        Spec(gettext_lazy("First told"), _day("warned_on"), "warned_on"),
        Spec(gettext_lazy("All here"), _day("arrived_on"), "arrived_on"),
        Spec(gettext_lazy("Days"), _units("notice_days"), "notice_days"),
    ),
    Source.ASKED_LINES: (
        Spec(gettext_lazy("Sent"), _moment("sent_at"), "sent_at"),
        Spec(gettext_lazy("First answer"), _moment("answered_at"), "answered_at"),
        Spec(gettext_lazy("Working hours"), _hours, "hours"),
    ),
    Source.RECEIPTS: (
        Spec(gettext_lazy("Received on"), _day("received_on"), "received_on"),
        Spec(gettext_lazy("Received"), _units("received"), "received"),
        Spec(gettext_lazy("Rejected"), _units("rejected"), "rejected"),
    ),
}
# Rows that are long or short, and neither pass nor fail.
MEASURED = (Source.COMPLETED_LINES, Source.SLIPPED_LINES, Source.ASKED_LINES)
OF_KPI = {
    "on_time_quantity": (_DUE, _RECEIVED, _DAYS_LATE),
    "overdue_quantity_days": (_DUE, _OPEN, _OPEN_DAYS),
}


@dataclass(frozen=True)
class Column:
    name: str
    is_number: bool
    sort: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    label: str
    text: str


@dataclass(frozen=True)
class RowLine:
    """One row: the line by item and number, its figures, its track and why it counted so."""

    name: str
    number: str
    cells: list[Cell]
    track: Drawing | None
    why: str
    chip: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Tab:
    value: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True)
class RowsPage:
    """Rows of one KPI; `pages` is None in a drawer."""

    title: str
    heading: str
    reason: str
    why_title: str
    all_words: str
    empty: str
    csv_url: str
    columns: list[Column]
    rows: list[RowLine]
    tabs: list[Tab] = field(default_factory=list)
    range_words: str = ""
    pages: Page[Any] | None = None


class RowsReader:
    """Of one figure: sorts the rows into passed, failed and excused, and writes those asked for."""

    def __init__(
        self,
        kpi: SharedKpi,
        rows: SharedRows,
        *,
        partner_id: int,
        as_of: date,
        early_days: int | None,
        csv_url: str = "",
    ) -> None:
        self.kpi, self.partner_id, self.as_of = kpi, partner_id, as_of
        self.early_days, self.csv_url = early_days, csv_url
        self.source = kpi_of(kpi.code).source
        self.specs = OF_KPI.get(kpi.code) or SPECS[self.source]
        self.groups: dict[str, list[SharedRow]] = {FAILED: [], PASSED: [], EXCUSED: [], ALL: list(rows.rows)}
        self.has_pass = self.source not in MEASURED
        for row in rows.rows:
            if row.excused:
                self.groups[EXCUSED].append(row)
            elif self.has_pass:
                went_well = passed(kpi.code, self.source, row.values)
                self.groups[PASSED if went_well else FAILED].append(row)

    def drawer(self, limit: int = IN_DRAWER) -> RowsPage:
        """What a person asks first: the rows that did not pass, and the excused."""
        return self._page(self._asked_first()[:limit], tabs=[], sort="")

    def left_out(self, limit: int) -> int:
        """How many rows a drawer of this length does not show."""
        return max(0, len(self._asked_first()) - limit)

    def _asked_first(self) -> list[SharedRow]:
        if not self.has_pass:
            return self._worst()
        return self._sorted(self.groups[FAILED], "") + self._sorted(self.groups[EXCUSED], "")

    def page(self, show: str, sort: str, number_of_page: str) -> RowsPage:
        show = show if show in self.groups else (FAILED if self.groups[FAILED] else ALL)
        wanted = self._sorted(self.groups[show], sort)
        pages = Paginator(wanted, PER_PAGE).get_page(number_of_page)
        tabs = [
            Tab(value, str(name), len(self.groups[value]), value == show)
            for value, name in TABS
            if value in (ALL, show) or self.groups[value]
        ]
        return self._page(list(pages.object_list), tabs=tabs, sort=sort, pages=pages)

    def _page(
        self, wanted: list[SharedRow], *, tabs: list[Tab], sort: str, pages: Page[Any] | None = None
    ) -> RowsPage:
        title = self.title
        return RowsPage(
            title=title,
            heading=f"{self.kpi.name}: {words.figure_text(self.kpi.unit, self.kpi.value)}",
            reason=f"{title}. {capfirst(words.basis_words(self.kpi))}.",
            why_title=_("Why"),
            all_words=ngettext("Open the one row", "Open all %(count)s rows", len(self.groups[ALL]))
            % {"count": number(len(self.groups[ALL]))},
            empty=_("Every line passed. Thank you.") if self.groups[ALL] else _("No line was counted."),
            csv_url=self.csv_url,
            columns=self._columns(sort),
            rows=self._lines(wanted),
            tabs=tabs,
            range_words=_range(pages) if pages else "",
            pages=pages,
        )

    @property
    def title(self) -> str:
        """5 of 48 lines did not pass, 1 is excused."""
        counted = words.count_words(self.kpi.counts, self.kpi.n)
        failed, excused = len(self.groups[FAILED]), len(self.groups[EXCUSED])
        if not self.has_pass:
            text = counted
        elif failed:
            text = _("%(failed)s of %(counted)s did not pass") % {
                "failed": number(failed),
                "counted": counted,
            }
        else:
            text = _("%(counted)s, all passed") % {"counted": counted}
        if excused:
            text += ", " + ngettext("%(count)s is excused", "%(count)s are excused", excused) % {
                "count": number(excused)
            }
        return text

    def _columns(self, sort: str) -> list[Column]:
        named = [Column(_("Line"), False, *_order("number", sort))]
        named += [Column(str(spec.name), True, *_order(spec.sort, sort)) for spec in self.specs]
        return [*named, Column(_("Promise track"), False), Column(_("Why"), False)]

    def _sorted(self, rows: list[SharedRow], sort: str) -> list[SharedRow]:
        """By the first column of figures, which is a day, unless the reader asks otherwise."""
        if sort.removeprefix("-") not in ("number", *COLUMNS[self.source]):
            sort = self.specs[0].sort
        column, descending = sort.removeprefix("-"), sort.startswith("-")
        if column == "number":
            return sorted(rows, key=_number_of, reverse=descending)
        known = [row for row in rows if row.values[column] is not None]
        unknown = [row for row in rows if row.values[column] is None]
        return sorted(known, key=lambda row: row.values[column], reverse=descending) + unknown

    def _worst(self) -> list[SharedRow]:
        kpi = kpi_of(self.kpi.code)
        counted = [row for row in self.groups[ALL] if not row.excused]
        counted.sort(key=lambda row: row.values[kpi.numerator], reverse=not kpi.higher_is_better)
        return counted + self.groups[EXCUSED]

    def _lines(self, rows: list[SharedRow]) -> list[RowLine]:
        told = stories(self.partner_id, {row.line for row in rows}, self.as_of)
        axis = axis_of(told.values())
        return [self._line(row, told.get(row.line) or Story(), axis) for row in rows]

    def _line(self, row: SharedRow, story: Story, axis: Any) -> RowLine:
        name = story.item or row.item or _("Order line")
        cells = [Cell(str(spec.short or spec.name), spec.write(row.values)) for spec in self.specs]
        drawing = track(story, axis)
        part = row.values.get("part")
        named = f"{row.order_number}-{row.line_number}"
        if part and part > 1:
            named += " " + _("part %(number)s") % {"number": part}
        if row.excused:
            return RowLine(name, named, cells, drawing, story.excuse, _("Excused"))
        return RowLine(
            name, named, cells, drawing, reason(self.kpi.code, self.source, row.values, self.early_days)
        )


def reader_of(card: Scorecard, kpi: SharedKpi) -> RowsReader:
    """The rows behind one figure of a published card. Raises KpiResult.DoesNotExist."""
    return RowsReader(
        kpi,
        rows_of(card, kpi.code),
        partner_id=card.partner_id,
        as_of=card.as_of,
        early_days=card.results.select_related("line").get(kpi=kpi.code).line.early_days,
        csv_url=reverse("scorecards:rows", args=[card.public_id, kpi.code]) + "?format=csv",
    )


def csv_rows(parts: Sequence[SharedRows]) -> Iterator[list[Any]]:
    """Header, then every row of every KPI, as published: shares of nothing, whole units, ISO days."""
    columns = list(dict.fromkeys(name for part in parts for name in part.columns))
    yield ["kpi", "item", *columns]
    for part in parts:
        for row in part.rows:
            yield [part.kpi, row.item, *(row.values.get(name) for name in columns)]


def _order(column: str, sort: str) -> tuple[str, str]:
    """(what a click asks for, how it is sorted now)."""
    if sort == column:
        return f"-{column}", "ascending"
    return column, "descending" if sort == f"-{column}" else ""


def _number_of(row: SharedRow) -> tuple[str, int, str]:
    return row.order_number, len(row.line_number), row.line_number


def _range(pages: Page[Any]) -> str:
    return _("%(first)s to %(last)s of %(all)s") % {
        "first": number(pages.start_index()),
        "last": number(pages.end_index()),
        "all": number(pages.paginator.count),
    }
