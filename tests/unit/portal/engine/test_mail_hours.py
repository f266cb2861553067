"""When a mail may go out: the person's own clock decides, also on the days on which it is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.engine.mail_hours import MailHours

OSLO = ZoneInfo("Europe/Oslo")
NEW_YORK = ZoneInfo("America/New_York")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


def oslo(*words):
    return datetime(*words, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(19, False), (20, True), (23, True), (0, True), (5, True), (6, False), (12, False)]
)
def test_quiet_hours_go_over_midnight(hour, quiet):
    hours = MailHours(OSLO, quiet_from=20, quiet_until=6)
    assert hours.is_quiet(oslo(2026, 10, 20, hour, 59)) is quiet


@pytest.mark.parametrize(("hour", "quiet"), [(11, False), (12, True), (13, True), (14, False)])
def test_quiet_hours_within_a_day(hour, quiet):
    assert MailHours(OSLO, quiet_from=12, quiet_until=14).is_quiet(oslo(2026, 10, 20, hour)) is quiet


def test_the_same_hour_twice_is_never_quiet():
    assert not any(MailHours(OSLO, None, 7, 7).is_quiet(oslo(2026, 10, 20, hour)) for hour in range(24))


def test_hours_are_of_the_person_s_own_clock():
    moment = oslo(2026, 10, 20, 21)  # three in the afternoon in New York
    assert MailHours(OSLO, quiet_from=20, quiet_until=6).is_quiet(moment)
    assert not MailHours(NEW_YORK, quiet_from=20, quiet_until=6).is_quiet(moment)


def test_a_daily_mail_takes_what_came_before_its_hour_and_leaves_the_rest_for_tomorrow():
    hours = MailHours(OSLO, digest_hour=7)
    assert not hours.takes(oslo(2026, 10, 19, 9), oslo(2026, 10, 20, 6, 59))
    assert hours.takes(oslo(2026, 10, 19, 9), oslo(2026, 10, 20, 7))
    assert not hours.takes(oslo(2026, 10, 20, 7, 1), oslo(2026, 10, 20, 12))
    assert hours.takes(oslo(2026, 10, 20, 7, 1), oslo(2026, 10, 21, 7))


def test_a_daily_mail_whose_hour_was_missed_comes_late():
    assert MailHours(OSLO, digest_hour=7).takes(oslo(2026, 10, 19, 9), oslo(2026, 10, 23, 3))


def test_an_hour_that_does_not_exist_comes_when_the_clock_has_passed_it():
    # On 29 March 2026 it is never half past two in Oslo.
    hours = MailHours(OSLO, digest_hour=2)
    assert not hours.takes(oslo(2026, 3, 28, 9), datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    assert hours.takes(oslo(2026, 3, 28, 9), datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_an_hour_that_comes_twice_counts_the_first_time():
    # On 25 October 2026 it is two o'clock in Oslo at midnight UTC, and again an hour later.
    hours, first = MailHours(OSLO, digest_hour=2), datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert hours.last_digest(first) == first
    assert hours.last_digest(first + timedelta(hours=1, minutes=30)) == first


@given(MOMENTS, st.integers(0, 23), st.sampled_from([OSLO, NEW_YORK, ZoneInfo("Asia/Kathmandu")]))
def test_there_is_one_daily_mail_a_day(now, hour, zone):
    """Whatever comes up is taken by exactly one of the daily mails that follow, within 25 hours."""
    hours = MailHours(zone, digest_hour=hour)
    moments = {hours.last_digest(now + timedelta(minutes=30 * step)) for step in range(52)}
    following = sorted(moment for moment in moments if moment >= now)
    assert following
    assert following[0] - now <= timedelta(hours=25)
    assert hours.takes(now, following[0])
    assert not hours.takes(now, following[0] - timedelta(seconds=1)) or following[0] == now
