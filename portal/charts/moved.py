"""What moved a score: one bar a line, to the right for more, to the left for less."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.charts.marks import Drawing, drawing, line, rect
from portal.charts.scales import plain

WIDTH = 120
HEIGHT = 14
LEAST = 3.0  # points that fill half the width at least, so that a small move stays small


@dataclass(frozen=True)
class Move:
    """One line of the list: what, by how much in words, and its bar."""

    name: str
    change: Decimal | float
    written: str
    drawing: Drawing


def moved(
    changes: Iterable[tuple[str, Decimal | float]],
    *,
    write: Callable[[Decimal], str] | None = None,
    side: str = "you",
) -> list[Move]:
    """Names and changes, largest gain first; what did not move is left out. All bars share one scale."""
    rows = sorted((row for row in changes if row[1]), key=lambda row: -float(row[1]))
    most = max([LEAST, *(abs(float(change)) for _, change in rows)])
    return [
        Move(name, change, (write or _signed)(Decimal(str(change))), _bar(float(change), most, side))
        for name, change in rows
    ]


def _bar(change: float, most: float, side: str) -> Drawing:
    middle = WIDTH / 2
    length = abs(change) / most * middle
    start = middle if change > 0 else middle - length
    bar = rect(start, 3, length, 8, side if change > 0 else "bad")
    # The words beside it say the same: the bar is decoration.
    return drawing(WIDTH, HEIGHT, "", [bar, line(middle, 0, middle, HEIGHT, "axis")])


def _signed(value: Decimal) -> str:
    return f"+{plain(value)}" if value > 0 else plain(value)
