"""PDF files: what acts when one is opened. Names may be spelled with #xx, and hide in packed streams."""

import re
import zlib

LOCKED = "locked"
SCRIPT = "script"
# So much of one stream is unpacked, and so much of all.
_MOST_OF_ONE = 8 * 1024 * 1024
_MOST = 64 * 1024 * 1024
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")
_ACTS = frozenset([b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/XFA"])
_PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)


def danger_in(content: bytes) -> str | None:
    """LOCKED: it needs a password to be read by anybody; SCRIPT: it runs, opens or carries something."""
    names = _names(content)
    if b"/Encrypt" in names:
        return LOCKED
    if names & _ACTS:
        return SCRIPT
    return SCRIPT if any(_names(stream) & _ACTS for stream in _object_streams(content)) else None


def _names(content: bytes) -> set[bytes]:
    return {_HEX.sub(lambda found: bytes([int(found[1], 16)]), name) for name in set(_NAME.findall(content))}


def _object_streams(content: bytes) -> list[bytes]:
    """Streams of packed objects; pictures and pages cannot hold actions."""
    found, left = [], _MOST
    for match in _PACKED.finditer(content):
        if left <= 0:
            break
        try:
            plain = zlib.decompressobj().decompress(content[match.end() :], min(_MOST_OF_ONE, left))
        except zlib.error:
            continue
        left -= len(plain)
        found.append(plain)
    return found
