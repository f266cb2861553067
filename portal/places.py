"""Countries and currencies by name, in the reader's language; codes are ISO 3166 and ISO 4217."""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale
from babel.numbers import get_territory_currencies
from django.utils.translation import gettext as _

from portal.presentation import reader_locale

# Unions and the unknown have a currency, but no address.
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@lru_cache(maxsize=16)
def _countries(locale: Locale) -> tuple[tuple[str, str], ...]:
    """Two letters only, and only those that have a currency: regions and leftovers have none."""
    named = [
        (code, name)
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES and get_territory_currencies(code)
    ]
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=1)
def _current_currencies() -> frozenset[str]:
    """The currencies that are legal tender somewhere today."""
    places = Locale("en").territories
    return frozenset(
        currency for code in places if len(code) == 2 for currency in get_territory_currencies(code)
    )


@lru_cache(maxsize=16)
def _currencies(locale: Locale) -> tuple[tuple[str, str], ...]:
    named = [
        (code, f"{code} {locale.currencies[code]}")
        for code in sorted(_current_currencies())
        if code in locale.currencies
    ]
    return tuple(named)


def countries() -> Iterator[tuple[str, str]]:
    """(code, name) by name, after an empty choice."""
    yield "", _("Not chosen")
    yield from _countries(reader_locale())


def currencies() -> Iterator[tuple[str, str]]:
    """(code, code and name) by code, after an empty choice."""
    yield "", _("Not chosen")
    yield from _currencies(reader_locale())


def country_name(code: str) -> str:
    """The country's name, the code itself when nobody knows it, empty without a code."""
    return reader_locale().territories.get(code, code) if code else ""
