"""A line as small as a word: where a figure comes from."""

from collections.abc import Sequence
from decimal import Decimal

from portal.charts.marks import Drawing, Mark, circle, drawing, line, polyline
from portal.charts.scales import Scale, known

Value = float | Decimal | None


def sparkline(
    values: Sequence[Value],
    label: str,
    *,
    target: Value = None,
    side: str = "you",
    width: int = 92,
    height: int = 26,
) -> Drawing | None:
    """Oldest first; None leaves a gap. With no value at all there is no drawing: say 'no data yet'."""
    there = known(values)
    if not there:
        return None
    bounds = there + known([target])
    x = Scale(0, max(1, len(values) - 1), 3, width - 5)
    y = Scale(min(bounds), max(bounds), height - 4, 4)
    marks: list[Mark] = []
    if target is not None:
        marks.append(line(0, y(target), width, y(target), "target", 1, "2 3"))
    places = [None if value is None else (x(index), y(value)) for index, value in enumerate(values)]
    for run in runs(places):
        marks.append(polyline(run, side, 1.75) if len(run) > 1 else circle(*run[0], 1.5, side))
    last = [place for place in places if place][-1]
    marks.append(circle(*last, 3, side))
    return drawing(width, height, label, marks)


def runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Stretches without a gap."""
    stretches: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            stretches.append([])
        else:
            stretches[-1].append(place)
    return [stretch for stretch in stretches if stretch]
