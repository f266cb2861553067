"""Amounts of one currency in another: whole numbers, halves away from zero."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.engine.rates import convert, factor, steps

RATES = st.decimals(min_value=Decimal("0.000000001"), max_value=Decimal("999999999"), places=9).filter(
    lambda rate: rate > 0 and len(rate.normalize().as_tuple().digits) <= 15
)
CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("minor", "currency", "rate", "expected"),
    [
        (12_345, "NOK", "11.4275", 1_080),  # 10.80288...
        (125, "USD", "2", 63),  # 0.625: half a cent goes up
        (-125, "USD", "2", -63),  # and away from zero
        (100, "JPY", "160", 63),  # a hundred yen are 0.625 euros; yen have no cents
        (1_234, "KWD", "0.35", 353),  # a dinar has a thousand fils: 1.234 / 0.35 = 3.5257
        (0, "USD", "1.1", 0),
    ],
)
def test_conversion(minor, currency, rate, expected):
    assert convert(minor, currency, "EUR", Decimal(rate)) == expected


@given(st.integers(-(10**15), 10**15), CURRENCIES, CURRENCIES, RATES)
def test_the_long_division_fits_the_database_and_ends_at_the_same_number(minor, currency, into, rate):
    share = factor(currency, into, rate)
    whole, rest = divmod(abs(minor), share.denominator)
    for step in steps(share):
        assert rest * step < 2**63
        more, rest = divmod(rest * step, share.denominator)
        whole = whole * step + more
    assert 2 * rest < 2**63
    whole += 2 * rest // share.denominator
    assert (-whole if minor < 0 else whole) == convert(minor, currency, into, rate)


@given(st.integers(0, 10**15), CURRENCIES, CURRENCIES, RATES)
def test_a_conversion_is_off_by_half_a_minor_unit_at_most(minor, currency, into, rate):
    assert abs(convert(minor, currency, into, rate) - minor * factor(currency, into, rate)) <= Fraction(1, 2)


def test_a_factor_that_is_no_inverse_of_a_decimal():
    with pytest.raises(ValueError, match="7/3"):
        steps(Fraction(7, 3))
