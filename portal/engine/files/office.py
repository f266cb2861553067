"""XLSX and DOCX: archives, looked into before anybody opens them."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

# An ordinary workbook has some dozens of parts and packs to a tenth.
MOST_PARTS = 2000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 150
_ENCRYPTED = 0x1
_MACROS = re.compile(r"vba(project|data)|macrosheets/|activex/|\.bin$|customui", re.IGNORECASE)
# Printer settings are kept as .bin by every spreadsheet program.
_HARMLESS = re.compile(r"(printersettings\d*|thumbnail)\.bin$", re.IGNORECASE)
_INSIDE = re.compile(r"embeddings/|oleobject", re.IGNORECASE)
_LINKED = re.compile(
    rb"(attachedTemplate|oleObject|frame|subDocument)[^>]*TargetMode\s*=\s*[\"']External", re.I
)
_LINKED_TURNED = re.compile(
    rb"TargetMode\s*=\s*[\"']External[^>]*(attachedTemplate|oleObject|/frame|subDocument)", re.I
)
_DDE = re.compile(rb"<ddeLink\b|instrText[^>]*>\s*DDE", re.I)


class NotPlain(Exception):
    """`what`: archive, locked, macros, inside, linked, bomb or damaged; `part`: where."""

    def __init__(self, what: str, part: str = "") -> None:
        super().__init__(what)
        self.what, self.part = what, part


@dataclass(frozen=True)
class Package:
    is_workbook: bool
    parts: list[bytes]


def look_into(content: bytes) -> Package:
    """What this archive is, and its parts. Raises NotPlain for all but a plain workbook or document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names or not names & {"xl/workbook.xml", "word/document.xml"}:
                raise NotPlain("archive")
            for entry in entries:
                _check_name(entry.filename)
            return Package("xl/workbook.xml" in names, [_read(archive, entry) for entry in entries])
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as trouble:
        raise NotPlain("damaged") from trouble


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NotPlain("bomb")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise NotPlain("locked")
        # Small parts pack well without being a bomb.
        if entry.file_size > 1024 * 1024 and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise NotPlain("bomb", entry.filename)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise NotPlain("damaged")


def _check_name(name: str) -> None:
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or ".." in parts:
        raise NotPlain("damaged", name)
    if _INSIDE.search(name):
        raise NotPlain("inside", name)
    if _MACROS.search(name) and not _HARMLESS.search(name):
        raise NotPlain("macros", name)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part, never more of it than it says it holds; a lie fails its check sum."""
    part = archive.read(entry)
    low = entry.filename.lower()
    if low == "[content_types].xml" and b"macroenabled" in part.lower():
        raise NotPlain("macros", entry.filename)
    if low.endswith(".rels") and (_LINKED.search(part) or _LINKED_TURNED.search(part)):
        raise NotPlain("linked", entry.filename)
    if low.endswith(".xml") and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
        raise NotPlain("damaged", entry.filename)
    if _DDE.search(part):
        raise NotPlain("linked", entry.filename)
    return part
