"""From a sum to what is left of it: each step starts where the one before it ended.

Wide it stands in columns, narrow it lies in rows, so that the words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import text_width
from portal.charts.marks import Drawing, Mark, Pair, drawing, line, rect, text
from portal.charts.scales import Scale

SIZES = ((560, 320), (330, 0))
_ROW, _GAP, _LEAST = 34, 6, 1.5


@dataclass(frozen=True)
class Step:
    """A name, an amount, and the amount in words. A total starts at zero and says where we are."""

    label: str
    value: Decimal | int
    written: str
    is_total: bool = False


@dataclass(frozen=True)
class _Bar:
    step: Step
    start: float
    end: float

    @property
    def tone(self) -> str:
        """Plum for totals, pale for what is taken away, green for what is added; red for a loss."""
        if self.step.is_total:
            return "bad" if self.step.value < 0 else "you"
        return "mid" if self.step.value < 0 else "ok"

    @property
    def words(self) -> str:
        """The tone of the amount."""
        return "bad" if self.step.is_total and self.step.value < 0 else "ink"


def waterfall(
    steps: Sequence[Step], sentence: str, *, sizes: tuple[tuple[int, int], tuple[int, int]] = SIZES
) -> Pair | None:
    """Both widths of one chart; None when there is nothing to show. Totals are the caller's to get right.

    The narrow one is as high as its rows need.
    """
    if not steps or all(step.value == 0 for step in steps):
        return None
    bars = _bars(steps)
    return Pair(_columns(bars, sentence, sizes[0]), _rows(bars, sentence, sizes[1][0]))


def _bars(steps: Sequence[Step]) -> list[_Bar]:
    level, bars = 0.0, []
    for step in steps:
        start = 0.0 if step.is_total else level
        level = start + float(step.value)
        bars.append(_Bar(step, start, level))
    return bars


def _scale(bars: Sequence[_Bar], start: float, end: float) -> Scale:
    levels = [0.0, *(level for bar in bars for level in (bar.start, bar.end))]
    return Scale(min(levels), max(levels), start, end)


def _columns(bars: Sequence[_Bar], sentence: str, size: tuple[int, int]) -> Drawing:
    width, height = size
    slot = width / len(bars)
    thick = min(64.0, slot * 0.62)
    names = [_two_lines(bar.step.label, slot - 6) for bar in bars]
    bottom = height - 8 - 15 * max(len(name) for name in names)
    falls = min(bar.end for bar in bars) < 0
    y = _scale(bars, bottom - (18 if falls else 0), 20)
    marks: list[Mark] = []
    for index, bar in enumerate(bars):
        middle = slot * (index + 0.5)
        if index + 1 < len(bars) and not bars[index + 1].step.is_total:
            marks.append(line(middle + thick / 2, y(bar.end), middle + slot - thick / 2, y(bar.end), "axis"))
        high, low = sorted((y(bar.start), y(bar.end)))
        if bar.step.value:
            marks.append(rect(middle - thick / 2, high, thick, max(_LEAST, low - high), bar.tone))
        under = bar.end < 0 and bar.step.value < 0
        place = low + 15 if under else high - 6
        marks.append(
            text(middle, place, bar.step.written, bar.words, anchor="middle", bold=bar.step.is_total)
        )
        for number, words in enumerate(names[index]):
            marks.append(text(middle, bottom + 18 + 15 * number, words, anchor="middle"))
    marks.append(line(0, y(0), width, y(0), "axis"))
    return drawing(width, height, sentence, marks, "ac-chart wide")


def _rows(bars: Sequence[_Bar], sentence: str, width: int) -> Drawing:
    """Name and amount over each bar: no language is too long for it."""
    height = _ROW * len(bars) + _GAP
    x = _scale(bars, 1, width - 1)
    marks: list[Mark] = [line(x(0), 0, x(0), height, "axis")]
    for index, bar in enumerate(bars):
        top = _ROW * index
        left, right = sorted((x(bar.start), x(bar.end)))
        marks.append(text(2, top + 13, bar.step.label))
        marks.append(
            text(width - 2, top + 13, bar.step.written, bar.words, anchor="end", bold=bar.step.is_total)
        )
        if bar.step.value:
            marks.append(rect(left, top + 19, max(_LEAST, right - left), 11, bar.tone))
    return drawing(width, height, sentence, marks, "ac-chart narrow")


def _two_lines(label: str, room: float) -> list[str]:
    """The label, broken at the space nearest its middle when it is wider than there is room."""
    spaces = [index for index, sign in enumerate(label) if sign == " "]
    if text_width(label) <= room or not spaces:
        return [label]
    at = min(spaces, key=lambda index: abs(index - len(label) / 2))
    return [label[:at], label[at + 1 :]]
