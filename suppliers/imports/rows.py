"""Rows that a program sends instead of a file: the same readers, each value of the kind its column says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from suppliers.imports.cells import Cell
from suppliers.imports.columns import (
    UTC,
    BooleanColumn,
    Column,
    DecimalColumn,
    IntegerColumn,
    ShareColumn,
    TextColumn,
)
from suppliers.imports.datasets import DATASETS, Dataset
from suppliers.imports.limits import DEFAULT_LIMITS
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.pipeline import DatasetRow, FileRow, Reading, order_columns
from suppliers.imports.problems import RowError, shown

_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NO_ROW = gettext_noop("A row is an object: a value for each column.")
_UNKNOWN = gettext_noop("%(dataset)s has no column of this name.")
_KNOWN = gettext_noop("It has: %(columns)s.")
_WRONG_KIND = gettext_noop("This column takes %(kinds)s.")
_WRITE_SO = gettext_noop("Such as: %(example)s.")
_INVISIBLE = gettext_noop("The text holds a character that cannot be stored.")
_LEAVE_OUT = gettext_noop("Leave that character out.")
_TEXT = gettext_noop("a text")
_TEXT_OR_WHOLE = gettext_noop("a text, or a whole number")
_NUMBER = gettext_noop("a number, or a text that is one")
_YES_OR_NO = gettext_noop("true or false")


class RowsReading(Reading):
    """Reads a list of rows as `Reading` reads a file. The first row has the number 1."""

    def __init__(self, rows: Sequence[Any], *, dataset: str, zone: ZoneInfo) -> None:
        self.limits = DEFAULT_LIMITS
        self.size = 0
        self.profile = None
        self.message = None
        self.workbook = None
        self.encoding = "JSON"
        self.delimiter = ""
        self.header_row = 1
        self.datasets = (dataset,)
        self._dataset = DATASETS[dataset]
        self.header = [column.identifier for column in self._dataset.columns]
        self.matched = []
        self.readers = [self._reader(self._dataset, zone)]
        self._order_columns = order_columns(self.readers)
        self._given = rows
        checked = ((number, self._check(number, row)) for number, row in enumerate(rows, 1))
        self._wrong = {number: wrong for number, wrong in checked if wrong}

    def _all_rows(self) -> Iterator[tuple[int, list[Cell]]]:
        yield 1, list(self.header)
        for number, row in enumerate(self._given, 1):
            given = row if isinstance(row, Mapping) else {}
            yield number, [_scalar(given.get(name)) for name in self.header]

    def rows(self, table: Iterable[tuple[int, Sequence[Cell]]] | None = None) -> Iterator[FileRow]:
        for row in super().rows(table):
            wrong = self._wrong.get(row.number)
            if wrong:
                yield FileRow(row.number, {self._dataset.name: DatasetRow(errors=wrong)}, row.cells)
            else:
                yield row

    def _check(self, number: int, row: Any) -> list[RowError]:
        """What JSON allows and a column does not: other names, other kinds of values."""
        if not isinstance(row, Mapping):
            way_out = say(_KNOWN, columns=", ".join(self._dataset.required))
            return [RowError(number, "", shown(row), say(_NO_ROW), way_out)]
        found = []
        for name, value in row.items():
            column = self._dataset.column(name)
            problem = _unknown(self._dataset) if column is None else _problem(column, value)
            if problem is not None:
                found.append(RowError(number, _sayable(name), _sayable(shown(value)), *problem))
        return found


def kinds_of(column: Column) -> tuple[type, ...]:
    """What JSON may hold for a column: whole numbers come as int, others as Decimal."""
    if isinstance(column, BooleanColumn):
        return (bool,)
    if isinstance(column, (DecimalColumn, ShareColumn)):
        return (str, int, float, Decimal)
    return (str, int) if isinstance(column, (TextColumn, IntegerColumn)) else (str,)


def _problem(column: Column, value: Any) -> tuple[Message, Message] | None:
    if value is None:
        return None
    kinds = kinds_of(column)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        example = "true" if bool in kinds else column.example or "2026-10-16"
        return say(_WRONG_KIND, kinds=_words(kinds)), say(_WRITE_SO, example=example)
    if isinstance(value, str) and _UNSAYABLE.search(value):
        return say(_INVISIBLE), say(_LEAVE_OUT)
    return None


def _words(kinds: tuple[type, ...]) -> str:
    if bool in kinds:
        return _YES_OR_NO
    if Decimal in kinds:
        return _NUMBER
    return _TEXT_OR_WHOLE if int in kinds else _TEXT


def _unknown(dataset: Dataset) -> tuple[Message, Message]:
    known = ", ".join(column.identifier for column in dataset.columns)
    return say(_UNKNOWN, dataset=dataset.name), say(_KNOWN, columns=known)


def _scalar(value: Any) -> Cell:
    return value if isinstance(value, (str, int, float, Decimal)) else None


def _sayable(text: str) -> str:
    """Fit to be quoted back and stored."""
    return _UNSAYABLE.sub("�", text)


def open_rows(rows: Sequence[Any], *, dataset: str, zone: ZoneInfo = UTC) -> RowsReading:
    """Rows as JSON has them, to be loaded like a file. A wrong row is refused by itself, never all of them.

    Raises KeyError for a dataset that does not exist.
    """
    return RowsReading(rows, dataset=dataset, zone=zone)
