"""What a file is, whatever its name says. What could act when it is opened is unwelcome.

Looked at as bytes; nothing is drawn, run or unpacked to disk.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from portal.engine.files import mails, office, papers


class Kind(StrEnum):
    """The types that people may add."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    EML = "message/rfc822"
    CSV = "text/csv"
    TXT = "text/plain"


ALLOWED: dict[Kind, tuple[str, ...]] = {
    Kind.PDF: ("pdf",),
    Kind.PNG: ("png",),
    Kind.JPEG: ("jpg", "jpeg"),
    Kind.WEBP: ("webp",),
    Kind.XLSX: ("xlsx",),
    Kind.DOCX: ("docx",),
    Kind.EML: ("eml",),
    Kind.CSV: ("csv",),
    Kind.TXT: ("txt", "text", "log", "md"),
}


class Why(StrEnum):
    """What a file is that is not taken."""

    EMPTY = "empty"
    VIRUS = "virus"
    PROGRAM = "program"
    SCRIPT = "script"
    WEB_PAGE = "web_page"
    DRAWING = "drawing"  # SVG: a picture that can hold scripts
    XML = "xml"
    ARCHIVE = "archive"
    LOCKED = "locked"
    OLD_OFFICE = "old_office"
    MACROS = "macros"
    INSIDE = "inside"  # files within the file
    LINKED = "linked"  # brings in parts from elsewhere
    BOMB = "bomb"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Unwelcome(Exception):
    """`what` the file is; `part`: the part in it that is why, if not the whole."""

    what: Why
    part: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.part}" if self.part else str(self.what)


_EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe",
    b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"\x00asm",
)  # fmt: skip
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"MSCF", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text that a system runs when somebody opens it, by the ending it would keep.
_SCRIPTS = frozenset(
    ("bat", "cmd", "com", "cpl", "exe", "hta", "js", "jse", "jar", "lnk", "mjs", "msc", "msi", "ps1", "psm1",
     "py", "pif", "rb", "reg", "scf", "scr", "sh", "url", "vb", "vbe", "vbs", "wsf", "wsh", "php", "pl",
     "iqy", "slk", "desktop", "application", "gadget")
)  # fmt: skip
_PAGES = frozenset(("htm", "html", "xhtml", "shtml", "mht", "mhtml", "xht"))
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(
    r"<\s*(script|svg|html|iframe|object|embed|meta|body|img|a\s+href)\b|<!doctype", re.IGNORECASE
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(content: bytes, name: str = "") -> Kind:
    """The type of this file. Raises Unwelcome for one that is not among ALLOWED, or could do harm."""
    return _sniff(content, name, 0)


def _sniff(content: bytes, name: str, depth: int) -> Kind:
    """`depth`: in so many mails it lies, each a file of the one before."""
    if not content:
        raise Unwelcome(Why.EMPTY)
    if _EICAR in content:
        raise Unwelcome(Why.VIRUS)
    for mark, find in _BY_MARK:
        if content.startswith(mark):
            return find(content)
    if content.startswith(_PROGRAMS):
        raise Unwelcome(Why.PROGRAM)
    if content.startswith(_ARCHIVES):
        raise Unwelcome(Why.ARCHIVE)
    if content.startswith(_OLE):
        raise Unwelcome(Why.OLD_OFFICE)
    return _text(content, name, depth)


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-4096:]:
        raise Unwelcome(Why.DAMAGED)
    found = papers.danger_in(content)
    if found is not None:
        raise Unwelcome(Why(found))
    return Kind.PDF


def _png(content: bytes) -> Kind:
    if content[12:16] != b"IHDR" or b"IEND" not in content[16:]:
        raise Unwelcome(Why.DAMAGED)
    return Kind.PNG


def _jpeg(content: bytes) -> Kind:
    if b"\xff\xd9" not in content[4:]:
        raise Unwelcome(Why.DAMAGED)
    return Kind.JPEG


def _riff(content: bytes) -> Kind:
    if content[8:12] != b"WEBP":
        raise Unwelcome(Why.UNKNOWN)
    if content[12:15] != b"VP8":
        raise Unwelcome(Why.DAMAGED)
    return Kind.WEBP


def _zip(content: bytes) -> Kind:
    try:
        return Kind.XLSX if office.is_workbook(content, _EICAR) else Kind.DOCX
    except office.NotPlain as trouble:
        raise Unwelcome(Why(trouble.what), trouble.part) from trouble


_BY_MARK: tuple[tuple[bytes, Callable[[bytes], Kind]], ...] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"RIFF", _riff),
    (b"PK", _zip),
)


def _text(content: bytes, name: str, depth: int) -> Kind:
    """Words and nothing else: a mail, a table, or plain text."""
    ending = name.rpartition(".")[2].lower()
    words = _decoded(content)
    if words is None:
        raise Unwelcome(Why.UNKNOWN)
    start = words.lstrip()[:1024].lower()
    if ending in _SCRIPTS or start.startswith(("#!", "@echo", "<?php", "<%")):
        raise Unwelcome(Why.SCRIPT)
    if ending == "svg" or "<svg" in start:
        raise Unwelcome(Why.DRAWING)
    if ending in _PAGES or start.startswith(("<!doctype html", "<html")):
        raise Unwelcome(Why.WEB_PAGE)
    if start.startswith("<"):
        raise Unwelcome(Why.XML)
    if ending == "eml" or mails.is_mail(words):
        _check_mail(content, depth)
        return Kind.EML
    if _TAG.search(words):
        raise Unwelcome(Why.WEB_PAGE)
    return Kind.CSV if ending == "csv" else Kind.TXT


def _decoded(content: bytes) -> str | None:
    """None for what is no text in UTF-8, UTF-16 with its mark, or the code page of Western Windows."""
    for mark, encoding in zip(_MARKS, ("utf-8-sig", "utf-16", "utf-16"), strict=True):
        if content.startswith(mark):
            return _plain(content, encoding)
    return _plain(content, "utf-8") or _plain(content, "cp1252")


def _plain(content: bytes, encoding: str) -> str | None:
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(words) else words


def _check_mail(content: bytes, depth: int) -> None:
    """Every file in it must be welcome by itself; so must those in mails within."""
    if depth > mails.DEEPEST:
        raise Unwelcome(Why.BOMB)
    try:
        parts = mails.files_of(content)
    except mails.NotAMail as trouble:
        raise Unwelcome(Why.BOMB if trouble.too_much else Why.DAMAGED) from trouble
    for part in parts:
        try:
            _sniff(part.content, part.name, depth + 1)
        except Unwelcome as trouble:
            raise Unwelcome(trouble.what, part.name or trouble.part) from trouble
