"""The refused rows of a file, as the file had them: to mend and send again by the same way.

Nothing is added: the header, the columns and the order of the cells are the file's own. In CSV so are the
encoding and the separator; in a workbook the refused cells carry the reason as a note.
"""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from portal import exports
from suppliers.imports.cells import as_text
from suppliers.models import ImportBatch, ImportError, ImportRefusedRow

# Notes are kept in memory until the workbook is written: more of them nobody reads.
NOTED_ROWS = 5_000
_AT_ONCE = 500
_BAD = PatternFill("solid", fgColor="FCEBE8")
_WORKBOOK = "XLSX"


def kinds_of(batch: ImportBatch) -> tuple[str, ...]:
    """The formats in which the refused rows read as they did, the file's own first; none for a message.

    A profile reads the numbers of a text file in its own way, so a workbook's go back into a workbook.
    """
    preview = batch.preview
    if "header" not in preview or (preview["encoding"] != _WORKBOOK and not preview["delimiter"]):
        return ()
    if preview["encoding"] != _WORKBOOK:
        return exports.CSV, exports.XLSX
    return (exports.XLSX,) if batch.profile_document else (exports.XLSX, exports.CSV)


def file_name(batch: ImportBatch, kind: str) -> str:
    return f"{PurePath(batch.file_name).stem}-refused.{kind}"


def csv_file(batch: ImportBatch) -> Iterator[bytes]:
    encoding, delimiter = batch.preview["encoding"], batch.preview["delimiter"]
    if encoding == _WORKBOOK:
        encoding, delimiter = "utf-8", ","
    return exports.csv_blocks(_lines(batch), encoding=encoding, delimiter=delimiter)


def workbook(batch: ImportBatch) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Accord")
    for line in _above(batch):
        sheet.append(line)
    sheet.append([exports.sheet_cell(sheet, name) for name in batch.preview["header"]])
    places = {name.casefold(): place for place, name in enumerate(batch.preview["header"])}
    noted = 0
    for page in _pages(batch):
        reasons = _reasons(batch, page, places) if noted < NOTED_ROWS else {}
        noted += len(page)
        for refused in page:
            written = [exports.sheet_cell(sheet, _value(cell)) for cell in refused.cells]
            _note(written, reasons.get(refused.row, {}))
            sheet.append(written)
    file = io.BytesIO()
    book.save(file)
    return file


def _lines(batch: ImportBatch) -> Iterator[Sequence[str]]:
    yield from _above(batch)
    yield batch.preview["header"]
    for page in _pages(batch):
        yield from ([as_text(_value(cell)) for cell in refused.cells] for refused in page)


def _above(batch: ImportBatch) -> Iterator[list[str]]:
    """Where a profile says that the header stands further down, it does so here."""
    header_row = (batch.profile_document or {}).get("header_row", 1)
    return ([""] for _ in range(header_row - 1))


def _pages(batch: ImportBatch) -> Iterator[list[ImportRefusedRow]]:
    last = 0
    while page := list(batch.refused_rows.filter(row__gt=last).order_by("row")[:_AT_ONCE]):
        yield page
        last = page[-1].row


def _value(cell: Any) -> Any:
    """A cell from its form in JSON."""
    if not isinstance(cell, dict):
        return cell
    text = cell["at"]
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _reasons(
    batch: ImportBatch, page: list[ImportRefusedRow], places: dict[str, int]
) -> dict[int, dict[int, list[str]]]:
    """By row and place in it; what concerns no column stands at the first cell."""
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for error in ImportError.objects.filter(batch=batch, row__gte=page[0].row, row__lte=page[-1].row):
        place = places.get(error.column.casefold(), 0)
        found[error.row][place].append(f"{error.reason} {error.way_out}".strip())
    return found


def _note(cells: list[Any], reasons: dict[int, list[str]]) -> None:
    for place, words in reasons.items():
        if place < len(cells):
            cells[place].comment = Comment("\n".join(words), "Accord", width=320, height=90)
            cells[place].fill = _BAD
