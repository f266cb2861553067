"""Partners by what they contribute: a row each, under them what names nobody, and the company."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.charts import Drawing, sparkline
from portal.charts.bar import bar
from portal.engine.money import Money
from portal.tables import ChipColumn, Column, DrawingColumn, LinkColumn, NumberColumn, ShareColumn, Table
from portal.templatetags.accord import chip
from suppliers.engine.contribution import COSTS, NET_REVENUE
from suppliers.presenters.contribution.lines import Line
from suppliers.presenters.contribution.overview import Foot, Overview

AMOUNTS: Mapping[str, Any] = {
    "net_revenue": gettext_lazy("Net revenue"),
    "goods": gettext_lazy("Goods"),
    "logistics": gettext_lazy("Logistics"),
    "selling": gettext_lazy("Selling"),
    "trouble": gettext_lazy("Trouble"),
    "other": gettext_lazy("Other"),
    "contribution": gettext_lazy("Contribution"),
}
KINDS: Mapping[str, Sequence[str]] = {"net_revenue": NET_REVENUE, **COSTS, "contribution": ()}
# Two views of the same rows: who brings what, and what it is made of.
RANKING = (
    "partner", "grade", "net_revenue", "contribution", "bar", "margin", "share", "cumulative", "change",
    "quarters", "score",
)  # fmt: skip
COST_GROUPS = ("partner", "grade", *AMOUNTS, "margin")


class GradeColumn(ChipColumn):
    """A to D; who costs money has a sign beside the letter."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Class"))

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        return chip(value, {"A": "you", "D": "bad"}.get(value, ""), "alert" if value == "D" else "")


class AmountColumn(NumberColumn):
    """Minor units in the page's scale; each leads to its entries."""

    def __init__(self, name: str, page: Overview, **options: Any) -> None:
        super().__init__(AMOUNTS[name], accessor=f"figures__{name}", unit=page.scale.unit, **options)
        self.page, self.kinds = page, KINDS[name]

    def write(self, value: Any, record: Any) -> Any:
        return self.page.scale.cell(value)

    def render(self, value: Any, record: Any) -> Any:
        return _linked(self.write(value, record), self.page.links.entries(record, self.kinds))

    def value(self, value: Any, record: Any) -> Any:
        return Money(value, self.page.scale.currency).amount


class ContributionColumn(AmountColumn):
    """In bold; red where it costs."""

    def write(self, value: Any, record: Any) -> Any:
        return format_html("<b{}>{}</b>", _red(value), self.page.scale.cell(value))


def _red(value: int) -> Any:
    return format_html(' class="{}"', "txt-bad") if value < 0 else ""


class ChangeColumn(NumberColumn):
    """Against the same days a year before; exported in units of the currency."""

    def __init__(self, page: Overview) -> None:
        super().__init__(gettext_lazy("On last year"), accessor="change", unit=page.scale.unit)
        self.page = page

    def write(self, value: Any, record: Any) -> Any:
        return self.page.scale.cell(value, self.page.scale.signed(value))

    def value(self, value: Any, record: Any) -> Any:
        return Money(value, self.page.scale.currency).amount


class BarColumn(DrawingColumn):
    """The contribution again, to be compared at a glance."""

    css = "hide-narrow"

    @property
    def header(self) -> Any:
        return format_html('<span class="vh">{}</span>', self.verbose_name)


class ContributionTable(Table):
    """Without its columns: `contribution_table` adds them, in the scale of a page."""

    always = ("partner",)
    at_first = RANKING
    css = "ac-table ac-stack dense ac-profit"
    page_shown: Overview

    class Meta(Table.Meta):
        order_by = ("-contribution",)

    @cached_property
    def footers(self) -> list[list[tuple[Any, Any]]]:
        return [[(bound, _under(bound, foot)) for bound in self.columns] for foot in self.page_shown.feet]

    def typed_rows(self) -> Iterable[list[Any]]:
        """As shown, with the rows under the table at the end."""
        yield from super().typed_rows()
        columns = [bound for bound in self.columns if not bound.column.exclude_from_export]
        for foot in self.page_shown.feet:
            yield [_typed_under(bound, foot.line) for bound in columns]


def _under(bound: Any, foot: Foot) -> Any:
    """A cell under the table; amounts lead to their entries here too."""
    if bound.name == "partner":
        ways = format_html_join(", ", '<a href="{1}">{0}</a>', foot.links)
        return format_html('{}<span class="sub">{}</span>', foot.line.name, ways) if ways else foot.line.name
    value = None if isinstance(bound.column, DrawingColumn) else bound.accessor.resolve(foot.line, quiet=True)
    if value in (None, ""):
        return ""
    words = bound.column.write(value, foot.line)
    url = foot.entries(bound.column.kinds) if foot.entries and isinstance(bound.column, AmountColumn) else ""
    return _linked(words, url)


def _typed_under(bound: Any, line: Line) -> Any:
    value = bound.accessor.resolve(line, quiet=True)
    return None if value in (None, "") else bound.column.value(value=value, record=line)


def _linked(words: Any, url: str) -> Any:
    return format_html('<a class="text-reset ac-quiet" href="{}">{}</a>', url, words) if url else words


def contribution_table(page: Overview, sparks: Mapping[int, Sequence[int | None]]) -> type[ContributionTable]:
    """`sparks` may be filled later, when it is known which rows are shown."""
    amounts = [line.contribution for line in page.lines] or [0]
    low, high = (page.scale.amount(end) for end in (min(amounts), max(amounts)))

    def draw_bar(line: Line) -> Drawing:
        return bar(page.scale.amount(line.contribution), low, high)

    def draw_quarters(line: Line) -> Drawing | None:
        values = sparks.get(line.pk, ())
        there = [page.scale.write(value) for value in values if value is not None]
        if not there:
            return None
        ends = {"name": line.name, "first": there[0], "last": there[-1], "unit": page.scale.unit}
        label = _("%(name)s, eight quarters, from %(first)s to %(last)s %(unit)s") % ends
        floats = [None if value is None else float(value) for value in values]
        return sparkline(floats, label, side="bad" if line.grade == "D" else "you", width=80, height=22)

    columns: dict[str, Any] = {
        "partner": LinkColumn(
            gettext_lazy("Partner"),
            accessor="name",
            linkify=lambda record: page.links.partner(record),
            sub=lambda line: line.code,
        ),
        "grade": GradeColumn(),
        **{name: AmountColumn(name, page) for name in AMOUNTS if name != "contribution"},
        "contribution": ContributionColumn("contribution", page),
        "bar": BarColumn(gettext_lazy("Bar"), draw_bar),
        "margin": ShareColumn(gettext_lazy("Margin")),
        "share": ShareColumn(gettext_lazy("Share"), unit=gettext_lazy("of the company")),
        "cumulative": ShareColumn(gettext_lazy("Cumulative"), unit=gettext_lazy("of the named")),
        "change": ChangeColumn(page),
        "quarters": DrawingColumn(gettext_lazy("8 quarters"), draw_quarters),
        "score": NumberColumn(gettext_lazy("Score"), places=1),
        "code": Column(gettext_lazy("Code")),
    }
    return type("PageOfContribution", (ContributionTable,), {**columns, "page_shown": page})
