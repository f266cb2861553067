"""Columns over time: amounts from zero, never cut, each with its value above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import every, text_width
from portal.charts.marks import Drawing, Mark, Pair, drawing, line, rect, text
from portal.charts.scales import Scale


@dataclass(frozen=True)
class Column:
    """A column: its label under it, its value, the value in words above it, its tone.

    `mark`: words for what changed then, at a dashed line before the column.
    """

    label: str
    value: Decimal | float
    written: str
    tone: str = "you"
    mark: str = ""


def columns(
    bars: Sequence[Column],
    sentence: str,
    *,
    sizes: tuple[tuple[int, int], tuple[int, int]] = ((560, 200), (320, 190)),
) -> Pair | None:
    """Both widths of one chart of columns with values from zero up; None when there is nothing to show."""
    if not bars or all(bar.value == 0 for bar in bars):
        return None
    if any(bar.value < 0 for bar in bars):
        raise ValueError("columns start at zero and go up")
    wide, narrow = (
        _draw(bars, sentence, size, css)
        for size, css in zip(sizes, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(bars: Sequence[Column], sentence: str, size: tuple[int, int], css: str) -> Drawing:
    width, height = size
    bottom, top = height - 26, 38 if any(bar.mark for bar in bars) else 22
    slot = width / len(bars)
    thick = min(44.0, slot * 0.64)
    y = Scale(0, max(float(bar.value) for bar in bars), 0, bottom - top)
    step = every(len(bars), width - slot, max(text_width(bar.label) for bar in bars))
    named = every(len(bars), width - slot, max(text_width(bar.written) for bar in bars) - 4)
    marks: list[Mark] = []
    for index, bar in enumerate(bars):
        middle, tall = slot * (index + 0.5), y(bar.value)
        back = len(bars) - 1 - index
        if tall > 0:
            marks.append(rect(middle - thick / 2, bottom - tall, thick, tall, bar.tone))
        if back % named == 0:
            marks.append(text(middle, bottom - tall - 6, bar.written, "ink", anchor="middle"))
        if back % step == 0:
            marks.append(text(middle, bottom + 18, bar.label, anchor="middle"))
        if bar.mark:
            marks += _changed(bar.mark, slot * index, bottom, width)
    marks.append(line(0, bottom, width, bottom, "axis"))
    return drawing(width, height, sentence, marks, css)


def _changed(words: str, x: float, bottom: float, width: float) -> list[Mark]:
    """A dashed line with its words at the top, on the side where there is room."""
    at = max(x, 1.0)
    falls_out = at + 5 + text_width(words) > width
    place = (at - 5, "end") if falls_out else (at + 5, "start")
    return [line(at, 4, at, bottom, "target", 1.25, "4 4"), text(place[0], 12, words, anchor=place[1])]
