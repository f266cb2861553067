"""Days as a person types them: one a line, or a first and a last day."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_RANGE = 92
_BETWEEN = re.compile(r"\s*(?:\.\.|\bto\b|–|—|\s-\s)\s*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that says no days. `why`: no_day, order (the last day is before the first) or long."""

    number: int
    text: str
    why: str


def days_in(text: str) -> tuple[list[date], list[BadLine]]:
    """The days of all lines, rising and each once; and the lines that cannot be read. Empty ones are fine."""
    found: set[date] = set()
    bad = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.update(_of_line(line.strip()))
        except ValueError as error:
            bad.append(BadLine(number, line.strip(), str(error)))
    return sorted(found), bad


def _of_line(line: str) -> Iterator[date]:
    ends = [_day(word) for word in _BETWEEN.split(line)]
    if len(ends) > 2:
        raise ValueError("no_day")
    first, last = ends[0], ends[-1]
    if last < first:
        raise ValueError("order")
    if (last - first).days >= LONGEST_RANGE:
        raise ValueError("long")
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _day(word: str) -> date:
    if not _DAY.fullmatch(word):
        raise ValueError("no_day")
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise ValueError("no_day") from error


def in_lines(days: Iterable[date]) -> list[str]:
    """As they are typed: three days in a row or more as a first and a last day."""
    lines = []
    for first, last in spans(days):
        length = (last - first).days
        lines += [first.isoformat()] if length == 0 else []
        lines += [first.isoformat(), last.isoformat()] if length == 1 else []
        lines += [f"{first.isoformat()} to {last.isoformat()}"] if length > 1 else []
    return lines


def spans(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Days in a row together, rising."""
    first = last = None
    for day in sorted(days):
        if first is None or last is None or day != last + timedelta(days=1):
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last
