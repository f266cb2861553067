"""The middle half of many figures as a box, the middle as a line, one's own figure as a dot."""

from decimal import Decimal

from portal.charts.marks import Drawing, circle, drawing, line, rect
from portal.charts.scales import Scale

Value = float | Decimal


def quartile_strip(
    bounds: tuple[Value, Value, Value],
    own: Value | None,
    label: str,
    *,
    width: int = 200,
    height: int = 26,
) -> Drawing:
    """From left to right the values rise. The strip ends somewhere beyond the box and the dot: its ends say
    nothing about the lowest and the highest."""
    low, middle, high = (float(bound) for bound in bounds)
    there = [low, high] + ([] if own is None else [float(own)])
    room = max((high - low), (max(there) - min(there)) * 0.25, abs(middle) * 0.02, 0.001)
    x = Scale(min(there) - room, max(there) + room, 4, width - 4)
    half = height / 2
    box = max(x(high) - x(low), 2)
    marks = [
        line(4, half, width - 4, half, "axis"),
        rect(x(low), half - 7, box, 14, "line", 3),
        line(x(middle), half - 9, x(middle), half + 9, "ink", 2),
    ]
    if own is not None:
        marks.append(circle(x(own), half, 5, "you"))
    return drawing(width, height, label, marks)
