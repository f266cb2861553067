"""Quartiles of a few figures, coarse enough that nobody reads one partner's figure out of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

# With fewer others a quartile would say too much about each of them.
MIN_PEERS = 5
_WHOLE = Decimal(1)
_PER_CENT = Decimal("0.01")
_DIGITS = 2  # of figures that have no natural whole step


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A quarter of the figures lies at or under `low`, half at or under `middle`, a quarter above `high`."""

    low: Fraction
    middle: Fraction
    high: Fraction


def quartiles(values: Sequence[Decimal]) -> Quartiles | None:
    """None for fewer than MIN_PEERS values.

    Between two ranks it is interpolated in a straight line, both ends inside (method 7 of Hyndman and Fan,
    The American Statistician 50, 1996, 361-365; QUARTILE.INC of spreadsheets).
    """
    if len(values) < MIN_PEERS:
        return None
    ordered = [Fraction(value) for value in sorted(values)]
    low, middle, high = (_at(ordered, Fraction(part, 4)) for part in (1, 2, 3))
    return Quartiles(low, middle, high)


def _at(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    place = part * (len(ordered) - 1)
    below = place.numerator // place.denominator
    if below + 1 == len(ordered):
        return ordered[below]
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])


def coarse(value: Fraction, unit: str) -> Decimal:
    """Half up to whole per cent, points, days or hours; what has no such step keeps two digits."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    if unit == "share":
        return number.quantize(_PER_CENT, ROUND_HALF_UP)
    if unit in ("points", "days", "hours") or number == 0:
        return number.quantize(_WHOLE, ROUND_HALF_UP)
    step = Decimal(1).scaleb(number.adjusted() - _DIGITS + 1)
    rounded = number.quantize(step, ROUND_HALF_UP)
    return rounded.quantize(_WHOLE) if rounded == rounded.to_integral_value() else rounded
