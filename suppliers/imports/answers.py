"""Answers to order lines as a sheet: the columns of the desk's download, read back without a database.

Several rows of one line are the parts of its promise. A row without answer, quantity and day says nothing.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.dates import read_date
from suppliers.imports.guard import check_size, file_size, is_workbook
from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.numbers import DecimalStyle, read_decimal
from suppliers.imports.problems import CellRefused, FileRefused, RowError, shown
from suppliers.imports.text import check_encoding, delimiter_of, read_csv
from suppliers.imports.workbook import Workbook

COLUMNS = (
    "order_number",
    "line_number",
    "item_code",
    "description",
    "asked_quantity",
    "unit",
    "asked_on",
    "open_quantity",
    "answer",
    "promise_quantity",
    "promised_on",
    "price",
    "reason_code",
    "note",
    "seen",
)
SAYS = ("accept", "promise", "keep", "reject")
NEEDED = ("order_number", "line_number", "promise_quantity", "promised_on")
# Before what was seen of a line: a spreadsheet would make a number or a day of 1.10.
SEEN_MARK = "v"
MOST_ROWS = 5_000
LIMITS = Limits(max_bytes=8 * MEGABYTE, max_rows=MOST_ROWS, max_columns=60, max_cells=300_000)
_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%d/%m/%Y")
_LONGEST_NOTE = 200


@dataclass(slots=True)
class SheetAnswer:
    """What a sheet says of one line. `rows` are the numbers that a spreadsheet shows; the first is 2.

    `says` is one of SAYS, empty where only what was changed speaks. `open_quantity` was open when the sheet
    was made; None: unknown. `cells` are its rows as texts, in the order of COLUMNS.
    """

    order_number: str
    line_number: str
    rows: list[int] = field(default_factory=list)
    parts: list[tuple[Decimal, dt.date]] = field(default_factory=list)
    price: Decimal | None = None
    reason_code: str = ""
    note: str = ""
    seen: str = ""
    says: str = ""
    open_quantity: Decimal | None = None
    errors: list[RowError] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.order_number, self.line_number

    @property
    def is_silent(self) -> bool:
        return not self.parts and not self.errors and not self.says


def read_answers(stream: BinaryIO, name: str) -> list[SheetAnswer]:
    """One answer for each line of the sheet, in its order, silent ones too. Raises FileRefused."""
    check_size(file_size(stream), LIMITS)
    rows = _rows(stream, name)
    header = next(rows, None)
    if header is None:
        empty = gettext_noop("The file has no rows. Fill in the sheet that the desk gave you.")
        raise FileRefused(say(empty))
    places = _places(header[1])
    found: dict[tuple[str, str], SheetAnswer] = {}
    for number, cells in rows:
        _read_row(number, {column: _at(cells, place) for column, place in places.items()}, found)
    return list(found.values())


def _rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, list[Cell]]]:
    if is_workbook(stream, name):
        return Workbook(stream, LIMITS).rows()
    encoding = check_encoding(stream, "utf-8")
    return read_csv(stream, encoding=encoding, delimiter=delimiter_of(stream, encoding), limits=LIMITS)


def _places(cells: Sequence[Cell]) -> dict[str, int]:
    names = [as_text(cell).casefold() for cell in cells]
    missing = [column for column in NEEDED if column not in names]
    if missing:
        text = gettext_noop("The column “%(column)s” is missing. Fill in the sheet that the desk gave you.")
        raise FileRefused(say(text, column=missing[0]), column=missing[0])
    return {column: names.index(column) for column in COLUMNS if column in names}


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _read_row(number: int, row: Mapping[str, Cell], found: dict[tuple[str, str], SheetAnswer]) -> None:
    def text(column: str) -> str:
        return as_text(row.get(column))

    key = text("order_number"), text("line_number")
    answer = found.setdefault(key, SheetAnswer(*key))
    answer.rows.append(number)
    answer.cells.append([text(column) for column in COLUMNS])
    reading = _Reading(number, row, answer)
    if not all(key):
        reading.refuse("order_number", say(gettext_noop("Which order and line? Both are needed.")))
        return
    reading.says()
    answer.open_quantity = reading.was_open()
    quantity, on = reading.quantity(), reading.day()
    if quantity is not None and on is not None:
        answer.parts.append((quantity, on))
    elif not answer.errors and (quantity is None) != (on is None):
        column = "promised_on" if on is None else "promise_quantity"
        reading.refuse(column, say(gettext_noop("Say both how many and when.")))
    price = reading.price()
    answer.price = price if price is not None else answer.price
    answer.reason_code = text("reason_code").casefold() or answer.reason_code
    answer.note = text("note") or answer.note
    answer.seen = text("seen").removeprefix(SEEN_MARK) or answer.seen
    if len(answer.note) > _LONGEST_NOTE:
        reading.refuse("note", say(gettext_noop("At most %(n)s characters, please."), n=_LONGEST_NOTE))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row of the file; what cannot be read is written down with its column."""

    number: int
    row: Mapping[str, Cell]
    answer: SheetAnswer

    def refuse(self, column: str, reason: Message, way_out: Message | None = None) -> None:
        value = shown(as_text(self.row.get(column)))
        mend = way_out or say(gettext_noop("Mend it in the file and send the file again."))
        self.answer.errors.append(RowError(self.number, column, value, reason, mend))

    def says(self) -> None:
        """The same in every row of a line that says it."""
        word = as_text(self.row.get("answer")).casefold()
        if word and word not in SAYS:
            known = gettext_noop("“%(value)s” is no answer: write one of %(words)s, or nothing.")
            self.refuse("answer", say(known, value=shown(word), words=", ".join(SAYS)))
        elif word and self.answer.says not in ("", word):
            self.refuse("answer", say(gettext_noop("The rows of this line give two answers.")))
        else:
            self.answer.says = word or self.answer.says

    def was_open(self) -> Decimal | None:
        """Read without a word: nobody is asked to fill it in."""
        try:
            return read_decimal(self.row.get("open_quantity"), DecimalStyle.UNDECLARED)
        except CellRefused:
            return None

    def quantity(self) -> Decimal | None:
        found = self._decimal("promise_quantity")
        if found is not None and found <= 0:
            self.refuse("promise_quantity", say(gettext_noop("A part needs a quantity above 0.")))
            return None
        return found

    def price(self) -> Decimal | None:
        return self._decimal("price")

    def day(self) -> dt.date | None:
        cell = self.row.get("promised_on")
        if cell is None or as_text(cell) == "":
            return None
        try:
            return read_date(cell, _FORMATS)
        except CellRefused as refused:
            self.refuse("promised_on", refused.reason, refused.way_out)
        return None

    def _decimal(self, column: str) -> Decimal | None:
        cell = self.row.get(column)
        if cell is None or as_text(cell) == "":
            return None
        try:
            return read_decimal(cell, DecimalStyle.UNDECLARED)
        except CellRefused as refused:
            self.refuse(column, refused.reason, refused.way_out)
        return None
