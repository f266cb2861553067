"""Days typed one a line, or as a first and a last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.engine.holidays import days_in, in_lines


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-25\n2026-12-26",
        "  2026-12-26 \n\n2026-12-25\n2026-12-25",
        "2026-12-25 to 2026-12-26",
        "2026-12-25..2026-12-26",
        "2026-12-25 – 2026-12-26",
        "2026-12-25 - 2026-12-26",
    ],
)
def test_the_same_days_in_many_ways(text):
    assert days_in(text) == ([date(2026, 12, 25), date(2026, 12, 26)], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Christmas", "no_day"),
        ("2026-13-01", "no_day"),
        ("2027-02-29", "no_day"),
        ("26-12-25", "no_day"),
        ("2026-12-25 Christmas", "no_day"),
        ("2026-12-25 to", "no_day"),
        ("2026-12-25 to 2026-12-26 to 2026-12-27", "no_day"),
        ("2026-12-26 to 2026-12-25", "order"),
        ("2026-01-01 to 2026-12-31", "long"),
    ],
)
def test_a_line_that_says_no_days_is_named(line, why):
    days, bad = days_in(f"2026-05-17\n\n{line}")
    assert days == [date(2026, 5, 17)]
    assert [(one.number, one.text, one.why) for one in bad] == [(3, line, why)]


def test_the_leap_day_is_a_day():
    assert days_in("2028-02-28 to 2028-03-01")[0] == [
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
    ]


@given(st.sets(st.integers(0, 60)))
def test_what_is_shown_reads_as_it_was(offsets):
    days = sorted(date(2026, 12, 1) + timedelta(days=one) for one in offsets)
    assert days_in("\n".join(in_lines(days))) == (days, [])
