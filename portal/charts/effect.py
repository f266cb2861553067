"""What a plan did: a KPI by period, its baseline and target, where it was signed, where it must hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import every, text_width
from portal.charts.marks import Drawing, Mark, Pair, circle, drawing, line, polyline, rect, ring, text
from portal.charts.scales import Scale, known, nice_ticks, plain
from portal.charts.sparkline import runs

Value = float | Decimal | None
SIZES = ((700, 290), (330, 260))
TOP, UNDER, LEFT = 18.0, 28.0, 34.0


@dataclass(frozen=True)
class Point:
    """One period: its value and interval (None without data), `is_after` it was signed."""

    label: str
    value: Value = None
    low: Value = None
    high: Value = None
    is_after: bool = False


@dataclass(frozen=True)
class Level:
    """A level with its name: the baseline or the target."""

    value: float | Decimal
    name: str


@dataclass(frozen=True)
class Course:
    """Everything on the drawing. Places count periods: 2.5 is the middle of the third.

    `signed`: where it was signed, with its words; `done`: where actions were done; `hold`: from the start of
    the first to the end of the last period in which the target must hold.
    """

    points: Sequence[Point]
    target: Level
    baseline: Level | None = None
    signed: float | None = None
    signed_words: str = ""
    done: Sequence[float] = ()
    hold: tuple[int, int] | None = None
    hold_words: str = ""
    end: str = ""


def effect(
    course: Course,
    sentence: str,
    *,
    write: Callable[[Decimal], str] = plain,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Pair:
    """Both widths. The axis may be cut and never passes `floor` and `ceiling`."""
    bounds = known([end for one in course.points for end in (one.value, one.low, one.high)])
    bounds += [float(course.target.value)] + ([float(course.baseline.value)] if course.baseline else [])
    ticks = nice_ticks(min(bounds), max(bounds))
    inside = [
        tick
        for tick in ticks
        if (floor is None or tick >= Decimal(str(floor)))
        and (ceiling is None or tick <= Decimal(str(ceiling)))
    ]
    axis = inside if len(inside) > 1 else ticks
    wide, narrow = (
        _draw(course, sentence, axis, write, size, css)
        for size, css in zip(SIZES, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(
    course: Course,
    sentence: str,
    ticks: Sequence[Decimal],
    write: Callable[[Decimal], str],
    size: tuple[int, int],
    css: str,
) -> Drawing:
    left = max(LEFT, max(text_width(write(tick)) for tick in ticks) + 10)
    right = size[0] - max(text_width(course.target.name), text_width(course.end, 13)) - 16
    bottom = size[1] - UNDER
    x = Scale(0, max(1, len(course.points)), left, right)
    y = Scale(float(ticks[0]), float(ticks[-1]), bottom, TOP)
    marks = _hold(course, x, bottom)
    for tick in ticks:
        marks.append(line(left, y(tick), right, y(tick), "grid"))
        marks.append(text(left - 6, y(tick) + 4, write(tick), anchor="end"))
    marks += _labels(course.points, x, bottom, right - left)
    marks += _levels(course, x, y, left, right)
    marks += _moments(course, x, bottom)
    marks += _line(course, x, y)
    return drawing(*size, sentence, marks, css)


def _hold(course: Course, x: Scale, bottom: float) -> list[Mark]:
    if course.hold is None:
        return []
    start, end = x(course.hold[0]), x(course.hold[1])
    band = rect(start, TOP, end - start, bottom - TOP, "you-soft", 0)
    if text_width(course.hold_words) > end - start + 24:
        return [band]
    return [band, text((start + end) / 2, TOP - 5, course.hold_words, anchor="middle")]


def _labels(points: Sequence[Point], x: Scale, bottom: float, width: float) -> list[Mark]:
    step = every(len(points), width, max((text_width(one.label) for one in points), default=0))
    return [
        text(x(place + 0.5), bottom + 20, one.label, anchor="middle")
        for place, one in enumerate(points)
        if (len(points) - 1 - place) % step == 0
    ]


def _levels(course: Course, x: Scale, y: Scale, left: float, right: float) -> list[Mark]:
    begins = x(course.signed) if course.signed is not None else left
    target = y(course.target.value)
    marks = [
        line(begins, target, right, target, "target", 1.25, "4 4"),
        text(right + 8, target + 4, course.target.name),
    ]
    if course.baseline is not None:
        level = y(course.baseline.value)
        ends = begins if begins > left + 20 else right
        before = [end for one in course.points if not one.is_after for end in known([one.high, one.value])]
        name = min([y(end) for end in before] + [level]) - 8
        marks.append(line(left, level, ends, level, "ink", 2))
        marks.append(text(left + 4, max(name, TOP + 10), course.baseline.name, "ink", bold=True))
    return marks


def _moments(course: Course, x: Scale, bottom: float) -> list[Mark]:
    marks = []
    if course.signed is not None:
        place = x(course.signed)
        marks.append(line(place, TOP, place, bottom, "muted", 1, "2 3"))
        is_late = place + text_width(course.signed_words) + 5 > x(len(course.points))
        shift, anchor = (-5, "end") if is_late else (5, "start")
        marks.append(text(place + shift, bottom - 7, course.signed_words, anchor=anchor))
    marks += [line(x(place), bottom - 4, x(place), bottom + 4, "ok", 2.5) for place in course.done]
    return marks


def _line(course: Course, x: Scale, y: Scale) -> list[Mark]:
    marks: list[Mark] = []
    places = [
        None if one.value is None else (x(place + 0.5), y(one.value))
        for place, one in enumerate(course.points)
    ]
    for place, one in enumerate(course.points):
        if one.low is not None and one.high is not None:
            marks.append(line(x(place + 0.5), y(one.low), x(place + 0.5), y(one.high), "you", 1.25))
    marks += [polyline(run, "you", 2.25) for run in runs(places) if len(run) > 1]
    for one, spot in zip(course.points, places, strict=True):
        if spot is not None:
            marks.append(circle(*spot, 4.5, "you") if one.is_after else ring(*spot, 4.5, "you"))
    last = next((spot for spot in reversed(places) if spot is not None), None)
    if last is not None and course.end:
        marks.append(text(last[0] + 9, last[1] + 16, course.end, "you", size=13, bold=True))
    return marks
