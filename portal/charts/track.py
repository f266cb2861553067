"""The promise track: asked, first promise, promise now, received, today, on one axis of days.

Triangle: asked. Ring: first promise. Dot: promise now. Tick: received. Bar: today. Red stretch: slipped.
All tracks of one list share one axis, so that today is one line down the list.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.charts.marks import Drawing, Mark, circle, drawing, filled_path, line, open_path, ring

HEIGHT = 24
MIDDLE = 12
MARGIN = 4


@dataclass(frozen=True)
class DayAxis:
    """The days from `start` to `end`, both on the track."""

    start: dt.date
    end: dt.date

    @classmethod
    def around(cls, days: Iterable[dt.date | None], *, least: int = 28) -> "DayAxis":
        """An axis that holds all these days, with a little room, and at least `least` days."""
        there = [day for day in days if day is not None]
        if not there:
            raise ValueError("an axis needs at least one day")
        first, last = min(there), max(there)
        room = max(1, (last - first).days // 20)
        missing = max(0, least - (last - first).days - 2 * room)
        return cls(
            first - dt.timedelta(room + missing // 2), last + dt.timedelta(room + missing - missing // 2)
        )

    def place(self, day: dt.date, width: int) -> float:
        """Where a day stands; a day outside the axis stands at its end."""
        span = max(1, (self.end - self.start).days)
        part = min(max((day - self.start).days / span, 0), 1)
        return MARGIN + part * (width - 2 * MARGIN)


def promise_track(
    axis: DayAxis,
    sentence: str,
    *,
    asked: dt.date | None = None,
    first: dt.date | None = None,
    now: dt.date | None = None,
    received: Sequence[dt.date] = (),
    today: dt.date | None = None,
    width: int = 148,
) -> Drawing:
    """One line's track. `sentence` says the same in words."""

    def x(day: dt.date) -> float:
        return axis.place(day, width)

    marks: list[Mark] = [line(MARGIN, MIDDLE, width - MARGIN, MIDDLE, "axis")]
    if today is not None:
        marks.append(line(x(today), 1, x(today), HEIGHT - 1, "ink", 1.5))
    if first is not None and now is not None and now > first:
        marks.append(line(x(first), MIDDLE, x(now), MIDDLE, "bad", 3))
    if asked is not None:
        marks.append(filled_path(f"M{x(asked):.1f} 8l-4.5-7h9z", "us"))
    if first is not None:
        marks.append(ring(x(first), MIDDLE, 3.5, "you"))
    if now is not None:
        marks.append(circle(x(now), MIDDLE, 4, "you"))
    marks += [open_path(f"M{x(day) - 4:.1f} 18l3 3.5l6-7", "ok", 2.5) for day in received]
    return drawing(width, HEIGHT, sentence, marks)
