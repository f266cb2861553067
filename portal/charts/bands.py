"""A score on the ruler of bands: how far to the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.labels import text_width
from portal.charts.marks import Drawing, Mark, Pair, circle, drawing, line, rect, text
from portal.charts.scales import Scale, plain

GAP = 2.0
HEIGHT = 58
START_SIZE = 11
SCORE_SIZE = 13


@dataclass(frozen=True)
class Band:
    """A band by its name and the score from which it starts."""

    name: str
    start: Decimal | float


def band_ruler(
    score: Decimal | float | None,
    bands: Sequence[Band],
    sentence: str,
    *,
    written: str = "",
    top: float = 100,
    widths: tuple[int, int] = (520, 300),
) -> Pair:
    """Bands from low to high on one ruler; the score's own band is tinted, the score stands above it.

    `written` is the score as the reader's language writes it. The ruler starts ten points under the second
    band, or lower when the score is lower: the way to the next band counts, not the way from zero.
    """
    if not bands:
        raise ValueError("a ruler needs at least one band")
    ordered = sorted(bands, key=lambda band: float(band.start))
    low = float(ordered[1].start) - 10 if len(ordered) > 1 else float(ordered[0].start)
    if score is not None:
        low = min(low, float(score) // 10 * 10)
    low = max(low, float(ordered[0].start))
    words = written or ("" if score is None else plain(Decimal(str(score))))
    wide, narrow = (
        _draw(score, ordered, sentence, words, low, top, width, css)
        for width, css in zip(widths, ("ac-chart wide", "ac-chart narrow"), strict=True)
    )
    return Pair(wide, narrow)


def _draw(
    score: Decimal | float | None,
    bands: Sequence[Band],
    sentence: str,
    written: str,
    low: float,
    top: float,
    width: int,
    css: str,
) -> Drawing:
    x = Scale(low, top, GAP - 1, width - GAP + 1)
    current = _current(score, bands)
    marks: list[Mark] = []
    for index, band in enumerate(bands):
        left = x(max(float(band.start), low)) + 1
        right = (x(bands[index + 1].start) if index + 1 < len(bands) else x(top)) - 1
        here = index == current
        if right <= left:
            continue
        marks.append(rect(left, 26, right - left, 10, "mid" if here else "sunken", 3))
        if here or text_width(band.name) <= right - left:
            marks.append(_name(band.name, left, right, width, here))
    place = None if score is None else x(min(max(float(score), low), top))
    side, taken = _score_side(place, written, [x(band.start) for band in bands[1:]], width)
    for band in bands[1:]:
        middle = x(band.start)
        half = text_width(plain(Decimal(str(band.start))), START_SIZE) / 2
        if not (taken[0] < middle + half and middle - half < taken[1]):
            label = plain(Decimal(str(band.start)))
            marks.append(text(middle, 20, label, size=START_SIZE, anchor="middle"))
    if place is not None:
        marks.append(line(place, 8, place, 40, "you", 3))
        marks.append(circle(place, 8, 4, "you"))
        shift = -8 if side == "end" else 8
        marks.append(text(place + shift, 12, written, "you", size=SCORE_SIZE, anchor=side, bold=True))
    return drawing(width, HEIGHT, sentence, marks, css)


def _current(score: Decimal | float | None, bands: Sequence[Band]) -> int | None:
    if score is None:
        return None
    reached = [index for index, band in enumerate(bands) if float(score) >= float(band.start)]
    return reached[-1] if reached else 0


def _name(name: str, left: float, right: float, width: int, here: bool) -> Mark:
    """A band's name under its start; one that would leave the drawing ends at its end instead."""
    tone, fits = ("ink" if here else ""), left + 1 + text_width(name) <= width
    if fits:
        return text(left + 1, 52, name, tone, bold=here)
    return text(right, 52, name, tone, anchor="end", bold=here)


def _score_side(
    place: float | None, written: str, starts: Sequence[float], width: int
) -> tuple[str, tuple[float, float]]:
    """On which side of its mark the score is written, and the stretch it takes from the bands' numbers."""
    if place is None:
        return "end", (0.0, 0.0)
    wide = text_width(written, SCORE_SIZE) + 12
    stretches = {"end": (place - wide, place + 5), "start": (place - 5, place + wide)}
    free = [
        side
        for side, (left, right) in stretches.items()
        if left >= 0 and right <= width and not any(left - 8 < start < right + 8 for start in starts)
    ]
    fits = [side for side, (left, right) in stretches.items() if left >= 0 and right <= width]
    side = (free or fits or ["end"])[0]
    return side, stretches[side]
