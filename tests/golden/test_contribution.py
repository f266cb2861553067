"""What partners contribute: margins, shares, classes and the whale curve, worked by hand."""

from fractions import Fraction

import pytest

from suppliers.engine.contribution import COSTS, NET_REVENUE, groups, non_performance, ranked, whale
from suppliers.enums import EntryKind

TEN = dict(zip("abcdefghij", (120, 60, 40, 30, 20, 10, 0, -5, -25, -50), strict=True))


def percents(shares):
    return [float(share * 100) for share in shares]


def grades(*contributions):
    return "".join(place.grade for place in ranked(dict(enumerate(contributions)), sum(contributions)))


class TestWhale:
    def test_climbs_to_140_and_falls_to_100(self):
        curve = whale(TEN.values())
        assert curve.points == (0, 120, 180, 220, 250, 270, 280, 280, 275, 250, 200)
        assert percents(curve.shares) == [0, 60, 90, 110, 125, 135, 140, 140, 137.5, 125, 100]
        assert (curve.peak, curve.total) == (6, 200)

    def test_the_order_given_does_not_matter(self):
        assert whale(reversed(TEN.values())) == whale(TEN.values())

    @pytest.mark.parametrize(
        ("given", "points"),
        [((30, -10, -40), (0, 30, 20, -20)), ((50, -50), (0, 50, 0)), ((), (0,)), ((-7,), (0, -7))],
    )
    def test_a_total_of_zero_or_below_is_drawn_in_currency(self, given, points):
        curve = whale(given)
        assert curve.points == points
        assert curve.shares is None


class TestMargin:
    def test_net_revenue_is_revenue_less_what_was_given_back(self):
        found = groups(
            {
                "revenue": 100_000, "discount": -4_000, "rebate": -1_000, "returns": -5_000,
                "goods": -52_000, "freight": -3_000, "duty": -1_500, "commission": -2_500,
                "marketing": -600, "service": -400, "quality": -700, "expedite": -300, "other": 1_000,
            }
        )  # fmt: skip
        assert (found.net_revenue, found.contribution, found.cost) == (90_000, 30_000, -60_000)
        assert (found.goods, found.logistics, found.selling) == (-52_000, -4_500, -3_500)
        assert (found.trouble, found.other) == (-1_000, 1_000)
        assert found.margin == Fraction(1, 3)

    def test_without_revenue_there_is_no_margin(self):
        assert groups({"goods": -500}).margin is None
        assert groups({"revenue": 300, "returns": -300, "freight": -20}).margin is None
        assert groups({}).margin is None

    def test_a_loss_has_a_negative_margin(self):
        assert groups({"revenue": 1_000, "goods": -1_250}).margin == Fraction(-1, 4)

    def test_every_kind_stands_in_exactly_one_group(self):
        named = [*NET_REVENUE, *(kind for kinds in COSTS.values() for kind in kinds)]
        assert sorted(named) == sorted(EntryKind.values)
        for kind in EntryKind.values:
            found = groups({kind: 7})
            assert found.contribution == 7
            assert found.net_revenue + sum(getattr(found, name) for name in COSTS) == 7

    def test_an_unknown_kind_is_refused(self):
        with pytest.raises(KeyError, match="bribes"):
            groups({"revenue": 1, "bribes": -1})

    def test_trouble_as_booked_counts_returns(self):
        assert non_performance({"quality": -70, "expedite": -30, "returns": -500, "goods": -9}) == -600


class TestClasses:
    def test_the_ten_of_the_whale(self):
        # Before each, of 280: 0, 42.9, 64.3, 78.6, 89.3, 96.4 %; then zero, and those that cost money.
        assert "".join(place.grade for place in ranked(TEN, 200)) == "AAAABCCDDD"

    def test_exactly_at_a_limit_is_the_next_class(self):
        assert grades(80, 15, 5) == "ABC"  # before: 0, 80, 95 %
        assert grades(79, 16, 5) == "AAC"  # 0, 79, 95 %
        assert grades(81, 14, 5) == "ABC"  # 0, 81, 95 %

    def test_one_partner_is_an_a(self):
        assert grades(1) == "A"

    def test_zero_is_c_and_a_cost_is_d(self):
        assert grades(0, 0) == "CC"
        assert grades(0, -1) == "CD"
        assert grades(-1, -2) == "DD"

    def test_costs_move_nobody_else(self):
        assert grades(80, 15, 5, -1_000) == "ABCD"

    def test_equals_keep_the_order_given(self):
        places = ranked({"second": 20, "first": 40, "third": 20, "fourth": 20}, 100)
        assert [place.key for place in places] == ["first", "second", "third", "fourth"]
        assert [place.grade for place in places] == ["A", "A", "A", "B"]  # before: 0, 40, 60, 80 %


class TestShares:
    def test_of_the_same_whole_in_each_kind(self):
        """The company earned 400; suppliers are named in 200 of it, agents in 100."""
        suppliers, agents = ranked(TEN, 400), ranked({"x": 75, "y": 25}, 400)
        assert suppliers[0].share == Fraction(30, 100)
        assert sum(place.share for place in suppliers) == Fraction(1, 2)
        assert [place.share for place in agents] == [Fraction(3, 16), Fraction(1, 16)]

    def test_cumulative_is_of_what_is_named(self):
        places = ranked(TEN, 400)
        assert percents(place.cumulative for place in places) == [
            60, 90, 110, 125, 135, 140, 140, 137.5, 125, 100,
        ]  # fmt: skip
        assert [place.place for place in places] == list(range(1, 11))
        assert [place.running for place in places][-1] == 200

    def test_no_share_of_a_loss(self):
        places = ranked({"a": 30, "b": -50}, -20)
        assert [(place.share, place.cumulative) for place in places] == [(None, None)] * 2
        assert [place.running for place in places] == [30, -20]

    def test_nobody(self):
        assert ranked({}, 0) == []
