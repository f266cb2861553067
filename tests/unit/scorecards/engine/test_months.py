"""Spans of days a year before, and shares of a month."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.engine.months import month_end, month_text, share_of_month, year_before


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-09-05", "2026-09-20", ("2025-09-05", "2025-09-20")),
        ("2028-02-01", "2028-02-29", ("2027-02-01", "2027-02-28")),
        ("2029-02-01", "2029-02-28", ("2028-02-01", "2028-02-29")),
        ("2028-02-29", "2028-03-05", ("2027-02-28", "2027-03-05")),
        ("2028-02-10", "2028-02-28", ("2027-02-10", "2027-02-28")),
        ("2026-12-28", "2027-01-03", ("2025-12-28", "2026-01-03")),
    ],
)
def test_a_year_before(start, end, before):
    found = year_before(date.fromisoformat(start), date.fromisoformat(end))
    assert found == tuple(map(date.fromisoformat, before))


def test_half_a_month_of_an_odd_amount():
    halves = [share_of_month(101, 202604, date(2026, 4, a), date(2026, 4, b)) for a, b in ((1, 15), (16, 30))]
    assert halves == [51, 50]


def test_days_outside_the_month_do_not_matter():
    assert share_of_month(300, 202604, date(2026, 1, 1), date(2026, 12, 31)) == 300
    assert share_of_month(300, 202604, date(2026, 4, 30), date(2026, 6, 2)) == 10


@given(
    st.integers(0, 10**12),
    st.integers(1970, 2199),
    st.integers(1, 12),
    st.lists(st.integers(1, 31), max_size=6),
)
def test_the_shares_of_the_parts_add_up(amount, year, number, cuts):
    month = year * 100 + number
    last = month_end(month).day
    edges = sorted({0, last, *(cut for cut in cuts if cut < last)})
    first = date(year, number, 1)
    parts = [
        share_of_month(amount, month, first + timedelta(days=a), first + timedelta(days=b - 1))
        for a, b in pairwise(edges)
    ]
    assert sum(parts) == amount
    assert all(part >= 0 for part in parts)


def test_in_words():
    assert month_text(202609) == "2026-09"
