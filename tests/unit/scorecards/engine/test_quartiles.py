"""Quartiles of a few figures: the method, the least number, and how coarse they are."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scorecards.engine.quartiles import Quartiles, coarse, quartiles


def decimals(*values):
    return [Decimal(str(value)) for value in values]


def test_four_others_are_too_few():
    assert quartiles(decimals(10, 20, 30, 40)) is None


def test_five_others_are_enough_in_any_order():
    assert quartiles(decimals(50, 10, 40, 20, 30)) == Quartiles(Fraction(20), Fraction(30), Fraction(40))


def test_between_two_ranks_it_is_a_straight_line():
    """As a spreadsheet's QUARTILE.INC(1, 2, 3, 4, 5, 10) says: 2.25, 3.5, 4.75."""
    found = quartiles(decimals(1, 2, 3, 4, 5, 10))
    assert found == Quartiles(Fraction(9, 4), Fraction(7, 2), Fraction(19, 4))


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("0.894736842105", "share", "0.89"),
        ("0.895", "share", "0.90"),
        ("72.94", "points", "73"),
        ("72.5", "points", "73"),
        ("12.4", "days", "12"),
        ("7.62", "hours", "8"),
        ("1127", "ppm", "1100"),
        ("49", "ppm", "49"),
        ("1.0432", "index", "1.0"),
        ("0", "unit_days", "0"),
    ],
)
def test_coarse_enough(value, unit, shown):
    assert coarse(Fraction(value), unit) == Decimal(shown)


def test_the_exact_figure_of_the_peer_in_the_middle_is_not_in_it():
    values = decimals("81.234567", "82.345678", "83.456789", "84.567891", "85.678912")
    found = quartiles(values)
    shown = {coarse(one, "points") for one in (found.low, found.middle, found.high)}
    assert not shown & set(values)
    assert shown == {Decimal(82), Decimal(83), Decimal(85)}
