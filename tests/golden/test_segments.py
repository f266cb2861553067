"""Quadrants, worked by hand: contribution against risk, at the limits, and what somebody decided instead."""

from datetime import date
from decimal import Decimal

import pytest

from suppliers.engine.segments import ATTRACTIVENESS, RISK, due_on, quadrant, score

D = Decimal


class TestScore:
    def test_is_the_mean_of_what_is_scored(self):
        assert score({"sources": 5, "switching": 4, "regions": 2}, RISK) == D("3.67")
        assert score({"sources": 1}, RISK) == D(1)

    def test_all_inputs_count_alike(self):
        names = list(RISK)
        assert score(dict.fromkeys(names, 5), RISK) == 5
        assert score(dict.fromkeys(names, 5) | {names[-1]: 1}, RISK) == score(
            dict.fromkeys(names, 5) | {names[0]: 1}, RISK
        )

    def test_nothing_scored_is_no_score(self):
        assert score({}, RISK) is None
        assert score({"pays": 5}, RISK) is None  # of the other half

    def test_halves_are_rounded_up(self):
        # 1 + 1 + 1 + 1 + 1 + 2 = 7 of 6: 1.1666...
        assert score(dict.fromkeys(RISK, 1) | {"knowhow": 2}, RISK) == D("1.17")

    @pytest.mark.parametrize("wrong", [0, 6, -1])
    def test_scores_run_from_one_to_five(self, wrong):
        with pytest.raises(ValueError, match="1 to 5"):
            score({"sources": wrong}, RISK)

    def test_the_two_halves_share_no_input(self):
        assert not set(RISK) & set(ATTRACTIVENESS)


class TestQuadrant:
    @pytest.mark.parametrize(
        ("grade", "risk", "found"),
        [
            ("A", "4.00", "strategic"),
            ("A", "3.00", "strategic"),  # at the limit is high
            ("A", "2.99", "leverage"),
            ("B", "3.00", "bottleneck"),
            ("B", "2.99", "routine"),
            ("C", "1.00", "routine"),
            ("D", "5.00", "bottleneck"),
            ("", "5.00", "bottleneck"),  # in no entry of the last twelve months
        ],
    )
    def test_at_the_limits(self, grade, risk, found):
        assert quadrant(grade, D(risk)) == found

    @pytest.mark.parametrize("grade", ["A", "B", "C", "D", ""])
    def test_not_assessed_is_never_low_risk(self, grade):
        assert quadrant(grade, None) == ""

    def test_what_somebody_decided_holds(self):
        assert quadrant("D", D(1), "strategic") == "strategic"
        assert quadrant("A", None, "routine") == "routine"


class TestReviews:
    def test_so_many_months_after_the_last(self):
        assert due_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
        assert due_on(date(2026, 1, 15), 1) == date(2026, 2, 15)
        assert due_on(date(2026, 11, 30), 3) == date(2027, 2, 28)

    def test_a_leap_year_has_its_day(self):
        assert due_on(date(2027, 8, 29), 6) == date(2028, 2, 29)
