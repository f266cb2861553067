"""Files to fill in: the header and an example; in a workbook with notes, lists to choose from and formats."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal import exports
from suppliers.imports.columns import (
    BooleanColumn,
    Column,
    DateColumn,
    DecimalColumn,
    IntegerColumn,
    Rules,
    ShareColumn,
    Value,
)
from suppliers.imports.datasets import Dataset
from suppliers.presenters.formats import ColumnWords, Format, format_of

# What a second row shows that the first cannot: another line of the order, another tier, the next month.
SECOND_ROWS: dict[str, dict[str, str]] = {
    "orders": {
        "line_number": "20",
        "item_code": "VC-9",
        "description": "Volute cover VC-9",
        "quantity": "40",
    },
    "targets": {"month": "10", "revenue_target": "165000"},
    "commission_agreements": {"tier_from": "1000000", "rate": "0.065"},
}
_NUMBERS = (DecimalColumn, IntegerColumn, ShareColumn)
_LAST_ROW = exports.SHEET_ROWS
_BOLD, _EXAMPLE = Font(bold=True), Font(italic=True, color="6F646B")
_REQUIRED = PatternFill("solid", fgColor="F6EBF3")
_NOTE_WIDTH, _NOTE_LINE = 320, 18


def blank(dataset: Dataset, kind: str) -> io.BytesIO:
    """A template as `kind` (csv or xlsx)."""
    file = io.BytesIO()
    if kind == exports.CSV:
        header = [column.identifier for column in dataset.columns]
        exports.write([header, *_written(dataset)], kind, file)
    else:
        _workbook(dataset).save(file)
    return file


def example_rows(dataset: Dataset) -> Iterator[dict[str, str]]:
    """Column -> text, as a person would write it."""
    first = {column.identifier: column.example for column in dataset.columns}
    yield first
    if dataset.name in SECOND_ROWS:
        yield {**first, **SECOND_ROWS[dataset.name]}


def _written(dataset: Dataset) -> Iterator[list[Value]]:
    """The example rows as their cells: numbers as numbers, days as days, all else as text."""
    for row in example_rows(dataset):
        yield [_cell(column, row[column.identifier]) for column in dataset.columns]


def _cell(column: Column, text: str) -> Value:
    if not text:
        return None
    is_typed = isinstance(column, (*_NUMBERS, DateColumn, BooleanColumn))
    return column.clean(text, Rules()) if is_typed else text


def _workbook(dataset: Dataset) -> Workbook:
    book = Workbook()
    sheet = book.active
    format_ = format_of(dataset)
    sheet.title = dataset.name
    sheet.freeze_panes = "A2"
    for place, (column, words) in enumerate(zip(dataset.columns, format_.columns, strict=True), start=1):
        _head(sheet, place, column, words)
    for number, row in enumerate(_written(dataset), start=2):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, exports.neutral(value) if isinstance(value, str) else value)
            cell.number_format, cell.font = _number_format(dataset.columns[place - 1]), _EXAMPLE
    _describe(book.create_sheet(_("Columns")), format_)
    return book


def _head(sheet: Worksheet, place: int, column: Column, words: ColumnWords) -> None:
    """One column: its name with a note, how its cells are written, and what may be chosen."""
    letter = get_column_letter(place)
    head = sheet.cell(1, place, words.name)
    head.font = _BOLD
    if words.required:
        head.fill = _REQUIRED
    note = _note(words)
    head.comment = Comment(note, "Accord", height=_NOTE_LINE * (note.count("\n") + 4), width=_NOTE_WIDTH)
    sheet.column_dimensions[letter].width = max(12, len(words.name) + 3, min(len(words.example) + 2, 30))
    sheet.column_dimensions[letter].number_format = _number_format(column)
    choices = ("true", "false") if isinstance(column, BooleanColumn) else words.choices
    if choices:
        chosen = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        chosen.error = _("Choose one of the list.")
        chosen.showErrorMessage = True
        chosen.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(chosen)


def _number_format(column: Column) -> str:
    """Everything but numbers and days is text, so that a spreadsheet keeps codes, zones and zeros."""
    if isinstance(column, DateColumn):
        return "yyyy-mm-dd"
    return "General" if isinstance(column, (*_NUMBERS, BooleanColumn)) else "@"


def _note(words: ColumnWords) -> str:
    lines = [_("Required.") if words.required else _("May stay empty."), words.help, words.written]
    if words.choices:
        lines[-1] = _("One of: %(choices)s.") % {"choices": ", ".join(words.choices)}
    if words.key:
        lines.insert(1, _("Part of the key."))
    return "\n".join(lines)


def _describe(sheet: Worksheet, format_: Format) -> None:
    """The second sheet: all columns as the documentation lists them."""
    heads = (_("column"), _("required"), _("key"), _("written as"), _("what it holds"), _("example"))
    sheet.append(heads)
    for column in format_.columns:
        written = ", ".join(column.choices) or column.written
        flags = [_("yes") if flag else "" for flag in (column.required, column.key)]
        cells: list[Any] = [column.name, *flags, written, column.help, column.example]
        sheet.append([exports.neutral(cell) for cell in cells])
    for cell in sheet[1]:
        cell.font = _BOLD
    for letter, width in zip("ABCDEF", (24, 10, 8, 44, 60, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
