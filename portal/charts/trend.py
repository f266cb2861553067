"""Lines over time with a target: the last value and the name stand at the line's end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from portal.charts.labels import every, spread, text_width
from portal.charts.marks import Drawing, Mark, Pair, circle, drawing, line, polyline, text
from portal.charts.scales import Scale, known, nice_ticks, plain
from portal.charts.sparkline import runs

Value = float | Decimal | None
END_SIZE = 12.5
PAGE_SIZES = ((560, 240), (320, 230))
# As wide as a sheet of A4, and lower.
SHEET_SIZES = ((660, 190), (320, 230))


@dataclass(frozen=True)
class Series:
    """One line: name and last value as written at its end, its values, its side ("you" or "us")."""

    end: str
    values: Sequence[Value]
    side: str = "you"


@dataclass(frozen=True)
class Target:
    """A dashed line, named: Target(85, "Preferred 85")."""

    value: float | Decimal
    name: str


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float


def trend(
    series: Sequence[Series],
    labels: Sequence[str],
    sentence: str,
    *,
    target: Target | None = None,
    write: Callable[[Decimal], str] = plain,
    floor: float | None = None,
    ceiling: float | None = None,
    sizes: tuple[tuple[int, int], tuple[int, int]] = PAGE_SIZES,
) -> Pair | None:
    """Both widths of one chart, or None when no series has a value.

    `write` turns a tick into words of the reader's language; `floor` and `ceiling` are values that the axis
    never passes (0 and 1 for shares). The axis may be cut: it encloses what is there.
    """
    bounds = [value for line_ in series for value in known(line_.values)]
    if not bounds:
        return None
    if any(len(line_.values) != len(labels) for line_ in series):
        raise ValueError("every series needs one value (or None) for each label")
    bounds += [float(target.value)] if target else []
    ticks = nice_ticks(min(bounds), max(bounds))
    inside = [
        tick
        for tick in ticks
        if (floor is None or tick >= Decimal(str(floor)))
        and (ceiling is None or tick <= Decimal(str(ceiling)))
    ]
    axis = inside if len(inside) > 1 else ticks
    wide, narrow = (
        _draw(series, labels, sentence, target, axis, write, size, css)
        for size, css in zip(sizes, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(
    series: Sequence[Series],
    labels: Sequence[str],
    sentence: str,
    target: Target | None,
    ticks: Sequence[Decimal],
    write: Callable[[Decimal], str],
    size: tuple[int, int],
    css: str,
) -> Drawing:
    left = max(34.0, max(text_width(write(tick)) for tick in ticks) + 10)
    right = size[0] - max(20.0, max(text_width(line_.end, END_SIZE) for line_ in series) + 14)
    frame = _Frame(*size, left, right, 14, size[1] - 28)
    x = Scale(0, max(1, len(labels) - 1), frame.left, frame.right)
    y = Scale(float(ticks[0]), float(ticks[-1]), frame.bottom, frame.top)
    marks = _grid(frame, ticks, y, write) + _months(frame, labels, x)
    if target:
        marks += _target(frame, target, series, x, y)
    return drawing(*size, sentence, marks + _lines(frame, series, x, y), css)


def _grid(frame: _Frame, ticks: Sequence[Decimal], y: Scale, write: Callable[[Decimal], str]) -> list[Mark]:
    marks = []
    for tick in ticks:
        marks.append(line(frame.left, y(tick), frame.right, y(tick), "grid"))
        marks.append(text(frame.left - 6, y(tick) + 4, write(tick), anchor="end"))
    return marks


def _months(frame: _Frame, labels: Sequence[str], x: Scale) -> list[Mark]:
    """Labels under the axis, counted back from the last, which is always named."""
    step = every(len(labels), frame.right - frame.left, max(map(text_width, labels), default=0))
    last = len(labels) - 1
    return [
        text(x(index), frame.bottom + 20, label, anchor="middle")
        for index, label in enumerate(labels)
        if (last - index) % step == 0
    ]


def _target(frame: _Frame, target: Target, series: Sequence[Series], x: Scale, y: Scale) -> list[Mark]:
    """The dashed line and its name: above or below it, at the right or left end, wherever no line passes."""
    level, width = y(target.value), text_width(target.name)
    right, left = (frame.right - width, frame.right), (frame.left, frame.left + width)
    places = [(right, "end", -6), (left, "start", -6), (right, "end", 15), (left, "start", 15)]
    span, anchor, shift = next(
        (
            place
            for place in places
            if frame.top - 6 <= level + place[2] <= frame.bottom
            and not _crossed(series, x, y, place[0], (level + place[2] - 12, level + place[2] + 3))
        ),
        places[0],
    )
    start = span[1] if anchor == "end" else span[0]
    words = text(start, max(level + shift, 10), target.name, anchor=anchor)
    return [line(frame.left, level, frame.right, level, "target", 1.25, "4 4"), words]


def _crossed(
    series: Sequence[Series], x: Scale, y: Scale, span: tuple[float, float], height: tuple[float, float]
) -> bool:
    """Does a line pass through the box of `span` and `height`?"""
    for line_ in series:
        for index, (before, after) in enumerate(pairwise(line_.values)):
            if before is None or after is None:
                continue
            left, right = max(x(index), span[0]), min(x(index + 1), span[1])
            if left > right:
                continue
            along = Scale(x(index), x(index + 1), y(before), y(after))
            ends = sorted((along(left), along(right)))
            if ends[0] <= height[1] and ends[1] >= height[0]:
                return True
    return False


def _lines(frame: _Frame, series: Sequence[Series], x: Scale, y: Scale) -> list[Mark]:
    marks: list[Mark] = []
    shown = [line_ for line_ in series if known(line_.values)]
    places = [
        [None if value is None else (x(index), y(value)) for index, value in enumerate(line_.values)]
        for line_ in shown
    ]
    lasts = [[place for place in way if place][-1] for way in places]
    heights = spread([last[1] for last in lasts], 15, frame.top, frame.bottom)
    # The reader's own line is drawn last, over the other.
    order = sorted(range(len(shown)), key=lambda index: shown[index].side == "you")
    for index in order:
        side = shown[index].side
        for run in runs(places[index]):
            marks.append(polyline(run, side, 2.25) if len(run) > 1 else circle(*run[0], 2.5, side))
        marks.append(circle(*lasts[index], 4, side))
        words = text(frame.right + 9, heights[index] + 4, shown[index].end, side, size=END_SIZE, bold=True)
        marks.append(words)
    return marks
