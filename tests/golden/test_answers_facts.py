"""How early a partner warns and how soon it answers: hand-worked lines, through the database."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from portal.actors import system_actor
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions.judging import judge_lines
from suppliers.enums import LineStatus, PromiseEvent
from suppliers.models import Exclusion
from tests.factories import LineFactory, OrderFactory, promise, receipt

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 3, 6, 14, tzinfo=UTC)  # a Friday, 15:00 in Oslo
NOTICE, RESPONSE = CATALOGUE["notice_days"], CATALOGUE["response_hours"]


def day(number):
    return date(2026, 3, number)


def at(number, hour=9, minute=0):
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def office(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    settings.WORKING_HOURS = (datetime(1, 1, 1, 8).time(), datetime(1, 1, 1, 17).time())
    settings.HOLIDAYS = []


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, ordered_on=day(2), sent_at=SENT)


def judged(*lines):
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])


def slipped(order, *said, came=None, due=10, **fields):
    """A line of 100 promised on the 3rd for `due`; `said`: (day said, promised day or None, event)."""
    line = LineFactory(order=order, requested_on=day(10), **fields)
    promise(line, day(due), at=at(3))
    for on, later, event in said:
        promise(line, None if later is None else day(later), at=at(on), event=event)
    if came is not None:
        receipt(line, day(came))
    judged(line)
    return line


def notice(as_of=31):
    scope = Scope(day(1), day(31), day(as_of))
    rows = [row for partner in rows_by_partner(NOTICE, scope).values() for row in partner]
    found = figures(NOTICE, scope)
    assert figure(NOTICE, sums_of(NOTICE, rows)) == found[None]
    return [row[-1] for row in rows], found[None]


CONFIRM, PROPOSE, REJECT = PromiseEvent.CONFIRM, PromiseEvent.PROPOSE, PromiseEvent.REJECT
CHANGE, COUNTER = PromiseEvent.BUYER_CHANGE, PromiseEvent.COUNTER
# what was said after the first promise, when all came, days of notice (None: the line did not slip)
SLIPS = {
    "told by a promise": ([(6, 15, CONFIRM)], 15, 4),
    "told by a proposal, which was accepted later": ([(4, 15, PROPOSE), (8, 15, CONFIRM)], 15, 6),
    "told by a refusal": ([(7, None, REJECT)], None, 3),
    "the first warning counts, not the last": ([(5, 12, CONFIRM), (9, 15, CONFIRM)], 15, 5),
    "told on the day": ([(10, 15, CONFIRM)], 15, 0),
    "told after": ([(12, 15, CONFIRM)], 15, -2),
    "never told, came late": ([], 14, -4),
    "never told, still open": ([], None, -21),
    "an earlier day is no warning": ([(5, 8, CONFIRM)], 14, -4),
    "our counter-proposal is not its warning": ([(5, 20, COUNTER)], 14, -4),
    "kept after all": ([(6, 15, CONFIRM)], 10, None),
    "kept": ([], 9, None),
    # our change moves the first promise to the 20th: what was said before it is no warning
    "moved by us, then late": ([(4, 25, CONFIRM), (6, 20, CHANGE)], 22, -2),
    "moved by us, then told": ([(6, 20, CHANGE), (17, 24, CONFIRM)], 24, 3),
}


@pytest.mark.parametrize(("said", "came", "days"), SLIPS.values(), ids=SLIPS)
def test_days_of_notice(order, said, came, days):
    slipped(order, *said, came=came)
    values, found = notice()
    assert values == ([] if days is None else [days])
    assert found.value == days


def test_the_median_of_all_of_them(order):
    for said, came, _days in SLIPS.values():
        slipped(order, *said, came=came)
    values, found = notice()
    assert sorted(values) == [-21, -4, -4, -4, -2, -2, 0, 3, 3, 4, 5, 6]
    assert (found.value, found.n) == (-1, 12)  # between -2 and 0


def test_what_was_taken_back_warned_nobody(order):
    line = slipped(order, came=14)
    early = promise(line, day(15), at=at(5), event=PROPOSE)
    promise(line, None, at=at(6), event=PromiseEvent.VOID, voids=early)
    assert notice()[0] == [-4]


def test_a_day_is_that_of_the_company(order):
    line = slipped(order, came=15)
    promise(line, day(15), at=at(6, 23, 30))  # half past midnight in Oslo: the 7th
    assert notice()[0] == [3]


def test_excused_lines_are_counted_apart(order, alice):
    line = slipped(order, came=14)
    Exclusion.objects.create(line=line, partner=line.partner, reason="strike", approved_by=alice)
    slipped(order, (6, 15, CONFIRM), came=15)
    found = notice()[1]
    assert (found.value, found.n, found.excused) == (4, 1, 1)


def test_what_nobody_knew_yet_does_not_count(order):
    slipped(order, (12, 15, CONFIRM), came=15)
    assert notice(as_of=10)[0] == []  # due today
    assert notice(as_of=11)[0] == [-1]  # open, no word
    assert notice(as_of=12)[0] == [-2]  # told today


def test_no_line_slipped_is_no_data(order):
    slipped(order, came=9)
    assert notice()[1].value is None


def test_part_of_it_in_time_is_a_slip_of_the_rest(order):
    line = slipped(order, (8, 12, CONFIRM))
    receipt(line, day(10), 60)
    receipt(line, day(12), 40)
    judged(line)
    assert notice()[0] == [2]


def test_rejected_on_arrival_is_no_slip(order):
    line = slipped(order)
    receipt(line, day(9), 0, 100)
    judged(line)
    assert notice()[0] == []


# Working hours


def response(as_of=31):
    scope = Scope(day(1), day(31), day(as_of))
    rows = [row for partner in rows_by_partner(RESPONSE, scope).values() for row in partner]
    found = figures(RESPONSE, scope)
    assert figure(RESPONSE, sums_of(RESPONSE, rows)) == found[None]
    return found[None]


def answered(order, moment, event=CONFIRM, **fields):
    line = LineFactory(order=order, **fields)
    return promise(line, day(20), at=moment, event=event)


def test_nights_and_weekends_do_not_count(order):
    answered(order, at(9, 9))  # Monday 10:00 in Oslo: 2 hours on Friday, 2 on Monday
    assert response().value == 4


@pytest.mark.parametrize("event", [CONFIRM, PROPOSE, REJECT])
def test_any_word_is_an_answer(order, event):
    answered(order, at(6, 15), event)
    assert response().value == 1


def test_only_the_first_word_counts(order):
    line = answered(order, at(6, 15), PROPOSE).line
    promise(line, day(22), at=at(12), event=CONFIRM)
    assert response().value == 1


def test_the_median_of_an_even_number_of_lines(order):
    for moment in (at(6, 15), at(6, 16), at(9, 8), at(9, 9)):  # 1, 2, 3 and 4 hours
        answered(order, moment)
    found = response()
    assert (found.value, found.n) == (Fraction(5, 2), 4)


def test_holidays_are_ours(order, settings):
    settings.HOLIDAYS = [day(9)]
    answered(order, at(10, 9))
    assert response().value == 4


def test_without_a_moment_of_sending_or_an_answer_there_is_none(order, brandt):
    LineFactory(order=order)
    answered(OrderFactory(partner=brandt, ordered_on=day(2)), at(6, 15))
    found = response()
    assert (found.value, found.n) == (None, 0)


def test_the_buyers_words_are_no_answer(order):
    answered(order, at(6, 15), CHANGE)
    assert response().n == 0


def test_drafts_and_blocked_lines_do_not_count(order):
    answered(order, at(6, 15), status=LineStatus.BLOCKED)
    assert response().n == 0


def test_who_answers_before_it_was_sent_took_no_time(order):
    answered(order, at(5))
    assert response().value == 0


def test_the_day_asked_is_the_period(order, brandt):
    late = OrderFactory(partner=brandt, sent_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))  # 1 April in Oslo
    answered(late, datetime(2026, 4, 1, 9, tzinfo=UTC))
    answered(order, at(6, 15))
    assert response(as_of=31).n == 1
    scope = Scope(date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 30))
    assert figures(RESPONSE, scope)[None].n == 1


def test_an_answer_after_the_as_of_day_does_not_exist(order):
    answered(order, at(9, 9))
    assert response(as_of=8).value is None


@pytest.mark.parametrize("kpi", [NOTICE, RESPONSE], ids=lambda kpi: kpi.code)
def test_one_query_for_all_partners(order, kestrel, kpi, django_assert_num_queries):
    for one in (order, OrderFactory(partner=kestrel, ordered_on=day(2), sent_at=SENT)):
        slipped(one, (6, 15, CONFIRM), came=15)
    with django_assert_num_queries(1):
        found = figures(kpi, Scope(day(1), day(31), day(31)))
    assert len(found) == 3
    assert found[None].n == 2
