"""Figures, dates and money as the reader's language writes them.

Rounding is half up, in `portal.engine.rounding` alone; here is only the writing. A minus is U+2212; the
space between a number and its unit does not break. None is never 0: it is written as no data.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import NumberPattern, format_currency, get_currency_precision, parse_pattern
from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.engine.money import Money
from portal.engine.rounding import half_up
from portal.engine.scaled import from_scaled

NBSP = "\u00a0"
MINUS = "\u2212"
NONE = "\u2013"

# The English of this product writes the day before the month; other languages follow their own habit.
_ENGLISH = {"date": "j M Y", "short": "j M", "week": "D j M", "full": "D j M Y", "month": "F Y"}
_SKELETONS = {"date": "yMMMd", "short": "MMMd", "week": "MMMEd", "full": "yMMMEd", "month": "yMMMM"}


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def reader_locale() -> Locale:
    """Babel's locale of the language that is active for this reader."""
    return _locale(get_language() or "en")


def _pattern(base: str, places: int) -> str:
    return base.split(".")[0] + ("." + "0" * places if places else "")


@lru_cache(maxsize=256)
def _decimals(locale: Locale, places: int) -> NumberPattern:
    """The locale's pattern with exactly `places` decimals, parsed once: a list writes hundreds of numbers."""
    return parse_pattern(_pattern(locale.decimal_formats[None].pattern, places))


def number(value: Decimal | int | float | None, places: int | None = 0) -> str:
    """1234.5, 1 place -> "1,234.5". With `places=None` every given decimal is kept. None -> an en dash."""
    if value is None:
        return NONE
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is None:
        places = max(0, -int(exact.normalize().as_tuple().exponent))
    rounded = half_up(exact, places) + 0  # + 0 turns -0 into 0
    locale = reader_locale()
    text: str = _decimals(locale, places).apply(rounded, locale)
    return text.replace("-", MINUS)


def signed(value: Decimal | int | float | None, places: int = 1) -> str:
    """A change: "+1.5", "−0.4", "0.0"."""
    text = number(value, places)
    if value is None or half_up(Decimal(str(value)), places) <= 0:
        return text
    return f"+{text}"


def share(value: Decimal | float | None, places: int = 1) -> str:
    """0.896 -> "89.6 %" (the space does not break). None -> "no data"."""
    if value is None:
        return _("no data")
    percent = number(Decimal(str(value)) * 100, places)
    pattern = reader_locale().percent_formats[None].pattern
    return f"%{percent}" if pattern.startswith("%") else f"{percent}{NBSP}%"


def quantity(value: Decimal | int | None, unit: str = "") -> str:
    """A quantity as it is stored (an int scaled by 10^6) or as it is meant (a Decimal), with its unit."""
    if value is None:
        return NONE
    text = number(from_scaled(value) if isinstance(value, int) else value, None)
    return f"{text}{NBSP}{unit}" if unit else text


def money(value: Money | Decimal | int | None, currency: str = "", *, cents: bool = True) -> str:
    """Money, or minor units (int) or an amount (Decimal) of `currency`: "EUR 1,234.50".

    `cents=False` rounds half up to whole units, for sums that people compare.
    """
    if value is None:
        return NONE
    held = value if isinstance(value, Money) else _money(value, currency)
    places = get_currency_precision(held.currency) if cents else 0
    locale = reader_locale()
    standard = (
        f"¤{NBSP}#,##0"
        if locale.language == "en"
        else locale.currency_formats["standard"].pattern.split(";")[0]
    )
    base, dot, rest = standard.partition(".")
    pattern = (
        base + ("." + "0" * places if places else "") + rest.lstrip("0#")
        if dot
        else _pattern(standard, places)
    )
    amount = half_up(held.amount, places) + 0
    text = format_currency(
        amount, held.currency, pattern.replace("¤", "¤¤"), locale=locale, currency_digits=False
    )
    return text.replace("-", MINUS)


def _money(value: Decimal | int, currency: str) -> Money:
    if not currency:
        raise ValueError(f"{value} is no money: it has no currency")
    return Money(value, currency) if isinstance(value, int) else Money.of(value, currency)


def unit_price(value: int | Decimal | None, currency: str) -> str:
    """A price for one unit, an int scaled by 10^6: at least the currency's decimals, at most six."""
    if value is None:
        return NONE
    exact = from_scaled(value) if isinstance(value, int) else value
    places = max(get_currency_precision(currency), -int(exact.normalize().as_tuple().exponent))
    return f"{currency}{NBSP}{number(exact, places)}"


def day(value: dt.date | None, form: str = "date") -> str:
    """A date: "5 Oct 2026"; short "5 Oct"; week "Mon 5 Oct"; full "Mon 5 Oct 2026"; month "October 2026"."""
    if value is None:
        return NONE
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    locale = reader_locale()
    if locale.language == "en":
        return dateformat.format(value, _ENGLISH[form]).replace(" ", NBSP)
    return format_skeleton(_SKELETONS[form], value, locale=locale).replace(" ", NBSP)


def moment(value: dt.datetime | None, form: str = "date") -> str:
    """A moment in the reader's time zone: "6 Oct 2026, 08:40"."""
    if value is None:
        return NONE
    local = timezone.localtime(value)
    return f"{day(local, form)}, {local:%H:%M}"


def days_from(today: dt.date, value: dt.date) -> str:
    """How far a day is: "today", "yesterday", "in 3 days", "4 days ago"."""
    distance = (value - today).days
    if distance == 0:
        return _("today")
    if distance == -1:
        return _("yesterday")
    if distance == 1:
        return _("tomorrow")
    text = number(abs(distance))
    return _("in %(days)s days") % {"days": text} if distance > 0 else _("%(days)s days ago") % {"days": text}


def initials(name: str) -> str:
    """At most two letters for a face: "Bob Brandt" -> "BB"."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
