"""Computes the cards of all partners for one period without storing them: for publishing and preview."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from portal.engine.periods import Period
from scorecards.engine.catalogue import COLUMNS, Kpi, kpi_of
from scorecards.engine.evidence import Packed, digest_of, pack
from scorecards.engine.figures import NOTHING, Figure, Sums, figure, sums_of, to_decimal
from scorecards.engine.scoring import Graded, Scale, Standing, score, wilson
from scorecards.facts import Scope, rows_by_partner, source_key
from scorecards.models import TemplateLine, TemplateVersion
from suppliers.engine.judging import Rule
from suppliers.models import JudgingRule

Rows = dict[int, list[tuple[Any, ...]]]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class KpiDraft:
    """One figure of a card to be; `source` names its rows among the card's evidence."""

    line: TemplateLine
    source: str
    figure: Figure
    low: Decimal | None
    high: Decimal | None
    points: Decimal | None


@dataclass(frozen=True)
class CardDraft:
    """One partner's card to be. Score 0..100, coverage 0..1. Equal digests mean equal cards."""

    partner_id: int
    kpis: tuple[KpiDraft, ...]
    evidence: dict[str, Packed]
    score: Decimal | None
    coverage: Decimal
    band: str
    digest: str


@dataclass(frozen=True)
class Drafts:
    """The cards by partner, and the figures of all partners together, in the order of the template."""

    version: TemplateVersion
    period: Period
    as_of: date
    cards: dict[int, CardDraft]
    pooled: tuple[tuple[TemplateLine, Figure], ...]


def as_of_day(version: TemplateVersion, lines: Sequence[TemplateLine], period: Period) -> date:
    """The closing day of the period, by the grace days and the widest late window of the version."""
    return period.closing_day(version.grace_days, max((line.late_days for line in lines), default=0))


def draft(
    version: TemplateVersion,
    period: Period,
    *,
    also: frozenset[int] = frozenset(),
    progress: Progress | None = None,
) -> Drafts:
    """Cards for every partner with a row in the period, and for those in `also`; one query a row source."""
    lines = list(version.lines.all())
    bands = [Standing(band.name, band.lower, band.upper) for band in version.bands.all()]
    as_of = as_of_day(version, lines, period)
    found = _rows(lines, _scopes(version, lines, period, as_of), progress)
    partners = sorted(also.union(*(rows.keys() for rows in found.values())))
    sums: dict[int, dict[str, Sums]] = {partner: {} for partner in partners}
    for line in lines:
        kpi, rows = kpi_of(line.kpi), found[line.kpi]
        for partner in partners:
            sums[partner][line.kpi] = sums_of(kpi, rows.get(partner, ()))
    keys = {line.kpi: source_key(kpi_of(line.kpi), _scope(line, period, as_of)) for line in lines}
    packed = _packed(lines, keys, found, partners)
    cards = {
        partner: _card(partner, version, lines, bands, keys, sums[partner], packed[partner])
        for partner in partners
    }
    pooled = tuple(
        (line, figure(kpi_of(line.kpi), reduce(add, (sums[one][line.kpi] for one in partners), NOTHING)))
        for line in lines
    )
    return Drafts(version, period, as_of, cards, pooled)


def _scope(line: TemplateLine, period: Period, as_of: date, kind: str = "", *, kept: bool = True) -> Scope:
    return Scope(period.start, period.end, as_of, line.basis, line.rule, kept, kind=kind)


def _scopes(
    version: TemplateVersion, lines: Sequence[TemplateLine], period: Period, as_of: date
) -> dict[str, Scope]:
    kept = set(JudgingRule.objects.filter(is_ready=True).values_list("key", flat=True)) | {Rule().key}
    kind = version.template.kind
    return {line.kpi: _scope(line, period, as_of, kind, kept=line.rule.key in kept) for line in lines}


def _rows(
    lines: Sequence[TemplateLine], scopes: dict[str, Scope], progress: Progress | None
) -> dict[str, Rows]:
    """By KPI; what several KPIs count is read once."""
    by_source: dict[str, Rows] = {}
    found = {}
    for done, line in enumerate(lines):
        if progress is not None:
            progress(done, len(lines), line.kpi)
        kpi, scope = kpi_of(line.kpi), scopes[line.kpi]
        key = source_key(kpi, scope)
        if key not in by_source:
            by_source[key] = rows_by_partner(kpi, scope)
        found[line.kpi] = by_source[key]
    return found


def _packed(
    lines: Sequence[TemplateLine], keys: dict[str, str], found: dict[str, Rows], partners: Sequence[int]
) -> dict[int, dict[str, Packed]]:
    packed: defaultdict[int, dict[str, Packed]] = defaultdict(dict)
    for line in lines:
        columns, key = COLUMNS[kpi_of(line.kpi).source], keys[line.kpi]
        for partner in partners:
            if key not in packed[partner]:
                packed[partner][key] = pack(key, columns, found[line.kpi].get(partner, ()))
    return packed


def _card(
    partner: int,
    version: TemplateVersion,
    lines: Sequence[TemplateLine],
    bands: Sequence[Standing],
    keys: dict[str, str],
    sums: dict[str, Sums],
    evidence: dict[str, Packed],
) -> CardDraft:
    graded, kpis = [], []
    for line in lines:
        kpi = kpi_of(line.kpi)
        one = figure(kpi, sums[line.kpi])
        points = None
        if one.value is not None and one.n >= version.min_n:
            points = scale_of(line).points(one.value)
        graded.append(Graded(line.weight, points))
        low, high = _interval(kpi, one)
        kpis.append(KpiDraft(line, keys[line.kpi], one, low, high, to_decimal(points)))
    total = score(graded, bands)
    return CardDraft(
        partner_id=partner,
        kpis=tuple(kpis),
        evidence=evidence,
        score=to_decimal(total.score),
        coverage=to_decimal(total.coverage) or Decimal(0),
        band=total.band,
        digest=_digest(version, kpis, evidence, total.band),
    )


def scale_of(line: TemplateLine) -> Scale:
    """How the points of this line follow from its value."""
    steps = tuple((Decimal(bound), Decimal(points)) for bound, points in line.steps or ())
    return Scale(line.target, line.floor, steps)


def _interval(kpi: Kpi, one: Figure) -> tuple[Decimal | None, Decimal | None]:
    found = wilson(int(one.numerator or 0), one.n) if kpi.has_interval else None
    if found is None:
        return None, None
    places = Decimal(1).scaleb(-12)
    return found[0].quantize(places), found[1].quantize(places)


def _digest(
    version: TemplateVersion, kpis: Sequence[KpiDraft], evidence: dict[str, Packed], band: str
) -> str:
    """Of everything the card says, rows included."""
    return digest_of(
        {
            "version": [version.template.public_id, version.number],
            "band": band,
            "figures": [
                [one.line.kpi, one.source, _text(to_decimal(one.figure.value)), _text(one.points)]
                for one in kpis
            ],
            "rows": {source: packed.digest for source, packed in evidence.items()},
        }
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
