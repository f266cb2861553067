"""A partner over time: both scores, and each figure with its target, period by period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.charts import Pair, Series, Target, trend
from portal.engine.periods import Period
from portal.enums import Side
from portal.presentation import number
from scorecards.engine.catalogue import Unit
from scorecards.models import KpiResult, Scorecard, TemplateLine
from scorecards.pages import words
from scorecards.presenters.card import named
from scorecards.tables.heat import step_of
from suppliers.models import Partner

WIDE = ((1150, 260), (320, 230))
SMALL = ((370, 190), (320, 190))


@dataclass(frozen=True)
class Choice:
    """Another template or length of period that this partner has cards of."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Small:
    """One figure over time; `chart` None while there are not two values."""

    name: str
    ours: bool
    chart: Pair | None
    now: str
    target: str


@dataclass(frozen=True)
class HistoryCell:
    """A value with the step of its points; empty texts where the card had no such figure."""

    label: str
    text: str
    css: str
    picture: str
    step: str
    points: str


@dataclass(frozen=True)
class HistoryRow:
    period: str
    url: str
    score: str
    band: str
    our_score: str
    cells: list[HistoryCell]


@dataclass(frozen=True)
class HistoryPage:
    title: str
    partner: Partner
    reason: str
    choices: list[Choice]
    chart: Pair | None
    smalls: list[Small]
    heads: list[str]
    rows: list[HistoryRow]
    file: list[list[Any]]


@dataclass(frozen=True)
class _Known:
    """The cards of one template and length, oldest first, with their results by KPI."""

    cards: list[Scorecard]
    results: dict[int, dict[str, KpiResult]]
    lines: list[TemplateLine]

    def values(self, kpi: str) -> list[Decimal | None]:
        """One for each period from the first to the last, None where there is no card or no data."""
        by_period = {card.period: self.results[card.pk].get(kpi) for card in self.cards}
        return [one.value if (one := by_period.get(period.key)) else None for period in self.periods]

    def scores(self, field: str) -> list[Decimal | None]:
        by_period = {card.period: getattr(card, field) for card in self.cards}
        return [by_period.get(period.key) for period in self.periods]

    @property
    def periods(self) -> list[Period]:
        found, last = [Period.parse(self.cards[0].period)], Period.parse(self.cards[-1].period)
        while found[-1] < last:
            found.append(found[-1].shifted(1))
        return found


def history_page(
    partner: Partner, cards: QuerySet[Scorecard], template: str, months: str, *, is_staff: bool
) -> HistoryPage | None:
    """`cards` are the newest revisions that the reader may see. Four queries; None without any card."""
    ordered = list(cards.filter(partner=partner).select_related("template", "version").order_by("starts_on"))
    if not ordered:
        return None
    kinds = {(card.template.public_id, Period.parse(card.period).months): card for card in ordered}
    wanted = _wanted(kinds, ordered[-1], template, months)
    known = _known([card for card in ordered if _kind(card) == wanted])
    heads = [named(line)["name"] for line in known.lines]
    return HistoryPage(
        title=_("%(partner)s over time") % {"partner": partner.name}
        if is_staff
        else _("Your scores over time"),
        partner=partner,
        reason=_("Newest revisions of the cards of ‘%(template)s’, both halves. A period opens its card.")
        % {"template": known.cards[-1].template.name},
        choices=_choices(partner, kinds, wanted),
        chart=_chart(known, is_staff=is_staff),
        smalls=[_small(known, line) for line in known.lines],
        heads=heads,
        rows=[_row(known, card) for card in reversed(known.cards)],
        file=list(_file(known)),
    )


def _kind(card: Scorecard) -> tuple[str, int]:
    return card.template.public_id, Period.parse(card.period).months


def _wanted(
    kinds: dict[tuple[str, int], Scorecard], newest: Scorecard, template: str, months: str
) -> tuple[str, int]:
    asked = (template, int(months)) if months.isdigit() else ("", 0)
    return asked if asked in kinds else _kind(newest)


def _known(cards: list[Scorecard]) -> _Known:
    results: dict[int, dict[str, KpiResult]] = {card.pk: {} for card in cards}
    found = KpiResult.objects.filter(card__in=[card.pk for card in cards]).select_related("line")
    for one in found:
        results[one.card_id][one.kpi] = one
    return _Known(cards, results, [one.line for one in results[cards[-1].pk].values()])


def _choices(
    partner: Partner, kinds: dict[tuple[str, int], Scorecard], wanted: tuple[str, int]
) -> list[Choice]:
    if len(kinds) < 2:
        return []
    lengths = {1: _("months"), 3: _("quarters"), 12: _("years")}
    base = reverse("scorecards:history", args=[partner.public_id])
    return [
        Choice(
            f"{card.template.name}, {lengths[kind[1]]}",
            f"{base}?template={kind[0]}&months={kind[1]}",
            kind == wanted,
        )
        for kind, card in kinds.items()
    ]


def _labels(known: _Known) -> list[str]:
    return [words.period_short(period) for period in known.periods]


def _last(values: Sequence[Decimal | None]) -> Decimal | None:
    return next((one for one in reversed(values) if one is not None), None)


def _few(values: Sequence[Decimal | None]) -> bool:
    return sum(one is not None for one in values) < 2


def _chart(known: _Known, *, is_staff: bool) -> Pair | None:
    theirs, ours = known.scores("score"), known.scores("our_score")
    if _few(theirs) and _few(ours):
        return None
    names = (_("Theirs"), _("Ours")) if is_staff else (_("You"), settings.COMPANY_NAME)
    lines = [(names[0], theirs, "you"), (names[1], ours, "us")]
    shown = [line for line in lines if any(one is not None for one in line[1])]
    series = [
        Series(f"{name} {words.points_text(_last(values))}", values, side) for name, values, side in shown
    ]
    sentence = "; ".join(f"{name}: {words.points_text(_last(values))}" for name, values, _side in shown)
    return trend(series, _labels(known), sentence, write=number, floor=0, ceiling=100, sizes=WIDE)


def _small(known: _Known, line: TemplateLine) -> Small:
    name, values = named(line), known.values(line.kpi)
    unit, target = name["unit"], line.target
    now = words.figure_text(unit, _last(values))
    wanted = words.target_text(unit, target)
    chart = None
    if not _few(values):
        chart = trend(
            [Series(now, values, "us" if line.side == Side.COMPANY else "you")],
            _labels(known),
            _("%(name)s, now %(now)s, target %(target)s")
            % {"name": name["name"], "now": now, "target": wanted},
            target=Target(target, wanted) if target is not None else None,
            write=lambda tick: words.figure_text(unit, tick, 0 if unit == Unit.SHARE else None),
            floor=0,
            ceiling=1 if unit == Unit.SHARE else None,
            sizes=SMALL,
        )
    return Small(name["name"], line.side == Side.COMPANY, chart, now, wanted)


def _row(known: _Known, card: Scorecard) -> HistoryRow:
    return HistoryRow(
        period=words.period_name(Period.parse(card.period)),
        url=reverse("scorecards:card", args=[card.public_id]),
        score=words.points_text(card.score),
        band=card.band,
        our_score=words.points_text(card.our_score),
        cells=[_cell(known.results[card.pk].get(line.kpi), line) for line in known.lines],
    )


def _cell(result: KpiResult | None, line: TemplateLine) -> HistoryCell:
    name = named(line)
    if result is None:
        return HistoryCell(name["name"], "", "", "", "", "")
    css, picture, step = step_of(result.points)
    points = words.points_text(result.points) if result.points is not None else ""
    return HistoryCell(
        name["name"], words.figure_text(name["unit"], result.value), css, picture, str(step), points
    )


def _file(known: _Known) -> Iterator[list[Any]]:
    """As shown, exact: a figure has two columns, its value and its points."""
    yield [
        "period", "revision", "score", "band", "our_score",
        *(name for line in known.lines for name in (line.kpi, f"{line.kpi}_points")),
    ]  # fmt: skip
    for card in reversed(known.cards):
        row: list[Any] = [card.period, card.revision, card.score, card.band, card.our_score]
        for line in known.lines:
            one = known.results[card.pk].get(line.kpi)
            row += [one.value, one.points] if one else [None, None]
        yield row
