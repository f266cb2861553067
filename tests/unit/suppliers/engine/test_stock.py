"""The safety stock, against worked figures (docs/numbers.md)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.engine.rounding import half_up
from suppliers.engine.stock import Z_95, safety_stock


def stock(lead, lead_sd, demand=120, demand_sd=30):
    return safety_stock(Decimal(demand), Decimal(demand_sd), Decimal(str(lead)), Decimal(str(lead_sd)))


@pytest.mark.parametrize(
    ("lead", "lead_sd", "expected"),
    [(10, 3, "612.4"), (10, "1.5", "334.7"), (6, 3, "604.4")],
    ids=["as it is", "twice as reliable", "faster, as unreliable"],
)
def test_worked_figures(lead, lead_sd, expected):
    assert half_up(stock(lead, lead_sd), 1) == Decimal(expected)


def test_reliability_releases_278_units_and_speed_8():
    assert half_up(stock(10, 3) - stock(10, "1.5"), 0) == 278
    assert half_up(stock(10, 3) - stock(6, 3), 0) == 8


def test_what_never_varies_needs_none():
    assert stock(10, 0, demand_sd=0) == 0


@pytest.mark.parametrize("wrong", [{"demand": -1}, {"demand_sd": -1}, {"lead": -1, "lead_sd": 0}])
def test_nothing_follows_from_less_than_nothing(wrong):
    with pytest.raises(ValueError, match="0 or more"):
        stock(**{"lead": 10, "lead_sd": 3, **wrong})


NUMBERS = st.integers(0, 10_000).map(Decimal)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.integers(1, 20))
def test_units_scale_it_and_more_spread_never_lowers_it(demand, demand_sd, lead, lead_sd, times):
    once = safety_stock(demand, demand_sd, lead, lead_sd)
    scaled = safety_stock(demand * times, demand_sd * times, lead, lead_sd)
    assert abs(scaled - once * times) <= scaled * Decimal("1e-26")
    assert safety_stock(demand, demand_sd, lead, lead_sd + 1) >= once
    assert safety_stock(demand, demand_sd, lead, lead_sd, z=2 * Z_95) >= once
