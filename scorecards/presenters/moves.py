"""Why a figure moved the score: the rows that cost points now, and those that did the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.engine.periods import Period
from scorecards.actions.sheets import scale_of
from scorecards.engine.catalogue import COLUMNS, kpi_of
from scorecards.engine.evidence import unpack
from scorecards.engine.figures import to_decimal
from scorecards.engine.pulls import Pulls, pulls
from scorecards.models import KpiResult, Scorecard
from scorecards.presenters.card import named
from scorecards.presenters.rows import SharedRow, shared_rows


@dataclass(frozen=True)
class CostlyRow:
    """A row that did not go well; `alone`: the points of the score that it cost, None when it is all."""

    row: SharedRow
    alone: Decimal | None


@dataclass(frozen=True)
class Costs:
    """Of one card and figure: the rows that did not go well, dearest first, and what they cost together.

    Points are those of the score of 100: the figure's points with all rows and without these, times its share
    of the graded weight. `cost` None: nothing is left without them. `early_days` of its rule.
    """

    card: str
    period: str
    rows: tuple[CostlyRow, ...]
    cost: Decimal | None
    n: int
    contribution: Decimal | None
    early_days: int | None


@dataclass(frozen=True)
class SharedMove:
    """One figure that moved its half's score. `moved` = `rest` - (`now.cost` - `before.cost`), exactly.

    `rest` is what everything else did: the rows that went well, and the weights of what was graded. `inputs`
    of a formula: (code, value before, value now); it has no rows of its own.
    """

    code: str
    name: str
    unit: str
    side: str
    was: Decimal | None
    value: Decimal | None
    moved: Decimal
    now: Costs
    before: Costs | None
    rest: Decimal | None
    inputs: tuple[tuple[str, Decimal | None, Decimal | None], ...]


def previous_card(card: Scorecard) -> Scorecard | None:
    """The newest revision of the period before, of the same partner and template."""
    return (
        Scorecard.objects.filter(
            partner_id=card.partner_id,
            template_id=card.template_id,
            period=Period.parse(card.period).shifted(-1).key,
            is_latest=True,
        )
        .select_related("version")
        .first()
    )


def moves(card: Scorecard, codes: Sequence[str] = ()) -> list[SharedMove]:
    """What moved both halves since the period before, or only the figures of `codes`; largest first.

    Four queries, and one for each figure's lines. Empty without a card of the period before.
    """
    earlier = previous_card(card)
    if earlier is None:
        return []
    now, then = _results(card), _results(earlier)
    found = []
    for code, result in now.items():
        if codes and code not in codes:
            continue
        one = _move(card, earlier, result, then.get(code), _shares(now), _shares(then))
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: -abs(one.moved))


def _results(card: Scorecard) -> dict[str, KpiResult]:
    return {one.kpi: one for one in card.results.select_related("line", "evidence")}


def _shares(results: dict[str, KpiResult]) -> dict[str, Fraction]:
    """The share of each graded figure in the graded weight of its half."""
    totals: dict[str, Fraction] = {}
    graded = [one for one in results.values() if one.points is not None]
    for one in graded:
        totals[one.side] = totals.get(one.side, Fraction(0)) + Fraction(one.line.weight)
    return {one.kpi: Fraction(one.line.weight) / totals[one.side] for one in graded}


def _move(
    card: Scorecard,
    earlier: Scorecard,
    result: KpiResult,
    was: KpiResult | None,
    now_shares: dict[str, Fraction],
    then_shares: dict[str, Fraction],
) -> SharedMove | None:
    now = _costs(card, result, now_shares)
    before = _costs(earlier, was, then_shares) if was is not None else None
    moved = (now.contribution or Decimal(0)) - ((before.contribution if before else None) or Decimal(0))
    if not moved:
        return None
    then = before.cost if before else Decimal(0)
    rest = None if now.cost is None or then is None else moved + now.cost - then
    name = named(result.line)
    return SharedMove(
        code=result.kpi,
        name=name["name"],
        unit=name["unit"],
        side=result.side,
        was=was.value if was is not None else None,
        value=result.value,
        moved=moved,
        now=now,
        before=before,
        rest=rest,
        inputs=_inputs(result, was),
    )


def _inputs(
    result: KpiResult, was: KpiResult | None
) -> tuple[tuple[str, Decimal | None, Decimal | None], ...]:
    then = {one["kpi"]: _decimal(one.get("value")) for one in (was.inputs if was is not None else ())}
    return tuple((one["kpi"], then.get(one["kpi"]), _decimal(one.get("value"))) for one in result.inputs)


def _decimal(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)


def _costs(card: Scorecard, result: KpiResult, shares: dict[str, Fraction]) -> Costs:
    share = shares.get(result.kpi, Fraction(0))
    graded = None if result.points is None else to_decimal(share * Fraction(result.points))
    found, rows = _pulled(card, result)
    return Costs(
        card=card.public_id,
        period=card.period,
        rows=tuple(
            CostlyRow(row, _points(share, pull.alone)) for row, pull in zip(rows, found.rows, strict=True)
        ),
        cost=_points(share, found.cost),
        n=result.n,
        contribution=graded,
        early_days=result.line.early_days,
    )


def _points(share: Fraction, points: Fraction | None) -> Decimal | None:
    return None if points is None else to_decimal(share * points)


def _pulled(card: Scorecard, result: KpiResult) -> tuple[Pulls, Sequence[SharedRow]]:
    """Of a figure with rows of its own that was graded; nothing else costs points."""
    nothing = Pulls((), Fraction(0), None)
    if result.evidence is None or result.points is None or result.line.formula:
        return nothing, ()
    kpi = kpi_of(result.kpi)
    columns, rows = unpack(bytes(result.evidence.rows), result.evidence.digest)
    if columns != COLUMNS[kpi.source]:  # rows of an older engine
        return nothing, ()
    found = pulls(kpi, rows, scale_of(result.line))
    wrong = [list(one.row) for one in found.rows]
    return found, shared_rows(card.partner_id, kpi.code, columns, wrong, result.evidence.digest).rows
