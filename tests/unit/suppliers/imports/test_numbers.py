"""Decimals: what is read, and what is refused because it could mean two things."""

from decimal import Decimal

import pytest

from suppliers.imports.numbers import DecimalStyle, read_decimal, read_integer
from suppliers.imports.problems import CellRefused

PLAIN, POINT, COMMA, UNDECLARED = (
    DecimalStyle.PLAIN,
    DecimalStyle.POINT,
    DecimalStyle.COMMA,
    DecimalStyle.UNDECLARED,
)


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1.234", PLAIN, "1.234"),
        ("-5", PLAIN, "-5"),
        ("\u22125", PLAIN, "-5"),
        (".5", PLAIN, "0.5"),
        ("1,234.50", POINT, "1234.50"),
        ("1 234.5", POINT, "1234.5"),
        ("1'234.5", POINT, "1234.5"),
        ("1.234", POINT, "1.234"),
        ("1.234", COMMA, "1234"),
        ("1.234,5", COMMA, "1234.5"),
        ("12,5", COMMA, "12.5"),
        ("12,5", UNDECLARED, "12.5"),
        ("12.5", UNDECLARED, "12.5"),
        ("1.234,56", UNDECLARED, "1234.56"),
        ("1,234.56", UNDECLARED, "1234.56"),
        ("1.234.567", UNDECLARED, "1234567"),
        ("1,234,567", UNDECLARED, "1234567"),
        ("0.125", UNDECLARED, "0.125"),
        ("1234.567", UNDECLARED, "1234.567"),
        ("1234", UNDECLARED, "1234"),
    ],
)
def test_what_can_be_read_in_one_way_is_read(text, style, number):
    assert read_decimal(text, style) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.500", "999,999"])
def test_a_number_that_could_be_two_is_refused_until_a_style_is_declared(text):
    with pytest.raises(CellRefused) as refused:
        read_decimal(text, UNDECLARED)
    assert 'decimal = "point"' in str(refused.value.way_out)
    assert read_decimal(text, POINT) != read_decimal(text, COMMA)


@pytest.mark.parametrize(
    ("cell", "style"),
    [
        ("x", PLAIN),
        ("1,5", PLAIN),
        ("1e5", PLAIN),
        ("٣", PLAIN),
        ("12 EUR", POINT),
        ("1.23,4", POINT),
        ("1,23.4", COMMA),
        (True, PLAIN),
        (float("nan"), PLAIN),
        ("1.2345678", PLAIN),
        ("1" * 13, PLAIN),
        ("9" * 200, PLAIN),
    ],
)
def test_what_is_no_number_is_refused(cell, style):
    with pytest.raises(CellRefused):
        read_decimal(cell, style)


def test_a_spreadsheets_number_is_never_ambiguous():
    assert read_decimal(1.234, UNDECLARED) == Decimal("1.234")
    assert read_decimal(0.1 + 0.2, PLAIN) == Decimal("0.3")
    assert read_decimal(7, UNDECLARED) == 7


def test_an_integer_is_whole():
    assert read_integer("2", PLAIN) == 2
    assert read_integer(2.0, PLAIN) == 2
    with pytest.raises(CellRefused, match="not a whole number"):
        read_integer("1.5", PLAIN)


@pytest.mark.parametrize("value", [Decimal("1e999999999"), Decimal("-1e999999999"), Decimal("1e12")])
def test_a_number_may_be_larger_than_anything_that_can_be_calculated(value):
    with pytest.raises(CellRefused):
        read_decimal(value, DecimalStyle.PLAIN)
