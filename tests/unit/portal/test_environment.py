"""What the environment says is read as it is meant, or not at all."""

from datetime import date, time

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.clocks import answer_due, working_hours
from portal.environment import days_of, hours_of_day, positive
from tests.unit.portal.engine.test_hours import at


def test_working_hours_are_two_times():
    assert hours_of_day("08:00-17:00") == (time(8), time(17))
    assert hours_of_day("07:30 - 15:45") == (time(7, 30), time(15, 45))


@pytest.mark.parametrize("text", ["", "8-17", "08:00", "17:00-08:00", "08:00-08:00", "08:00-25:00", "a-b"])
def test_what_is_no_span_of_a_day_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured, match="WORKING_HOURS is"):
        hours_of_day(text)


def test_holidays_are_days():
    assert days_of(["2026-12-24", " 2026-12-25"]) == (date(2026, 12, 24), date(2026, 12, 25))
    with pytest.raises(ImproperlyConfigured, match=r"24\.12"):
        days_of(["2026-12-24", "24.12.2026"])


def test_an_answer_takes_at_least_an_hour():
    assert positive("ANSWER_HOURS", 1) == 1
    with pytest.raises(ImproperlyConfigured, match="ANSWER_HOURS is 0"):
        positive("ANSWER_HOURS", 0)


def test_the_company_answers_by_its_own_clock(settings):
    settings.ANSWER_HOURS, settings.WORKING_HOURS = 4, (time(9), time(15))
    settings.HOLIDAYS = (date(2026, 10, 7),)
    assert answer_due(at("2026-10-06 14:00")) == at("2026-10-08 12:00")
    assert working_hours().zone.key == settings.TIME_ZONE
