"""The one place where figures are rounded for display: half up, as people expect on paper."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: Decimal, places: int = 1) -> Decimal:
    """Round to `places` decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
