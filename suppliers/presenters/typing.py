"""How this reader types and is shown days, numbers and prices in a cell."""

import datetime as dt
from functools import lru_cache

from babel import Locale
from babel.dates import get_date_format, get_day_names, get_month_names
from babel.numbers import get_currency_precision, get_decimal_symbol
from django.utils.translation import get_language

from portal.engine.scaled import from_scaled
from portal.presentation import NBSP, day, number, reader_locale
from suppliers.imports.numbers import DecimalStyle
from suppliers.imports.typed import Habits

# A day so near is read again without its year (suppliers.imports.typed).
_BACK, _AHEAD = dt.timedelta(days=80), dt.timedelta(days=240)
_WIDTHS = ("wide", "abbreviated")


def habits_of_reader() -> Habits:
    return _habits(get_language() or "en", reader_locale())


@lru_cache(maxsize=32)
def _habits(language: str, locale: Locale) -> Habits:
    months: dict[str, int] = {}
    weekdays: set[str] = set()
    for one in (Locale("en"), locale):
        for width in _WIDTHS:
            for context in ("format", "stand-alone"):
                months |= {
                    name.rstrip(".").casefold(): n for n, name in get_month_names(width, context, one).items()
                }
                weekdays |= {
                    name.rstrip(".").casefold() for name in get_day_names(width, context, one).values()
                }
    pattern = str(get_date_format("short", locale).pattern)
    # The English of this product writes the day before the month.
    day_first = locale.language == "en" or pattern.find("d") < pattern.find("M")
    comma = get_decimal_symbol(locale) == ","
    decimal = DecimalStyle.COMMA if comma else DecimalStyle.POINT
    return Habits(months | {"sept": 9}, frozenset(weekdays), day_first, decimal)


def day_cell(value: dt.date | None, today: dt.date) -> str:
    """“Wed 21 Oct”, with the year where it would be read as another."""
    if value is None:
        return ""
    near = today - _BACK <= value <= today + _AHEAD
    return day(value, "week" if near else "full").replace(NBSP, " ")


def number_cell(value: int | None) -> str:
    """A quantity, scaled by 10^6."""
    return "" if value is None else number(from_scaled(value), None)


def price_cell(value: int | None, currency: str) -> str:
    """A price, scaled by 10^6, without its currency."""
    if value is None:
        return ""
    exact = from_scaled(value)
    usual = get_currency_precision(currency) if currency else 2
    return number(exact, max(usual, -int(exact.normalize().as_tuple().exponent)))
