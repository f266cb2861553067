"""XLSX: what is parsed is exactly what was checked.

A workbook is a ZIP of XML. Its directory is measured first, then each XML part is unpacked once, counted,
searched for document types and for cells far outside, and packed again; only that copy reaches the reader.
Formulas are read as the values the spreadsheet stored; nothing is ever run.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from suppliers.imports.cells import Cell, unquoted
from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import FileRefused
from suppliers.imports.text import check_rows

_END, _END64, _LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LONGEST_DIRECTORY = MEGABYTE
_LONGEST_TEXT = 32_767 * 4
_OVERLAP = 256
_MARKUP = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_COLUMN = re.compile(rb"""\br=["']([A-Z]{1,4})\d""")
_ROW = re.compile(rb"""\br=["'](?:[A-Z]{1,4})?(\d{1,9})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[ >/]")
_WIDEST_SHEET = 16_384
# Up to so many, cells that are not there and texts that no cell names cost nothing worth a refusal.
_FEW = 500_000
_TEXTS_BY_SHEETS = 50
_UNNAMED_TEXTS = gettext_noop(
    "The workbook holds far more texts than its sheets name: it is refused as a bomb. Save the table as CSV."
)
# The rest of a tag is read up to the next `t="s"`, and once: else a tag full of them would take hours.
_SHARED = re.compile(
    rb"""\bt=["']s["'] [^>t]*+ (?: (?!\bt=["']s["']) t [^>t]*+ )*+ > \s*+ <(?:\w+:)?v>(\d{1,9})<""",
    re.VERBOSE,
)
_NAMES_TEXT = re.compile(rb"""\bt=["']s["']""")
# A cell's tag could be spelled so that what is searched here is not what is read later (`r = "XFD1"`).
_ANY_TAG = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_PLAIN_TAG = re.compile(
    rb"""<(?:\w+:)?(?:c|row) (?: \s++ [\w:.-]++ = (?: "[^"<>&]*+" | '[^'<>&]*+' ) )*+ \s*+ /?>""", re.VERBOSE
)
_LONGEST_TAG = 4_096
# Cells may name one text many times, but not so that a small sheet holds a large one.
_TEXT_BY_SHEET = 10
_TOO_BIG = gettext_noop(
    "The workbook unpacks to more than %(limit)s MB: it is refused as a ZIP bomb. Save the table as CSV."
)
_ONE_TEXT_EVERYWHERE = gettext_noop(
    "The cells name the same long texts again and again: it is refused as a bomb. Save the table as CSV."
)
_ODD_TAG = gettext_noop(
    "Part “%(part)s” spells its cells as no spreadsheet does. Save the table again as .xlsx, or as CSV."
)
_LONG_TEXT = gettext_noop("A text of the workbook is longer than any cell may be. Save the table as CSV.")


class Workbook:
    """The first sheet of a checked workbook. Errors: FileRefused for anything that is no healthy workbook."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        try:
            self.sheet = CalamineWorkbook.from_filelike(_checked_copy(stream, limits)).get_sheet_by_index(0)
        except (CalamineError, IndexError, ValueError) as error:
            raise FileRefused(_broken(error)) from error

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows with the number the spreadsheet shows; blank rows are left out."""
        for number, cells in enumerate(self.sheet.iter_rows(), start=1):
            check_rows(number, self.limits)
            values: list[Cell] = [unquoted(cell) if isinstance(cell, str) else cell for cell in cells]
            if any(value not in ("", None) for value in values):
                yield number, values


def _broken(error: object) -> Message:
    return say(
        gettext_noop(
            "The workbook cannot be read (%(error)s). Open it in the spreadsheet, save it again as "
            ".xlsx, or as CSV."
        ),
        error=error,
    )


BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, struct.error,
)  # fmt: skip


def _checked_copy(stream: BinaryIO, limits: Limits) -> io.BytesIO:
    _check_directory(stream, limits)
    copy = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(stream) as archive,
            zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            entries = archive.infolist()
            _check_entries(entries, limits)
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names:
                raise FileRefused(
                    say(
                        gettext_noop("This ZIP archive is no .xlsx workbook. Save the table as .xlsx or CSV.")
                    )
                )
            _copy_parts(archive, target, entries, limits)
    except BROKEN_ARCHIVE as error:
        raise FileRefused(_broken(error)) from error
    copy.seek(0)
    return copy


def is_archive(stream: BinaryIO) -> bool:
    """Is it a ZIP archive, such as a workbook is one?"""
    start = stream.read(4)
    stream.seek(0)
    return start == b"PK\x03\x04"


def check_archive(stream: BinaryIO, limits: Limits) -> None:
    """Refuses an archive that is broken, or that would unpack to far more than it weighs."""
    _check_directory(stream, limits)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_entries(archive.infolist(), limits)
    except BROKEN_ARCHIVE as error:
        raise FileRefused(_broken(error)) from error


def _check_directory(stream: BinaryIO, limits: Limits) -> None:
    """Reads the end of the archive by hand: the standard reader would load a directory of any length."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22:
        raise FileRefused(_broken("end of the archive not found"))
    entries, directory = struct.unpack("<HI", tail[end + 10 : end + 16])
    lengths = [(entries, directory)] if (entries, directory) != (0xFFFF, 0xFFFFFFFF) else []
    if tail[end - 20 : end - 16] == _LOCATOR64 and tail[end - 76 : end - 72] == _END64:
        lengths = [struct.unpack("<QQ", tail[end - 76 + 32 : end - 76 + 48])]
    if not lengths or any(
        count > limits.max_entries or length > _LONGEST_DIRECTORY for count, length in lengths
    ):
        raise FileRefused(
            say(
                gettext_noop(
                    "The archive names more than %(limit)s parts: no table looks like that. Save it as CSV."
                ),
                limit=limits.max_entries,
            )
        )


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.max_entries:
        raise FileRefused(
            say(
                gettext_noop(
                    "The archive names more than %(limit)s parts: no table looks like that. Save it as CSV."
                ),
                limit=limits.max_entries,
            )
        )
    if sum(entry.file_size for entry in entries) > limits.max_unpacked:
        raise FileRefused(say(_TOO_BIG, limit=limits.max_unpacked // MEGABYTE))
    unpacked, packed = (sum(sizes) for sizes in zip(*map(_sizes, entries), strict=True))
    if unpacked > limits.packed_ratio_matters_from and unpacked > limits.max_packed_ratio * packed:
        raise FileRefused(
            say(
                gettext_noop(
                    "The workbook grows to %(ratio)s times its size: it is refused as a ZIP bomb. Save the "
                    "table as CSV."
                ),
                ratio=unpacked // packed,
            )
        )
    texts = sum(entry.file_size for entry in entries if "sharedStrings" in entry.filename)
    sheets = sum(entry.file_size for entry in entries if "worksheets/" in entry.filename)
    if texts > limits.ratio_matters_from and texts > _TEXTS_BY_SHEETS * sheets:
        raise FileRefused(say(_UNNAMED_TEXTS))
    for entry in entries:
        if entry.flag_bits & 1:
            raise FileRefused(
                say(gettext_noop("The workbook is protected by a password. Save it without one."))
            )
        ratio = entry.file_size // max(1, entry.compress_size)
        if entry.file_size > limits.ratio_matters_from and ratio > limits.max_ratio:
            raise FileRefused(
                say(
                    gettext_noop(
                        "Part “%(part)s” grows to %(ratio)s times its size: it is refused as a ZIP bomb. "
                        "Save the table as CSV."
                    ),
                    part=entry.filename,
                    ratio=ratio,
                )
            )


def _sizes(entry: zipfile.ZipInfo) -> tuple[int, int]:
    return entry.file_size, max(1, entry.compress_size)


def _copy_parts(
    archive: zipfile.ZipFile, target: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits
) -> None:
    unpacked = 0
    area = _Area(limits)
    parts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    for entry in sorted(parts, key=lambda entry: "sharedStrings" not in entry.filename):
        with archive.open(entry) as part, target.open(entry.filename, "w") as out:
            rest = b""
            while block := part.read(MEGABYTE):
                unpacked += len(block)
                if unpacked > limits.max_unpacked:
                    raise FileRefused(say(_TOO_BIG, limit=limits.max_unpacked // MEGABYTE))
                _check_markup(rest + block, entry.filename)
                _check_runs(block)
                if "sharedStrings" in entry.filename:
                    area.add_texts(block)
                elif "worksheets/" in entry.filename:
                    area.check_tags(block, entry.filename)
                    area.add_cells(rest + block)
                    area.count_cells(block)
                rest = block[-_OVERLAP:]
                out.write(block)
        area.end_sheet()
    area.check_texts()


def _check_runs(block: bytes) -> None:
    """Refuses a text or tag without end: so far apart are no two tags of a healthy part."""
    for start in range(0, len(block) - _LONGEST_TEXT, _LONGEST_TEXT):
        if block.find(b"<", start, start + _LONGEST_TEXT) < 0:
            raise FileRefused(say(_LONG_TEXT))


def _check_markup(window: bytes, name: str) -> None:
    if b"\x00" in window or _MARKUP.search(window):
        raise FileRefused(
            say(
                gettext_noop(
                    "Part “%(part)s” holds a document type or is no UTF-8: it is refused. Save the table "
                    "again as .xlsx, or as CSV."
                ),
                part=name,
            )
        )


class _Area:
    """How far a sheet really reaches and how long its texts are, whatever its <dimension> says."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lengths: list[int] = []
        self.open_length = 0
        self.text = self.named_texts = self.read = 0
        self.start_sheet()

    def start_sheet(self) -> None:
        self.rows = self.columns = 1
        self.cells = self.cells_in_row = self.row_tags = 0
        self.cut = b""

    def end_sheet(self) -> None:
        """Room is made for the whole rectangle: it must not be much larger than what stands in it."""
        if self.rows * self.columns > max(_FEW, 20 * self.cells):
            raise self._too_far()
        self.start_sheet()

    def check_texts(self) -> None:
        if len(self.lengths) > max(_FEW // 5, 4 * self.named_texts):
            raise FileRefused(say(_UNNAMED_TEXTS))

    def check_tags(self, block: bytes, name: str) -> None:
        """Refuses tags of cells and rows that are spelled as no spreadsheet spells them."""
        window = self.cut + block
        end = window.rfind(b"<")
        whole, self.cut = (window[:end], window[end:]) if end >= 0 else (b"", window)
        is_odd = len(_ANY_TAG.findall(whole)) != len(_PLAIN_TAG.findall(whole))
        is_endless = _ANY_TAG.match(self.cut) and len(self.cut.partition(b">")[0]) > _LONGEST_TAG
        if is_odd or is_endless:
            raise FileRefused(say(_ODD_TAG, part=name))

    def count_cells(self, block: bytes) -> None:
        """Cells and rows need not say where they stand: then they follow each other."""
        rows = _ROW_TAG.split(block)
        self.row_tags += len(rows) - 1
        cells = [len(_CELL.findall(row)) for row in rows] if self._some_are_unnamed(block) else []
        for number, count in enumerate(cells):
            self.cells_in_row = count if number else self.cells_in_row + count
            self.columns = max(self.columns, self.cells_in_row)
        if cells:
            self.rows = max(self.rows, self.row_tags)
        self._check()

    def _some_are_unnamed(self, block: bytes) -> bool:
        cells = len(_CELL.findall(block))
        self.cells += cells
        # One may be cut by the end of the block.
        return cells > len(_COLUMN.findall(block)) + 1 or len(_ROW.findall(block)) < cells

    def add_texts(self, block: bytes) -> None:
        """Lengths of the shared texts, markup included; each is bounded as a spreadsheet bounds it."""
        pieces = block.split(b"</si>")
        for piece in pieces[:-1]:
            self.lengths.append(self.open_length + len(piece))
            self.open_length = 0
        self.open_length += len(pieces[-1])
        if self.open_length > _LONGEST_TEXT or max(self.lengths, default=0) > _LONGEST_TEXT:
            raise FileRefused(say(_LONG_TEXT))

    def add_cells(self, window: bytes) -> None:
        """Measures a piece of a sheet; refuses a far-away cell before anybody makes room for it."""
        self.rows = max(self.rows, max(map(int, set(_ROW.findall(window))), default=1))
        self.columns = max(self.columns, max(map(_column_number, set(_COLUMN.findall(window))), default=1))
        self._check()
        named = [int(index) for index in _SHARED.findall(window)]
        self.named_texts += len(named)
        self.text += sum(self.lengths[index] for index in named if index < len(self.lengths))
        # Where it is not plain which text a cell names, it is the longest.
        self.text += (len(_NAMES_TEXT.findall(window)) - len(named)) * max(self.lengths, default=0)
        self.read += len(window)
        if self.text > max(2 * self.limits.ratio_matters_from, _TEXT_BY_SHEET * self.read):
            raise FileRefused(say(_ONE_TEXT_EVERYWHERE))

    def _check(self) -> None:
        if self.columns > _WIDEST_SHEET or self.rows * self.columns > self.limits.max_cells:
            raise self._too_far()

    def _too_far(self) -> FileRefused:
        return FileRefused(
            say(
                gettext_noop(
                    "A cell stands as far out as row %(row)s or column %(column)s. Delete what lies "
                    "outside the table, "
                    "or save it as CSV."
                ),
                row=f"{self.rows:,}",
                column=self.columns,
            )
        )


def _column_number(letters: bytes) -> int:
    """b"A" is 1, b"XFD" is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
