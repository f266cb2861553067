"""What the values of a column are: days in which spelling, numbers with which decimal sign, codes, words."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from babel import Locale
from babel.numbers import is_currency

from suppliers.imports.cells import Cell, as_text
from suppliers.imports.dates import read_date
from suppliers.imports.problems import CellRefused


class Kind(StrEnum):
    EMPTY = "empty"
    DAY = "day"
    MOMENT = "moment"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CURRENCY = "currency"
    COUNTRY = "country"
    EMAIL = "email"
    TEXT = "text"


# In the order of preference; where two read all values, day first against month first is asked.
DAY_FORMATS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y",
    "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d-%b-%y", "%d-%b-%Y",
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d. %B %Y", "%d.%b.%Y", "%d %m %Y",
)  # fmt: skip
MOST_FORMATS = 3
MOST_EMPTY_WORDS = 5

_NUMBER = re.compile(r"[+\-\u2212]?(\d[\d.,'’ \u00a0\u202f]*|[.,]\d+)")
_WHOLE = re.compile(r"[+\-\u2212]?\d+")


def _decimal_sign(sign: str, other: str) -> re.Pattern[str]:
    """Numbers that can be read only with `sign` as their decimal one."""
    point, comma = re.escape(other), re.escape(sign)
    ways = (
        rf"\d{{1,3}}({point}\d{{3}})+{comma}\d+",  # 1.234,5
        rf"\d{{1,3}}({point}\d{{3}}){{2,}}",  # 1.234.567
        rf"\d+{comma}(\d{{1,2}}|\d{{4,}})",  # 1,5 and 1,2345
        rf"\d{{4,}}{comma}\d+",  # 1234,567
        rf"0?{comma}\d+",  # 0,125
    )
    return re.compile(rf"[+\-\u2212]?({'|'.join(ways)})")


_COMMA, _POINT = _decimal_sign(",", "."), _decimal_sign(".", ",")
_EITHER = re.compile(r"[+\-\u2212]?[1-9]\d{0,2}[.,]\d{3}")
_SPACES = re.compile(r"[ \u00a0\u202f'’]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TIMED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_COUNTRIES = frozenset(
    code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()
)


@dataclass(frozen=True, slots=True)
class Days:
    """`formats` read the values in order; `choices` are single ones that read all; `empty` means no day.

    `is_ambiguous`: day first and month first both read everything, and differ. Then `formats` is empty.
    """

    formats: tuple[str, ...]
    choices: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    is_ambiguous: bool = False


def days_of(cells: Sequence[Cell]) -> Days | None:
    """How the days of a column are spelled; None when most of its values are no days."""
    filled = [cell for cell in cells if as_text(cell)]
    texts = Counter(as_text(cell) for cell in filled if isinstance(cell, str))
    typed = sum(isinstance(cell, dt.date) for cell in filled)
    if not filled or (not texts and not typed) or any(isinstance(cell, (int, float)) for cell in filled):
        return None
    if not texts:
        return Days(())
    readings = {text: _readings(text) for text in texts}
    read = {text: found for text, found in readings.items() if found}
    if not read or typed + sum(texts[text] for text in read) < 0.5 * len(filled):
        return None
    words = tuple(text for text in texts if not any(sign.isdigit() for sign in text))
    empty = words if len(words) <= MOST_EMPTY_WORDS else ()
    whole = tuple(form for form in DAY_FORMATS if all(form in found for found in read.values()))
    return _of_one(whole, read, empty) if whole else Days(_greedy(read), (), empty)


def _of_one(whole: tuple[str, ...], read: dict[str, dict[str, dt.date]], empty: tuple[str, ...]) -> Days:
    first = whole[0]
    differing = [form for form in whole if any(found[form] != found[first] for found in read.values())]
    if differing:
        return Days((), (first, *differing), empty, True)
    return Days((first,), whole, empty)


def _readings(text: str) -> dict[str, dt.date]:
    if len(text) > 30 or not any(sign.isdigit() for sign in text):
        return {}
    found = {}
    for form in DAY_FORMATS:
        try:
            found[form] = read_date(text, (form,))
        except CellRefused:
            continue
    return found


def _greedy(read: dict[str, dict[str, dt.date]]) -> tuple[str, ...]:
    """The few formats that together read most; who writes the month first does so in all of them."""
    month_first = any(all(form.startswith("%m") for form in found) for found in read.values())
    rest, chosen = dict(read), list[str]()
    while rest and len(chosen) < MOST_FORMATS:
        counts = {form: sum(form in found for found in rest.values()) for form in DAY_FORMATS}
        best = max(DAY_FORMATS, key=lambda form: (counts[form], form.startswith("%m") == month_first))
        chosen.append(best)
        rest = {text: found for text, found in rest.items() if best not in found}
    return tuple(chosen)


def kind_of(cells: Sequence[Cell], days: Days | None) -> Kind:
    """What nine of ten values of a column are."""
    filled = [cell for cell in cells if as_text(cell)]
    if not filled:
        return Kind.EMPTY
    if days is not None:
        return Kind.DAY
    texts = [as_text(cell) for cell in filled]

    def most(test: re.Pattern[str]) -> bool:
        return sum(bool(test.match(text)) for text in texts) >= 0.9 * len(texts)

    # A few cells of a column of numbers may be broken: the preview says which.
    if sum(bool(_NUMBER.fullmatch(text)) for text in texts) >= 0.5 * len(texts):
        numbers = [text for text in texts if _NUMBER.fullmatch(text)]
        return Kind.INTEGER if all(_WHOLE.fullmatch(text) for text in numbers) else Kind.DECIMAL
    if most(_TIMED):
        return Kind.MOMENT
    if all(len(text) == 3 and text.isascii() and text.isupper() and is_currency(text) for text in texts):
        return Kind.CURRENCY
    if all(text in _COUNTRIES for text in texts):
        return Kind.COUNTRY
    return Kind.EMAIL if most(_EMAIL) else Kind.TEXT


def decimal_of(columns: Sequence[Sequence[Cell]]) -> tuple[str, bool]:
    """(`point`, `comma` or empty, must it be asked?) from the texts of all columns of numbers.

    Empty and not asked: whole numbers only, or a spreadsheet's own numbers. `1.234` decides nothing.
    """
    comma = point = either = False
    for cells in columns:
        for cell in cells:
            if isinstance(cell, str):
                text = _SPACES.sub("", cell)
                comma = comma or bool(_COMMA.fullmatch(text))
                point = point or bool(_POINT.fullmatch(text))
                either = either or bool(_EITHER.fullmatch(text))
    if comma != point:
        return ("comma" if comma else "point"), False
    return "", comma or either
