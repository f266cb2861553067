"""A bar in a cell: from a common zero to the right, or to the left where it is below."""

from decimal import Decimal

from portal.charts.marks import Drawing, drawing, line, rect
from portal.charts.scales import Scale


def bar(
    value: float | Decimal, low: float | Decimal, high: float | Decimal, *, width: int = 72, height: int = 14
) -> Drawing:
    """`low` and `high` are the least and the most of all rows, so that zero is one line down the table.

    Decoration: the cell beside it says the number.
    """
    x = Scale(min(0.0, float(low)), max(0.0, float(high)) or 1.0, 1, width - 1)
    zero, end = x(0), x(value)
    thick = max(1.0, abs(end - zero)) if value else 0
    marks = [rect(min(zero, end), 3, thick, height - 6, "bad" if value < 0 else "you")] if thick else []
    return drawing(width, height, "", [*marks, line(zero, 0, zero, height, "axis")])
