"""Where a column's value comes from in a row of the file: a column of it, a constant, a sum of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.numbers import DecimalStyle, read_decimal


@dataclass(frozen=True, slots=True)
class Source:
    """`index` is the place in the row, None for a constant; `name` the file's own header."""

    name: str
    index: int | None = None
    constant: Cell = None
    empty: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    add: tuple[int, ...] = ()
    subtract: tuple[int, ...] = ()
    decimal: DecimalStyle = DecimalStyle.PLAIN

    def resolve(self, row: Sequence[Cell]) -> Cell:
        """The raw cell; None when it is empty or holds a text that means empty.

        Errors: CellRefused when a column to add or subtract holds no number.
        """
        cell = self._own(row)
        if not self.add and not self.subtract:
            return cell
        if cell is None:
            return None
        total = read_decimal(cell, self.decimal)
        total += sum((self._number(row, index) for index in self.add), Decimal(0))
        return total - sum((self._number(row, index) for index in self.subtract), Decimal(0))

    def raw(self, row: Sequence[Cell]) -> Cell:
        """What stands in the file, to be quoted back."""
        if self.index is None:
            return self.constant
        return row[self.index] if self.index < len(row) else None

    def _own(self, row: Sequence[Cell]) -> Cell:
        if self.index is None:
            return self.constant
        return self._emptied(row[self.index] if self.index < len(row) else None)

    def _emptied(self, cell: Cell) -> Cell:
        if cell is None or cell == "":
            return None
        if not self.empty and not self.values:
            return cell
        text = as_text(cell)
        if text.casefold() in self.empty:
            return None
        return self.values.get(text, cell)

    def _number(self, row: Sequence[Cell], index: int) -> Decimal:
        cell = self._emptied(row[index] if index < len(row) else None)
        return Decimal(0) if cell is None else read_decimal(cell, self.decimal)
