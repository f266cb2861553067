"""Days never shift: daylight saving, the leap day, the week that lies in two years."""

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from portal.actors import system_actor
from scorecards.engine.catalogue import CATALOGUE
from scorecards.facts import Scope, figures
from suppliers.actions.judging import judge_lines
from suppliers.engine.judging import Rule
from suppliers.enums import Basis
from tests.factories import LineFactory, OrderFactory, promise, receipt

pytestmark = pytest.mark.django_db
LAST = Basis.LAST_CONFIRMED


@pytest.fixture(autouse=True)
def office(settings):
    """In Oslo clocks go forward on 29 March 2026 at 02:00 and back on 25 October 2026 at 03:00."""
    settings.TIME_ZONE = "Europe/Oslo"
    settings.WORKING_HOURS = (time(8), time(17))
    settings.HOLIDAYS = []


def utc(*moment):
    return datetime(*moment, tzinfo=UTC)


def value(code, start, end, as_of, basis=Basis.FIRST_CONFIRMED, rule=None):
    found = figures(CATALOGUE[code], Scope(start, end, as_of, basis, rule or Rule(), rule is None))[None]
    return found.n, found.value


def judged(*lines):
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])


# when it was said, and the local day of it
MOMENTS = {
    "the last half hour before the short day": (utc(2026, 3, 28, 22, 30), date(2026, 3, 28)),
    "the first half hour of the short day": (utc(2026, 3, 28, 23, 30), date(2026, 3, 29)),
    "the last half hour of the short day": (utc(2026, 3, 29, 21, 30), date(2026, 3, 29)),
    "half past midnight after it, 23:30 by winter time": (utc(2026, 3, 29, 22, 30), date(2026, 3, 30)),
    "the first half hour of the long day": (utc(2026, 10, 24, 22, 30), date(2026, 10, 25)),
    "the hour that comes twice, the second time": (utc(2026, 10, 25, 1, 30), date(2026, 10, 25)),
    "its last half hour, half past midnight by summer time": (utc(2026, 10, 25, 22, 30), date(2026, 10, 25)),
    "the half hour after it": (utc(2026, 10, 25, 23, 30), date(2026, 10, 26)),
}


@pytest.mark.parametrize(("moment", "said_on"), MOMENTS.values(), ids=MOMENTS)
def test_a_promise_holds_from_the_local_day_on_which_it_was_made(brandt, moment, said_on):
    """Promised on the 2nd of the month for the 28th; moved, at the moment, to the 1st: of the next month."""
    month = said_on.replace(day=1)
    due, later = month.replace(day=20), (month.replace(day=28)).replace(month=month.month + 1)
    line = LineFactory(order=OrderFactory(partner=brandt, ordered_on=month), requested_on=due)
    promise(line, due, at=utc(month.year, month.month, 2, 9))
    promise(line, later, at=moment)
    judged(line)
    before = date.fromordinal(said_on.toordinal() - 1)
    last_of_month = date.fromordinal(month.replace(month=month.month + 1).toordinal() - 1)
    assert value("promise_stability", month, last_of_month, before) == (1, 1)
    assert value("promise_stability", month, last_of_month, said_on) == (1, 0)
    assert value("otif_lines", month, last_of_month, before, LAST) == (1, 0)
    assert value("otif_lines", month, last_of_month, said_on, LAST) == (0, None)


@pytest.mark.parametrize(("moment", "sent_on"), MOMENTS.values(), ids=MOMENTS)
def test_an_order_is_of_the_local_day_on_which_it_was_sent(brandt, moment, sent_on):
    order = OrderFactory(partner=brandt, sent_at=moment)
    promise(LineFactory(order=order), date(2026, 12, 1), at=utc(2026, 11, 30, 9))
    for distance in (-1, 0, 1):
        on = date.fromordinal(sent_on.toordinal() + distance)
        assert value("response_hours", on, on, date(2026, 12, 31))[0] == (1 if distance == 0 else 0)


@pytest.mark.parametrize(
    ("sent", "answered"),
    [(utc(2026, 3, 27, 15), utc(2026, 3, 30, 7)), (utc(2026, 10, 23, 14), utc(2026, 10, 26, 8))],
    ids=["forward", "back"],
)
def test_working_hours_are_those_of_the_clock_on_the_wall(brandt, sent, answered):
    """Friday 16:00 to Monday 09:00: an hour on each."""
    order = OrderFactory(partner=brandt, sent_at=sent)
    promise(LineFactory(order=order), date(2026, 12, 1), at=answered)
    assert value("response_hours", sent.date(), sent.date(), date(2026, 12, 31)) == (1, 2)


@pytest.mark.parametrize("due", [date(2026, 3, 29), date(2026, 10, 25)], ids=["short day", "long day"])
def test_windows_and_lead_times_count_days_not_hours(brandt, due):
    """Ordered seven days before, due on the day of the change, there a day later."""
    order = OrderFactory(partner=brandt, ordered_on=date.fromordinal(due.toordinal() - 7))
    line = LineFactory(order=order, requested_on=due)
    promise(line, due, at=utc(due.year, due.month, 1, 9))
    after = date.fromordinal(due.toordinal() + 1)
    receipt(line, after)
    judged(line)
    as_of = date(due.year, due.month + 1, 20)
    assert value("otif_lines", due, due, as_of, rule=Rule(0, 0)) == (1, 0)
    assert value("otif_lines", due, due, as_of, rule=Rule(0, 1)) == (1, 1)
    assert value("lead_time_mean", after, after, as_of) == (1, 8)
    assert value("notice_days", due, due, as_of) == (1, -1)


def test_the_leap_day(brandt):
    """Due on 29 February 2028, there on 1 March: one day late; two days after an order of the 28th."""
    order = OrderFactory(partner=brandt, ordered_on=date(2028, 2, 28))
    line = LineFactory(order=order, requested_on=date(2028, 2, 29))
    promise(line, date(2028, 2, 29), at=utc(2028, 2, 28, 9))
    receipt(line, date(2028, 3, 1))
    judged(line)
    february, as_of = (date(2028, 2, 1), date(2028, 2, 29)), date(2028, 4, 1)
    assert value("otif_lines", *february, as_of) == (1, 0)
    assert value("otif_lines", *february, as_of, rule=Rule(0, 1)) == (1, 1)
    assert value("otif_lines", date(2028, 2, 1), date(2028, 2, 28), as_of) == (0, None)
    assert value("otif_lines", date(2028, 2, 29), date(2028, 2, 29), as_of) == (1, 0)
    assert value("lead_time_mean", date(2028, 3, 1), date(2028, 3, 31), as_of) == (1, 2)
    assert value("notice_days", *february, as_of) == (1, -1)


def test_a_window_of_a_year_over_the_leap_day(brandt):
    """366 days after 28 February 2027 is 29 February 2028; 365 are the 28th."""
    order = OrderFactory(partner=brandt, ordered_on=date(2027, 2, 1))
    line = LineFactory(order=order, requested_on=date(2027, 2, 28))
    promise(line, date(2027, 2, 28), at=utc(2027, 2, 2, 9))
    receipt(line, date(2028, 2, 29))
    judged(line)
    span = (date(2027, 2, 28), date(2027, 2, 28), date(2029, 1, 1))
    assert value("otif_lines", *span, rule=Rule(0, 365)) == (1, 0)
    assert value("otif_lines", *span, rule=Rule(0, 366)) == (1, 1)


def test_week_53_lies_in_two_years(brandt):
    """Week 53 of 2026 runs from Monday 28 December to Sunday 3 January 2027."""
    monday, sunday = date.fromisocalendar(2026, 53, 1), date.fromisocalendar(2026, 53, 7)
    assert (monday, sunday) == (date(2026, 12, 28), date(2027, 1, 3))
    order = OrderFactory(partner=brandt, ordered_on=date(2026, 12, 1), sent_at=utc(2026, 12, 31, 23, 30))
    lines = []
    for due, late in [
        (date(2026, 12, 27), 0),  # week 52
        (date(2026, 12, 28), 0),
        (date(2026, 12, 31), 1),  # there on New Year's Day
        (date(2027, 1, 3), 0),
        (date(2027, 1, 4), 0),  # week 1
    ]:
        line = LineFactory(order=order, requested_on=due)
        promise(line, due, at=utc(2027, 1, 1, 9))
        receipt(line, date.fromordinal(due.toordinal() + late))
        lines.append(line)
    judged(*lines)
    as_of = date(2027, 2, 1)
    count, share = value("otif_lines", monday, sunday, as_of)
    assert (count, share * count) == (3, 2)
    assert value("promise_kept", monday, sunday, as_of)[0] == 3
    assert value("accepted_rate", monday, sunday, as_of) == (3, 1)
    # 28 December, 1 January, 3 January: 27, 31 and 33 days from the order
    assert value("lead_time_mean", monday, sunday, as_of) == (3, Fraction(27 + 31 + 33, 3))
    assert value("response_hours", monday, sunday, as_of)[0] == 5  # sent on 1 January, half past midnight
    years = [value("otif_lines", date(year, 1, 1), date(year, 12, 31), as_of)[0] for year in (2026, 2027)]
    assert years == [3, 2]
