"""Is a plan effective? Hand-worked rows of periods, from the target that both signed."""

from datetime import date
from decimal import Decimal

import pytest

from portal.engine.periods import Period
from scorecards.engine.effect import Effect, Reading, holding_from, judge

NO_DATA = None
TARGET = Decimal("0.90")
THIRD = 2  # by the third period, counted from 0
FEW = "few"

# periods as measured, the place of the first that must hold, how many must, what it comes to, how many held
ROWS = [
    # From 70 to 90 within three periods.
    ((72, 85, 91), THIRD, 1, Effect.EFFECTIVE, 1),
    ((72, 85, 88), THIRD, 1, Effect.NOT_EFFECTIVE, 0),
    ((72, 85), THIRD, 1, Effect.OPEN, 0),
    ((), THIRD, 1, Effect.OPEN, 0),
    # Reached too early says nothing of the time in which it must hold.
    ((95, 95), THIRD, 1, Effect.OPEN, 0),
    ((95, 95, 88), THIRD, 1, Effect.NOT_EFFECTIVE, 0),
    # Exactly on target is on target.
    ((72, 85, 90), THIRD, 1, Effect.EFFECTIVE, 1),
    ((72, 85, "89.999999999999"), THIRD, 1, Effect.NOT_EFFECTIVE, 0),
    # It must hold for three.
    ((72, 85, 91), THIRD, 3, Effect.OPEN, 1),
    ((72, 85, 91, 93), THIRD, 3, Effect.OPEN, 2),
    ((72, 85, 91, 93, 90), THIRD, 3, Effect.EFFECTIVE, 3),
    ((72, 85, 91, 93, 89), THIRD, 3, Effect.NOT_EFFECTIVE, 2),
    ((72, 85, 91, 80), THIRD, 3, Effect.NOT_EFFECTIVE, 1),
    # The first that misses decides: later ones do not mend it.
    ((72, 85, 89, 95, 95, 95), THIRD, 3, Effect.NOT_EFFECTIVE, 0),
    # Once it has held, a later miss is another story.
    ((72, 85, 91, 93, 90, 60), THIRD, 3, Effect.EFFECTIVE, 3),
    ((72, 85, 91, 60), THIRD, 1, Effect.EFFECTIVE, 1),
    # Without data, or too little of it: neither counts nor breaks, and the next takes its place.
    ((72, 85, NO_DATA), THIRD, 1, Effect.OPEN, 0),
    ((72, 85, NO_DATA, 91), THIRD, 1, Effect.EFFECTIVE, 1),
    ((72, 85, NO_DATA, 89), THIRD, 1, Effect.NOT_EFFECTIVE, 0),
    ((72, 85, 91, NO_DATA, 93, 90), THIRD, 3, Effect.EFFECTIVE, 3),
    ((72, 85, 91, FEW, 93), THIRD, 3, Effect.OPEN, 2),
    ((72, 85, FEW, 91), THIRD, 1, Effect.EFFECTIVE, 1),
    ((NO_DATA, NO_DATA, NO_DATA), 0, 1, Effect.OPEN, 0),
]


def readings(values, first):
    made = []
    for place, value in enumerate(values):
        is_graded = value not in (NO_DATA, FEW)
        # Of a few rows only: far below the target, and still it does not break.
        number = None if value is NO_DATA else Decimal(10 if value is FEW else value) / 100
        made.append(Reading(number, holds=place >= first, is_graded=is_graded))
    return made


@pytest.mark.parametrize(("values", "first", "hold", "effect", "held"), ROWS)
def test_a_plan_is_judged_by_the_periods_in_which_it_must_hold(values, first, hold, effect, held):
    found = judge(readings(values, first), TARGET, hold, higher_is_better=True)
    assert (found.effect, found.held, found.needed) == (effect, held, hold)


# Days to answer: from 9 down to 4.
LOWER = [
    ((8, 5, 4), Effect.EFFECTIVE),
    ((8, 5, 3), Effect.EFFECTIVE),
    ((8, 5, "4.000001"), Effect.NOT_EFFECTIVE),
    ((8, 5, 0), Effect.EFFECTIVE),
    ((8, 5, -1), Effect.EFFECTIVE),
]


@pytest.mark.parametrize(("values", "effect"), LOWER)
def test_where_less_is_better_it_must_not_be_more(values, effect):
    rows = [Reading(Decimal(value), holds=place >= THIRD) for place, value in enumerate(values)]
    assert judge(rows, Decimal(4), 1, higher_is_better=False).effect == effect


def test_each_reading_says_whether_it_met_the_target():
    rows = readings((72, 90, NO_DATA, FEW, 91), 0)
    assert [one.met(TARGET, higher_is_better=True) for one in rows] == [False, True, None, None, True]


# by when, months of a period, last period of the round before, the first that must hold
FIRST = [
    (date(2026, 9, 1), 1, None, "2026-09"),
    (date(2026, 9, 30), 1, None, "2026-09"),
    (date(2026, 9, 15), 3, None, "2026-Q3"),
    (date(2026, 9, 15), 12, None, "2026"),
    # What missed in the round before is not asked again: the next one is.
    (date(2026, 9, 15), 1, "2026-09", "2026-10"),
    (date(2026, 9, 15), 1, "2026-11", "2026-12"),
    (date(2027, 1, 31), 1, "2026-11", "2027-01"),
]


@pytest.mark.parametrize(("by_when", "months", "before", "expected"), FIRST)
def test_the_target_holds_from_the_period_of_its_day_on(by_when, months, before, expected):
    last = None if before is None else Period.parse(before)
    assert holding_from(by_when, months, last).key == expected
