"""What a file is, and whether it may be read: looked at before anything is parsed or kept in memory."""

import io
from typing import BinaryIO

from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import FileRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def file_size(stream: BinaryIO) -> int:
    """Bytes of a seekable stream, found without reading it."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size


def check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise FileRefused(say(gettext_noop("The file is empty: 0 bytes. Export it again and send that one.")))
    if size > limits.max_bytes:
        raise FileRefused(
            say(
                gettext_noop(
                    "The file has %(size)s MB; at most %(limit)s MB are read. Split it into several files."
                ),
                size=-(-size // MEGABYTE),
                limit=limits.max_bytes // MEGABYTE,
            )
        )


def is_xml(stream: BinaryIO) -> bool:
    """Does it begin like XML, in whatever encoding, behind a mark of it and blank lines?"""
    start = stream.read(4096)
    stream.seek(0)
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\x00", b"").lstrip().startswith(b"<")


def is_workbook(stream: BinaryIO, name: str) -> bool:
    """Is it an XLSX file? By content: a name proves nothing. Refuses what only looks like one."""
    start = stream.read(8)
    stream.seek(0)
    if start == _OLE:
        raise FileRefused(
            say(
                gettext_noop(
                    "This is an old .xls file or a workbook with a password. Save it as .xlsx without "
                    "one, or as CSV."
                )
            )
        )
    if start.startswith(_ZIP):
        return True
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise FileRefused(
            say(
                gettext_noop(
                    "The name says .xlsx, but the file is no workbook. Save it again from the "
                    "spreadsheet, or as CSV."
                )
            )
        )
    if start.startswith(_PACKED):
        raise FileRefused(
            say(gettext_noop("The file is packed (gzip, bzip2, xz, 7z, rar). Send what is inside it."))
        )
    if start.startswith(b"%PDF") or is_xml(stream):
        raise FileRefused(
            say(gettext_noop("This is neither CSV nor .xlsx. Export the table as CSV (UTF-8) or .xlsx."))
        )
    return False
