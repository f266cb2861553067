"""What would be: three questions, worked by hand. Minor units."""

from decimal import Decimal

import pytest

from suppliers.engine.what_if import commission_changes, leaves, otif_rises

D = Decimal


class TestLeaves:
    def test_all_goes_with_it(self):
        # Sells 1,000,000 of which 300,000 stays with us; nobody takes over, all of its cost is saved.
        found = leaves(1_000_000, -700_000, taken=D(0), margin=D("0.25"), saved=D(1), once=0)
        assert (found.revenue, found.cost, found.taken_over) == (-1_000_000, 700_000, 0)
        assert found.change == -300_000

    def test_others_take_a_part_over(self):
        # 40 % of 1,000,000 is sold by others, of which a quarter stays: 100,000.
        found = leaves(1_000_000, -700_000, taken=D("0.4"), margin=D("0.25"), saved=D(1), once=0)
        assert found.taken_over == 100_000
        assert found.change == -200_000

    def test_costs_that_stay_and_what_leaving_costs_once(self):
        # A tenth of the cost stays (70,000), and the change costs 5,000.
        found = leaves(1_000_000, -700_000, taken=D("0.4"), margin=D("0.25"), saved=D("0.9"), once=5_000)
        assert (found.cost, found.once) == (630_000, -5_000)
        assert found.change == -275_000

    def test_who_costs_money_is_worth_letting_go(self):
        assert leaves(100, -150, taken=D(0), margin=D(0), saved=D(1), once=0).change == 50

    def test_without_revenue_only_the_cost_goes(self):
        assert leaves(0, -150, taken=D(1), margin=D("0.3"), saved=D(1), once=0).change == 150


class TestCommission:
    @pytest.mark.parametrize(
        ("base", "points", "change"),
        [
            (1_000_000, "1", -10_000),
            (1_000_000, "-1", 10_000),
            (1_000_050, "0.5", -5_000),  # 5,000.25
            (1_000_150, "1", -10_002),  # 10,001.5: half up, away from zero
            (-20_000, "1", 200),  # more given back than sold
            (1_000_000, "0", 0),
        ],
    )
    def test_by_points(self, base, points, change):
        assert commission_changes(base, D(points)) == change


class TestOtif:
    def test_trouble_falls_as_the_failing_share(self):
        # From 80 % to 95 %: of 20 failing lines 15 less, so three quarters of 40,000.
        assert otif_rises(-40_000, D("0.8"), D("0.95")) == 30_000

    def test_at_the_target_nothing_falls(self):
        assert otif_rises(-40_000, D("0.95"), D("0.95")) == 0
        assert otif_rises(-40_000, D("0.97"), D("0.95")) == 0

    def test_all_lines_pass_already(self):
        assert otif_rises(-40_000, D(1), D(1)) == 0

    def test_to_the_full_there_is_no_trouble_left(self):
        assert otif_rises(-40_001, D("0.5"), D(1)) == 40_001

    @pytest.mark.parametrize("share", ["-0.1", "1.1"])
    def test_shares_lie_between_nothing_and_all(self, share):
        with pytest.raises(ValueError, match="0 to 1"):
            otif_rises(-40_000, D("0.5"), D(share))
