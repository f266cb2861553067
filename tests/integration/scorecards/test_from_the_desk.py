"""From what people do on the desk to the figures: every step through the action that the pages use."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from scorecards.engine.catalogue import CATALOGUE, COLUMNS
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions import proposals
from suppliers.actions.commitments import Answer, answer
from suppliers.actions.judging import judge_lines
from suppliers.enums import Act, Fate, ReasonCode
from suppliers.models import Promise
from tests.factories import LineFactory, OrderFactory, receipt

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 3, 2, 7, tzinfo=UTC)  # a Monday, 08:00 in Oslo: the office opens
DUE = date(2026, 3, 20)
SCOPE = Scope(date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 10))


def at(day, hour=9):
    """In UTC: an hour later in Oslo."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def day(number):
    return date(2026, 3, number)


@pytest.fixture(autouse=True)
def office(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    settings.HOLIDAYS = []


@pytest.fixture
def lines(brandt):
    order = OrderFactory(partner=brandt, number="4500130", ordered_on=day(2), sent_at=SENT)
    made = [LineFactory(order=order, number=str(number), requested_on=DUE) for number in range(1, 7)]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in made])
    return made


@pytest.fixture
def month(lines, actor_of, alice, bob):
    """Six lines of a month, as they were lived; no row is written but through an action and the goods-in."""
    by, buyer = actor_of(bob), actor_of(alice)

    def say(number, moment, act=Act.PROMISE, *parts, cause="", note=""):
        (said,) = answer(
            by=by,
            at=moment,
            answers=[Answer(lines[number - 1].public_id, act, parts, reason_code=cause, note=note)],
        )
        return said.fate

    def many(quantity, number):
        return quantity * SCALE, day(number)

    # 1 is kept; 2 slips and is told four days before, as a proposal that we accept on the day
    assert say(1, at(2), Act.ACCEPT) == Fate.ACCEPTED  # after 2 hours
    assert say(2, at(2), Act.ACCEPT) == Fate.ACCEPTED  # after 2 hours
    assert say(2, at(16), Act.PROMISE, many(100, 25), cause=ReasonCode.MACHINE) == Fate.WAITING
    proposals.accept(by=buyer, line=lines[1], at=at(20))
    # 3 slips without a word; 4 is promised for less from the start, after our counter-proposal
    assert say(3, at(3, 7), Act.ACCEPT) == Fate.ACCEPTED  # after 9 hours, the next morning
    assert say(4, at(2, 11), Act.PROMISE, many(60, 20), cause=ReasonCode.CAPACITY) == Fate.WAITING
    proposals.counter(by=buyer, line=lines[3], parts=(many(80, 20),), note="80?", at=at(3))
    assert say(4, at(3, 11), Act.ACCEPT) == Fate.ACCEPTED
    # 5 is refused, and we agree; 6 is promised in two parts, of which the second comes late, told on the day
    assert say(5, at(4, 8), Act.REJECT, cause=ReasonCode.DISCONTINUED) == Fate.REJECTED  # after 19 hours
    proposals.agree(by=buyer, line=lines[4], at=at(5))
    parts = many(50, 18), many(50, 20)
    assert say(6, at(2, 8), Act.PROMISE, *parts) == Fate.ACCEPTED  # after 1 hour
    receipt(lines[5], day(18), 50)
    judge_lines(by=system_actor(), line_ids=[lines[5].pk])
    assert say(6, at(20), Act.PROMISE, many(50, 24), cause=ReasonCode.CARRIER) == Fate.WAITING
    proposals.accept(by=buyer, line=lines[5], at=at(21))
    for number, quantity, came in ((1, 100, 20), (2, 100, 25), (3, 100, 23), (4, 80, 19), (6, 50, 24)):
        receipt(lines[number - 1], day(came), quantity)
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
    return lines


# The same month, worked by hand.
EXPECTED = {
    # parts by their own day: 1 kept, 2 late, 3 late, 4 kept, 6 the first kept and the second late
    "promise_kept": (Fraction(3, 6), 6),
    # 1, 3 and 4 stayed; 2 and 6 were moved by the partner
    "promise_stability": (Fraction(3, 5), 5),
    # 2 was told on the 16th (4), 3 came on the 23rd without a word (-3), 6 was told on its day (0)
    "notice_days": (Fraction(0), 3),
    # 100 + 100 + 100 + 80 + 0 + 100 of 600
    "acceptance_rate": (Fraction(480, 600), 6),
    # hours: 2, 2, 9, 4, 19, 1
    "response_hours": (Fraction(3), 6),
}


@pytest.mark.parametrize(("code", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_the_figures_follow_from_the_history(month, brandt, kestrel, code, expected):
    found = figures(CATALOGUE[code], SCOPE)
    assert (found[brandt.pk].value, found[brandt.pk].n) == expected
    assert found[None] == found[brandt.pk]
    assert kestrel.pk not in found


@pytest.mark.parametrize("code", EXPECTED)
def test_each_is_the_sum_of_its_rows(month, brandt, code):
    kpi = CATALOGUE[code]
    rows = rows_by_partner(kpi, SCOPE)[brandt.pk]
    assert figure(kpi, sums_of(kpi, rows)) == figures(kpi, SCOPE)[None]
    assert all(len(row) == len(COLUMNS[kpi.source]) for row in rows)


def test_a_proposal_taken_back_warned_nobody(month, brandt, actor_of, bob):
    late = LineFactory(order=month[0].order, number="7", requested_on=DUE)
    by = actor_of(bob)

    def say(moment, act, *parts, cause=""):
        (said,) = answer(by=by, at=moment, answers=[Answer(late.public_id, act, parts, reason_code=cause)])
        return said.fate

    say(at(2), Act.ACCEPT)
    assert say(at(10), Act.PROMISE, (100 * SCALE, day(27)), cause=ReasonCode.PEOPLE) == Fate.WAITING
    assert say(at(11), Act.WITHDRAW) == Fate.WITHDRAWN
    receipt(late, day(27))
    judge_lines(by=system_actor(), line_ids=[late.pk])
    kpi = CATALOGUE["notice_days"]
    values = {row[2]: row[-1] for row in rows_by_partner(kpi, SCOPE)[brandt.pk]}
    assert values == {"2": 4, "3": -3, "6": 0, "7": -7}


def test_confirming_again_what_holds_changes_no_figure(month, brandt, actor_of, bob):
    before = {code: figures(CATALOGUE[code], SCOPE)[None] for code in EXPECTED}
    count = Promise.objects.count()
    open_line = LineFactory(order=month[0].order, number="8", requested_on=date(2026, 5, 20))
    for moment in (at(2), at(3)):
        answer(by=actor_of(bob), at=moment, answers=[Answer(open_line.public_id, Act.ACCEPT)])
    assert Promise.objects.count() == count + 1
    judge_lines(by=system_actor(), line_ids=[open_line.pk])
    after = {code: figures(CATALOGUE[code], SCOPE)[None] for code in EXPECTED}
    changed = {code for code in EXPECTED if before[code] != after[code]}
    assert changed == {"response_hours"}  # one more line was answered, no other figure is of March
