"""The table of all partners: which template and period, what it finds, all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.engine.periods import BadPeriod, Period
from portal.enums import Side
from portal.presentation import day, number
from scorecards.actions.sheets import scale_of
from scorecards.engine.figures import to_decimal
from scorecards.engine.scoring import Graded, score
from scorecards.facts.heat import Cell, Row, pooled
from scorecards.models import Scorecard, TemplateLine
from scorecards.pages import words


@dataclass(frozen=True)
class HeatPage:
    """`lines` are those of the newest version among the cards shown."""

    template: str
    period: str
    as_of: str
    lines: tuple[TemplateLine, ...]

    @property
    def label(self) -> str:
        return _("All partners, %(period)s") % {"period": self.period}

    def title(self, rows: Sequence[Row]) -> str:
        """The finding: how many moved down."""
        down = sum(1 for row in rows if row.change is not None and row.change < 0)
        if not down:
            return self.label
        text = ngettext(
            "%(count)s of %(all)s partners moved down in %(period)s",
            "%(count)s of %(all)s partners moved down in %(period)s",
            down,
        )
        return text % {"count": number(down), "all": number(len(rows)), "period": self.period}


def newest(cards: QuerySet[Scorecard], template: str, period: str) -> dict[str, str]:
    """The template and period that are meant: those asked for when there are such cards, else the newest."""
    known = list(
        cards.order_by("-ends_on", "-starts_on", "template__name")
        .values_list("template__public_id", "period")
        .distinct()
    )
    chosen = [pair for pair in known if template in ("", pair[0])] or known
    chosen = [pair for pair in chosen if period in ("", pair[1])] or chosen
    return dict(zip(("template", "period"), chosen[0], strict=True)) if chosen else {}


def heat_page(cards: QuerySet[Scorecard], asked: Mapping[str, Any]) -> HeatPage:
    """Two queries. Raises BadPeriod for no period."""
    period = Period.parse(asked["period"])
    newest_card = (
        cards.filter(template__public_id=asked["template"], period=period.key)
        .select_related("template", "version")
        .order_by("-version__number", "-as_of")
        .first()
    )
    if newest_card is None:
        raise BadPeriod(period.key)
    return HeatPage(
        newest_card.template.name,
        words.period_name(period),
        day(newest_card.as_of),
        tuple(newest_card.version.lines.all()),
    )


def heat_totals(
    lines: Sequence[TemplateLine], rows: Sequence[Row], cards: QuerySet[Scorecard]
) -> dict[str, Any]:
    """The foot: all rows together, pooled, and the scores that they would make if they were one partner."""
    together = pooled(lines, rows, cards)
    foot: dict[str, Any] = {}
    points: dict[str, list[Graded]] = {Side.PARTNER: [], Side.COMPANY: []}
    for line in lines:
        found = together.get(line.kpi)
        if found is None:
            continue
        graded = scale_of(line).points(found.value) if found.value is not None else None
        points[line.side].append(Graded(line.weight, graded))
        foot[line.kpi] = Cell(
            to_decimal(found.value), to_decimal(graded), found.numerator, found.denominator, found.n, False
        )
    foot["score"] = to_decimal(score(points[Side.PARTNER], []).score)
    foot["our_score"] = to_decimal(score(points[Side.COMPANY], []).score)
    return {name: value for name, value in foot.items() if value is not None}
