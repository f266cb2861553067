"""Retention, worked by hand: six partners over 2025, and customers by month. KPI: lost to dissatisfaction of
those active at the start, against the maximum; retention = (end - new) / start."""

from datetime import date
from decimal import Decimal

import pytest

from suppliers.engine.retention import Counted, Life, Month, of_customers, of_partners

# Who           began        lost         dissatisfied?  (None: nobody has said why, and it counts)
LIVES = [
    Life(date(2019, 3, 1), None, False),  # A  there all the time
    Life(date(2020, 1, 1), date(2025, 2, 10), True),  # B  lost in Q1, dissatisfied
    Life(date(2021, 6, 1), date(2025, 6, 30), False),  # C  lost on the last day of Q2, gave up its business
    Life(date(2025, 1, 1), None, False),  # D  began on the first day: active at the start
    Life(date(2025, 2, 1), None, False),  # E  new in Q1
    Life(date(2025, 2, 2), date(2025, 3, 1), True),  # F  new and lost in Q1
    Life(date(2018, 1, 1), date(2024, 12, 31), True),  # G  lost before
    Life(date(2022, 1, 1), date(2025, 1, 1), True),  # H  lost on the first day: it was active at the start
]
TABLE = [
    # from, to, start, end, new, lost, of them dissatisfied, share lost, retention
    ("2025-01-01", "2025-03-31", 5, 4, 1, 3, 3, "0.6", "0.6"),
    ("2025-04-01", "2025-06-30", 4, 3, 0, 1, 0, "0", "0.75"),
    ("2025-07-01", "2025-09-30", 3, 3, 0, 0, 0, "0", "1"),
    ("2025-01-01", "2025-12-31", 5, 3, 1, 4, 3, "0.6", "0.4"),
    ("2017-01-01", "2017-12-31", 0, 0, 0, 0, 0, None, None),
]


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "new", "lost", "dissatisfied", "share", "kept"), TABLE
)
def test_partners(first, last, start, end, new, lost, dissatisfied, share, kept):
    found = of_partners(LIVES, date.fromisoformat(first), date.fromisoformat(last))
    assert found == Counted(start, end, new, lost, dissatisfied)
    assert found.lost_share == (None if share is None else Decimal(share))
    assert found.retention == (None if kept is None else Decimal(kept))


def test_growth_never_hides_loss():
    """Ten at the start, two lost, five won: more than before, and yet 80 %."""
    lives = [Life(date(2020, 1, 1), None, False)] * 8
    lives += [Life(date(2020, 1, 1), date(2025, 5, 5), True)] * 2
    lives += [Life(date(2025, 3, 3), None, False)] * 5
    found = of_partners(lives, date(2025, 1, 1), date(2025, 12, 31))
    assert (found.start, found.end, found.retention) == (10, 13, Decimal("0.8"))


@pytest.mark.parametrize(
    ("start", "dissatisfied", "maximum", "meets"),
    [(20, 1, "5", True), (19, 1, "5", False), (20, 2, "5", False), (0, 0, "5", None), (40, 3, "7.5", True)],
)
def test_exactly_the_maximum_meets_it(start, dissatisfied, maximum, meets):
    counted = Counted(start, start - dissatisfied, 0, dissatisfied, dissatisfied)
    assert counted.meets(Decimal(maximum)) is meets


MONTHS = [
    Month(202501, 200, 4, 2, 10),  # 200 - 6 + 10
    Month(202502, 204, 1, 0, 3),
    Month(202503, 206, 0, 3, 0),
    Month(202504, 203, 2, 2, 1),
]


def test_customers_by_quarter():
    """200 at the start; 5 lost to dissatisfaction, 5 otherwise, 13 won: 203 at the end."""
    found = of_customers(MONTHS, (202501, 202502, 202503))
    assert found == Counted(200, 203, 13, 10, 5)
    assert found.lost_share == Decimal("0.025")
    assert found.retention == Decimal("0.95")


@pytest.mark.parametrize("wanted", [(202412, 202501), (202504, 202505), (202506,)])
def test_a_period_of_which_a_month_is_missing_has_no_figure(wanted):
    assert of_customers(MONTHS, wanted) is None
