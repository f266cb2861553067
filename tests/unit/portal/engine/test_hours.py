"""Working hours, by hand over a night, a weekend, a holiday and a change of clocks; then by law."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.engine.hours import WorkingHours

OSLO = ZoneInfo("Europe/Oslo")
OFFICE = WorkingHours(zone=OSLO)
MAY = WorkingHours(zone=OSLO, holidays=frozenset({date(2026, 5, 1)}))
# Every day, around the clock change of 29 March 2026, when 02:00 to 03:00 does not happen.
NIGHTS = WorkingHours(time(0), time(6), weekend=frozenset(), zone=OSLO)


def at(text, zone=OSLO):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "start", "count", "end"),
    [
        (OFFICE, "2026-10-06 08:30", 8, "2026-10-06 16:30"),  # a Tuesday
        (OFFICE, "2026-10-06 14:00", 8, "2026-10-07 13:00"),  # over night: 3 + 5
        (OFFICE, "2026-10-06 19:00", 8, "2026-10-07 16:00"),  # asked in the evening
        (OFFICE, "2026-10-07 05:00", 8, "2026-10-07 16:00"),  # asked before it opens
        (OFFICE, "2026-10-09 16:00", 8, "2026-10-12 15:00"),  # Friday to Monday
        (OFFICE, "2026-10-10 11:00", 8, "2026-10-12 16:00"),  # asked on a Saturday
        (OFFICE, "2026-10-06 08:00", 9, "2026-10-06 17:00"),  # all of one day ends with it
        (OFFICE, "2026-10-06 08:00", 27, "2026-10-08 17:00"),
        (MAY, "2026-04-30 15:00", 8, "2026-05-04 14:00"),  # a holiday, then a weekend
        (OFFICE, "2026-10-23 16:00", 2, "2026-10-26 09:00"),  # clocks go back in the weekend
        (NIGHTS, "2026-03-29 01:00", 4, "2026-03-29 06:00"),  # an hour of this night does not happen
        (NIGHTS, "2026-10-25 01:00", 4, "2026-10-25 04:00"),  # and of this one happens twice
    ],
)
def test_by_hand(hours, start, count, end):
    assert hours.after_hours(at(start), count) == at(end)
    assert hours.hours_between(at(start), at(end)) == count


def test_an_answer_comes_back_in_the_zone_of_the_company_whatever_was_asked_in():
    answer = OFFICE.after_hours(at("2026-10-06 06:30", UTC), Decimal("0.5"))
    assert (answer.hour, answer.minute, answer.tzinfo) == (9, 0, OSLO)


def test_outside_working_hours_nothing_passes():
    assert OFFICE.hours_between(at("2026-10-09 17:00"), at("2026-10-12 08:00")) == 0
    assert MAY.hours_between(at("2026-05-01 00:00"), at("2026-05-03 23:59")) == 0


def test_what_is_past_is_negative():
    assert OFFICE.hours_between(at("2026-10-07 10:00"), at("2026-10-06 15:00")) == -4


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="not before"):
        WorkingHours(time(17), time(8))
    with pytest.raises(ValueError, match="without a working day"):
        WorkingHours(weekend=frozenset(range(7)))
    with pytest.raises(ValueError, match="cannot pass"):
        OFFICE.after_hours(at("2026-10-06 08:30"), -1)


zones = st.sampled_from([OSLO, UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=zones)
amounts = st.decimals(0, 200, places=6)


@st.composite
def offices(draw):
    opens, closes = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    assume(datetime.combine(date.min, closes) - datetime.combine(date.min, opens) > timedelta(hours=1))
    free = draw(st.frozensets(st.integers(0, 6), max_size=6))
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=10))
    return WorkingHours(opens, closes, free, holidays, draw(zones))


@given(offices(), moments, amounts)
def test_so_many_hours_later_so_many_hours_have_passed(hours, start, count):
    assert hours.hours_between(start, hours.after_hours(start, count)) == count


@given(offices(), st.lists(moments, min_size=3, max_size=3))
def test_hours_add_up(hours, three):
    first, second, third = sorted(three)
    parts = hours.hours_between(first, second) + hours.hours_between(second, third)
    assert abs(parts - hours.hours_between(first, third)) <= Decimal("0.000002")


def test_an_hour_that_the_clock_leaves_out_adds_up_too():
    """02:30 of that night does not exist: it comes after 03:00, whatever the clock says."""
    hours = WorkingHours(time(0), time(2, 0, 1), frozenset(), frozenset(), OSLO)
    start, inside, end = (datetime(2026, 3, 29, *clock, tzinfo=OSLO) for clock in ((0, 0), (2, 30), (3, 0)))
    parts = hours.hours_between(start, inside) + hours.hours_between(inside, end)
    assert parts == hours.hours_between(start, end)
    assert hours.hours_between(inside, end) < 0


@given(offices(), moments, amounts)
def test_an_answer_is_due_while_somebody_works(hours, start, count):
    due = hours.after_hours(start, count)
    assert hours.is_working(due.date())
    assert hours.opens <= due.time() <= hours.closes
