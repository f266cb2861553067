"""PDF files: what acts when one is opened. Names may be spelled with #xx, and hide in packed streams."""

import re
import zlib
from collections.abc import Iterator

LOCKED = "locked"
SCRIPT = "script"
BOMB = "bomb"
# So much is unpacked of all streams; no real document holds as many objects.
_MOST = 64 * 1024 * 1024
_STEP = 64 * 1024
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")
_ACTS = frozenset([b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/XFA"])
_STREAM = re.compile(rb"stream[ \t\x00]*(?:\r\n|\n|\r)")


class _TooMuch(Exception):
    pass


def danger_in(content: bytes) -> str | None:
    """LOCKED: it needs a password to be read by anybody; SCRIPT: it runs, opens or carries something.

    BOMB: there is more in its streams of objects than anybody looks into.
    """
    names = _names(content)
    if b"/Encrypt" in names:
        return LOCKED
    if names & _ACTS:
        return SCRIPT
    try:
        return SCRIPT if any(_names(stream) & _ACTS for stream in _object_streams(content)) else None
    except _TooMuch:
        return BOMB


def _names(content: bytes) -> set[bytes]:
    return {_HEX.sub(lambda found: bytes([int(found[1], 16)]), name) for name in set(_NAME.findall(content))}


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Streams of packed objects, unpacked; pictures and pages cannot hold actions.

    What stands between one stream and the next is read once: the time goes with the size. Raises _TooMuch.
    """
    before, left = 0, _MOST
    for match in _STREAM.finditer(content):
        head, before = content[before : match.start()], match.end()
        if b"/ObjStm" in _names(head):
            plain = _unpacked(memoryview(content)[match.end() :], left)
            left -= len(plain)
            yield plain


def _unpacked(packed: memoryview, most: int) -> bytes:
    """What could be unpacked of it, piece by piece. Raises _TooMuch beyond `most` bytes."""
    reader, plain = zlib.decompressobj(), bytearray()
    for start in range(0, len(packed), _STEP):
        try:
            plain += reader.decompress(packed[start : start + _STEP], most - len(plain) + 1)
        except zlib.error:
            break
        if len(plain) > most:
            raise _TooMuch
        if reader.eof:
            break
    return bytes(plain)
