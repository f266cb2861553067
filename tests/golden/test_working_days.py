"""Windows in working days of the receiving site, worked by hand: through the engine and through the database.

March 2026: the 13th is a Friday. Hamburg keeps the 16th, a Monday, as a holiday; Dubai rests on Friday and
Saturday; all other sites are Oslo's, which rests on the weekend.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner, source_key
from suppliers.actions.judging import judge_lines
from suppliers.engine.calendars import WorkingCalendar
from suppliers.engine.judging import Rule, judge_line
from suppliers.enums import Basis, DayCount
from suppliers.models import Calendar, DeliveryOutcome, Exclusion, OrderLine
from tests.factories import LineFactory, OrderFactory, promise, receipt
from tests.golden.otif import day
from tests.golden.storing import store
from tests.integration.scorecards.test_facts_and_engine import DAYS, START, some_line

MONDAY_TO_FRIDAY = WorkingCalendar()
HAMBURG = WorkingCalendar(holidays=frozenset({day(16)}))
DUBAI = WorkingCalendar(weekend=frozenset({4, 5}))
SITES = {"Oslo": MONDAY_TO_FRIDAY, "Hamburg": HAMBURG, "Dubai": DUBAI}


@dataclass(frozen=True)
class Case:
    """A line of 100, due and received whole on these days of March 2026 (or on a date)."""

    site: str
    due: int | date
    came: int | date
    early: int | None
    late: int
    passes: bool


NEW_YEAR = date(2026, 12, 31)
CASES = {
    "on Monday, a working day after Friday": Case("Oslo", 13, 16, 0, 1, True),
    "on Tuesday, the second working day": Case("Oslo", 13, 17, 0, 1, False),
    "on Saturday, which lies in the window": Case("Oslo", 13, 14, 0, 1, True),
    "a holiday at the site does not count": Case("Hamburg", 13, 17, 0, 1, True),
    "the day after it does": Case("Hamburg", 13, 18, 0, 1, False),
    "on the holiday itself": Case("Hamburg", 13, 16, 0, 1, True),
    "a holiday at another site counts": Case("Oslo", 13, 17, 0, 2, True),
    "a weekend of another week: Sunday after Thursday": Case("Dubai", 12, 15, 0, 1, True),
    "the Monday after that Thursday": Case("Dubai", 12, 16, 0, 1, False),
    "early by a working day is Friday": Case("Oslo", 16, 13, 1, 0, True),
    "early by more is Thursday": Case("Oslo", 16, 12, 1, 0, False),
    "early is never penalised": Case("Oslo", 16, 2, None, 0, True),
    "due on a Saturday, no day late": Case("Oslo", 14, 14, 0, 0, True),
    "due on a Saturday, there on Monday, no day late": Case("Oslo", 14, 16, 0, 0, False),
    "due on a Saturday, there on Monday, one day late": Case("Oslo", 14, 16, 0, 1, True),
    "five working days are a week": Case("Oslo", 11, 18, 0, 5, True),
    "and not more": Case("Oslo", 11, 19, 0, 5, False),
    "over the short day of summer time": Case("Oslo", 27, 30, 0, 1, True),
    "no site: as in Oslo": Case("", 13, 16, 0, 1, True),
    "a site that no calendar names": Case("Bergen", 13, 17, 0, 1, False),
    "capitals and blanks do not matter": Case("  HAMBURG ", 13, 17, 0, 1, True),
    "the leap day is a working Tuesday": Case("Oslo", date(2028, 2, 28), date(2028, 2, 29), 0, 1, True),
    "1 March is the second day then": Case("Oslo", date(2028, 2, 28), date(2028, 3, 1), 0, 1, False),
    "over the year's end, in week 53": Case("Oslo", NEW_YEAR, date(2027, 1, 1), 0, 1, True),
    "Monday of week 1": Case("Oslo", NEW_YEAR, date(2027, 1, 4), 0, 1, False),
    "Monday, when New Year's Day is kept": Case("Bonn", NEW_YEAR, date(2027, 1, 4), 0, 1, True),
}


def a_day(value):
    return value if isinstance(value, date) else day(value)


@pytest.fixture
def sites(db):
    Calendar.objects.create(name="Hamburg works", sites="Hamburg\nAltona", holidays=["2026-03-16"])
    Calendar.objects.create(name="Gulf", sites="Dubai", weekend=[4, 5])
    Calendar.objects.create(name="Rhine", sites="Bonn", holidays=["2027-01-01"])


def scope(rule, as_of, start=date(2026, 1, 1), end=date(2028, 12, 31), basis=Basis.FIRST_CONFIRMED, **more):
    return Scope(start, end, as_of, basis, rule, kept=False, days=DayCount.WORKING, **more)


def delivered(partner, site, due, *came, quantity=100):
    """`came`: (day, accepted)."""
    order = OrderFactory(partner=partner, ordered_on=due - timedelta(days=60))
    line = LineFactory(order=order, requested_on=due, ship_to=site, quantity=quantity * SCALE)
    promise(line, due, at=datetime(due.year, due.month, due.day, 9, tzinfo=UTC) - timedelta(days=50))
    for on, accepted in came:
        receipt(line, on, accepted)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


def value(code, asked):
    kpi = CATALOGUE[code]
    found = figures(kpi, asked)[None]
    rows = [row for partner in rows_by_partner(kpi, asked).values() for row in partner]
    assert figure(kpi, sums_of(kpi, rows)) == found
    assert all(len(row) == len(kpi.columns) for row in rows)
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_in_the_database(case, sites, brandt):
    delivered(brandt, case.site, a_day(case.due), (a_day(case.came), 100))
    asked = scope(Rule(case.early, case.late), date(2029, 1, 1))
    for code in ("otif_lines", "otif_units", "on_time_quantity", "promise_kept"):
        assert (value(code, asked).value, value(code, asked).n) == (int(case.passes), 1), code


@pytest.mark.parametrize("case", [one for one in CASES.values() if one.site in SITES], ids=str)
def test_in_the_engine(case):
    first, last = Rule(case.early, case.late, calendar=SITES[case.site]).window(a_day(case.due))
    assert (first <= a_day(case.came) <= last) is case.passes


def test_the_calendar_for_the_rest_holds_where_none_is_named(sites, brandt):
    Calendar.objects.create(name="Everywhere else", holidays=["2026-03-16"])
    delivered(brandt, "Bergen", day(13), (day(17), 100))
    delivered(brandt, "Dubai", day(12), (day(16), 100))  # has its own: late all the same
    found = value("otif_lines", scope(Rule(0, 1), day(31)))
    assert (found.numerator, found.n) == (1, 2)


def test_a_line_counts_from_the_day_after_its_own_window(sites, brandt):
    """Due on Friday the 13th, a working day late at most: Oslo until the 16th, Hamburg until the 17th."""
    for site in ("Oslo", "Hamburg"):
        delivered(brandt, site, day(13))
    counted = [value("otif_lines", scope(Rule(0, 1), day(on))).n for on in (14, 16, 17, 18)]
    assert counted == [0, 0, 1, 2]
    counted = [value("promise_kept", scope(Rule(0, 1), day(on))).n for on in (14, 16, 17, 18)]
    assert counted == [0, 0, 1, 2]


def test_each_part_has_its_own_window(sites, brandt):
    """60 for Friday the 13th, 40 for Friday the 20th; 60 on Monday, in time; 30 on Monday, 10 on Tuesday."""
    line = LineFactory(
        order=OrderFactory(partner=brandt, ordered_on=day(1)), requested_on=day(20), ship_to="Oslo"
    )
    made = promise(line, day(13), 60, at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    made.parts.create(number=2, quantity=40 * SCALE, promised_on=day(20))
    for on, accepted in ((16, 60), (23, 30), (24, 10)):
        receipt(line, day(on), accepted)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    asked = scope(Rule(0, 1), day(31))
    assert value("otif_lines", asked).value == 0
    assert value("otif_units", asked).value == Fraction(90, 100)
    assert value("promise_kept", asked).value == Fraction(1, 2)
    # 30 of 40 are exactly 75 %
    tolerant = scope(Rule(0, 1, Decimal(25)), day(31))
    assert value("otif_lines", tolerant).value == 1
    assert value("promise_kept", tolerant).value == 1
    row = rows_by_partner(CATALOGUE["otif_lines"], asked)[brandt.pk][0]
    told = dict(zip(CATALOGUE["otif_lines"].columns, row, strict=True))
    assert (told["due_on"], told["completed_on"], told["days_late"]) == (day(20), day(24), 4)


def test_what_is_open_counts_in_calendar_days(sites, brandt):
    delivered(brandt, "Hamburg", day(13), (day(13), 60))
    asked = scope(Rule(0, 1), day(23))
    row = rows_by_partner(CATALOGUE["otif_lines"], asked)[brandt.pk][0]
    told = dict(zip(CATALOGUE["otif_lines"].columns, row, strict=True))
    assert (told["open_quantity"], told["open_quantity_days"]) == (40 * SCALE, 400 * SCALE)
    assert value("overdue_quantity_days", asked).value == 400


def test_cancelled_blocked_and_excused_lines(sites, brandt, alice):
    lines = {
        status: delivered(brandt, "Oslo", day(13), (day(13), 100))
        for status in ("confirmed", "cancelled_by_partner", "closed_short", "blocked", "draft")
    }
    for status, line in lines.items():
        OrderLine.objects.filter(pk=line.pk).update(status=status)
    excused = delivered(brandt, "Oslo", day(13))
    Exclusion.objects.create(line=excused, partner=brandt, reason="strike", approved_by=alice)
    judge_lines(by=system_actor(), line_ids=[*(line.pk for line in lines.values()), excused.pk])
    found = value("otif_lines", scope(Rule(0, 1), day(31)))
    assert (found.numerator, found.n, found.excused) == (2, 3, 1)


def test_no_data_is_none(sites, brandt):
    found = figures(CATALOGUE["otif_lines"], scope(Rule(0, 1), day(31)))
    assert (found[None].value, found[None].n) == (None, 0)


def test_two_queries_for_all_partners_and_nothing_stored(sites, brandt, kestrel, django_assert_num_queries):
    for partner in (brandt, kestrel):
        for site in SITES:
            delivered(partner, site, day(13), (day(16), 100))
    stored = DeliveryOutcome.objects.count()
    for code in ("otif_lines", "promise_kept"):
        with django_assert_num_queries(2):
            found = figures(CATALOGUE[code], scope(Rule(0, 1), day(31)))
        assert (len(found), found[None].n) == (3, 6)
    only = figures(CATALOGUE["otif_lines"], scope(Rule(0, 1), day(31), partners=frozenset({brandt.pk})))
    assert set(only) == {brandt.pk, None}
    assert DeliveryOutcome.objects.count() == stored


def test_rows_of_working_days_have_their_own_key():
    kpi, asked = CATALOGUE["otif_lines"], scope(Rule(0, 1), day(31))
    assert source_key(kpi, asked) == "judged_lines/first_confirmed/0-1-0/working"
    assert source_key(CATALOGUE["overdue_quantity_days"], asked) == "judged_lines/first_confirmed/none-0-0"
    assert source_key(CATALOGUE["rejected_ppm"], asked) == "receipts"


@pytest.mark.parametrize("rule", [Rule(), Rule(2, 1), Rule(0, 2, Decimal(10))], ids=lambda rule: rule.key)
def test_where_every_day_is_a_working_day_both_ways_agree(brandt, rule):
    """The engine on stored slices, and the rule applied in SQL: the same rows, to the last column."""
    Calendar.objects.create(name="Never closed", weekend=[])
    random = Random(20260301)
    order = OrderFactory(partner=brandt, ordered_on=START)
    facts = [some_line(random) for _ in range(80)]
    stored = [store(one, order, str(number)) for number, one in enumerate(facts)]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in stored])
    for as_of in DAYS:
        for basis in Basis:
            asked = scope(rule, as_of, START, START + timedelta(days=30), basis)
            plain = Scope(START, START + timedelta(days=30), as_of, basis, rule, kept=False)
            for code in ("otif_lines", "promise_kept"):
                kpi = CATALOGUE[code]
                assert sorted(rows_by_partner(kpi, asked).get(brandt.pk, []), key=str) == sorted(
                    rows_by_partner(kpi, plain).get(brandt.pk, []), key=str
                )


@pytest.mark.parametrize("rule", [Rule(1, 1), Rule(None, 3, Decimal("2.5"))], ids=lambda rule: rule.key)
def test_the_database_counts_what_the_engine_judges(brandt, rule):
    Calendar.objects.create(name="Oslo", holidays=["2026-03-16", "2026-03-17"])
    calendar = WorkingCalendar(holidays=frozenset({day(16), day(17)}))
    random = Random(7)
    order = OrderFactory(partner=brandt, ordered_on=START)
    facts = [some_line(random) for _ in range(80)]
    stored = [store(one, order, str(number)) for number, one in enumerate(facts)]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in stored])
    working = Rule(rule.early_days, rule.late_days, rule.tolerance, calendar)
    for as_of in DAYS:
        judged = [judge_line(one, working, as_of) for one in facts]
        for basis in Basis:
            outcomes = [one[basis] for one in judged if basis in one and one[basis].counts_from <= as_of]
            asked = scope(rule, as_of, START, START + timedelta(days=30), basis)
            assert value("otif_lines", asked).numerator == sum(one.passed for one in outcomes)
            units = value("otif_units", asked)
            assert (units.n, units.numerator, units.denominator) == (
                len(outcomes),
                sum(one.accepted_in_window for one in outcomes),
                sum(one.quantity for one in outcomes),
            )


# When a period in working days closes


@pytest.mark.parametrize("late", [0, 1, 3, 7])
def test_no_earlier_due_day_has_a_later_end(late):
    """So the last due day of a period has the last of its windows."""
    days = [date(2026, 12, 20) + timedelta(days=number) for number in range(30)]
    for calendar in (MONDAY_TO_FRIDAY, DUBAI, WorkingCalendar(holidays=frozenset(days[5:9]))):
        ends = [calendar.shifted(one, late) for one in days]
        assert ends == sorted(ends)
