"""From values to places: straight scales and ticks that people can count by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """Maps `low..high` to `start..end`; a flat domain maps to the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)


def nice_ticks(low: float | Decimal, high: float | Decimal, most: int = 6) -> list[Decimal]:
    """Round numbers that enclose `low..high`, at most `most` of them, evenly spaced by 1, 2, 2.5 or 5 x 10^n.

    >>> [str(tick) for tick in nice_ticks(62.4, 86.2)]
    ['60', '70', '80', '90']
    """
    bottom, top = Decimal(str(low)), Decimal(str(high))
    if bottom > top:
        raise ValueError(f"{low} to {high} is no range")
    if bottom == top:
        bottom, top = bottom - 1, top + 1
    scale = Decimal(1).scaleb((top - bottom).adjusted() - 1)
    for factor in (Decimal(1), Decimal(10), Decimal(100)):
        for step in STEPS:
            ticks = _enclose(bottom, top, step * scale * factor)
            if len(ticks) <= most:
                return ticks
    raise AssertionError("a hundredfold step always fits")


def _enclose(low: Decimal, high: Decimal, step: Decimal) -> list[Decimal]:
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [(first + number) * step for number in range(int(last - first) + 1)]


def plain(value: Decimal) -> str:
    """A tick as digits, without an exponent and without trailing zeros."""
    return f"{value.normalize():f}".replace("-", "\u2212")


def known(values: Sequence[float | Decimal | None]) -> list[float]:
    """The values that are there, as floats: places need no exactness."""
    return [float(value) for value in values if value is not None]
