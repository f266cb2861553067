"""From a published card to what its readers see, with its history; and the words and steps of its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.engine.periods import Period
from portal.enums import Side
from scorecards.engine.catalogue import kpi_of
from scorecards.engine.figures import to_decimal
from scorecards.enums import KpiName
from scorecards.facts.surveys import least_partners, newest_pooled
from scorecards.models import KpiResult, Scorecard, TemplateLine
from scorecards.presenters.shared import (
    SharedBand,
    SharedGate,
    SharedKpi,
    SharedResponse,
    SharedRevision,
    SharedSatisfaction,
    SharedScorecard,
    TrendPoint,
)
from suppliers.enums import Basis, DayCount

TREND_LENGTH = 12
NEAR = 85  # points of 100 from which a figure is near its target


def present(card: Scorecard) -> SharedScorecard:
    """The card as both sides see it, with its history; a fixed number of queries."""
    results = list(card.results.select_related("line", "evidence").defer("evidence__rows"))
    history = _history(card)
    previous = _previous(card, history)
    kpis = _kpis(card, results, previous[1] if previous else None, history)
    ours = tuple(one for one in kpis if one.side == Side.COMPANY)
    theirs = tuple(one for one in kpis if one.side != Side.COMPANY)
    bands = list(card.version.bands.all())
    gates = shared_gates(card.gates)
    following = next_step(card.score, card.band, bands, gates)
    responses = _responses(card)
    return SharedScorecard(
        public_id=card.public_id,
        partner_public_id=card.partner.public_id,
        partner_name=card.partner.name,
        template=card.template.name,
        version=card.version.number,
        period=card.period,
        starts_on=card.starts_on,
        ends_on=card.ends_on,
        as_of=card.as_of,
        revision=card.revision,
        is_latest=card.is_latest,
        revisions=_revisions(card),
        published_at=card.published_at,
        published_by=card.published_by,
        digest=card.digest,
        engine_version=card.engine_version,
        score=card.score,
        coverage=card.coverage,
        band=card.band,
        bands=tuple(SharedBand(b.name, b.lower, b.upper, b.name == card.band) for b in bands),
        next_band=following.band if following else "",
        points_to_next=following.points if following else None,
        previous_period=previous[0].period if previous else "",
        previous_score=previous[0].score if previous else None,
        moved=_difference(card.score, previous[0].score if previous else None),
        kpis=theirs,
        graded_count=sum(one.graded for one in theirs),
        trend=tuple(TrendPoint(one.period, one.starts_on, one.score) for one, _ in history),
        responses=responses,
        acknowledged_at=next((one.at for one in responses if one.kind == "acknowledged"), None),
        gates=gates,
        uncapped_band=card.uncapped_band,
        needed_documents=following.documents if following else (),
        our_kpis=ours,
        our_score=card.our_score,
        our_coverage=card.our_coverage,
        our_graded_count=sum(one.graded for one in ours),
        our_previous_score=previous[0].our_score if previous else None,
        our_moved=_difference(card.our_score, previous[0].our_score if previous else None),
        our_trend=tuple(TrendPoint(one.period, one.starts_on, one.our_score) for one, _ in history),
        satisfaction=satisfaction(ours, card.as_of),
    )


def satisfaction(ours: Sequence[SharedKpi], as_of: date) -> SharedSatisfaction | None:
    """Of the newest survey that was over by then; None without one, and on a card without our half."""
    if not ours:
        return None
    newest = newest_pooled(as_of)
    if newest is None:
        return None
    run, found = newest
    mean = None if found is None else to_decimal(found.mean)
    return SharedSatisfaction(run.period, mean, found.n if found else None, least_partners(run))


def rule_in_words(result: KpiResult) -> str:
    """The window of a KPI's rule; empty for a KPI that has none."""
    if result.line.formula or not kpi_of(result.kpi).uses_rule:
        return ""
    tolerance = result.line.tolerance
    window = _window_in_words(result.line)
    if tolerance:
        window += ", " + _("%(tolerance)s\u00a0%% may be missing") % {
            "tolerance": f"{tolerance.normalize():f}"
        }
    return window


def _window_in_words(line: TemplateLine) -> str:
    """In which days it counts is said where it matters."""
    days = {"early": line.early_days, "late": line.late_days}
    in_working_days = line.days == DayCount.WORKING
    if line.early_days is None and not line.late_days:
        return _("not late")
    if line.early_days is None:
        if in_working_days:
            return _("however early, up to %(late)s working days late") % days
        return _("however early, up to %(late)s days late") % days
    if in_working_days:
        return _("window \u2212%(early)s/+%(late)s working days") % days
    return _("window \u2212%(early)s/+%(late)s days") % days


def _kpis(
    card: Scorecard,
    results: Sequence[KpiResult],
    earlier: Sequence[KpiResult] | None,
    history: list[tuple[Scorecard, list[KpiResult]]],
) -> tuple[SharedKpi, ...]:
    before, now = _contributions(earlier or ()), _contributions(results)
    return tuple(
        _kpi(
            result,
            card.version.min_n,
            now.get(result.kpi),
            before.get(result.kpi),
            earlier is not None,
            history,
        )
        for result in results
    )


def _kpi(
    result: KpiResult,
    min_n: int,
    now: Decimal | None,
    before: Decimal | None,
    has_previous: bool,
    history: list[tuple[Scorecard, list[KpiResult]]],
) -> SharedKpi:
    line, evidence = result.line, result.evidence
    return SharedKpi(
        code=result.kpi,
        **named(line),
        basis_code=result.basis,
        basis=str(Basis(result.basis).label) if result.basis else "",
        rule=rule_in_words(result),
        value=result.value,
        low=result.low,
        high=result.high,
        numerator=result.numerator,
        denominator=result.denominator,
        n=result.n,
        excused=result.excused,
        needed_n=min_n if line.min_n is None else line.min_n,
        target=line.target,
        floor=line.floor,
        weight=line.weight,
        points=result.points,
        graded=result.graded,
        result=result_of(result.value is not None, result.points),
        contribution=now,
        moved=(now or Decimal(0)) - (before or Decimal(0)) if has_previous and (now or before) else None,
        row_count=evidence.row_count if evidence else 0,
        digest=evidence.digest if evidence else "",
        trend=tuple(
            TrendPoint(card.period, card.starts_on, _value_in(results, result.kpi))
            for card, results in history
        ),
        side=result.side,
    )


def named(line: TemplateLine) -> dict[str, Any]:
    """What a line is called and measured in: a formula brings its own, the catalogue knows the others."""
    if line.formula:
        return {
            "name": line.name,
            "unit": line.unit,
            "higher_is_better": line.higher_is_better,
            "counts": "lines",
            "formula": line.formula,
        }
    kpi = kpi_of(line.kpi)
    return {
        "name": str(KpiName(line.kpi).label),
        "unit": kpi.unit.value,
        "higher_is_better": kpi.higher_is_better,
        "counts": kpi.graded_by,
    }


def result_of(has_value: bool, points: Decimal | None) -> str:
    """met, near, below, not_graded or no_data."""
    if not has_value:
        return "no_data"
    if points is None:
        return "not_graded"
    if points == 100:
        return "met"
    return "near" if points >= NEAR else "below"


def _contributions(results: Sequence[KpiResult]) -> dict[str, Decimal]:
    """What each graded KPI adds to the score of its half."""
    found = {}
    for side in Side:
        graded = [
            (one.kpi, one.line.weight, one.points)
            for one in results
            if one.points is not None and one.side == side
        ]
        total = sum((weight for _, weight, _ in graded), Decimal(0))
        found.update({kpi: weight * points / total for kpi, weight, points in graded})
    return found


def _history(card: Scorecard) -> list[tuple[Scorecard, list[KpiResult]]]:
    """This card and the newest revisions of the periods of the same length before it, oldest first."""
    months = Period.parse(card.period).months
    earlier = (
        Scorecard.objects.filter(
            partner_id=card.partner_id,
            template_id=card.template_id,
            is_latest=True,
            starts_on__lt=card.starts_on,
            starts_on__gte=Period.parse(card.period).shifted(1 - TREND_LENGTH).start,
        )
        .order_by("starts_on")
        .prefetch_related("results__line")
    )
    cards = [one for one in earlier if Period.parse(one.period).months == months]
    return [(one, list(one.results.all())) for one in [*cards, card]]


def _previous(
    card: Scorecard, history: list[tuple[Scorecard, list[KpiResult]]]
) -> tuple[Scorecard, list[KpiResult]] | None:
    wanted = Period.parse(card.period).shifted(-1).key
    return next((entry for entry in history if entry[0].period == wanted), None)


def _value_in(results: Sequence[KpiResult], code: str) -> Decimal | None:
    return next((one.value for one in results if one.kpi == code), None)


@dataclass(frozen=True)
class NextStep:
    """The band above the one reached: the points and the documents that it needs."""

    band: str
    points: Decimal
    documents: tuple[str, ...]


def shared_gates(closed: Sequence[Sequence[str]]) -> tuple[SharedGate, ...]:
    """Closed gates as a card keeps them: [type, `missing` or the ISO day of the last expiry, cap]."""
    return tuple(
        SharedGate(document, date.fromisoformat(why) if why[:1].isdigit() else None, cap)
        for document, why, cap in closed
    )


def next_step(
    score: Decimal | None, band: str, bands: Sequence[Any], gates: Sequence[SharedGate]
) -> NextStep | None:
    """None without a band, and for the highest. `bands` have a name and a lower bound."""
    ranks = {one.name: one.lower for one in bands}
    if score is None or band not in ranks:
        return None
    above = [one for one in bands if one.lower > ranks[band]]
    if not above:
        return None
    following = min(above, key=lambda one: one.lower)
    needed = [gate.document for gate in gates if ranks.get(gate.cap, following.lower) < following.lower]
    return NextStep(following.name, max(following.lower - score, Decimal(0)), tuple(needed))


def _difference(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before


def _revisions(card: Scorecard) -> tuple[SharedRevision, ...]:
    rows = Scorecard.objects.filter(
        partner_id=card.partner_id, template_id=card.template_id, period=card.period
    ).order_by("revision")
    return tuple(SharedRevision(one.public_id, one.revision, one.score, one.published_at) for one in rows)


def _responses(card: Scorecard) -> tuple[SharedResponse, ...]:
    return tuple(
        SharedResponse(one.kind, one.text, one.by.name or one.by.email, one.kind != "reply", one.at)
        for one in card.responses.select_related("by")
    )
