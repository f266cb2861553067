"""The whale curve: what the best bring together, and what those who cost take back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import text_width
from portal.charts.marks import Drawing, Mark, Pair, circle, drawing, line, polygon, polyline, text
from portal.charts.scales import Scale, nice_ticks, plain

Value = float | Decimal
# So many dots can be told apart; a longer curve is a line, drawn through so many of its points.
MOST_DOTS, MOST_POINTS = 60, 240
SIZES = ((560, 320), (330, 300))


@dataclass(frozen=True)
class Stretch:
    """A stretch of the curve: so many in a row, a letter for them, and their number in words."""

    name: str
    count: int
    words: str


@dataclass(frozen=True)
class Level:
    """A dashed line: where it lies and what it says."""

    value: Value
    words: str


@dataclass(frozen=True)
class _Frame:
    width: int
    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale


def whale(
    points: Sequence[Value],
    stretches: Sequence[Stretch],
    sentence: str,
    *,
    peak: int,
    peak_words: tuple[str, str],
    level: Level | None = None,
    write: Callable[[Decimal], str] = plain,
    sizes: tuple[tuple[int, int], tuple[int, int]] = SIZES,
) -> Pair | None:
    """Both widths; None without anybody. `points` are the sums after 0, 1, 2 ... of them, the best first.

    `peak`: after so many the curve turns; its words (for the wide and the narrow drawing) stand there.
    """
    if len(points) < 2:
        return None
    if sum(one.count for one in stretches) != len(points) - 1:
        raise ValueError("the stretches together are as long as the curve")
    wide, narrow = (
        _draw(points, stretches, sentence, peak, words, level, write, size, css)
        for size, words, css in zip(sizes, peak_words, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(
    points: Sequence[Value],
    stretches: Sequence[Stretch],
    sentence: str,
    peak: int,
    words: str,
    level: Level | None,
    write: Callable[[Decimal], str],
    size: tuple[int, int],
    css: str,
) -> Drawing:
    heights = [*map(float, points), *([float(level.value)] if level else [])]
    ticks = nice_ticks(min(heights), max(heights))
    left = max(34.0, max(text_width(write(tick)) for tick in ticks) + 10)
    right, top, bottom = size[0] - 24.0, 26.0, size[1] - 40.0
    x = Scale(0, len(points) - 1, left, right)
    y = Scale(float(ticks[0]), float(ticks[-1]), bottom, top)
    frame = _Frame(size[0], left, right, top, bottom, x, y)
    marks = [*_fall(frame, points, peak, level), *_grid(frame, ticks, write)]
    marks += [*_level(frame, points, level), *_stretches(frame, points, stretches)]
    return drawing(*size, sentence, marks + _curve(frame, points) + _peak(frame, points, peak, words), css)


def _fall(frame: _Frame, points: Sequence[Value], peak: int, level: Level | None) -> list[Mark]:
    """What is taken back: the ground under the curve after its peak, above the level."""
    last = len(points) - 1
    if level is None or peak >= last:
        return []
    ground = frame.y(level.value)
    way = [(frame.x(index), min(frame.y(points[index]), ground)) for index in _some(points, peak)]
    over = [place for place in way if place[0] >= frame.x(peak)]
    return [polygon([(frame.x(peak), ground), *over, (frame.x(last), ground)], "bad-soft")]


def _grid(frame: _Frame, ticks: Sequence[Decimal], write: Callable[[Decimal], str]) -> list[Mark]:
    marks = []
    for tick in ticks:
        tone = "axis" if tick == 0 else "grid"
        marks.append(line(frame.left, frame.y(tick), frame.right, frame.y(tick), tone))
        marks.append(text(frame.left - 6, frame.y(tick) + 4, write(tick), anchor="end"))
    return marks


def _level(frame: _Frame, points: Sequence[Value], level: Level | None) -> list[Mark]:
    """Its words stand at the left, over the line, where the curve leaves room for them."""
    if level is None:
        return []
    height = frame.y(level.value)
    marks = [line(frame.left, height, frame.right, height, "target", 1.25, "4 4")]
    end = frame.left + 6 + text_width(level.words)
    beside = next((index for index in range(len(points)) if frame.x(index) > end), len(points) - 1)
    if min(map(frame.y, points[: beside + 1])) > height - 2:
        marks.append(text(frame.left + 6, height - 6, level.words))
    return marks


def _stretches(frame: _Frame, points: Sequence[Value], stretches: Sequence[Stretch]) -> list[Mark]:
    """Lines where one class ends, its letter and its number under the axis where there is room."""
    marks, start = [], 0
    for one in stretches:
        if not one.count:
            continue
        end = start + one.count
        room, middle = frame.x(end) - frame.x(start), (frame.x(start) + frame.x(end)) / 2
        if end < len(points) - 1:
            marks.append(line(frame.x(end), frame.y(points[end]), frame.x(end), frame.bottom + 8, "axis"))
        if room >= 11:
            marks.append(
                text(middle, frame.bottom + 20, one.name, "ink", size=13, anchor="middle", bold=True)
            )
        if room >= text_width(one.words, 11.5):
            marks.append(text(middle, frame.bottom + 35, one.words, size=11.5, anchor="middle"))
        start = end
    return marks


def _curve(frame: _Frame, points: Sequence[Value]) -> list[Mark]:
    places = [(frame.x(index), frame.y(points[index])) for index in _some(points)]
    dots = [circle(*place, 2.2, "you") for place in places[1:]] if len(points) <= MOST_DOTS else []
    return [polyline(places, "you", 2.5), *dots]


def _peak(frame: _Frame, points: Sequence[Value], peak: int, words: str) -> list[Mark]:
    place, half = (frame.x(peak), frame.y(points[peak])), text_width(words, 13) / 2
    if place[0] + half > frame.width - 4:
        start, anchor = min(place[0] + 8, frame.width - 4), "end"
    elif place[0] - half < frame.left + 4:
        start, anchor = max(place[0] - 8, frame.left + 4), "start"
    else:
        start, anchor = place[0], "middle"
    said = text(start, max(place[1] - 10, 12), words, "you", size=13, anchor=anchor, bold=True)
    return [circle(*place, 5, "you"), said]


def _some(points: Sequence[Value], *needed: int) -> list[int]:
    """The places of the points that are drawn: all, or evenly some, and always the ends."""
    last = len(points) - 1
    step = max(1, -(-last // MOST_POINTS))
    return sorted({*range(0, last, step), last, *(one for one in needed if one <= last)})
