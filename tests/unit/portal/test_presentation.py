"""Figures, dates and money as readers see them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from portal import presentation as shown
from portal.engine.money import Money

D = Decimal


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (1234567, 0, "1,234,567"),
        (D("82.25"), 1, "82.3"),
        (D("-0.45"), 1, "−0.5"),
        (D("-0.04"), 1, "0.0"),
        (D("1.500"), None, "1.5"),
        (D("1200"), None, "1,200"),
        (0.1, 2, "0.10"),
        (None, 1, "–"),
    ],
)
def test_numbers_are_rounded_half_up_with_a_real_minus(value, places, words):
    assert shown.number(value, places) == words


@pytest.mark.parametrize(
    ("value", "words"), [(D("1.5"), "+1.5"), (D("-0.4"), "−0.4"), (0, "0.0"), (D("0.04"), "0.0"), (None, "–")]
)
def test_changes_carry_their_sign(value, words):
    assert shown.signed(value) == words


def test_a_share_is_a_percentage_whose_sign_does_not_break_off():
    assert shown.share(D("0.8955")) == "89.6\u00a0%"
    assert shown.share(0) == "0.0\u00a0%"


def test_no_data_is_words_never_zero():
    assert shown.share(None) == "no data"


def test_stored_quantities_are_scaled_and_decimals_are_not():
    assert shown.quantity(1_500_000, "kg") == "1.5\u00a0kg"
    assert shown.quantity(D("1500")) == "1,500"
    assert shown.quantity(None) == "–"


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (123450, "EUR", "EUR\u00a01,234.50"),
        (-5, "EUR", "−EUR\u00a00.05"),
        (1234, "JPY", "JPY\u00a01,234"),
        (1234, "KWD", "KWD\u00a01.234"),
    ],
)
def test_money_has_the_decimals_of_its_currency(minor, currency, words):
    assert shown.money(minor, currency) == words
    assert shown.money(Money(minor, currency)) == words


def test_money_that_is_compared_has_no_cents():
    assert shown.money(123450, "EUR", cents=False) == "EUR\u00a01,235"


def test_money_without_a_currency_is_an_error():
    with pytest.raises(ValueError, match="no currency"):
        shown.money(5)


def test_unit_prices_keep_their_small_decimals():
    assert shown.unit_price(1_234_500, "EUR") == "EUR\u00a01.2345"
    assert shown.unit_price(2_000_000, "EUR") == "EUR\u00a02.00"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("date", "5 Oct 2026"),
        ("short", "5 Oct"),
        ("week", "Mon 5 Oct"),
        ("full", "Mon 5 Oct 2026"),
        ("month", "October 2026"),
    ],
)
def test_days_put_the_day_before_the_month(form, words):
    assert shown.day(date(2026, 10, 5), form) == words.replace(" ", "\u00a0")


def test_moments_are_told_in_the_readers_zone():
    at = datetime(2026, 10, 5, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Oslo"):
        assert shown.moment(at) == "6\u00a0Oct\u00a02026, 01:30"
        assert shown.day(at) == "6\u00a0Oct\u00a02026"


def test_other_languages_write_in_their_own_way():
    with translation.override("de"):
        assert shown.number(D("1234.5"), 1) == "1.234,5"
        assert shown.share(D("0.5"), 0) == "50\u00a0%"
        assert shown.money(123450, "EUR") == "1.234,50\u00a0EUR"
        assert shown.day(date(2026, 10, 5)) == "5.\u00a0Okt.\u00a02026"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 6), "today"),
        (date(2026, 10, 5), "yesterday"),
        (date(2026, 10, 7), "tomorrow"),
        (date(2026, 10, 2), "4 days ago"),
        (date(2026, 10, 9), "in 3 days"),
    ],
)
def test_how_far_a_day_is(day, words):
    assert shown.days_from(date(2026, 10, 6), day) == words


@pytest.mark.parametrize(
    ("name", "letters"), [("Bob Brandt", "BB"), ("Cher", "C"), ("anna van der Berg", "AB"), ("", "")]
)
def test_a_face_has_at_most_two_letters(name, letters):
    assert shown.initials(name) == letters
