"""Where a partner stands in a period that is still open: the same facts and rules as a card, as of today."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from portal.enums import Side
from portal.presentation import day
from scorecards.actions.drafting import CardDraft, KpiDraft, draft
from scorecards.actions.sheets import Sheet, sheet_of
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.evidence import ENGINE_VERSION, unpack
from scorecards.engine.figures import to_decimal
from scorecards.facts.templates import template_of
from scorecards.models import KpiResult, ScorecardTemplate
from scorecards.pages import standing as standings
from scorecards.pages import words
from scorecards.pages.figures import FigureRow, figure_rows
from scorecards.pages.ours import Ours, ours
from scorecards.presenters import SharedBand, SharedKpi, SharedRows, SharedScorecard, shared_rows
from scorecards.presenters.card import (
    named,
    next_step,
    result_of,
    rule_in_words,
    satisfaction,
    shared_gates,
)
from suppliers.enums import Basis
from suppliers.models import Partner


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
    ours: Ours
    history_title: str
    figures: list[FigureRow]
    foot: str


def template_for(partner: Partner) -> ScorecardTemplate | None:
    """The most particular template in use for this partner."""
    return template_of(partner)


def open_card(partner: Partner, template: ScorecardTemplate, period: Period, today: date) -> OpenCard:
    """The card of `period` as the facts until `today` (or the closing day) make it; one query a source."""
    version = template.versions.prefetch_related("lines", "bands", "gates").order_by("-number")[0]
    sheet = sheet_of(version)
    closes_on = sheet.as_of(period)
    as_of = min(today, closes_on)
    only = frozenset({partner.pk})
    drafted = draft(sheet, period, as_of=as_of, also=only, only=only).cards[partner.pk]
    rows = {}
    for one in drafted.kpis:
        kpi, source = (one.inputs[0].kpi, one.inputs[0].source) if one.inputs else (one.line.kpi, one.source)
        packed = drafted.evidence[source]
        columns, found = unpack(packed.content, packed.digest)
        rows[one.line.kpi] = shared_rows(partner.pk, kpi, columns, found, packed.digest)
    card = _card(partner, sheet, period, as_of, drafted)
    return OpenCard(card, rows, {line.kpi: line.early_days for line in sheet.lines}, closes_on)


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
        ours=ours(card, is_staff=is_staff, rows_url=lambda code: rows_url(card, code, is_staff)),
        history_title=words.periods_back(period),
        figures=figure_rows(card, rows_url=lambda code: rows_url(card, code, is_staff)),
        foot=_("A preview: nothing is stored, and every figure may still change."),
    )


def rows_url(card: SharedScorecard, code: str, is_staff: bool) -> str:
    address = reverse("scorecards:preview_rows", args=[code]) + f"?period={card.period}"
    return f"{address}&partner={card.partner_public_id}" if is_staff else address


def _kpi(sheet: Sheet, drafted: CardDraft, one: KpiDraft) -> SharedKpi:
    line, found = one.line, one.figure
    uses_basis = not line.formula and kpi_of(line.kpi).uses_basis
    return SharedKpi(
        code=line.kpi,
        **named(line),
        basis=str(Basis(line.basis).label) if uses_basis else "",
        basis_code=line.basis if uses_basis else "",
        rule=rule_in_words(KpiResult(kpi=line.kpi, line=line)),
        value=to_decimal(found.value),
        low=one.low,
        high=one.high,
        numerator=found.numerator,
        denominator=found.denominator,
        n=found.n,
        excused=found.excused,
        needed_n=sheet.needed_n(line),
        target=line.target,
        floor=line.floor,
        weight=line.weight,
        points=one.points,
        graded=one.points is not None,
        result=result_of(found.value is not None, one.points),
        contribution=None,
        moved=None,
        row_count=drafted.evidence[one.source].row_count if one.source else 0,
        digest="",
        trend=(),
        side=line.side,
    )


def _card(partner: Partner, sheet: Sheet, period: Period, as_of: date, drafted: CardDraft) -> SharedScorecard:
    kpis = tuple(_kpi(sheet, drafted, one) for one in drafted.kpis)
    our_kpis = tuple(one for one in kpis if one.side == Side.COMPANY)
    theirs = tuple(one for one in kpis if one.side != Side.COMPANY)
    gates = shared_gates(drafted.gates)
    following = next_step(drafted.score, drafted.band, sheet.bands, gates)
    return SharedScorecard(
        public_id="",
        partner_public_id=partner.public_id,
        partner_name=partner.name,
        template=sheet.template.name,
        version=sheet.version.number,
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
        score=drafted.score,
        coverage=drafted.coverage,
        band=drafted.band,
        bands=tuple(
            SharedBand(band.name, band.lower, band.upper, band.name == drafted.band) for band in sheet.bands
        ),
        next_band=following.band if following else "",
        points_to_next=following.points if following else None,
        previous_period="",
        previous_score=None,
        moved=None,
        kpis=theirs,
        graded_count=sum(one.graded for one in theirs),
        trend=(),
        responses=(),
        acknowledged_at=None,
        gates=gates,
        uncapped_band=drafted.uncapped_band,
        needed_documents=following.documents if following else (),
        our_kpis=our_kpis,
        our_score=drafted.our_score,
        our_coverage=drafted.our_coverage,
        our_graded_count=sum(one.graded for one in our_kpis),
        satisfaction=satisfaction(our_kpis, as_of),
    )
