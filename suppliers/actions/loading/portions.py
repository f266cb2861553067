"""Cuts a file into portions that are stored in one transaction each: no order is ever cut in two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suppliers.actions.loading.scratch import Scratch
from suppliers.imports.cells import Cell
from suppliers.imports.pipeline import FileRow, Reading


@dataclass(frozen=True, slots=True)
class Survey:
    """What one look through a file tells: its rows, and whether the rows of an order lie apart."""

    rows: int
    scattered: bool


def survey(reading: Reading, scratch: Scratch) -> Survey:
    """Reads every row once, so that a file that breaks off is refused before anything of it is stored.

    Raises FileRefused.
    """
    rows, scattered, before = 0, False, None
    for number, cells in reading.table():
        rows += 1
        order = reading.order_of(cells)
        if order is not None and order != before:
            scattered = scattered or scratch.first(("order", order), number)[0] != number
            before = order
    return Survey(rows, scattered)


def ordered_rows(reading: Reading, found: Survey, scratch: Scratch) -> Iterator[FileRow]:
    """The rows of the file, those of one order together, at the place of its first row."""
    if not found.scattered:
        return reading.rows()
    scratch.spool(
        (scratch.first(("order", reading.order_of(cells)), number)[0], number, list(cells))
        for number, cells in reading.table()
    )
    return reading.rows(scratch.spooled())


class Portions:
    """Takes so many rows at a time, and then the rest of the last one's order."""

    def __init__(self, reading: Reading, rows: Iterator[FileRow]) -> None:
        self._reading = reading
        self._rows = rows
        self._next = next(rows, None)

    def take(self, wanted: int) -> list[FileRow]:
        """At least one row, at least `wanted` unless the file ends; empty at its end."""
        portion: list[FileRow] = []
        while self._next is not None and (len(portion) < wanted or self._continues(portion[-1])):
            portion.append(self._next)
            self._next = next(self._rows, None)
        return portion

    def _continues(self, last: FileRow) -> bool:
        order = self._order(last.cells)
        return self._next is not None and order is not None and order == self._order(self._next.cells)

    def _order(self, cells: Sequence[Cell]) -> tuple[str, str] | None:
        return self._reading.order_of(cells)
