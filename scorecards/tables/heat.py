"""All partners in one table: a row a partner, a column a KPI; each cell says its value and its points."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.enums import Side
from portal.presentation import number, signed
from portal.tables import Column, LinkColumn, NumberColumn, Table
from portal.templatetags.accord import icon
from scorecards.facts.heat import Cell
from scorecards.models import TemplateLine
from scorecards.pages import words
from scorecards.presenters.card import NEAR, named
from scorecards.tables.cards import BandColumn, CoverageColumn, ScoreColumn, card_url

# From so many points on a cell is of this step; a step has its ground, its picture and its word.
STEPS = (
    (Decimal(100), "s4", "check", gettext_lazy("met")),
    (Decimal(NEAR), "s3", "near", gettext_lazy("near target")),
    (Decimal(50), "s2", "fall", gettext_lazy("below target")),
    (Decimal(0), "s1", "chevrons-down", gettext_lazy("far below target")),
)
NO_POINTS = ("s0", "dash", gettext_lazy("not graded"))


def step_of(points: Decimal | None) -> tuple[str, str, Any]:
    """Its class, its picture, its word."""
    if points is None:
        return NO_POINTS
    return next((css, picture, word) for least, css, picture, word in STEPS if points >= least)


def cell_words(unit: str, cell: Cell, url: str = "") -> Any:
    """The value, and under it the points with the picture of their step; a link when there are rows."""
    css, picture, word = step_of(cell.points)
    if cell.value is None:
        return format_html('<span class="muted">{}</span>', _("no data"))
    points = number(cell.points, 1) if cell.points is not None else _("n %(n)s") % {"n": number(cell.n)}
    inner = format_html(
        '<b>{}</b><small>{} {}<span class="vh"> {}</span></small>',
        words.figure_text(unit, cell.value), icon(picture), points, word,
    )  # fmt: skip
    if url:
        return format_html('<a class="ac-heat {}" href="{}">{}</a>', css, url, inner)
    return format_html('<span class="ac-heat {}">{}</span>', css, inner)


class KpiColumn(Column):
    """One KPI: sorted by its points, then its value; exported as two columns."""

    css = "n heat"

    def __init__(self, line: TemplateLine) -> None:
        self.code, self.unit_code = line.kpi, named(line)["unit"]
        super().__init__(
            named(line)["name"],
            accessor=f"cells__{line.kpi}",
            order_by=(f"cells__{line.kpi}__points", f"cells__{line.kpi}__value"),
            empty_values=(),
        )

    def render(self, value: Any, record: Any) -> Any:
        if value is None:
            return format_html('<span class="muted">{}</span>', _("not on this card"))
        url = reverse("scorecards:rows", args=[record.public_id, self.code]) if value.has_rows else ""
        return cell_words(self.unit_code, value, url)

    def write(self, value: Any, record: Any) -> Any:
        """The foot: all partners together."""
        return cell_words(self.unit_code, value)


class ChangeColumn(NumberColumn):
    """Points since the period before, with an arrow."""

    def write(self, value: Any, record: Any) -> Any:
        if not value:
            return signed(value)
        picture, tone = ("up", "txt-ok") if value > 0 else ("fall", "txt-bad")
        return format_html('<span class="{}">{} {}</span>', tone, icon(picture), signed(value))


class HeatTable(Table):
    """Without its KPIs: `heat_table` adds them."""

    partner = LinkColumn(
        gettext_lazy("Partner"),
        linkify=card_url,
        accessor="partner__name",
        sub=lambda row: row.partner.get_kind_display(),
    )
    score = ScoreColumn()
    change = ChangeColumn(gettext_lazy("Change"), places=1)
    band = BandColumn()
    our_score = NumberColumn(gettext_lazy("Our score"), places=1, unit=gettext_lazy("of 100"))
    coverage = CoverageColumn(gettext_lazy("Coverage"))
    segment = Column(gettext_lazy("Segment"), accessor="partner__segment")
    owner = Column(gettext_lazy("Owner"), accessor="partner__owner__name")
    code = Column(gettext_lazy("Code"), accessor="partner__code")
    always = ("partner",)
    css = "ac-table ac-stack dense ac-heats"
    empty_title = gettext_lazy("No card is published yet")
    empty_hint = gettext_lazy("Publish a period that has closed: then all partners stand here side by side.")

    class Meta(Table.Meta):
        order_by = ("score",)

    def typed_rows(self) -> Iterable[list[Any]]:
        """As shown, but that a KPI has two columns: its value and its points."""
        shown = [(bound, bound.column) for bound in self.columns]
        header: list[Any] = []
        for bound, column in shown:
            header += [bound.name, f"{bound.name}_points"] if isinstance(column, KpiColumn) else [bound.name]
        yield header
        for row in self.rows:
            typed: list[Any] = []
            for bound, column in shown:
                if isinstance(column, KpiColumn):
                    cell = row.record.cells.get(column.code)
                    typed += [cell.value, cell.points] if cell else [None, None]
                else:
                    typed.append(self._typed(row, bound))
            yield typed


def heat_table(lines: Sequence[TemplateLine]) -> type[HeatTable]:
    """The table with a column for every KPI; those of our own half are shown when somebody asks for them."""
    columns: dict[str, Any] = {line.kpi: KpiColumn(line) for line in lines}
    theirs = [line.kpi for line in lines if line.side == Side.PARTNER]
    ours = [line.kpi for line in lines if line.side == Side.COMPANY]
    order = ("partner", "score", "change", "band", *theirs, "our_score", *ours)
    return type(
        "TemplateHeatTable",
        (HeatTable,),
        {
            **columns,
            "at_first": ("partner", "score", "change", "band", *theirs, "our_score"),
            "Meta": type("Meta", (HeatTable.Meta,), {"sequence": (*order, "...")}),
        },
    )
