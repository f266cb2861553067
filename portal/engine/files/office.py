"""XLSX and DOCX: archives, looked into before anybody opens them."""

import html
import io
import re
import zipfile
import zlib

# An ordinary workbook has some dozens of parts and packs to a tenth.
MOST_PARTS = 2000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 150
_SMALL = 1024 * 1024
_ENCRYPTED = 0x1
# Other ways to pack are not part of the format, and can be unpacked in one piece only.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACROS = re.compile(r"vba(project|data)|macrosheets/|activex/|\.bin$|customui", re.IGNORECASE)
# Printer settings are kept as .bin by every spreadsheet program.
_HARMLESS = re.compile(r"(printersettings\d*|thumbnail)\.bin$", re.IGNORECASE)
_INSIDE = re.compile(r"embeddings/|oleobject", re.IGNORECASE)
_EXTERNAL = re.compile(r"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_FETCHED = re.compile(
    r"\bType\s*=\s*[\"'][^\"']*(attachedTemplate|oleObject|frame|subDocument)", re.IGNORECASE
)
# Every repetition ends at a sign that begins the next try: a part is read once, whatever stands in it.
_DDE = re.compile(rb"<ddeLink\b|<(?:\w+:)?instrText[^<>]*>\s*DDE", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class NotPlain(Exception):
    """`what`: archive, locked, macros, inside, linked, virus, bomb or damaged; `part`: where."""

    def __init__(self, what: str, part: str = "") -> None:
        super().__init__(what)
        self.what, self.part = what, part


def is_workbook(content: bytes, virus: bytes) -> bool:
    """Is this archive a workbook, and not a document? Raises NotPlain for all but a plain one of the two.

    One part at a time is unpacked, and let go again.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(content))
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names or not names & {"xl/workbook.xml", "word/document.xml"}:
                raise NotPlain("archive")
            for entry in entries:
                _check_name(entry.filename)
            for entry in entries:
                # Never more of a part than it says it holds; a lie fails its check sum.
                _check_part(entry.filename, archive.read(entry), virus)
            return "xl/workbook.xml" in names
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as trouble:
        raise NotPlain("damaged") from trouble


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    whole = sum(entry.file_size for entry in entries)
    # What the archive says of its packed sizes proves nothing: several entries may share the same bytes.
    if len(entries) > MOST_PARTS or whole > min(MOST_BYTES, max(_SMALL, MOST_RATIO * size)):
        raise NotPlain("bomb")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise NotPlain("locked")
        if entry.compress_type not in _PACKED:
            raise NotPlain("damaged", entry.filename)
        # Small parts pack well without being a bomb.
        if entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
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


def _check_part(name: str, part: bytes, virus: bytes) -> None:
    low = name.lower()
    if virus in part:
        raise NotPlain("virus", name)
    if low == "[content_types].xml" and b"macroenabled" in part.lower():
        raise NotPlain("macros", name)
    # Nothing writes them in UTF-16, in which none of what follows would be found.
    if low.endswith((".xml", ".rels")) and (
        part.startswith(_WIDE) or b"<!DOCTYPE" in part or b"<!ENTITY" in part
    ):
        raise NotPlain("damaged", name)
    if low.endswith(".rels") and any(_fetches(tag) for tag in part.split(b"<")):
        raise NotPlain("linked", name)
    if _DDE.search(part):
        raise NotPlain("linked", name)


def _fetches(tag: bytes) -> bool:
    """Does this relationship bring in a template, an object or a part from elsewhere?"""
    words = html.unescape(tag.decode("utf-8", "replace"))
    return bool(_EXTERNAL.search(words) and _FETCHED.search(words))
