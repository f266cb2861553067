"""Exports of exactly what is shown: the rows of a list, its order and its columns, typed, as CSV or XLSX.

Words that a spreadsheet would run as a formula get an apostrophe in front; `plain` takes it away again, so
that an exported file can be imported as it is. Numbers and dates stay numbers and dates.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from django.http import FileResponse, Http404
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

CSV = "csv"
XLSX = "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# How a cell may start that Excel, LibreOffice or Google would run.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A sheet holds no control characters.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def neutral(words: str) -> str:
    """`=cmd|...` -> `'=cmd|...`: shown as it is, never run."""
    clean = words.translate(_CONTROLS)
    return f"'{clean}" if _risky(clean) else clean


def plain(words: str) -> str:
    """Undo `neutral`."""
    return words[1:] if words.startswith("'") and _risky(words) else words


def _risky(words: str) -> bool:
    # Words that already carry an apostrophe before a risky sign get another, or `plain` would take theirs.
    return words.lstrip("'").startswith(_RISKY)


def response(rows: Iterable[Sequence[Any]], kind: str, name: str) -> FileResponse:
    """A file to save: the first row is the header. 404 for a kind that we do not write."""
    if kind not in CONTENT_TYPES:
        raise Http404(f"{kind} is no format of ours: csv or xlsx")
    file = io.BytesIO()
    write(rows, kind, file)
    file.seek(0)
    answer = FileResponse(
        file, as_attachment=True, filename=f"{name}.{kind}", content_type=CONTENT_TYPES[kind]
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def write(rows: Iterable[Sequence[Any]], kind: str, file: Any) -> None:
    """Write rows to a binary file, one at a time."""
    if kind == CSV:
        _write_csv(rows, file)
    else:
        _write_xlsx(rows, file)


def _write_csv(rows: Iterable[Sequence[Any]], file: Any) -> None:
    """UTF-8, comma, header; dates ISO 8601, decimals with a point."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow([as_text(value) for value in row])
        file.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()


def as_text(value: Any) -> str:
    """A value as our own files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return neutral(str(value))


def _write_xlsx(rows: Iterable[Sequence[Any]], file: BinaryIO) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Accord")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = [_cell(sheet, value) for value in row]
        if number == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)
    book.save(file)


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        # A sheet knows no zones: moments are written in UTC.
        value = value.astimezone(dt.UTC).replace(tzinfo=None)
    if value is not None and not isinstance(value, (bool, int, float, Decimal, dt.date)):
        value = neutral(str(value))
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        cell.data_type = "s"
    return cell
