"""The clocks of a case, worked out by hand: a Thursday morning, a weekend, a holiday."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from portal.engine.hours import WorkingHours
from suppliers.facts.case_clocks import CaseClock, ClockState, clocks, half_of, promised
from suppliers.models import Case

OSLO = ZoneInfo("Europe/Oslo")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


# opened; sorry by, understood by, agreed by
PROMISES = {
    "a Thursday morning": ("2026-10-01 09:38", "2026-10-01 13:38", "2026-10-05 17:00", "2026-10-08 17:00"),
    "late on a Friday": ("2026-10-02 16:00", "2026-10-05 11:00", "2026-10-06 17:00", "2026-10-09 17:00"),
    "on a Sunday": ("2026-10-04 12:00", "2026-10-05 12:00", "2026-10-06 17:00", "2026-10-09 17:00"),
    "before a holiday": ("2026-10-13 15:00", "2026-10-15 10:00", "2026-10-16 17:00", "2026-10-21 17:00"),
}


@pytest.fixture(autouse=True)
def office(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    settings.HOLIDAYS = [date(2026, 10, 14)]


@pytest.mark.parametrize(("opened", "sorry", "found", "agreed"), PROMISES.values(), ids=PROMISES)
def test_what_is_promised(opened, sorry, found, agreed):
    assert promised(at(opened)) == {
        "acknowledge_by": at(sorry),
        "understand_by": at(found),
        "agree_by": at(agreed),
    }


def test_days_that_cannot_pass():
    with pytest.raises(ValueError, match="0 working days"):
        WorkingHours().after_days(at("2026-10-01 09:00"), 0)


def case(**more):
    opened = at("2026-10-01 09:38")
    return Case(opened_at=opened, stage="heard", opened_by_side="partner", **promised(opened), **more)


def states(of, now):
    return [one.state for one in clocks(of, at(now))]


def test_how_they_stand():
    R, L, M, S, later = (
        ClockState.RUNNING,
        ClockState.LATE,
        ClockState.MET,
        ClockState.MISSED,
        ClockState.LATER,
    )
    assert states(case(), "2026-10-01 13:38") == [R, R, R, later]
    assert states(case(), "2026-10-01 13:39") == [L, R, R, later]
    sorry = case(acknowledged_at=at("2026-10-01 10:18"), understood_at=at("2026-10-05 17:01"))
    assert states(sorry, "2026-10-06 09:00") == [M, S, R, later]
    first = clocks(sorry, at("2026-10-06 09:00"))[0]
    assert round(first.hours * 60) == 40
    agreed = case(agreed_at=at("2026-10-08 16:00"), follow_up_on=date(2026, 10, 22))
    assert states(agreed, "2026-10-22 23:59")[3] == R
    assert states(agreed, "2026-10-23 00:01")[3] == L


def test_half_of_the_time():
    assert half_of(case(), CaseClock.ACKNOWLEDGE) == at("2026-10-01 11:38")
    assert half_of(case(), CaseClock.FOLLOW_UP) is None
    assert clocks(case(), at("2026-10-01 11:38"))[0].hours == Decimal(2)
