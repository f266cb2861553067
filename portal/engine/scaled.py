"""Quantities and unit prices as integers scaled by 10^6: sums are exact on every database."""

from decimal import Decimal

SCALE = 1_000_000
_EXPONENT = Decimal(1) / SCALE


class TooPrecise(ValueError):
    """A number with more than six decimals cannot be kept exactly."""


def to_scaled(value: Decimal) -> int:
    """`Decimal("1.5")` -> 1_500_000. Raises TooPrecise when it does not fit exactly."""
    scaled = value * SCALE
    if scaled != scaled.to_integral_value():
        raise TooPrecise(f"{value} has more than six decimals")
    return int(scaled)


def from_scaled(value: int) -> Decimal:
    """1_500_000 -> `Decimal("1.5")`, without trailing zeros and without an exponent."""
    number = Decimal(value) * _EXPONENT
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
