"""Names of files: without folders, without signs that hide or turn what is read, not too long."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 120
# Signs that some system keeps for itself: Windows for paths and devices.
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str, endings: Collection[str]) -> str:
    """The last part of a path, of printable signs, with an ending that says what the file is.

    `endings`: those of its type, the usual one first; it is added where none of them stands.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Cc, Cf (also the marks that turn the direction of writing), Cs, Co, Cn, Zl, Zp.
    shown = "".join(
        sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in "\u2028\u2029"
    )
    plain = " ".join(_RESERVED.sub("_", shown).split()).strip(" .")
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in endings:
        stem, ending = plain, next(iter(endings))
    stem = stem[: LONGEST - len(ending) - 1].rstrip(" .") or "file"
    return f"{stem}.{ending}"


def told_apart(name: str, taken: Collection[str]) -> str:
    """photo.jpg, photo (2).jpg, photo (3).jpg: no two of one thing look the same."""
    low = {one.casefold() for one in taken}
    stem, _dot, ending = name.rpartition(".")
    found, n = name, 1
    while found.casefold() in low:
        n += 1
        found = f"{stem} ({n}).{ending}"
    return found
