"""What a cell may hold before its column has read it, and how it reads as text."""

import datetime as dt
import unicodedata
from decimal import Decimal

Cell = str | int | float | bool | Decimal | dt.date | dt.datetime | dt.time | dt.timedelta | None

# Spaces that nobody sees but that make two codes differ: byte order mark, no-break and zero-width ones.
_EDGES = " \t\r\n\v\f\u00a0\ufeff\u200b\u2007\u202f"

# What a spreadsheet takes for a formula; the same signs as in portal.exports.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def trimmed(text: str) -> str:
    """Without invisible characters at both ends, composed (NFC), so that equal-looking keys are equal."""
    text = text.strip(_EDGES)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Literal(str):
    """What stood behind an apostrophe in a file: a text as it is, which nobody trims again."""

    __slots__ = ()


def unquoted(text: str) -> str:
    """A cell of a file, trimmed; without the apostrophe before what a spreadsheet would run, as it is.

    The exact inverse of `portal.exports.neutral`, whatever number of apostrophes the text began with.
    """
    if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_SIGNS):
        return Literal(text[1:])
    return trimmed(text)


def number_as_text(value: float) -> str:
    """A spreadsheet's number as it is shown there: fifteen digits, and no `.0` behind whole numbers."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g")


def as_text(cell: Cell) -> str:
    """The cell as trimmed text; empty for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return str(cell) if isinstance(cell, Literal) else trimmed(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return number_as_text(cell)
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
