"""CSV: bytes to rows of text, in one declared encoding and without guessing."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from suppliers.imports.cells import Cell, unquoted
from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.messages import Message, gettext_noop, say
from suppliers.imports.problems import FileRefused

DELIMITERS = (",", ";", "\t", "|")
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
LONGEST_CELL = 100_000


def check_encoding(stream: BinaryIO, declared: str) -> str:
    """The codec to read with, after a look at every byte; keeps one megabyte at a time.

    Errors: FileRefused with the position of the first byte that does not fit, or for hidden UTF-8.
    """
    start = stream.read(4)
    stream.seek(0)
    for mark, codec in _BOMS.items():
        if start.startswith(mark) and declared.lower().replace("-", "") not in (
            "utf16",
            "utf16le",
            "utf16be",
        ):
            raise FileRefused(
                say(
                    gettext_noop(
                        "The file is %(found)s, but is read as %(declared)s. Save it as “CSV UTF-8”, or "
                        'declare encoding = "%(found)s" in the profile.'
                    ),
                    found=codec,
                    declared=declared or "utf-8",
                )
            )
    codec = codecs.lookup(declared or "utf-8").name
    if codec in ("utf-8", "utf-8-sig"):
        _check_decodes(stream, "utf-8")
        return "utf-8-sig"
    if _is_really_utf8(stream):
        raise FileRefused(
            say(
                gettext_noop(
                    "The profile says %(declared)s, but the file is UTF-8. Use the profile for UTF-8, or "
                    "change its encoding."
                ),
                declared=declared,
            )
        )
    _check_decodes(stream, codec)
    return codec


def _check_decodes(stream: BinaryIO, codec: str) -> None:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    position = 0
    stream.seek(0)
    while True:
        block = stream.read(MEGABYTE)
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise FileRefused(_not_in(codec, error, position - pending)) from error
        if "\x00" in text:
            raise FileRefused(
                say(
                    gettext_noop(
                        "The file holds bytes of value zero: it is no text in %(encoding)s. Export the "
                        "table as CSV (UTF-8)."
                    ),
                    encoding=codec,
                )
            )
        if not block:
            break
        position += len(block)
    stream.seek(0)


def _not_in(codec: str, error: UnicodeDecodeError, offset: int) -> Message:
    others = ", ".join(name for name in ("utf-8", "cp1252", "iso-8859-15", "utf-16") if name != codec)
    return say(
        gettext_noop(
            "The file is not in %(encoding)s: byte %(byte)s at position %(position)s does not fit. Save "
            "it as “CSV UTF-8”, or try a profile with another encoding: %(others)s."
        ),
        encoding=codec,
        byte=f"0x{error.object[error.start]:02X}",
        position=f"{offset + error.start:,}",
        others=others,
    )


def _is_really_utf8(stream: BinaryIO) -> bool:
    """Bytes above 127 that all form UTF-8 sequences are no accident."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    beyond_ascii = False
    try:
        while block := stream.read(MEGABYTE):
            beyond_ascii = beyond_ascii or not block.isascii()
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return beyond_ascii


def find_delimiter(first_line: str) -> str:
    """The sign that cuts the header into most names; the comma when none does."""
    counts = {sign: len(next(csv.reader([first_line], delimiter=sign), [])) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])


def delimiter_of(stream: BinaryIO, encoding: str) -> str:
    """The sign that separates the cells of this file, by its first line."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        return find_delimiter(text.readline(LONGEST_CELL))
    finally:
        text.detach()


def read_csv(
    stream: BinaryIO, *, encoding: str, delimiter: str, limits: Limits
) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with the number a spreadsheet shows; blank rows keep their number and are left out.

    Errors: FileRefused for broken quotes and too many rows, while iterating.
    """
    delimiter = delimiter or delimiter_of(stream, encoding)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        yield from _rows(text, delimiter, limits)
    finally:
        if not stream.closed:  # whoever broke off may have closed it first
            text.detach()


def _rows(text: io.TextIOWrapper, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise FileRefused(
                say(
                    gettext_noop(
                        "Row %(row)s cannot be cut into cells (%(error)s): look for a quotation mark "
                        "that is opened and not closed, or not doubled."
                    ),
                    row=number + 1,
                    error=error,
                )
            ) from error
        if cells is None:
            return
        number += 1
        check_rows(number, limits)
        values: list[Cell] = [unquoted(cell) for cell in cells]
        if any(values):
            yield number, values


def check_rows(number: int, limits: Limits) -> None:
    if number > limits.max_rows + 1:
        raise FileRefused(
            say(
                gettext_noop("The file has more than %(limit)s rows. Split it into several files."),
                limit=f"{limits.max_rows:,}",
            )
        )
