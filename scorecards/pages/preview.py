"""Where a partner stands in a period that is still open: the same facts and rules as a card, as of today."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from portal.engine.scaled import from_scaled
from portal.presentation import day
from scorecards.actions.sheets import scale_of, sheet_of
from scorecards.engine.catalogue import COLUMNS, QUANTITIES, kpi_of
from scorecards.engine.evidence import ENGINE_VERSION
from scorecards.engine.figures import Figure, figure, sums_of, to_decimal
from scorecards.engine.scoring import Graded, Score, Standing, score, wilson
from scorecards.enums import KpiName
from scorecards.facts import Scope, rows_by_partner
from scorecards.models import KpiResult, ScorecardTemplate, TemplateLine, TemplateVersion
from scorecards.pages import standing as standings
from scorecards.pages import words
from scorecards.pages.figures import FigureRow, figure_rows
from scorecards.presenters import SharedBand, SharedKpi, SharedRow, SharedRows, SharedScorecard
from scorecards.presenters.card import NEAR, rule_in_words
from suppliers.engine.judging import Rule
from suppliers.enums import Basis
from suppliers.models import JudgingRule, Partner


@dataclass(frozen=True)
class OpenCard:
    """A card to be, never stored, with the rows and the early days of its KPIs by code."""

    card: SharedScorecard
    rows: dict[str, SharedRows]
    early_days: dict[str, int | None]
    closes_on: date


@dataclass(frozen=True)
class PreviewPage:
    list_name: str
    title: str
    reason: str
    partner_name: str
    standing_title: str
    standing: standings.Standing
    history_title: str
    figures: list[FigureRow]
    foot: str


def template_for(partner: Partner) -> ScorecardTemplate | None:
    """The template of the partner's newest card, else the first one for its kind."""
    newest = partner.scorecards.select_related("template").order_by("-ends_on").first()
    if newest is not None:
        return newest.template
    return ScorecardTemplate.objects.filter(kind__in=("", partner.kind)).first()


def open_card(partner: Partner, template: ScorecardTemplate, period: Period, today: date) -> OpenCard:
    """The card of `period` as the facts until `today` (or the closing day) make it; one query a KPI."""
    version = template.versions.prefetch_related("lines", "bands", "gates").order_by("-number")[0]
    lines = list(version.lines.all())
    closes_on = sheet_of(version).as_of(period)
    as_of = min(today, closes_on)
    kept = {*JudgingRule.objects.filter(is_ready=True).values_list("key", flat=True), Rule().key}
    kpis, graded, rows = [], [], {}
    for line in lines:
        scope = Scope(
            period.start,
            period.end,
            as_of,
            line.basis,
            line.rule,
            line.rule.key in kept,
            frozenset({partner.pk}),
        )
        found = rows_by_partner(kpi_of(line.kpi), scope).get(partner.pk, [])
        shared = _kpi(version, line, figure(kpi_of(line.kpi), sums_of(kpi_of(line.kpi), found)), len(found))
        kpis.append(shared)
        graded.append(Graded(line.weight, None if shared.points is None else _points(line, found)))
        rows[line.kpi] = _shared_rows(line, found)
    total = score(graded, [Standing(band.name, band.lower, band.upper) for band in version.bands.all()])
    card = _card(partner, version, period, as_of, kpis, total)
    return OpenCard(card, rows, {line.kpi: line.early_days for line in lines}, closes_on)


def preview_page(found: OpenCard, *, is_staff: bool, today: date) -> PreviewPage:
    card, period = found.card, Period.parse(found.card.period)
    name = words.period_name(period)
    if found.closes_on >= today:
        reason = _(
            "As of %(day)s, with what is known now. %(period)s closes on %(closes)s; then its card comes."
        )
    else:
        reason = _("As of %(day)s. %(period)s closed on %(closes)s: its card is about to be published.")
    return PreviewPage(
        list_name=_("Scorecards") if is_staff else _("Your cards"),
        title=_("%(partner)s in %(period)s, so far") % {"partner": card.partner_name, "period": name}
        if is_staff
        else _("Where you stand in %(period)s") % {"period": name},
        reason=reason
        % {"day": day(card.as_of, "full"), "period": name, "closes": day(found.closes_on, "full")},
        partner_name=card.partner_name,
        standing_title=_("How %(partner)s keeps its promises") % {"partner": card.partner_name}
        if is_staff
        else _("How you keep your promises"),
        standing=standings.standing(card),
        history_title=words.periods_back(period),
        figures=figure_rows(card, rows_url=lambda code: rows_url(card, code, is_staff)),
        foot=_("A preview: nothing is stored, and every figure may still change."),
    )


def rows_url(card: SharedScorecard, code: str, is_staff: bool) -> str:
    address = reverse("scorecards:preview_rows", args=[code]) + f"?period={card.period}"
    return f"{address}&partner={card.partner_public_id}" if is_staff else address


def _points(line: TemplateLine, found: list[tuple[Any, ...]]) -> Any:
    value = figure(kpi_of(line.kpi), sums_of(kpi_of(line.kpi), found)).value
    return None if value is None else scale_of(line).points(value)


def _kpi(version: TemplateVersion, line: TemplateLine, one: Figure, row_count: int) -> SharedKpi:
    kpi = kpi_of(line.kpi)
    points = None
    if one.value is not None and one.n >= version.min_n:
        points = to_decimal(scale_of(line).points(one.value))
    interval = wilson(int(one.numerator or 0), one.n) if kpi.has_interval else None
    low, high = interval or (None, None)
    return SharedKpi(
        code=line.kpi,
        name=str(KpiName(line.kpi).label),
        basis=str(Basis(line.basis).label) if kpi.uses_basis else "",
        basis_code=line.basis if kpi.uses_basis else "",
        rule=rule_in_words(KpiResult(kpi=line.kpi, line=line)),
        unit=kpi.unit.value,
        higher_is_better=kpi.higher_is_better,
        counts=kpi.graded_by,
        value=to_decimal(one.value),
        low=low,
        high=high,
        numerator=one.numerator,
        denominator=one.denominator,
        n=one.n,
        excused=one.excused,
        needed_n=version.min_n,
        target=line.target,
        floor=line.floor,
        weight=line.weight,
        points=points,
        graded=points is not None,
        result=_result(one, points),
        contribution=None,
        moved=None,
        row_count=row_count,
        digest="",
        trend=(),
    )


def _result(one: Figure, points: Decimal | None) -> str:
    if one.value is None:
        return "no_data"
    if points is None:
        return "not_graded"
    if points == 100:
        return "met"
    return "near" if points >= NEAR else "below"


def _shared_rows(line: TemplateLine, found: list[tuple[Any, ...]]) -> SharedRows:
    kpi = kpi_of(line.kpi)
    columns = COLUMNS[kpi.source]
    rows = []
    for row in found:
        values = {
            name: from_scaled(int(value)) if name in QUANTITIES and value is not None else value
            for name, value in zip(columns, row, strict=True)
        }
        rows.append(SharedRow(row[0], row[1], row[2], "", bool(row[3]), values))
    return SharedRows(
        line.kpi, str(KpiName(line.kpi).label), columns, kpi.numerator, kpi.denominator, "", tuple(rows)
    )


def _card(
    partner: Partner,
    version: TemplateVersion,
    period: Period,
    as_of: date,
    kpis: list[SharedKpi],
    total: Score,
) -> SharedScorecard:
    bands = sorted(version.bands.all(), key=lambda band: band.lower)
    value = to_decimal(total.score)
    above = [band for band in bands if value is not None and total.band and band.lower > value]
    return SharedScorecard(
        public_id="",
        partner_public_id=partner.public_id,
        partner_name=partner.name,
        template=version.template.name,
        version=version.number,
        period=period.key,
        starts_on=period.start,
        ends_on=period.end,
        as_of=as_of,
        revision=0,
        is_latest=True,
        revisions=(),
        published_at=timezone.now(),
        published_by="",
        digest="",
        engine_version=ENGINE_VERSION,
        score=value,
        coverage=to_decimal(total.coverage) or Decimal(0),
        band=total.band,
        bands=tuple(SharedBand(b.name, b.lower, b.upper, b.name == total.band) for b in bands),
        next_band=above[0].name if above else "",
        points_to_next=above[0].lower - value if above and value is not None else None,
        previous_period="",
        previous_score=None,
        moved=None,
        kpis=tuple(kpis),
        graded_count=sum(one.graded for one in kpis),
        trend=(),
        responses=(),
        acknowledged_at=None,
    )
