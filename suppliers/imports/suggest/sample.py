"""The first rows of a file, read without a profile: encoding, delimiter and header row are found."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from suppliers.imports.cells import Cell, as_text, trimmed
from suppliers.imports.guard import check_size, file_size, is_workbook
from suppliers.imports.limits import DEFAULT_LIMITS, Limits
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import FileRefused
from suppliers.imports.text import DELIMITERS, LONGEST_CELL
from suppliers.imports.workbook import Workbook

BYTES = 256_000
ROWS = 60
HEADER_WITHIN = 20
XLSX = "XLSX"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that cp1252 leaves empty, and those at which it and ISO 8859-15 part: there they are Š š Ž ž Œ œ Ÿ €.
_UNUSED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CURLY = frozenset(range(0x80, 0xA0))
_EURO = 0xA4


@dataclass(frozen=True, slots=True)
class Sample:
    """The header and the first rows below it, with the numbers a spreadsheet shows."""

    encoding: str
    delimiter: str
    header_row: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    @property
    def is_workbook(self) -> bool:
        return self.encoding == XLSX

    def texts(self, index: int) -> list[str]:
        """The cells of one column that are not empty, as text."""
        return [text for cell in self.cells(index) if (text := as_text(cell))]

    def cells(self, index: int) -> list[Cell]:
        return [cells[index] if index < len(cells) else None for _, cells in self.rows]


def read_sample(
    stream: BinaryIO,
    name: str,
    *,
    encoding: str = "",
    delimiter: str = "",
    header_row: int = 0,
    limits: Limits = DEFAULT_LIMITS,
) -> Sample:
    """The first rows of a file; what is not given is found. Errors: FileRefused where there is none."""
    check_size(file_size(stream), limits)
    if is_workbook(stream, name):
        rows = list(islice(Workbook(stream, limits).rows(), HEADER_WITHIN + ROWS))
        return _cut(Sample(XLSX, "", header_row, (), ()), rows)
    stream.seek(0)
    start = stream.read(BYTES + 1)
    stream.seek(0)
    found = encoding or find_encoding(start)
    text = _decoded(start, found)
    sign = delimiter if delimiter in DELIMITERS else _delimiter(text)
    return _cut(Sample(found, sign, header_row, (), ()), list(_rows(text, sign)))


def find_encoding(start: bytes) -> str:
    """UTF-8 when the bytes are UTF-8; else the Western encoding that leaves no byte without a meaning."""
    for mark, codec in _BOMS:
        if start.startswith(mark):
            return codec
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(start)
    except UnicodeDecodeError:
        used = set(start)
        if used & _UNUSED or (_EURO in used and not used & _CURLY):
            return "iso-8859-15"
        return "cp1252"
    return "utf-8"


def _decoded(start: bytes, encoding: str) -> str:
    """Whole lines only, unless the file has but one."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(start)
    except (LookupError, UnicodeError) as error:
        raise FileRefused(
            say(gettext_noop("The file is not in %(encoding)s. Try another encoding."), encoding=encoding)
        ) from error
    if "\x00" in text:
        raise FileRefused(
            say(gettext_noop("The file holds bytes of value zero: it is no table. Save it as CSV or .xlsx."))
        )
    text = text.removeprefix("\ufeff")
    cut = text.rfind("\n")
    return text[: cut + 1] if len(start) > BYTES and cut > 0 else text


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[Cell]]]:
    """Rows until enough are found or a quotation mark does not close: what comes later is for the reading."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = found = 0
    while found < HEADER_WITHIN + ROWS:
        try:
            cells = next(reader, None)
        except csv.Error:
            return
        if cells is None:
            return
        number += 1
        values: list[Cell] = [trimmed(cell) for cell in cells]
        if any(values):
            found += 1
            yield number, values


def _delimiter(text: str) -> str:
    """The sign that cuts most rows into the same number of cells, at least two."""

    def rating(sign: str) -> tuple[int, int]:
        widths = Counter(len(cells) for _, cells in islice(_rows(text, sign), 30))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        return (count if width > 1 else 0, width)

    return max(DELIMITERS, key=rating)


def _cut(sample: Sample, rows: list[tuple[int, list[Cell]]]) -> Sample:
    """The header is where it was said to be, else the first row that looks like one."""
    place = next((index for index, row in enumerate(rows) if row[0] == sample.header_row), None)
    if place is None:
        place = _header_place(rows)
    if place is None:
        raise FileRefused(say(gettext_noop("The file holds no table: no row names any columns.")))
    names = [as_text(cell) for cell in rows[place][1]]
    while names and not names[-1]:
        names.pop()
    below = tuple((number, tuple(cells)) for number, cells in rows[place + 1 :][:ROWS])
    return replace(sample, header_row=rows[place][0], header=tuple(names), rows=below)


def _header_place(rows: list[tuple[int, list[Cell]]]) -> int | None:
    """The first row nearly as wide as the widest in which most cells are words; else the first row."""
    widths = [_filled(cells) for _, cells in rows]
    if not widths:
        return None
    wide = max(2, max(widths) * 0.6)
    for place, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        if widths[place] >= wide and _is_wordy(cells):
            return place
    return 0


def _filled(cells: list[Cell]) -> int:
    return sum(1 for cell in cells if as_text(cell))


def _is_wordy(cells: list[Cell]) -> bool:
    texts = [as_text(cell) for cell in cells if as_text(cell)]
    words = [text for text in texts if any(letter.isalpha() for letter in text) and len(text) <= 60]
    return len(words) >= 0.7 * len(texts) and len(set(texts)) == len(texts)
