"""The table of a card: each KPI as words, with its line of twelve periods."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.charts import Drawing, sparkline
from portal.engine.periods import Period
from portal.enums import Side
from portal.presentation import number
from scorecards.facts.plans import can_be_planned
from scorecards.pages import words
from scorecards.presenters import SharedKpi, SharedScorecard


@dataclass(frozen=True)
class FigureRow:
    """One KPI as its row says it. `tone` is the chip's; `spark` None when there never was a value."""

    kpi: str
    name: str
    basis: str
    has_value: bool
    value: str
    interval: str
    target: str
    counted: str
    spark: Drawing | None
    points: str
    weight: str
    result: str
    tone: str
    rows_url: str
    help_url: str
    can_plan: bool


def figure_rows(
    card: SharedScorecard,
    *,
    rows_url: Callable[[str], str] | None = None,
    width: int = 92,
    height: int = 26,
) -> list[FigureRow]:
    """`rows_url` gives the address of a KPI's rows; a published card knows its own."""
    return [figure_row(card, kpi, rows_url, width, height) for kpi in card.kpis]


def our_figure_rows(
    card: SharedScorecard,
    *,
    rows_url: Callable[[str], str] | None = None,
    width: int = 92,
    height: int = 26,
) -> list[FigureRow]:
    """The company's half."""
    return [figure_row(card, kpi, rows_url, width, height) for kpi in card.our_kpis]


def figure_row(
    card: SharedScorecard,
    kpi: SharedKpi,
    rows_url: Callable[[str], str] | None = None,
    width: int = 92,
    height: int = 26,
) -> FigureRow:
    results = words.OUR_RESULTS if kpi.side == Side.COMPANY else words.RESULTS
    result, tone = results[kpi.result]
    return FigureRow(
        kpi=kpi.code,
        name=kpi.name,
        basis=words.basis_words(kpi),
        has_value=kpi.value is not None,
        value=words.figure_text(kpi.unit, kpi.value),
        interval=words.interval_text(kpi.low, kpi.high),
        target=words.target_text(kpi.unit, kpi.target),
        counted=words.counted_text(kpi),
        spark=_spark(card, kpi, width, height),
        points=words.points_text(kpi.points),
        weight=number(kpi.weight.normalize(), None),
        result=str(result),
        tone=tone,
        rows_url=(rows_url or _of_card(card))(kpi.code) if kpi.row_count else "",
        help_url="" if kpi.formula else help_url(kpi.code),
        can_plan=not kpi.formula and can_be_planned(kpi.code),
    )


def help_url(code: str) -> str:
    """Where this KPI is explained."""
    return reverse("scorecards:numbers") + f"#{code}"


def _of_card(card: SharedScorecard) -> Callable[[str], str]:
    return lambda code: reverse("scorecards:rows", args=[card.public_id, code])


def _spark(card: SharedScorecard, kpi: SharedKpi, width: int, height: int) -> Drawing | None:
    by_period = {point.period: point.value for point in kpi.trend}
    values = [by_period.get(period.key) for period in last_periods(card.period)]
    label = _("%(name)s, %(span)s, now %(value)s") % {
        "name": kpi.name,
        "span": words.periods_back(Period.parse(card.period)),
        "value": words.figure_text(kpi.unit, kpi.value),
    }
    side = "us" if kpi.side == Side.COMPANY else "you"
    return sparkline(values, label, target=kpi.target, side=side, width=width, height=height)


def last_periods(period: str, length: int = 12) -> list[Period]:
    """The `length` periods of the same length that end with this one, oldest first."""
    last = Period.parse(period)
    return [last.shifted(back) for back in range(1 - length, 1)]
