"""Which rows cost points: a figure, and what it would be without some of its rows. Exact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scorecards.engine.catalogue import QUANTITIES, Kpi, Statistic
from scorecards.engine.figures import SCALE, SPREADS, Sums, figure, sums_of
from scorecards.engine.scoring import Scale

Row = Sequence[Any]
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pull:
    """A row that did not go well; `alone`: the points (0..100) that it cost the KPI, None when it is all."""

    row: Row
    alone: Fraction | None


@dataclass(frozen=True, slots=True)
class Pulls:
    """Rows that did not go well, dearest first; `cost`: the points that they cost the KPI together.

    One by one they need not add up to it: a figure that is at its floor already loses nothing more. `cost`
    None: nothing is left without them. `points`: those of the figure with all of its rows.
    """

    rows: tuple[Pull, ...]
    cost: Fraction | None
    points: Fraction | None


def pulls(kpi: Kpi, rows: Sequence[Row], scale: Scale) -> Pulls:
    """`rows` have the columns of the KPI's source, excused ones among them; those never count."""
    counted = [row for row in rows if not _is_excused(kpi, row)]
    total = sums_of(kpi, counted)
    points = _points(kpi, total, scale)
    wrong = _wrong(kpi, counted, total, scale)
    bad = [row for row in counted if wrong(row)]
    if points is None or not bad:
        return Pulls((), Fraction(0), points)
    left = _points(kpi, sums_of(kpi, [row for row in counted if not wrong(row)]), scale)
    alone = {key: _alone(kpi, total, key, scale, points) for key in {_key(kpi, row) for row in bad}}
    found = [Pull(row, alone[_key(kpi, row)]) for row in bad]
    found.sort(key=lambda one: (-(one.alone if one.alone is not None else 101), [str(v) for v in one.row]))
    return Pulls(tuple(found), None if left is None else left - points, points)


def _alone(kpi: Kpi, total: Sums, key: Key, scale: Scale, points: Fraction) -> Fraction | None:
    left = _points(kpi, _without(kpi, total, *key), scale)
    return None if left is None else left - points


def _points(kpi: Kpi, sums: Sums, scale: Scale) -> Fraction | None:
    value = figure(kpi, sums).value
    return None if value is None else scale.points(value)


def _without(kpi: Kpi, sums: Sums, numerator: int, denominator: int, counted: int) -> Sums:
    """The sums as if one row with these figures were not there."""
    n = sums.n - counted
    if kpi.statistic in SPREADS:
        days = ((value, times - (value == numerator)) for value, times in sums.days)
        return Sums(n, sums.excused, days=tuple(pair for pair in days if pair[1]))
    return Sums(n, sums.excused, sums.numerator - numerator, sums.denominator - denominator)


def _wrong(kpi: Kpi, rows: Sequence[Row], total: Sums, scale: Scale) -> Callable[[Row], bool]:
    """Says of a row whether it did not go well.

    A share: not all of it was kept (or, where less is better, something of it was counted). A measure: it is
    worse than the target. A spread: the figure would be better without it.
    """
    if kpi.statistic is Statistic.DEVIATION:
        whole = figure(kpi, total).value
        better = {key for key in {_key(kpi, row) for row in rows} if _steadier(kpi, total, key, whole)}
        return lambda row: _key(kpi, row) in better
    if kpi.statistic in SPREADS:
        bound = _target(scale)
        factor = SCALE if kpi.numerator in QUANTITIES else 1
        sign = 1 if kpi.higher_is_better else -1
        return lambda row: bound is not None and sign * Fraction(_key(kpi, row)[0], factor) < sign * bound
    if kpi.higher_is_better:
        return lambda row: _key(kpi, row)[0] < _key(kpi, row)[1]
    return lambda row: _key(kpi, row)[0] > 0


def _steadier(kpi: Kpi, total: Sums, key: Key, whole: Fraction | None) -> bool:
    left = figure(kpi, _without(kpi, total, *key)).value
    return left is not None and whole is not None and left < whole


def _target(scale: Scale) -> Fraction | None:
    """What earns all points: the target, or the bound of the best step."""
    if scale.steps:
        best: tuple[Decimal, Decimal] = max(scale.steps, key=lambda step: step[1])
        return Fraction(best[0])
    return None if scale.target is None else Fraction(scale.target)


def _key(kpi: Kpi, row: Row) -> Key:
    """What a row adds above and below the line, and to n."""
    counted = row[kpi.columns.index(kpi.counted)] if kpi.counted else 1
    below = row[kpi.columns.index(kpi.denominator)] if kpi.denominator else counted
    return row[kpi.columns.index(kpi.numerator)], below, counted


def _is_excused(kpi: Kpi, row: Row) -> bool:
    return "excused" in kpi.columns and bool(row[kpi.columns.index("excused")])
