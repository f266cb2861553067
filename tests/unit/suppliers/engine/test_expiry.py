"""On which days we tell; worked out by hand."""

from datetime import date, timedelta

import pytest

from suppliers.engine.expiry import thresholds_due

LAST = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("learned", "today", "due"),
    [
        ((2025, 1, 1), (2026, 8, 10), ()),  # 91 days before
        ((2025, 1, 1), (2026, 8, 11), (90,)),
        ((2025, 1, 1), (2026, 9, 10), (90, 60)),
        ((2025, 1, 1), (2026, 10, 10), (90, 60, 30)),
        ((2025, 1, 1), (2026, 10, 11), (60, 30)),  # the first is 61 days ago: no news any more
        ((2025, 1, 1), (2026, 11, 9), (60, 30, 0)),
        ((2025, 1, 1), (2027, 1, 8), (0,)),
        ((2025, 1, 1), (2027, 1, 9), ()),
        ((2026, 8, 11), (2026, 8, 11), (90,)),  # learned on the very day: it had not passed
        ((2026, 8, 12), (2026, 8, 12), ()),
        ((2026, 8, 12), (2026, 9, 10), (60,)),
        ((2026, 11, 10), (2026, 11, 10), ()),  # it had run out before we heard of it
    ],
)
def test_the_thresholds_that_have_come(learned, today, due):
    assert thresholds_due(LAST, date(*learned), date(*today)) == due


def test_run_daily_each_comes_first_on_its_own_day():
    seen: dict[int, date] = {}
    for back in range(120, -10, -1):
        today = LAST - timedelta(days=back)
        for days in thresholds_due(LAST, date(2025, 1, 1), today):
            seen.setdefault(days, today)
    assert seen == {days: LAST - timedelta(days=days) for days in (90, 60, 30, 0)}
