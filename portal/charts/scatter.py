"""Spots in four named quarters: two figures of many, those that matter named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import text_width
from portal.charts.marks import Drawing, Mark, Pair, circle, drawing, filled_path, line, rect, text
from portal.charts.scales import Scale, nice_ticks, plain

SIZES = ((560, 320), (330, 300))
SHAPES = ("circle", "square", "triangle")
# From so many on, spots are smaller, and one stands for all that would lie on it.
CROWD = 150
# So many are named, at most, in the wide and in the narrow drawing.
NAMED = (9, 0)
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """One of them: where, its name, its shape and tone."""

    x: float | Decimal
    y: float | Decimal
    name: str
    shape: str = "circle"
    tone: str = "you"


@dataclass(frozen=True)
class Quarters:
    """Where the plane is cut, and the quarters’ names: upper left, upper right, lower left and right."""

    x: float | Decimal
    y: float | Decimal
    names: tuple[str, str, str, str]


@dataclass(frozen=True)
class _Plane:
    size: tuple[int, int]
    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale


def scatter(
    spots: Sequence[Spot],
    quarters: Quarters,
    sentence: str,
    *,
    titles: tuple[str, str],
    write: tuple[Callable[[Decimal], str], Callable[[Decimal], str]] = (plain, plain),
    sizes: tuple[tuple[int, int], tuple[int, int]] = SIZES,
) -> Pair | None:
    """Both widths; None without a spot. `titles` and `write` are of the axis across and of the one up.

    Spots are named in the order given, as far as there is room: the ones that matter first.
    """
    if not spots:
        return None
    wide, narrow = (
        _draw(spots, quarters, sentence, titles, write, size, most, css)
        for size, most, css in zip(sizes, NAMED, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(
    spots: Sequence[Spot],
    quarters: Quarters,
    sentence: str,
    titles: tuple[str, str],
    write: tuple[Callable[[Decimal], str], Callable[[Decimal], str]],
    size: tuple[int, int],
    most: int,
    css: str,
) -> Drawing:
    across = nice_ticks(*_ends([*(spot.x for spot in spots), quarters.x]))
    up = nice_ticks(*_ends([*(spot.y for spot in spots), quarters.y, 0]))
    left = max(34.0, max(text_width(write[1](tick)) for tick in up) + 10)
    right, top, bottom = size[0] - 12.0, 22.0, size[1] - 42.0
    # A little inside the frame, so that no spot lies on its edge.
    x = Scale(float(across[0]), float(across[-1]), left + 8, right - 8)
    y = Scale(float(up[0]), float(up[-1]), bottom - 6, top + 6)
    plane = _Plane(size, left, right, top, bottom, x, y)
    marks = _quarters(plane, quarters) + _axes(plane, across, up, write, titles)
    shown = _thinned(plane, spots)
    radius = 4.5 if len(spots) < CROWD else 3.0
    marks += [_shape(plane, spot, radius) for spot in shown]
    marks += _quarter_names(plane, quarters) + _names(plane, shown, quarters, most, radius)
    return drawing(*size, sentence, marks, css)


def _ends(values: Iterable[float | Decimal]) -> tuple[float, float]:
    there = [float(value) for value in values]
    return min(there), max(there)


def _quarters(plane: _Plane, quarters: Quarters) -> list[Mark]:
    """The upper right one has its own ground; dashed lines part them."""
    x, y = plane.x(quarters.x), plane.y(quarters.y)
    return [
        rect(x, plane.top, plane.right - x, y - plane.top, "sunken", 0),
        line(x, plane.top, x, plane.bottom, "target", 1, "4 4"),
        line(plane.left, y, plane.right, y, "target", 1, "4 4"),
    ]


def _axes(
    plane: _Plane,
    across: Sequence[Decimal],
    up: Sequence[Decimal],
    write: tuple[Callable[[Decimal], str], Callable[[Decimal], str]],
    titles: tuple[str, str],
) -> list[Mark]:
    marks = []
    for tick in up:
        height = plane.y(tick)
        marks.append(line(plane.left, height, plane.right, height, "axis" if tick == 0 else "grid"))
        marks.append(text(plane.left - 6, height + 4, write[1](tick), anchor="end"))
    marks += [text(plane.x(tick), plane.bottom + 18, write[0](tick), anchor="middle") for tick in across]
    middle = (plane.left + plane.right) / 2
    marks.append(text(middle, plane.bottom + 35, titles[0], anchor="middle"))
    return [*marks, text(6, 12, titles[1])]


def _thinned(plane: _Plane, spots: Sequence[Spot]) -> list[Spot]:
    """All of a few; of a crowd the first at each place."""
    if len(spots) < CROWD:
        return list(spots)
    places: dict[tuple[int, int], Spot] = {}
    for spot in spots:
        places.setdefault((round(plane.x(spot.x) / 4), round(plane.y(spot.y) / 4)), spot)
    return list(places.values())


def _shape(plane: _Plane, spot: Spot, radius: float) -> Mark:
    x, y = plane.x(spot.x), plane.y(spot.y)
    if spot.shape == "square":
        return rect(x - radius + 0.5, y - radius + 0.5, 2 * radius - 1, 2 * radius - 1, spot.tone, 0)
    if spot.shape == "triangle":
        tall = radius + 0.8
        return filled_path(f"M{x:.1f} {y - tall:.1f}l{tall:.1f} {1.8 * tall:.1f}h{-2 * tall:.1f}z", spot.tone)
    return circle(x, y, radius, spot.tone)


def _corners(plane: _Plane, quarters: Quarters) -> list[tuple[float, float, str, str]]:
    """Where each quarter's name stands: x, y, anchor, name."""
    left, right, high, low = plane.left + 8, plane.right - 8, plane.top + 16, plane.bottom - 8
    places = ((left, high, "start"), (right, high, "end"), (left, low, "start"), (right, low, "end"))
    return [(*place, name) for place, name in zip(places, quarters.names, strict=True)]


def _quarter_names(plane: _Plane, quarters: Quarters) -> list[Mark]:
    return [
        text(x, y, name, "ink", size=12.5, anchor=anchor, bold=True)
        for x, y, anchor, name in _corners(plane, quarters)
    ]


def _names(plane: _Plane, spots: Sequence[Spot], quarters: Quarters, most: int, radius: float) -> list[Mark]:
    """Names beside their spots, right or left of them, where nothing else lies."""
    marks: list[Mark] = []
    taken = [_box(x, y, anchor, name, 12.5) for x, y, anchor, name in _corners(plane, quarters)]
    upright, level = plane.x(quarters.x), plane.y(quarters.y)
    taken += [(upright, plane.top, upright, plane.bottom), (plane.left, level, plane.right, level)]
    if len(spots) < CROWD:
        taken += [_around(plane, spot, radius) for spot in spots]
    for spot in spots:
        if len(marks) == most:
            break
        x, y, gap = plane.x(spot.x), plane.y(spot.y) + 4, radius + 3.5
        for start, anchor in ((x + gap, "start"), (x - gap, "end")):
            box = _box(start, y, anchor, spot.name, 12)
            inside = box[0] >= plane.left and box[2] <= plane.right
            if inside and not any(_meet(box, other) for other in taken):
                marks.append(text(start, y, spot.name, anchor=anchor))
                taken.append(box)
                break
    return marks


def _around(plane: _Plane, spot: Spot, radius: float) -> Box:
    x, y = plane.x(spot.x), plane.y(spot.y)
    return x - radius, y - radius, x + radius, y + radius


def _box(x: float, y: float, anchor: str, words: str, size: float) -> Box:
    wide = text_width(words, size)
    left = x - wide if anchor == "end" else x
    return left, y - size + 2, left + wide, y + 3


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
