"""The contribution page on paper: the same figures to the cent, the same pictures."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from portal.charts import Drawing
from portal.charts.bar import bar
from portal.presentation import NONE, number, share
from portal.tables import Table
from suppliers.presenters.contribution.lines import Line
from suppliers.presenters.contribution.overview import Overview, Tile
from suppliers.presenters.contribution.pictures import SHEET, Picture, scatter_picture, whale_picture
from suppliers.presenters.contribution.scale import Scale, scale_for


@dataclass(frozen=True)
class PaperRow:
    """All in words. `is_cost`: it takes away from the profit."""

    name: str
    code: str
    grade: str
    net_revenue: str
    costs: str
    contribution: str
    margin: str
    share: str
    cumulative: str
    score: str
    is_cost: bool
    bar: Drawing | None = None


@dataclass(frozen=True)
class Paper:
    """The first `most` rows in the order of the page; one row for all others, so that it adds up."""

    most: ClassVar[int] = 300
    title: str
    reason: str
    docname: str
    company: str
    unit: str
    tiles: list[Tile]
    whale: Picture
    scatter: Picture
    rows: list[PaperRow]
    feet: list[PaperRow]

    @classmethod
    def of(cls, page: Overview, table: Table) -> "Paper":
        scale = scale_for(page.ranking.currency, 0, exact=True)
        shown = [row.record for row in table.paginated_rows]
        amounts = [line.contribution for line in page.lines] or [0]
        ends = scale.amount(min(amounts)), scale.amount(max(amounts))
        under = [*page.others(shown), *(foot.line for foot in page.last_feet)]
        kind, days = page.asked.kind_words, page.asked.period.label
        return cls(
            title=_("What each partner contributes"),
            reason=_("%(kind)s, %(days)s, in %(currency)s at dated rates. For the company’s own people only.")
            % {"kind": kind, "days": days, "currency": page.ranking.currency},
            docname=_("Contribution, %(kind)s, %(days)s") % {"kind": kind, "days": days},
            company=settings.COMPANY_NAME,
            unit=scale.unit,
            tiles=page.tiles,
            whale=whale_picture(page.ranking, page.scale, SHEET),
            scatter=scatter_picture(page.asked.kind, page.lines, page.scale, SHEET),
            rows=[_row(line, scale, bar(scale.amount(line.contribution), *ends, width=48)) for line in shown],
            feet=[_row(line, scale) for line in under],
        )


def _row(line: Line, scale: Scale, drawing: Drawing | None = None) -> PaperRow:
    figures = line.figures
    return PaperRow(
        name=line.name,
        code=line.code,
        grade=line.grade,
        net_revenue=scale.write(figures.net_revenue),
        costs=scale.write(figures.cost),
        contribution=scale.write(figures.contribution),
        margin=NONE if line.margin is None else share(line.margin),
        share=NONE if line.share is None else share(line.share),
        cumulative=NONE if line.cumulative is None else share(line.cumulative),
        score=number(line.score, 1),
        is_cost=figures.contribution < 0,
        bar=drawing,
    )
