"""Decimals from text, never by guess: `1.234` is refused unless a decimal style says what it means."""

import re
from decimal import Decimal
from enum import StrEnum

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import CellRefused, shown

MAX_DECIMALS = 6
LARGEST = Decimal(10) ** 12


class DecimalStyle(StrEnum):
    """`PLAIN` is our own style: a point and no thousands. `UNDECLARED` is a profile that says nothing."""

    PLAIN = "plain"
    POINT = "point"
    COMMA = "comma"
    UNDECLARED = ""


_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3})")
_GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_COMMA = re.compile(r"[+-]?(\d+(,\d*)?|,\d+)")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")

_NOT_A_NUMBER = gettext_noop("“%(value)s” is not a number.")
_NUMBER_WAY_OUT = gettext_noop(
    "Write digits with a decimal point, such as 1234.5, without a currency or unit."
)


def read_decimal(cell: Cell, style: DecimalStyle, *, places: int = MAX_DECIMALS) -> Decimal:
    """The number of a cell, with `places` decimals at most.

    Errors: CellRefused for text, ambiguous, too long or too fine numbers.
    """
    if isinstance(cell, bool):
        raise CellRefused(say(_NOT_A_NUMBER, value=as_text(cell)), say(_NUMBER_WAY_OUT))
    if isinstance(cell, (int, float, Decimal)):
        return _in_range(_of_spreadsheet(cell), as_text(cell), places)
    text = as_text(cell).replace("\u2212", "-")
    if len(text) > 40:
        raise CellRefused(say(_NOT_A_NUMBER, value=shown(text)), say(_NUMBER_WAY_OUT))
    return _in_range(_of_text(text, style), text, places)


def _of_spreadsheet(value: float | Decimal) -> Decimal:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise CellRefused(say(_NOT_A_NUMBER, value=str(value)), say(_NUMBER_WAY_OUT))
    return Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)


def _of_text(text: str, style: DecimalStyle) -> Decimal:
    if style is DecimalStyle.PLAIN:
        return _plain(text)
    text = _SPACED.sub("", text)
    if style is DecimalStyle.POINT:
        return _plain(text.replace(",", "") if _GROUPED_POINT.fullmatch(text) else text)
    if style is DecimalStyle.COMMA:
        return _with_comma(text)
    return _undeclared(text)


def _plain(text: str) -> Decimal:
    if not _PLAIN.fullmatch(text) or not text.isascii():
        raise CellRefused(say(_NOT_A_NUMBER, value=text), say(_NUMBER_WAY_OUT))
    return Decimal(text)


def _with_comma(text: str) -> Decimal:
    if _GROUPED_COMMA.fullmatch(text):
        text = text.replace(".", "")
    if not _COMMA.fullmatch(text):
        raise CellRefused(
            say(_NOT_A_NUMBER, value=text),
            say(gettext_noop("The profile says that the comma is decimal: write 1234,5.")),
        )
    return _plain(text.replace(",", "."))


def _undeclared(text: str) -> Decimal:
    """Only what can be read in one way: `1234,5` and `1.234,56` can, `1.234` cannot."""
    if _AMBIGUOUS.fullmatch(text):
        raise CellRefused(
            say(gettext_noop("Is “%(value)s” above one thousand, or a few with a fraction?"), value=text),
            say(
                gettext_noop(
                    'Say in the profile which sign is decimal: decimal = "point" or decimal = "comma".'
                )
            ),
        )
    comma_last = text.rfind(",") > text.rfind(".")
    points, commas = text.count("."), text.count(",")
    if commas > 1 or (commas and not comma_last):
        return _of_text(text, DecimalStyle.POINT)
    return _with_comma(text) if comma_last or points > 1 else _plain(text)


def _in_range(value: Decimal, text: str, places: int) -> Decimal:
    if value and value.adjusted() >= LARGEST.adjusted():
        raise CellRefused(
            say(gettext_noop("%(value)s is larger than any number we store (under 10^12)."), value=text)
        )
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        raise CellRefused(
            say(gettext_noop("%(value)s has more than %(places)s decimals."), value=text, places=places),
            say(gettext_noop("Round it to %(places)s decimals in the file."), places=places),
        )
    return value


def read_share(cell: Cell, style: DecimalStyle) -> Decimal:
    """A share as 0..1; `5 %` is 0.05. Errors: CellRefused for anything outside."""
    text = as_text(cell)
    if isinstance(cell, str) and text.endswith("%"):
        share = read_decimal(text[:-1].rstrip(), style, places=MAX_DECIMALS - 2) / 100
    else:
        share = read_decimal(cell, style)
    if not 0 <= share <= 1:
        raise CellRefused(
            say(gettext_noop("%(value)s is not a share between 0 and 1."), value=text),
            say(gettext_noop("Write 0.05 for five of a hundred.")),
        )
    return share


def read_integer(cell: Cell, style: DecimalStyle) -> int:
    value = read_decimal(cell, style)
    if value != value.to_integral_value():
        raise CellRefused(say(gettext_noop("%(value)s is not a whole number."), value=as_text(cell)))
    return int(value)
