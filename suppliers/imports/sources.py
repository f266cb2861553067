"""Where a column's value comes from in a row of the file: a column, a constant, a sum of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portal.engine.rounding import half_up
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
    multiply: tuple[int, ...] = ()
    discount: tuple[int, ...] = ()
    discount_only: bool = False
    places: int | None = None
    join: tuple[int, ...] = ()
    prefix: str = ""
    decimal: DecimalStyle = DecimalStyle.PLAIN
    is_computed: bool = field(init=False)
    is_plain: bool = field(init=False)

    def __post_init__(self) -> None:
        """Most sources are plain, and there are millions of cells."""
        numbers = self.add or self.subtract or self.multiply or self.discount
        object.__setattr__(self, "is_computed", bool(numbers) or self.places is not None)
        object.__setattr__(self, "is_plain", not (self.is_computed or self.join or self.prefix))

    def resolve(self, row: Sequence[Cell]) -> Cell:
        """The raw cell; None when it is empty or holds a text that means empty.

        Errors: CellRefused when a column to add or subtract holds no number.
        """
        cell = self._own(row)
        if cell is None or self.is_plain:
            return cell
        if self.is_computed:
            cell = self._computed(row, read_decimal(cell, self.decimal))
        if self.join:
            parts = [cell, *(self._emptied(self._at(row, index)) for index in self.join)]
            cell = "-".join(as_text(part) for part in parts if part is not None)
        return f"{self.prefix}{as_text(cell)}" if self.prefix else cell

    def _computed(self, row: Sequence[Cell], number: Decimal) -> Decimal:
        """In this order: multiplied, less the shares, plus, minus, rounded half up; or what shares took."""
        for index in self.multiply:
            number *= self._number(row, index)
        whole = number
        for index in self.discount:
            number *= 1 - self._number(row, index)
        number += sum((self._number(row, index) for index in self.add), Decimal(0))
        number -= sum((self._number(row, index) for index in self.subtract), Decimal(0))
        number = number if self.places is None else half_up(number, self.places)
        return number - whole if self.discount_only else number

    def raw(self, row: Sequence[Cell]) -> Cell:
        """What stands in the file, to be quoted back."""
        return self.constant if self.index is None else self._at(row, self.index)

    def _own(self, row: Sequence[Cell]) -> Cell:
        return self.constant if self.index is None else self._emptied(self._at(row, self.index))

    def _at(self, row: Sequence[Cell], index: int) -> Cell:
        return row[index] if index < len(row) else None

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
        cell = self._emptied(self._at(row, index))
        return Decimal(0) if cell is None else read_decimal(cell, self.decimal)
