"""The base of our tables: typed columns, chosen columns, order and page in the URL, totals, ARIA roles.

A cell's `render` is for people; its `value` is typed, for exports and totals. A table on a phone is a stack
of blocks: every cell then repeats its header, which the template writes as `data-label`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import django_tables2 as tables
from django.core.paginator import EmptyPage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.columns.base import LinkTransform
from django_tables2.data import TableListData
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor, OrderBy

from portal import presentation
from portal.engine.money import Money
from portal.engine.scaled import from_scaled
from portal.templatetags.accord import chip

NONE = presentation.NONE


class Column(tables.Column):
    """A column of words. `unit` stands in the header, `sub` writes a second line for numbers and codes."""

    css = ""
    row_header = False

    def __init__(
        self,
        verbose_name: Any = None,
        *,
        unit: Any = "",
        sub: Callable[[Any], Any] | None = None,
        css: str = "",
        total: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("default", NONE)
        super().__init__(verbose_name, **options)
        self.unit = unit
        self.sub = sub
        self.total = total
        self.css = " ".join(filter(None, [self.css, css]))

    def write(self, value: Any, record: Any) -> Any:
        """The value for people."""
        return value

    def render(self, value: Any, record: Any) -> Any:
        words = self.write(value, record)
        second = self.sub(record) if self.sub else None
        return format_html('{}<span class="sub">{}</span>', words, second) if second else words

    def value(self, value: Any, record: Any) -> Any:
        """The value for exports, typed."""
        return value


class NumberColumn(Column):
    """Numbers at the right, with `places` decimals (None keeps them all)."""

    css = "n"

    def __init__(self, verbose_name: Any = None, *, places: int | None = 0, **options: Any) -> None:
        options.setdefault("initial_sort_descending", True)
        super().__init__(verbose_name, **options)
        self.places = places

    def write(self, value: Any, record: Any) -> Any:
        return presentation.number(value, self.places)


class ShareColumn(NumberColumn):
    """A share between 0 and 1, as a percentage."""

    def __init__(self, verbose_name: Any = None, *, places: int = 1, **options: Any) -> None:
        super().__init__(verbose_name, places=places, **options)

    def write(self, value: Any, record: Any) -> Any:
        return presentation.share(value, self.places)


class QuantityColumn(NumberColumn):
    """A quantity kept as an int scaled by 10^6; exported as the number that is meant."""

    def __init__(self, verbose_name: Any = None, *, unit_of: str = "", **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.unit_of = Accessor(unit_of) if unit_of else None

    def write(self, value: Any, record: Any) -> Any:
        return presentation.quantity(value, self.unit_of.resolve(record, quiet=True) if self.unit_of else "")

    def value(self, value: Any, record: Any) -> Any:
        return from_scaled(value) if isinstance(value, int) else value


class MoneyColumn(NumberColumn):
    """Minor units in the currency that `currency` (an accessor or a code) names."""

    def __init__(
        self, verbose_name: Any = None, *, currency: str, cents: bool = True, **options: Any
    ) -> None:
        super().__init__(verbose_name, **options)
        self.currency = currency
        self.cents = cents

    def _held(self, value: Any, record: Any) -> Any:
        if not isinstance(value, int):
            return value
        is_code = len(self.currency) == 3 and self.currency.isupper()
        code = self.currency if is_code else Accessor(self.currency).resolve(record)
        return Money(value, code)

    def write(self, value: Any, record: Any) -> Any:
        return presentation.money(self._held(value, record), cents=self.cents)

    def value(self, value: Any, record: Any) -> Any:
        return self._held(value, record).amount


class DayColumn(Column):
    """A date; `form` as in presentation.day."""

    css = "nowrap"

    def __init__(self, verbose_name: Any = None, *, form: str = "date", **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.form = form

    def write(self, value: Any, record: Any) -> Any:
        return presentation.day(value, self.form)


class MomentColumn(DayColumn):
    """A moment in the reader's time zone."""

    css = "nowrap two-narrow"

    def write(self, value: Any, record: Any) -> Any:
        return presentation.moment(value, self.form)


class LinkColumn(Column):
    """The name of the row: a header cell with a link and a second line.

    `linkify` as in django-tables2: True (get_absolute_url), a callable, or (view name, {argument: Accessor}).
    """

    row_header = True

    def __init__(self, verbose_name: Any = None, *, linkify: Any = True, **options: Any) -> None:
        super().__init__(verbose_name, **options)
        where = (
            {"url": linkify}
            if callable(linkify)
            else {"reverse_args": linkify}
            if linkify is not True
            else {}
        )
        self.anchor = LinkTransform(attrs={"class": "text-reset"}, accessor="", **where)

    def render(self, value: Any, record: Any) -> Any:
        link = self.anchor(self.write(value, record), record=record, value=value)
        second = self.sub(record) if self.sub else None
        return format_html('{}<span class="sub">{}</span>', link, second) if second else link


class ChipColumn(Column):
    """A state: `tones` maps its values to tones of the look, `pictures` to icons; words come from choices.

    Where there are no choices, `words(value)` says what the value means.
    """

    def __init__(
        self,
        verbose_name: Any = None,
        *,
        tones: dict[Any, str] | None = None,
        words: Callable[[Any], Any] | None = None,
        pictures: dict[Any, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(verbose_name, **options)
        self.tones, self.words, self.pictures = tones or {}, words, pictures or {}

    def write(self, value: Any, record: Any) -> Any:
        return self.words(value) if self.words else value

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        # Of a field with choices `value` is the label already; the tone hangs on what is stored.
        stored = Accessor(bound_column.accessor).resolve(record, quiet=True)
        return chip(self.write(value, record), self.tones.get(stored, ""), self.pictures.get(stored))


class DrawingColumn(Column):
    """A small chart in a cell: `draw(record)` returns a Drawing or None; pictures are not exported."""

    def __init__(self, verbose_name: Any, draw: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(
            verbose_name, orderable=False, exclude_from_export=True, empty_values=(), accessor="pk", **options
        )
        self.draw = draw

    def render(self, record: Any) -> Any:
        drawing = self.draw(record)
        if drawing is None:
            return format_html('<span class="faint tiny">{}</span>', _("no data yet"))
        return SafeString(render_to_string("portal/charts/chart.html", {"drawings": [drawing]}).strip())


class PickColumn(Column):
    """Tick boxes that pick rows for the bulk bar; the form field is `pick`, its values public ids."""

    css = "tight pick"

    def __init__(self, name_of: Callable[[Any], Any] = str, **options: Any) -> None:
        options = {"accessor": "public_id", "orderable": False, "exclude_from_export": True, **options}
        super().__init__("", **options)
        self.name_of = name_of

    @property
    def header(self) -> SafeString:
        words = _("Pick all on this page")
        return format_html(
            '<input class="form-check-input" type="checkbox" data-ac-pick-all aria-label="{}">', words
        )

    def render(self, value: Any, record: Any) -> Any:
        words = _("Pick %(name)s") % {"name": self.name_of(record)}
        box = '<input class="form-check-input" type="checkbox" name="pick" {} value="{}" aria-label="{}">'
        return format_html(box, "data-ac-pick", value, words)


class Table(tables.Table):
    """One list. Subclasses declare columns, and may say:

    `always` (columns that cannot be hidden), `at_first` (columns shown when none are chosen; all by default),
    `css`, `group_of(record)` (a heading over rows that belong together) and `row_class(record)`.
    """

    always: Sequence[str] = ()
    at_first: Sequence[str] = ()
    css = "ac-table ac-stack dense"
    empty_title: Any = _("Nothing here")
    empty_hint: Any = ""

    class Meta:
        template_name = "portal/table.html"
        order_by_field = "sort"
        page_field = "page"

    def __init__(
        self,
        data: Any = None,
        *,
        chosen: Sequence[str] = (),
        label: Any = "",
        totals: dict[str, Any] | None = None,
        bar: str = "",
        **options: Any,
    ) -> None:
        self.chosen = [name for name in chosen if name in self.base_columns]
        shown = set(self.chosen or self.at_first or self.base_columns) | set(self.always)
        hidden = [name for name in self.base_columns if name not in shown]
        # What this actor may not see: neither shown nor offered, and no order can betray it.
        self.withheld = frozenset(options.get("exclude") or ())
        options["exclude"] = [*self.withheld, *hidden]
        super().__init__(data if data is not None else [], **options)
        self.label, self.totals, self.bar = label, totals or {}, bar

    @classmethod
    def for_request(cls, request: HttpRequest, data: Any, *, per_page: int = 25, **options: Any) -> "Table":
        """Columns, order and page as the address says; what it says wrongly is left out, never an error."""
        wanted = [name for part in request.GET.getlist("cols") for name in part.split(",") if name]
        table = cls(data, chosen=wanted, request=request, **options)
        if orders := request.GET.getlist("sort"):
            table.order_by = [name for part in orders for name in part.split(",") if name]
        number = request.GET.get("page", "1")
        try:
            table.paginate(
                page=int(number) if number.isdecimal() and len(number) < 10 else 1, per_page=per_page
            )
        except EmptyPage:
            table.paginate(page=table.paginator.num_pages or 1, per_page=per_page)
        return table

    @property
    def choosable(self) -> list[tuple[str, Any, bool]]:
        """Columns that a reader may show or hide: name, header, shown now?"""
        shown = set(self.columns.names())
        excluded = {"pick", *self.always, *self.withheld}
        return [
            (name, _whole_header(name, column), name in shown)
            for name, column in self.base_columns.items()
            if name not in excluded
        ]

    def group_of(self, record: Any) -> Any:
        return None

    def row_class(self, record: Any) -> str:
        return ""

    @property
    def grouped_rows(self) -> Iterator[tuple[Any, str, BoundRow]]:
        """The rows of this page; each with the heading that starts there (or None) and its class."""
        before = None
        for row in self.paginated_rows:
            group = self.group_of(row.record)
            yield (group if group != before else None), self.row_class(row.record), row
            before = group

    @cached_property
    def footer(self) -> list[tuple[Any, Any]]:
        """One cell for each column when there are totals, each written as its column writes."""
        if not self.totals:
            return []
        first = True
        cells = []
        for column in self.columns:
            value = self.totals.get(column.name)
            words: Any = ""
            if value is not None:
                words = column.column.write(value, None)
            elif first and column.name != "pick":
                words = _("Total")
            first = first and column.name == "pick"
            cells.append((column, words))
        return cells

    @property
    def footers(self) -> list[list[tuple[Any, Any]]]:
        """The rows under all others, each of cells as `footer` gives them: one of totals, or none."""
        return [self.footer] if self.footer else []

    @property
    def page_numbers(self) -> list[int | None]:
        """The pages to offer: first, last and those around this one; None stands for what is left out."""
        last, here = self.paginator.num_pages, self.page.number
        near = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
        numbers: list[int | None] = []
        for number in near:
            if numbers and number - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers

    @property
    def span(self) -> int:
        return len(self.columns.names())

    def typed_rows(self) -> Iterable[list[Any]]:
        """Header, then every row of the whole list (not of the page), typed, in the order shown."""
        columns = [column for column in self.columns if not column.column.exclude_from_export]
        yield [column.name for column in columns]
        for row in self.rows:
            yield [self._typed(row, column) for column in columns]

    def _typed(self, row: BoundRow, column: Any) -> Any:
        value = column.accessor.resolve(row.record, quiet=True) if column.accessor else None
        if value is None or value == "":
            return None
        return column.column.value(value=value, record=row.record)


class NoneLast(TableListData):
    """Rows in the order asked for; those without a value stand last, whichever way it goes."""

    data: list[Any]

    def order_by(self, aliases: Iterable[str]) -> None:
        for alias in reversed(list(aliases)):
            column, falls = self.table.columns[OrderBy(alias).bare], OrderBy(alias).is_descending
            for by in reversed([OrderBy(one).bare for one in column.column.order_by or (column.accessor,)]):
                self._sort(Accessor(by), falls)

    def _sort(self, accessor: Accessor, falls: bool) -> None:
        known: list[tuple[Any, Any]] = []
        unknown: list[tuple[Any, Any]] = []
        for row in self.data:
            value = accessor.resolve(row, quiet=True)
            (unknown if value is None else known).append((value, row))
        known.sort(key=lambda pair: getattr(pair[0], "casefold", lambda: pair[0])(), reverse=falls)
        self.data = [row for _value, row in (*known, *unknown)]


def _whole_header(name: str, column: Any) -> str:
    """Both lines of a header in one: "Open lines"."""
    words = str(column.verbose_name or name.replace("_", " ").capitalize())
    return f"{words} {column.unit}" if getattr(column, "unit", "") else words
