"""Columns against what they should reach: a mark across each at its target, dashed and named once."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import every, text_width
from portal.charts.marks import Drawing, Mark, Pair, drawing, line, rect, text
from portal.charts.scales import Scale, nice_ticks, plain

LEFT = 52


@dataclass(frozen=True)
class Aimed:
    """A column: its label, its value (None: not yet) and its target (None: there is none)."""

    label: str
    value: Decimal | float | None
    target: Decimal | float | None = None
    tone: str = "you"


def targets(
    bars: Sequence[Aimed],
    sentence: str,
    target_name: str,
    *,
    sizes: tuple[tuple[int, int], tuple[int, int]] = ((700, 260), (330, 230)),
) -> Pair | None:
    """Both widths of one chart; None when no column has a value or a target other than zero."""
    if not any(bar.value or bar.target for bar in bars):
        return None
    wide, narrow = (
        _draw(bars, sentence, target_name, size, css)
        for size, css in zip(sizes, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(bars: Sequence[Aimed], sentence: str, name: str, size: tuple[int, int], css: str) -> Drawing:
    width, height = size
    bottom, top = height - 26, 20
    heights = [float(value) for bar in bars for value in (bar.value, bar.target) if value is not None]
    ticks = nice_ticks(min(0.0, *heights), max(0.0, *heights))
    y = Scale(float(ticks[0]), float(ticks[-1]), bottom, top)
    slot = (width - LEFT) / len(bars)
    step = every(len(bars), width - LEFT - slot, max(text_width(bar.label) for bar in bars))
    marks: list[Mark] = []
    for tick in ticks:
        marks.append(line(LEFT, y(tick), width, y(tick), "axis" if tick == 0 else "grid"))
        marks.append(text(LEFT - 6, y(tick) + 4, _grouped(tick), anchor="end"))
    for index, bar in enumerate(bars):
        marks += _column(bar, LEFT + slot * (index + 0.5), slot, y)
        if (len(bars) - 1 - index) % step == 0:
            marks.append(text(LEFT + slot * (index + 0.5), height - 8, bar.label, anchor="middle"))
    if any(bar.target is not None for bar in bars):
        marks.append(line(LEFT, 8, LEFT + 18, 8, "target", 2, "4 3"))
        marks.append(text(LEFT + 24, 12, name))
    return drawing(width, height, sentence, marks, css)


def _column(bar: Aimed, middle: float, slot: float, y: Scale) -> list[Mark]:
    thick = min(36.0, slot * 0.6)
    marks: list[Mark] = []
    if bar.value:
        ends = sorted((y(0), y(bar.value)))
        marks.append(rect(middle - thick / 2, ends[0], thick, max(1.0, ends[1] - ends[0]), bar.tone))
    if bar.target is not None:
        reach = min(slot, thick + 10) / 2
        at = y(bar.target)
        if bar.value and at >= y(bar.value) and bar.target > 0:  # a gap, so that the mark shows on the column
            marks.append(rect(middle - thick / 2, at - 2.5, thick, 5, "surface", radius=0))
        marks.append(line(middle - reach, at, middle + reach, at, "target", 2, "4 3"))
    return marks


def _grouped(tick: Decimal) -> str:
    """Thousands as k and M, so that six digits do not stand beside an axis."""
    for by, sign in ((1_000_000, "M"), (1_000, "k")):
        if abs(tick) >= by:
            return f"{plain(tick / by)} {sign}"
    return plain(tick)
