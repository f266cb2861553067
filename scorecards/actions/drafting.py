"""Computes the cards of all partners for one period without storing them: for publishing and preview."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from portal.engine.periods import Period
from portal.enums import Side
from scorecards.actions.sheets import Sheet, kept_rules, key_of, scope_of
from scorecards.engine.catalogue import COLUMNS, Kpi, kpi_of
from scorecards.engine.evidence import Packed, digest_of, pack
from scorecards.engine.figures import NOTHING, Figure, Sums, figure, sums_of, to_decimal
from scorecards.engine.formula import Formula
from scorecards.engine.gates import DOCUMENT_COLUMNS, DOCUMENTS, capped, closed_gates
from scorecards.engine.scoring import Graded, Score, score, wilson
from scorecards.facts import rows_by_partner
from scorecards.facts.documents import documents_by_partner
from scorecards.models import TemplateLine

Rows = dict[int, list[tuple[Any, ...]]]
Progress = Callable[[int, int, str], None]
_PLACES = Decimal(1).scaleb(-12)


@dataclass(frozen=True)
class Input:
    """A figure that a formula is made of; `source` names its rows among the card's evidence."""

    kpi: str
    source: str
    figure: Figure

    def as_json(self) -> dict[str, Any]:
        return {
            "kpi": self.kpi,
            "source": self.source,
            "value": _text(to_decimal(self.figure.value)),
            "n": self.figure.n,
            "excused": self.figure.excused,
        }


@dataclass(frozen=True)
class KpiDraft:
    """One figure of a card to be; `source` names its rows among the card's evidence, empty for a formula."""

    line: TemplateLine
    source: str
    figure: Figure
    low: Decimal | None
    high: Decimal | None
    points: Decimal | None
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True)
class CardDraft:
    """One partner's card to be, both halves. Scores 0..100, coverages 0..1. Equal digests mean equal cards.

    `gates` lists the closed ones: [document type, `missing` or the day it expired, band at best].
    """

    partner_id: int
    kpis: tuple[KpiDraft, ...]
    evidence: dict[str, Packed]
    score: Decimal | None
    coverage: Decimal
    band: str
    uncapped_band: str
    gates: tuple[list[str], ...]
    our_score: Decimal | None
    our_coverage: Decimal
    digest: str


@dataclass(frozen=True)
class Drafts:
    """The cards by partner, and the figures of all partners together, in the order of the template.

    A formula has no figure of all together.
    """

    sheet: Sheet
    period: Period
    as_of: date
    cards: dict[int, CardDraft]
    pooled: tuple[tuple[TemplateLine, Figure], ...]


def draft(
    sheet: Sheet,
    period: Period,
    *,
    as_of: date | None = None,
    also: frozenset[int] = frozenset(),
    only: frozenset[int] | None = None,
    progress: Progress | None = None,
) -> Drafts:
    """Cards for every partner with a row of its own half, and for those in `also`; one query a row source.

    Those in `also` need not be of the template's kind and segment any more: a card that they have is made of
    their rows all the same.
    `only` looks at these partners alone. `as_of`: a day before the closing day, for a period still open.
    """
    as_of = as_of or sheet.as_of(period)
    found = _Found(sheet, period, as_of, only, also, progress)
    partners = sorted(also.union(found.partners()))
    papers = documents_by_partner([gate.document_type for gate in sheet.gates], as_of, partners)
    cards = {partner: _card(sheet, found, partner, papers.get(partner, [])) for partner in partners}
    return Drafts(sheet, period, as_of, cards, _pooled(sheet, found, partners))


class _Found:
    """The rows behind all lines of a sheet, read once for each source, and the sums over them."""

    def __init__(
        self,
        sheet: Sheet,
        period: Period,
        as_of: date,
        only: frozenset[int] | None,
        also: frozenset[int],
        progress: Progress | None,
    ) -> None:
        self.sheet = sheet
        self.keys: dict[tuple[str, str], str] = {}  # (line, KPI) -> source key
        self.rows: dict[str, Rows] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        kept = kept_rules()
        for done, line in enumerate(sheet.lines):
            if progress is not None:
                progress(done, len(sheet.lines), line.kpi)
            for kpi in sheet.kpis_of(line):
                key = key_of(kpi, line, period, as_of)
                self.keys[line.kpi, kpi.code] = key
                self.columns[key] = COLUMNS[kpi.source]
                if key not in self.rows:
                    scope = scope_of(sheet, line, period, as_of, kept=kept, only=only, also=also)
                    self.rows[key] = rows_by_partner(kpi, scope)

    def partners(self) -> set[int]:
        """Who has a row in the partner's half: our own half alone makes no card."""
        mine = [
            self.keys[line.kpi, kpi.code]
            for line in self.sheet.of_partner
            for kpi in self.sheet.kpis_of(line)
        ]
        return set().union(*(self.rows[key].keys() for key in mine))

    def sums(self, line: TemplateLine, kpi: Kpi, partner: int) -> Sums:
        return sums_of(kpi, self.rows[self.keys[line.kpi, kpi.code]].get(partner, ()))

    def packed(self, partner: int) -> dict[str, Packed]:
        return {key: pack(key, self.columns[key], rows.get(partner, ())) for key, rows in self.rows.items()}


def _card(sheet: Sheet, found: _Found, partner: int, papers: list[tuple[Any, ...]]) -> CardDraft:
    kpis = tuple(_kpi(sheet, found, line, partner) for line in sheet.lines)
    evidence = found.packed(partner)
    if sheet.gates:
        evidence[DOCUMENTS] = pack(DOCUMENTS, DOCUMENT_COLUMNS, papers)
    gates = tuple(closed_gates(sheet.gates, papers))
    theirs = score(_graded(sheet, kpis, Side.PARTNER), sheet.bands)
    ours = score(_graded(sheet, kpis, Side.COMPANY), ())
    return CardDraft(
        partner_id=partner,
        kpis=kpis,
        evidence=evidence,
        score=to_decimal(theirs.score),
        coverage=to_decimal(theirs.coverage) or Decimal(0),
        band=capped(theirs.band, gates, sheet.bands),
        uncapped_band=theirs.band,
        gates=gates,
        our_score=to_decimal(ours.score),
        our_coverage=to_decimal(ours.coverage) or Decimal(0),
        digest=_digest(sheet, kpis, evidence, theirs, gates),
    )


def _graded(sheet: Sheet, kpis: Sequence[KpiDraft], side: str) -> list[Graded]:
    """With exact points; what is stored of them has twelve decimals."""
    return [
        Graded(one.line.weight, sheet.points(one.line, one.figure)) for one in kpis if one.line.side == side
    ]


def _kpi(sheet: Sheet, found: _Found, line: TemplateLine, partner: int) -> KpiDraft:
    inputs = tuple(
        Input(kpi.code, found.keys[line.kpi, kpi.code], figure(kpi, found.sums(line, kpi, partner)))
        for kpi in sheet.kpis_of(line)
    )
    one = inputs[0].figure
    if line.formula:
        one = formula_figure(sheet.formulas[line.kpi], {part.kpi: part.figure for part in inputs})
    points = to_decimal(sheet.points(line, one))
    if line.formula:
        return KpiDraft(line, "", one, None, None, points, inputs)
    low, high = _interval(kpi_of(line.kpi), one)
    return KpiDraft(line, inputs[0].source, one, low, high, points)


def formula_figure(formula: Formula, inputs: Mapping[str, Figure]) -> Figure:
    """Counts as many rows as the input that counts the fewest."""
    return Figure(
        formula.evaluate({code: one.value for code, one in inputs.items()}),
        None,
        None,
        min((one.n for one in inputs.values()), default=0),
        max((one.excused for one in inputs.values()), default=0),
    )


def _pooled(sheet: Sheet, found: _Found, partners: Sequence[int]) -> tuple[tuple[TemplateLine, Figure], ...]:
    pooled = []
    for line in sheet.lines:
        if not line.formula:
            kpi = kpi_of(line.kpi)
            sums = reduce(add, (found.sums(line, kpi, partner) for partner in partners), NOTHING)
            pooled.append((line, figure(kpi, sums)))
    return tuple(pooled)


def _interval(kpi: Kpi, one: Figure) -> tuple[Decimal | None, Decimal | None]:
    found = wilson(int(one.numerator or 0), one.n) if kpi.has_interval else None
    return (None, None) if found is None else (found[0].quantize(_PLACES), found[1].quantize(_PLACES))


def _digest(
    sheet: Sheet,
    kpis: Sequence[KpiDraft],
    evidence: Mapping[str, Packed],
    total: Score,
    gates: Sequence[list[str]],
) -> str:
    """Of everything the card says, rows included. Cards without gates and formulas keep their first form."""
    document: dict[str, Any] = {
        "version": [sheet.template.public_id, sheet.version.number],
        "band": capped(total.band, gates, sheet.bands),
        "figures": [
            [one.line.kpi, one.source, _text(to_decimal(one.figure.value)), _text(one.points)] for one in kpis
        ],
        "rows": {source: packed.digest for source, packed in evidence.items()},
    }
    if gates:
        document["gates"] = list(gates)
    return digest_of(document)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
