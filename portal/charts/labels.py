"""Where words can stand without lying on each other."""

from collections.abc import Sequence

# Source Sans is narrow: a letter takes about half its size, a capital or digit a little more.
_LETTER = 0.5


def text_width(words: str, size: float = 12) -> float:
    """About how wide a word is drawn, in pixels; a little too wide rather than too narrow."""
    return (
        sum(0.28 if sign in " .,:;il|'" else 0.62 if sign.isupper() else _LETTER for sign in words)
        * size
        * 1.04
    )


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move wanted places apart until neighbours are `gap` from each other, inside `low..high`.

    They move as little as may be and keep their order. When they cannot fit they are spaced evenly.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    if not order:
        return []
    if gap * (len(order) - 1) > high - low:
        gap = (high - low) / max(1, len(order) - 1)
    moved = [min(max(places[index], low), high) for index in order]
    for position in range(1, len(moved)):
        moved[position] = max(moved[position], moved[position - 1] + gap)
    moved[-1] = min(moved[-1], high)
    for position in range(len(moved) - 2, -1, -1):
        moved[position] = min(moved[position], moved[position + 1] - gap)
    result = [0.0] * len(places)
    for position, index in enumerate(order):
        result[index] = moved[position]
    return result


def every(count: int, width: float, widest: float) -> int:
    """Label every n-th of `count` places on `width` so that words of `widest` keep a space between them."""
    if count <= 1:
        return 1
    step = 1
    while widest + 8 > width / (count - 1) * step:
        step += 1
        if step >= count:
            return count - 1
    return step
