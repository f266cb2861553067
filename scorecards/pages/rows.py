"""The rows behind one figure, as a table a person reads: which passed, which did not, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.charts import Drawing
from portal.presentation import number
from scorecards.engine.catalogue import FLAGS, kpi_of
from scorecards.models import Scorecard
from scorecards.pages import words
from scorecards.pages.columns import MEASURED, OF_KPI, SPECS, heading_of, label, plain_specs, text_of
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
class Column:
    name: str
    is_number: bool
    sort: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    is_number: bool = True


@dataclass(frozen=True)
class RowLine:
    """One row: the line by item and number (or what else it is about), its figures, its track and why.

    `line`: its public id; `mark` what became of its contest, `tick`: it can be contested (pages.disputes).
    """

    name: str
    number: str
    cells: list[Cell]
    track: Drawing | None
    why: str
    chip: str = ""
    tone: str = ""
    line: str = ""
    mark: Any = None
    tick: bool = False


@dataclass(frozen=True)
class Tab:
    value: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True)
class RowsPage:
    """Rows of one KPI; `pages` is None in a drawer. Not `of_lines`: neither tracks nor reasons."""

    title: str
    heading: str
    reason: str
    why_title: str
    all_words: str
    empty: str
    csv_url: str
    columns: list[Column]
    rows: list[RowLine]
    of_lines: bool = True
    tabs: list[Tab] = field(default_factory=list)
    range_words: str = ""
    pages: Page[Any] | None = None
    bar: Any = None


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
        self.counted = kpi_of(rows.kpi)
        self.source, self.of_lines = self.counted.source, self.counted.of_lines
        self.columns = rows.columns
        self.specs = OF_KPI.get(rows.kpi) or SPECS.get(self.source) or plain_specs(rows.columns)
        self.groups: dict[str, list[SharedRow]] = {FAILED: [], PASSED: [], EXCUSED: [], ALL: list(rows.rows)}
        self.has_pass = (
            self.source in SPECS and self.source not in MEASURED
        ) or self.counted.numerator in FLAGS
        for row in rows.rows:
            if row.excused:
                self.groups[EXCUSED].append(row)
            elif self.has_pass:
                went_well = passed(self.counted, row.values)
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
            empty=self._empty(),
            csv_url=self.csv_url,
            columns=self._columns(sort),
            rows=self._lines(wanted),
            of_lines=self.of_lines,
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

    def _empty(self) -> str:
        if not self.of_lines:
            return _("All of them went well.") if self.groups[ALL] else _("There is nothing to show.")
        return _("Every line passed. Thank you.") if self.groups[ALL] else _("No line was counted.")

    def _columns(self, sort: str) -> list[Column]:
        leads = _("Line") if self.of_lines else label(heading_of(self.columns))
        named = [Column(leads, False, *_order("number", sort))]
        named += [Column(str(spec.name), spec.is_number, *_order(spec.sort, sort)) for spec in self.specs]
        if not self.of_lines:
            return named
        return [*named, Column(_("Promise track"), False), Column(_("Why"), False)]

    def _sorted(self, rows: list[SharedRow], sort: str) -> list[SharedRow]:
        """By the first column that holds days, else by the first of all, unless the reader asks otherwise."""
        if sort.removeprefix("-") not in ("number", *self.columns):
            days = (spec.sort for spec in self.specs if spec.sort.endswith(("_on", "_at")))
            sort = next(days, self.specs[0].sort)
        column, descending = sort.removeprefix("-"), sort.startswith("-")
        if column == "number":
            return sorted(rows, key=self._number_of, reverse=descending)
        known = [row for row in rows if row.values[column] is not None]
        unknown = [row for row in rows if row.values[column] is None]
        return sorted(known, key=lambda row: row.values[column], reverse=descending) + unknown

    def _worst(self) -> list[SharedRow]:
        kpi = self.counted
        counted = [row for row in self.groups[ALL] if not row.excused]
        counted.sort(key=lambda row: row.values[kpi.numerator], reverse=not kpi.higher_is_better)
        return counted + self.groups[EXCUSED]

    def _number_of(self, row: SharedRow) -> tuple[str, int, str]:
        if not self.of_lines:
            return str(row.values[heading_of(self.columns)]), 0, ""
        return row.order_number, len(row.line_number), row.line_number

    def _cells(self, row: SharedRow) -> list[Cell]:
        return [
            Cell(str(spec.short or spec.name), spec.write(row.values), spec.is_number) for spec in self.specs
        ]

    def _plain(self, row: SharedRow) -> RowLine:
        column = heading_of(self.columns)
        chip = _("Excused") if row.excused else ""
        return RowLine(text_of(column, row.values[column]), "", self._cells(row), None, "", chip)

    def _lines(self, rows: list[SharedRow]) -> list[RowLine]:
        if not self.of_lines:
            return [self._plain(row) for row in rows]
        told = stories(self.partner_id, {row.line for row in rows}, self.as_of)
        axis = axis_of(told.values())
        return [self._line(row, told.get(row.line) or Story(), axis) for row in rows]

    def _line(self, row: SharedRow, story: Story, axis: Any) -> RowLine:
        name = story.item or row.item or _("Order line")
        cells, drawing = self._cells(row), track(story, axis)
        part = row.values.get("part")
        named = f"{row.order_number}-{row.line_number}"
        if part and part > 1:
            named += " " + _("part %(number)s") % {"number": part}
        if row.excused:
            return RowLine(name, named, cells, drawing, story.excuse, _("Excused"), line=row.line)
        why = reason(self.counted.code, self.source, row.values, self.early_days)
        return RowLine(name, named, cells, drawing, why, line=row.line)


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


def _range(pages: Page[Any]) -> str:
    return _("%(first)s to %(last)s of %(all)s") % {
        "first": number(pages.start_index()),
        "last": number(pages.end_index()),
        "all": number(pages.paginator.count),
    }
