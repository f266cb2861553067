"""Amounts of one currency in another, in whole numbers all the way: the same on every database."""

from decimal import Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

from portal.engine.scaled import SCALE

# The most that a whole number of the database holds, and the most that we store of money.
_ROOM = 2**63 - 1
LARGEST_MINOR = 10**17


def factor(currency: str, into: str, rate: Decimal) -> Fraction:
    """Minor units of `into` for one minor unit of `currency`; `rate` units of it buy one unit of `into`."""
    places = get_currency_precision(into) - get_currency_precision(currency)
    return Fraction(10) ** places / Fraction(rate)


def convert(minor: int, currency: str, into: str, rate: Decimal) -> int:
    """Minor units of `into`, halves away from zero: 12345 cents at 11.4275 are 1080."""
    return _times(minor, factor(currency, into, rate))


def priced(price: int, quantity: int, into: str, rate: Decimal) -> int:
    """Minor units of `into` for a quantity at a unit price, both scaled by 10^6; halves away from zero.

    `rate` units of the price's currency buy one unit of `into`.
    """
    places = get_currency_precision(into)
    return _times(price * quantity, Fraction(10) ** places / Fraction(rate) / SCALE**2)


def _times(amount: int, share: Fraction) -> int:
    whole, rest = divmod(abs(amount) * share.numerator, share.denominator)
    return (whole + (2 * rest >= share.denominator)) * (-1 if amount < 0 else 1)


def steps(share: Fraction) -> list[int]:
    """The numerator in factors so small that a rest below the denominator times each fits the database.

    So a long division, factor by factor, is exact where one multiplication would not fit.
    """
    room = _ROOM // share.denominator
    rest, found = share.numerator, [1]
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
            if found[-1] * prime > room:
                found.append(1)
            found[-1] *= prime
    if rest > 1:  # the numerator of a decimal's inverse has no other factors
        raise ValueError(f"{share} is no inverse of a decimal")
    return found
