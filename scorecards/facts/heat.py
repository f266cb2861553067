"""Cards of one template and period side by side: one row a partner, one cell a KPI. Three queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery

from portal.engine.periods import Period
from scorecards.engine.catalogue import CATALOGUE, COLUMNS, QUANTITIES
from scorecards.engine.evidence import unpack
from scorecards.engine.figures import SPREADS, Figure, Sums, figure, sums_of
from scorecards.models import Evidence, KpiResult, Scorecard, TemplateLine
from suppliers.models import Partner

# So many partners' rows are read again to pool a median; beyond it the foot says to filter first.
MOST_POOLED = 400
_SCORE = DecimalField(max_digits=15, decimal_places=12, null=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one card: exact, `points` None when it is not graded, `value` None without data."""

    value: Decimal | None
    points: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    has_rows: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One partner's newest card. `before` and `our_before`: the scores of the period before it."""

    public_id: str
    partner: Partner
    score: Decimal | None
    before: Decimal | None
    band: str
    coverage: Decimal
    our_score: Decimal | None
    our_before: Decimal | None
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def change(self) -> Decimal | None:
        return None if self.score is None or self.before is None else self.score - self.before

    @property
    def our_change(self) -> Decimal | None:
        if self.our_score is None or self.our_before is None:
            return None
        return self.our_score - self.our_before


def with_before(cards: QuerySet[Scorecard], period: str) -> QuerySet[Scorecard]:
    """Adds `before` and `our_before`, the scores of the period before `period`, of the same template."""
    earlier = Scorecard.objects.filter(
        partner_id=OuterRef("partner_id"),
        template_id=OuterRef("template_id"),
        period=Period.parse(period).shifted(-1).key,
        is_latest=True,
    ).order_by()
    return cards.annotate(
        before=Subquery(earlier.values("score")[:1], output_field=_SCORE),
        our_before=Subquery(earlier.values("our_score")[:1], output_field=_SCORE),
    )


def moved_down(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Those whose score fell since the period before. For cards `with_before`."""
    return cards.filter(score__lt=F("before"))


def rows(cards: QuerySet[Scorecard]) -> list[Row]:
    """Two queries. For cards `with_before`, all of one template and period."""
    found = {
        card.pk: Row(
            card.public_id,
            card.partner,
            card.score,
            card.before,
            card.band,
            card.coverage,
            card.our_score,
            card.our_before,
        )
        for card in cards.select_related("partner__owner")
    }
    results = KpiResult.objects.filter(card__in=cards.order_by().values("pk")).order_by()
    fields = ("value", "points", "numerator", "denominator", "n", "evidence__row_count")
    for card, kpi, *given, row_count in results.values_list("card_id", "kpi", *fields):
        found[card].cells[kpi] = Cell(*given, bool(row_count))
    return list(found.values())


def pooled(
    lines: Sequence[TemplateLine], given: Sequence[Row], cards: QuerySet[Scorecard]
) -> dict[str, Figure]:
    """The figure of all partners together, as if their rows were one's, by KPI; one query for the medians.

    A formula has no rows of its own and is left out; so are medians and spreads of very many partners.
    """
    known = [line.kpi for line in lines if not line.formula and line.kpi in CATALOGUE]
    spreads = {code for code in known if CATALOGUE[code].statistic in SPREADS}
    sums = {code: _added(code, given) for code in known if code not in spreads}
    if spreads and len(given) <= MOST_POOLED:
        sums |= _read_again(spreads, cards)
    return {code: figure(CATALOGUE[code], total) for code, total in sums.items()}


def _added(code: str, given: Sequence[Row]) -> Sums:
    """Sums of sums. Figures leave the scale of their quantities behind: here it comes back."""
    kpi, cells = CATALOGUE[code], [row.cells[code] for row in given if code in row.cells]
    return Sums(
        sum(cell.n for cell in cells),
        0,
        _scaled(kpi.numerator, [cell.numerator for cell in cells]),
        _scaled(kpi.denominator, [cell.denominator for cell in cells]),
    )


def _scaled(column: str, parts: Sequence[Decimal | None]) -> int:
    total = sum((part for part in parts if part is not None), Decimal(0))
    return int(total.scaleb(6) if column in QUANTITIES else total)


def _read_again(spreads: set[str], cards: QuerySet[Scorecard]) -> dict[str, Sums]:
    evidence = Evidence.objects.filter(
        results__kpi__in=spreads, card__in=cards.order_by().values("pk")
    ).order_by()
    totals: dict[str, Sums] = {}
    for code, rows_, digest in evidence.values_list("results__kpi", "rows", "digest"):
        if code in spreads:
            columns, found = unpack(bytes(rows_), digest)
            kpi = CATALOGUE[code]
            if columns == COLUMNS[kpi.source]:
                one = sums_of(kpi, found)
                totals[code] = totals[code] + one if code in totals else one
    return totals
