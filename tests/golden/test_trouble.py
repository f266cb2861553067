"""What trouble costs, worked by hand: by rates that hold on a day, and on top of what was bought."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.engine.scaled import SCALE, to_scaled
from suppliers.engine.channel import channel
from suppliers.engine.trouble import (
    LATE,
    REJECTED,
    SHORT,
    CostRates,
    Rate,
    Trouble,
    cost_index,
    estimated,
    true_unit_cost,
)

BRANDT, KESTREL = 1, 2


def day(number, month=3):
    return date(2026, month, number)


def rates(*rows):
    """Rows: (kind, partner or None for all, from, rate)."""
    return CostRates(
        Rate(kind, partner, on, to_scaled(Decimal(str(rate)))) for kind, partner, on, rate in rows
    )


def cents(trouble, known):
    """Each piece's amount in cents."""
    return [piece.minor for piece in estimated(trouble, known, "EUR")]


# The index and the unit cost of the vector


def test_the_vector_of_the_supplier_performance_index():
    """5,000 at 190 is 950,000; 558,900 of trouble makes it 1,508,900: 1.5883, and 301.78 a unit."""
    purchase, trouble = 5_000 * 190_00, 558_900_00
    assert cost_index(purchase, trouble) == Fraction(1_508_900, 950_000)
    assert round(float(cost_index(purchase, trouble)), 4) == 1.5883
    assert true_unit_cost(purchase, trouble, 5_000 * SCALE, "EUR") == to_scaled(Decimal("301.78"))


def test_without_trouble_the_index_is_one_and_what_is_paid_back_lowers_it():
    assert cost_index(1_000_00, 0) == 1
    assert cost_index(1_000_00, -50_00) == Fraction(95, 100)


def test_without_a_purchase_there_is_neither():
    assert cost_index(0, 500_00) is None
    assert true_unit_cost(0, 500_00, 0, "EUR") is None


def test_a_unit_cost_has_six_decimals_and_rounds_the_last_half_up():
    assert true_unit_cost(1, 0, 3 * SCALE, "EUR") == 3_333  # 0.003333
    assert true_unit_cost(1, 0, 16 * SCALE, "EUR") == 625  # 0.000625
    assert true_unit_cost(1_000, 0, 3 * SCALE, "JPY") == 333_333_333


# What holds on a day


KNOWN = rates(
    (LATE, None, day(1, 1), 40),
    (LATE, None, day(10), 60),
    (LATE, BRANDT, day(5), 25),
    (REJECTED, None, day(1, 1), "3.5"),
)


@pytest.mark.parametrize(
    ("kind", "partner", "on", "rate"),
    [
        (LATE, KESTREL, day(9), 40),
        (LATE, KESTREL, day(10), 60),
        (LATE, BRANDT, day(4), 40),
        (LATE, BRANDT, day(5), 25),
        (LATE, BRANDT, day(31), 25),  # its own, though the common one is newer
        (REJECTED, BRANDT, day(31), "3.5"),
        (LATE, KESTREL, date(2025, 12, 31), None),
        (SHORT, KESTREL, day(31), None),
    ],
)
def test_its_own_rate_before_the_common_one_and_the_last_on_or_before_the_day(kind, partner, on, rate):
    assert KNOWN.on(kind, partner, on) == (None if rate is None else to_scaled(Decimal(rate)))


def test_a_rate_of_nothing_is_a_rate():
    known = rates((LATE, None, day(1), 40), (LATE, BRANDT, day(1), 0))
    assert cents(Trouble(LATE, BRANDT, "PH-40", day(1), day(3), 3 * SCALE), known) == [0]


# Estimates


def test_late_line_days_by_the_rate_of_each_day():
    """Late from the 6th to the 15th: four days at 40, six at 60 from the 10th on: 160 and 360."""
    late = Trouble(LATE, KESTREL, "PH-40", day(6), day(15), 10 * SCALE)
    pieces = list(estimated(late, KNOWN, "EUR"))
    assert [(one.first, one.last, one.quantity, one.minor) for one in pieces] == [
        (day(6), day(9), 4 * SCALE, 160_00),
        (day(10), day(15), 6 * SCALE, 360_00),
    ]


def test_a_month_ends_a_piece_so_that_months_add_up():
    """Late from 30 March to 2 April: two days in each month."""
    late = Trouble(LATE, KESTREL, "PH-40", day(30), day(2, 4), 4 * SCALE)
    pieces = list(estimated(late, KNOWN, "EUR"))
    assert [(one.last.month, one.quantity // SCALE, one.minor) for one in pieces] == [
        (3, 2, 120_00),
        (4, 2, 120_00),
    ]


def test_days_before_any_rate_are_counted_and_not_estimated():
    late = Trouble(LATE, KESTREL, "", date(2025, 12, 30), day(2, 1), 4 * SCALE)
    assert [(one.quantity // SCALE, one.minor) for one in estimated(late, KNOWN, "EUR")] == [
        (2, None),
        (2, 80_00),
    ]


def test_units_of_a_day_and_the_half_cent():
    """7 rejected at 3.50 are 24.50; 0.125 kilograms short at 0.20 are 2.5 cents: 3."""
    assert cents(Trouble(REJECTED, BRANDT, "PH-40", day(9), day(9), 7 * SCALE), KNOWN) == [24_50]
    short = rates((SHORT, None, day(1), "0.2"))
    assert cents(Trouble(SHORT, BRANDT, "BAR", day(9), day(9), SCALE // 8), short) == [3]


def test_a_currency_without_cents():
    known = rates((REJECTED, None, day(1), "12.5"))
    trouble = Trouble(REJECTED, BRANDT, "PH-40", day(9), day(9), 3 * SCALE)
    assert [piece.minor for piece in estimated(trouble, known, "JPY")] == [38]


# Selling partners


def test_the_vector_of_the_channel():
    """200,000 × (784 − 650) − 7,840,000 = 18,960,000, of 156,800,000 and of 7,840,000."""
    found = channel(
        {"revenue": 200_000 * 784_00, "goods": -200_000 * 650_00, "marketing": -5_000_000_00}
        | {"commission": -2_840_000_00, "other": -123}
    )
    assert found.net_revenue == 156_800_000_00
    assert (found.cost, found.expense) == (130_000_000_00, 7_840_000_00)
    assert found.contribution == 18_960_000_00
    assert found.return_on_sales == Fraction(1896, 15680)
    assert found.return_on_marketing == Fraction(1896, 784)


def test_credit_notes_lower_net_revenue_and_nothing_to_divide_by_gives_no_return():
    found = channel({"revenue": 100_00, "discount": -10_00, "rebate": -5_00, "returns": -85_00})
    assert (found.net_revenue, found.contribution) == (0, 0)
    assert found.return_on_sales is None
    assert found.return_on_marketing is None
