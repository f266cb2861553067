"""What a card would be without some of its lines: computed from the rows it keeps, nothing is written."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from portal.enums import Side
from scorecards.actions.drafting import formula_figure
from scorecards.actions.sheets import Sheet, sheet_of
from scorecards.engine.catalogue import Kpi, kpi_of
from scorecards.engine.evidence import unpack
from scorecards.engine.figures import Figure, figure, sums_of, to_decimal
from scorecards.engine.gates import capped
from scorecards.engine.scoring import Graded, score
from scorecards.models import KpiResult, Scorecard


@dataclass(frozen=True)
class KpiEffect:
    """One figure of the card before and after; `n` counts what is left."""

    kpi: str
    before: Decimal | None
    after: Decimal | None
    n: int


@dataclass(frozen=True)
class Effect:
    """The partner's half before and after, by the rows the card was published with. None: not graded."""

    before: Decimal | None
    after: Decimal | None
    band_before: str
    band_after: str
    kpis: tuple[KpiEffect, ...] = ()

    @property
    def points(self) -> Decimal | None:
        """How many points of the score it would give; None where there is no score to compare."""
        return None if self.before is None or self.after is None else self.after - self.before


Rows = tuple[tuple[str, ...], list[list[Any]]]


class CardBook:
    """The rows of one card, to count again without some lines. The card comes from `with_rows`."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.results: list[KpiResult] = [one for one in card.results.all() if one.side == Side.PARTNER]

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_of(self.card.version)

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """By source: columns and rows, those behind the partner's half."""
        wanted = {one.evidence.source for one in self.results if one.evidence is not None}
        wanted |= {part["source"] for one in self.results for part in one.inputs}
        return {
            one.source: unpack(bytes(one.rows), one.digest)
            for one in self.card.evidence.all()
            if one.source in wanted
        }

    def without(self, lines: Collection[str]) -> Effect:
        """The effect of excusing these lines (public ids)."""
        wanted = frozenset(lines)
        graded, kpis = [], []
        for result in self.results:
            found = self._figure(result, wanted)
            graded.append(Graded(result.line.weight, self.sheet.points(result.line, found)))
            kpis.append(KpiEffect(result.kpi, result.value, to_decimal(found.value), found.n))
        total = score(graded, self.sheet.bands)
        return Effect(
            before=self.card.score,
            after=to_decimal(total.score),
            band_before=self.card.band,
            band_after=capped(total.band, self.card.gates, self.sheet.bands),
            kpis=tuple(one for one in kpis if one.before != one.after),
        )

    def _figure(self, result: KpiResult, wanted: frozenset[str]) -> Figure:
        if result.evidence is not None:
            return self._counted(kpi_of(result.kpi), result.evidence.source, wanted)
        inputs = {
            part["kpi"]: self._counted(kpi_of(part["kpi"]), part["source"], wanted) for part in result.inputs
        }
        if not inputs:
            return Figure(None, None, None, 0, 0)
        return formula_figure(self.sheet.formulas[result.kpi], inputs)

    def _counted(self, kpi: Kpi, source: str, wanted: frozenset[str]) -> Figure:
        columns, rows = self.rows[source]
        return figure(kpi, sums_of(kpi, _excused(columns, rows, wanted)))


def _excused(columns: tuple[str, ...], rows: list[list[Any]], wanted: frozenset[str]) -> Iterable[list[Any]]:
    """The rows, those of these lines as if they were excused."""
    if "line" not in columns or "excused" not in columns:
        return rows
    line, excused = columns.index("line"), columns.index("excused")
    return [[*row[:excused], 1, *row[excused + 1 :]] if row[line] in wanted else row for row in rows]


def with_rows(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """All that CardBook reads, with a fixed number of queries for any number of cards."""
    return cards.select_related("version__template", "partner").prefetch_related(
        "results__line", "results__evidence", "evidence", "version__lines", "version__bands", "version__gates"
    )


def books_of(cards: QuerySet[Scorecard]) -> dict[int, CardBook]:
    """By the card's key."""
    return {card.pk: CardBook(card) for card in with_rows(cards)}
