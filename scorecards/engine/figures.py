"""From rows, or from sums over them, to exact figures. No data is None, never 0 and never 1."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from scorecards.engine.catalogue import QUANTITIES, Kpi, Statistic, Unit

SCALE = 1_000_000
PPM = 1_000_000
_PLACES = Decimal(1).scaleb(-12)


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` = numerator / denominator (shares as 0..1), exact; n counts the rows without the excused."""

    value: Fraction | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    excused: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the rows of one partner; `days` says how often each value occurs (for spreads)."""

    n: int
    excused: int
    numerator: int = 0
    denominator: int = 0
    days: tuple[tuple[int, int], ...] = ()

    def __add__(self, other: "Sums") -> "Sums":
        """Pooled: as if the rows of both were one's."""
        counted = Counter(dict(self.days))
        counted.update(dict(other.days))
        return Sums(
            self.n + other.n,
            self.excused + other.excused,
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            tuple(sorted(counted.items())),
        )


NOTHING = Sums(0, 0)
# How often each value occurs says all that these need.
SPREADS = (Statistic.MEAN, Statistic.MEDIAN, Statistic.P90, Statistic.DEVIATION)


def sums_of(kpi: Kpi, rows: Iterable[Sequence[Any]]) -> Sums:
    """Sum up rows that have the columns of the KPI's source."""
    columns = kpi.columns
    rows = list(rows)
    counted = rows
    if "excused" in columns:
        at = columns.index("excused")
        counted = [row for row in rows if not row[at]]
    excused = len(rows) - len(counted)
    values = _column(kpi.numerator, columns, counted)
    n = sum(_column(kpi.counted, columns, counted)) if kpi.counted else len(counted)
    if kpi.statistic in SPREADS:
        return Sums(n, excused, days=tuple(sorted(Counter(values).items())))
    below = sum(_column(kpi.denominator, columns, counted)) if kpi.denominator else n
    return Sums(n, excused, sum(values), below)


def _column(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
    at = columns.index(name)
    return [row[at] for row in rows]


def figure(kpi: Kpi, sums: Sums) -> Figure:
    """The figure that these sums make."""
    value, numerator, denominator = _STATISTICS[kpi.statistic](kpi, sums)
    return Figure(value, numerator, denominator, sums.n, sums.excused)


def to_decimal(value: Fraction | None) -> Decimal | None:
    """Twelve decimals, as figures are stored and exported."""
    if value is None:
        return None
    with localcontext(prec=60):
        number = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_PLACES)
        return number.to_integral_value() if number == number.to_integral_value() else number.normalize()


Parts = tuple[Fraction | None, Decimal | None, Decimal | None]


def _ratio(kpi: Kpi, sums: Sums) -> Parts:
    factor = PPM if kpi.unit is Unit.PPM else 1
    value = Fraction(sums.numerator * factor, sums.denominator) if sums.denominator else None
    return value, _number(sums.numerator, kpi.numerator), _number(sums.denominator, kpi.denominator)


def _total(kpi: Kpi, sums: Sums) -> Parts:
    total = _number(sums.numerator, kpi.numerator)
    return (Fraction(total) if sums.n else None), total, None


def _mean(kpi: Kpi, sums: Sums) -> Parts:
    total = sum(value * times for value, times in sums.days)
    return (Fraction(total, sums.n) if sums.n else None), Decimal(total), Decimal(sums.n)


def _median(kpi: Kpi, sums: Sums) -> Parts:
    """The value in the middle; of an even number the mean of the two. Hours leave their scale behind."""
    if not sums.n:
        return None, None, Decimal(0)
    scale = SCALE if kpi.numerator in QUANTITIES else 1
    middle = _ranked(sums, (sums.n + 1) // 2) + _ranked(sums, sums.n // 2 + 1)
    return Fraction(middle, 2 * scale), None, Decimal(sums.n)


def _ranked(sums: Sums, rank: int) -> int:
    """The value at this rank, the smallest being at 1."""
    seen = 0
    for value, times in sums.days:
        seen += times
        if seen >= rank:
            return value
    raise IndexError(f"There is no value at rank {rank} of {sums.n}.")


def _p90(kpi: Kpi, sums: Sums) -> Parts:
    """Nearest rank: the smallest value that at least nine tenths of the rows do not exceed."""
    seen = 0
    for days, times in sums.days:
        seen += times
        if seen * 10 >= sums.n * 9:
            return Fraction(days), None, Decimal(sums.n)
    return None, None, Decimal(0)


def _deviation(kpi: Kpi, sums: Sums) -> Parts:
    """Of the sample: the divisor is n - 1."""
    if sums.n < 2:
        return None, None, Decimal(sums.n)
    total = sum(days * times for days, times in sums.days)
    squares = sum(days * days * times for days, times in sums.days)
    variance = Fraction(squares * sums.n - total * total, sums.n * (sums.n - 1))
    with localcontext(prec=40):
        root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return Fraction(root), None, Decimal(sums.n)


_STATISTICS = {
    Statistic.RATIO: _ratio,
    Statistic.TOTAL: _total,
    Statistic.MEAN: _mean,
    Statistic.MEDIAN: _median,
    Statistic.P90: _p90,
    Statistic.DEVIATION: _deviation,
}


def _number(total: int, column: str) -> Decimal:
    """Quantities leave their scale behind; counts are counts."""
    if column not in QUANTITIES:
        return Decimal(total)
    with localcontext(prec=60):
        number = Decimal(total) / SCALE
        return number.to_integral_value() if total % SCALE == 0 else number.normalize()
