"""Rows as files: typed, as CSV or XLSX, row by row in constant memory.

Words that a spreadsheet would run as a formula get an apostrophe in front; `plain` takes it away again, so
that an exported file can be imported as it is. Numbers and dates stay numbers and dates.
"""

import codecs
import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
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
# Nobody can see them, no sheet can hold them, and an import would refuse them: they are left out.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])
# A spreadsheet calculates with so many digits: what has more stays text there.
_SHEET_DIGITS = 15
# What a sheet would take for the number of a character (Excel reads `_x000D_` as a line end).
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
SHEET_ROWS = 1_048_576
_BLOCK = 16_384


def neutral(words: str) -> str:
    """`=cmd|...` -> `'=cmd|...`: shown as it is, never run."""
    clean = words.translate(_CONTROLS)
    return f"'{clean}" if _risky(clean) else clean


def plain(words: str) -> str:
    """Undo `neutral`: the same as `suppliers.imports.cells.unquoted`."""
    return words[1:] if words.startswith("'") and _risky(words) else words


def _risky(words: str) -> bool:
    # Words that already carry an apostrophe before a risky sign get another, or `plain` would take theirs.
    return words.lstrip("'").startswith(_RISKY)


def response(rows: Iterable[Sequence[Any]], kind: str, name: str) -> FileResponse:
    """A file to save: the first row is the header. 404 for a kind that we do not write."""
    check_kind(kind)
    file = io.BytesIO()
    write(rows, kind, file)
    return download(file, kind, name)


def streamed(rows: Iterable[Sequence[Any]], kind: str, name: str) -> HttpResponseBase:
    """As `response`, for any number of rows: CSV leaves while it is written, a workbook waits on disk."""
    check_kind(kind)
    if kind != CSV:
        file = tempfile.TemporaryFile()  # noqa: SIM115, the answer closes it
        write(rows, kind, file)
        return download(file, kind, name)
    return flowing(csv_blocks(rows), f"{name}.{CSV}", CONTENT_TYPES[CSV])


def flowing(blocks: Iterable[bytes], file_name: str, content_type: str) -> StreamingHttpResponse:
    """A file to save that leaves while it is written."""
    answer = StreamingHttpResponse(blocks, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def download(file: Any, kind: str, name: str) -> FileResponse:
    """A written file to save; nobody on the way keeps it."""
    file.seek(0)
    answer = FileResponse(
        file, as_attachment=True, filename=f"{name}.{kind}", content_type=CONTENT_TYPES[kind]
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def check_kind(kind: str) -> None:
    if kind not in CONTENT_TYPES:
        raise Http404(f"{kind} is no format of ours: csv or xlsx")


def write(rows: Iterable[Sequence[Any]], kind: str, file: Any) -> None:
    """Write rows to a binary file, one at a time."""
    if kind == CSV:
        for block in csv_blocks(rows):
            file.write(block)
    else:
        _write_xlsx(rows, file)


def csv_blocks(
    rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ","
) -> Iterator[bytes]:
    """Header and rows in blocks of some kilobytes; dates ISO 8601, decimals with a point."""
    encoder = codecs.getincrementalencoder(encoding)()  # a byte order mark stands once, at the beginning
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n", delimiter=delimiter)
    for row in rows:
        writer.writerow([as_text(value) for value in row])
        if lines.tell() > _BLOCK:
            yield encoder.encode(lines.getvalue())
            lines.seek(0)
            lines.truncate()
    yield encoder.encode(lines.getvalue(), final=True)


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
        cells = [sheet_cell(sheet, value) for value in row]
        if number == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)
    book.save(file)


def sheet_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """A value as a cell of a sheet that is written row by row: neutral, and no digit lost."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        # A sheet knows no zones: moments are written in UTC.
        value = value.astimezone(dt.UTC).replace(tzinfo=None)
    if isinstance(value, (int, Decimal)) and _digits(value) > _SHEET_DIGITS:
        value = as_text(value)
    elif value is not None and not isinstance(value, (bool, int, float, Decimal, dt.date)):
        value = _ESCAPED.sub("_x005F_", neutral(str(value))).replace("\r", "_x000D_")
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        cell.data_type = "s"
    return cell


def _digits(value: int | Decimal) -> int:
    """From the first that counts to the last."""
    return len(Decimal(value).normalize().as_tuple().digits)
