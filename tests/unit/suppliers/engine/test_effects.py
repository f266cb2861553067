"""What a programme did, before and after joining, worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from suppliers.engine.effects import (
    SCALE,
    Arrival,
    Demand,
    Effect,
    Span,
    Verdict,
    Wanted,
    demand_of,
    effect,
    monthly,
    spans,
)

ALWAYS, NEVER = date.min, date.max
MAY = Span(date(2026, 5, 1), date(2026, 6, 1))


def may(day):
    return date(2026, 5, 1) + timedelta(days=day - 1)


def arrival(ordered, due, came=None, *, since=ALWAYS, until=NEVER, fails=False):
    lead = None if came is None else came - ordered
    return Arrival(since, until, may(ordered), may(due), None if came is None else may(came), lead, fails)


def test_both_sides_are_as_long_as_each_other():
    before, after = spans(date(2026, 5, 1), date(2026, 5, 31))
    assert (before, after) == (Span(date(2026, 4, 1), date(2026, 5, 1)), Span(may(1), may(31)))
    assert (before.days, before.last_day) == (30, date(2026, 4, 30))


def test_a_year_at_most_and_the_newest_one():
    before, after = spans(date(2024, 1, 1), date(2026, 5, 1))
    assert after == Span(date(2025, 5, 1), date(2026, 5, 1))
    assert before == Span(date(2023, 1, 1), date(2024, 1, 1))


def test_who_joined_today_has_no_days_yet():
    before, after = spans(may(5), may(5))
    assert (before.days, after.days) == (0, 0)
    assert effect(after, [arrival(5, 9, 7)], [], None, lead_days=5) == Effect()
    assert demand_of(after, []) is None


def test_the_figures_of_a_span():
    arrivals = [
        arrival(1, 11, 11),  # 10 days, no wait
        arrival(2, 12, 16),  # 14 days, 4 late
        arrival(3, 13, 9),  # 6 days, early is no negative wait
        arrival(10, 21),  # open since the 21st: on the 31st 10 days
        arrival(20, 50),  # not needed yet
    ]
    verdicts = [
        Verdict(ALWAYS, NEVER, may(1), may(12), True),
        Verdict(ALWAYS, NEVER, may(2), may(13), False),
        Verdict(ALWAYS, NEVER, may(3), may(32), True),  # does not count yet on the 31st
    ]
    demand = Demand(Decimal(120), Decimal(30), 4, "pcs")
    found = effect(MAY, arrivals, verdicts, demand, lead_days=10)
    assert (found.lead, found.lead_sd, found.lead_n, found.within) == (10, 4, 3, 2)
    assert (found.otif, found.otif_passed, found.otif_n) == (Decimal("0.5"), 1, 2)
    assert (found.waited, found.waited_n) == (Decimal("3.5"), 4)
    assert found.stock is not None
    assert round(found.stock, 1) == Decimal("804.8")  # 1.6449 x sqrt(10 x 900 + 14400 x 16)


def test_what_came_after_the_span_does_not_help_it():
    late = arrival(10, 20, 35)
    found = effect(MAY, [late], [], None, lead_days=10)
    assert (found.lead_n, found.lead, found.waited) == (0, None, 11)
    whole = Span(may(1), may(41))
    assert effect(whole, [late], [], None, lead_days=10).lead == 25


def test_only_the_state_that_held_counts():
    first = arrival(1, 10, 12, until=may(20))
    moved = arrival(1, 25, 12, since=may(20))
    assert effect(MAY, [first, moved], [], None, lead_days=9).waited_n == 1
    assert effect(Span(may(1), may(16)), [first, moved], [], None, lead_days=9).waited == 2


def test_what_was_ordered_outside_is_outside():
    early = Arrival(ALWAYS, NEVER, date(2026, 4, 30), may(9), may(9), 9)
    late = Arrival(ALWAYS, NEVER, date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 2), 1)
    assert effect(MAY, [early, late], [], None, lead_days=9) == Effect()


def test_nobody_waits_for_what_the_partner_cancelled():
    assert effect(MAY, [arrival(1, 5, fails=True)], [], None, lead_days=9).waited is None


def test_one_line_has_no_spread_and_so_no_stock():
    demand = Demand(Decimal(1), Decimal(1), 4, "pcs")
    found = effect(MAY, [arrival(1, 9, 9)], [], demand, lead_days=9)
    assert (found.lead, found.lead_sd, found.stock) == (8, None, None)


def test_demand_by_whole_weeks():
    asked = [Wanted(may(1), 70 * SCALE), Wanted(may(7), 70 * SCALE), Wanted(may(8), 70 * SCALE)]
    found = demand_of(Span(may(1), may(16)), [*asked, Wanted(may(15), 999 * SCALE)])
    # 20 a day in the first week, 10 in the second; the day left over is no week
    assert found == Demand(Decimal(15), found.sd, 2, "")
    assert round(found.sd, 4) == Decimal("7.0711")


def test_a_week_without_orders_is_a_week():
    found = demand_of(Span(may(1), may(22)), [Wanted(may(2), 21 * SCALE)])
    assert (found.mean, found.weeks) == (1, 3)


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (13, [Wanted(may(1), SCALE)]),
        (28, []),
        (28, [Wanted(may(1), SCALE, "pcs"), Wanted(may(2), SCALE, "kg")]),
    ],
    ids=["less than two weeks", "nothing ordered", "several units"],
)
def test_no_demand_is_none(days, wanted):
    assert demand_of(Span(may(1), may(1) + timedelta(days=days)), wanted) is None


def test_months_of_ordering():
    span = Span(date(2026, 4, 20), date(2026, 6, 10))
    arrivals = [arrival(1, 9, 9), arrival(2, 9, 12), arrival(32, 40, 60)]
    assert monthly(span, arrivals) == [
        (date(2026, 4, 1), None, 0),
        (date(2026, 5, 1), 9, 2),
        (date(2026, 6, 1), None, 0),
    ]
