"""What reliability is worth, worked by hand (docs/contribution.md)."""

from decimal import Decimal

import pytest

from portal.engine.rounding import half_up
from suppliers.engine.safety_stock import Supply, stock, worth, z_of

D = Decimal
Z_95 = D("1.6449")


def supply(lead, lead_sd, demand="120", demand_sd="30"):
    return Supply(D(demand), D(demand_sd), D(lead), D(lead_sd))


class TestStock:
    @pytest.mark.parametrize(
        ("lead", "lead_sd", "units"),
        [
            # 1.6449 x sqrt(10 x 900 + 14,400 x 9) = 1.6449 x sqrt(138,600)
            ("10", "3", "612.4"),
            # 1.6449 x sqrt(9,000 + 14,400 x 2.25) = 1.6449 x sqrt(41,400)
            ("10", "1.5", "334.7"),
            # Faster and as unreliable: 1.6449 x sqrt(5,400 + 129,600)
            ("6", "3", "604.4"),
            # Nothing varies but the demand: 1.6449 x sqrt(9,000)
            ("10", "0", "156.0"),
        ],
    )
    def test_of_the_definition(self, lead, lead_sd, units):
        assert half_up(stock(supply(lead, lead_sd), Z_95), 1) == D(units)

    def test_reliability_beats_speed(self):
        now, faster, steadier = (
            stock(supply(*days), Z_95) for days in (("10", "3"), ("6", "3"), ("10", "1.5"))
        )
        assert now - faster < 9  # four days faster
        assert now - steadier > 277  # a day and a half steadier

    def test_what_never_varies_needs_no_stock(self):
        assert stock(supply("10", "0", demand_sd="0"), Z_95) == 0

    def test_without_demand_there_is_nothing_to_keep(self):
        assert stock(supply("10", "3", demand="0", demand_sd="0"), Z_95) == 0

    @pytest.mark.parametrize("wrong", [("-1", "3"), ("10", "-3")])
    def test_days_below_zero_are_refused(self, wrong):
        with pytest.raises(ValueError, match="0 or more"):
            stock(supply(*wrong), Z_95)


class TestServiceLevel:
    @pytest.mark.parametrize(
        ("level", "z"),
        [("0.5", "0.0000"), ("0.84", "0.9945"), ("0.9", "1.2816"), ("0.95", "1.6449"), ("0.99", "2.3263")],
    )
    def test_as_tables_of_the_normal_distribution_have_it(self, level, z):
        assert z_of(D(level)) == D(z)

    @pytest.mark.parametrize("level", ["0.49", "1", "95"])
    def test_others_are_refused(self, level):
        with pytest.raises(ValueError, match="half"):
            z_of(D(level))


class TestWorth:
    def test_half_the_deviation(self):
        # 612.38 - 334.69 = 277.69 units at 12.00 = 3,332.3 (exactly as the units are), at 22 % a year 733.1
        found = worth(
            supply("10", "3"), supply("10", "1.5"), z=Z_95, unit_cost=D(12), rate=D("0.22"), places=2
        )
        assert half_up(found.units, 0) == 278
        assert half_up(D(found.cash_minor) / 100, 0) == 3332
        assert half_up(D(found.benefit_minor) / 100, 0) == 733

    def test_cents_come_from_exact_units_and_are_rounded_once(self):
        # 100 x sqrt(4) - 100 x sqrt(1) = 100 units, z = 1: at 0.005 each half a unit of money
        found = worth(
            supply("1", "2", demand="100", demand_sd="0"),
            supply("1", "1", demand="100", demand_sd="0"),
            z=D(1), unit_cost=D("0.00005"), rate=D("0.5"), places=2,
        )  # fmt: skip
        assert (found.units, found.cash_minor, found.benefit_minor) == (100, 1, 0)

    def test_less_reliable_costs(self):
        found = worth(
            supply("10", "1.5"), supply("10", "3"), z=Z_95, unit_cost=D(12), rate=D("0.22"), places=2
        )
        assert found.units < 0
        assert half_up(D(found.cash_minor) / 100, 0) == -3332
        assert half_up(D(found.benefit_minor) / 100, 0) == -733

    def test_nothing_changes_nothing(self):
        same = supply("10", "3")
        found = worth(same, same, z=Z_95, unit_cost=D(12), rate=D("0.22"), places=2)
        assert (found.units, found.cash_minor, found.benefit_minor) == (0, 0, 0)

    def test_yen_have_no_cents(self):
        found = worth(
            supply("10", "3"), supply("10", "1.5"), z=Z_95, unit_cost=D(1200), rate=D("0.22"), places=0
        )
        assert half_up(D(found.cash_minor) / 100, 0) == 3332
