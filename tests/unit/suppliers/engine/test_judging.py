"""Judging one line: limits, splits, replacements, cancellations."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from suppliers.engine.calendars import WorkingCalendar
from suppliers.engine.judging import Rule, hand_out, judge_line
from suppliers.engine.lines import Basis, LineFacts, ReceiptFact
from suppliers.engine.plans import plans
from tests.golden.otif import AS_OF, day, line, promise

FIRST = Basis.FIRST_CONFIRMED
LAST = Basis.LAST_CONFIRMED
REQUESTED = Basis.REQUESTED
STRICT = Rule()


def judged(facts, rule=STRICT, as_of=AS_OF, basis=FIRST):
    return judge_line(facts, rule, as_of).get(basis)


@pytest.mark.parametrize(
    ("came", "rule", "passes"),
    [
        (10, Rule(0, 0), True),
        (9, Rule(0, 0), False),
        (8, Rule(2, 0), True),
        (7, Rule(2, 0), False),
        (12, Rule(0, 2), True),
        (13, Rule(0, 2), False),
        (1, Rule(None, 0), True),
    ],
)
def test_both_ends_of_the_window_are_inside(came, rule, passes):
    assert judged(line(5, promise("confirm", 1, (5, 10)), receipts=[(5, came)]), rule).passed is passes


@pytest.mark.parametrize(("accepted", "passes"), [(95, True), (94, False), (100, True)])
def test_exactly_at_the_tolerance_passes(accepted, passes):
    facts = line(100, promise("confirm", 1, (100, 10)), receipts=[(accepted, 10)])
    assert judged(facts, Rule(tolerance=Decimal(5))).passed is passes


def test_a_split_promise_is_judged_part_by_part():
    facts = line(100, promise("confirm", 1, (60, 10), (40, 15)), receipts=[(50, 10), (50, 14)])
    outcome = judged(facts, Rule(0, 0))
    assert (outcome.parts, outcome.parts_passed, outcome.passed) == (2, 0, False)
    assert outcome.due_on == day(15)
    assert outcome.accepted_in_window == 50
    assert (outcome.completed_on, outcome.days_late) == (day(14), 4)


def test_a_later_part_is_never_served_before_an_earlier_one():
    facts = line(100, promise("confirm", 1, (40, 15), (60, 10)), receipts=[(60, 10), (40, 15)])
    assert judged(facts).passed


def test_over_delivery_reaches_no_part():
    outcome = judged(line(10, promise("confirm", 1, (10, 10)), receipts=[(25, 10)]))
    assert (outcome.quantity_in_window, outcome.accepted_in_window) == (10, 10)


def test_a_replacement_for_rejected_units_counts_as_accepted():
    facts = replace(
        line(100, promise("confirm", 1, (100, 10))),
        receipts=(ReceiptFact(day(8), 91, 9), ReceiptFact(day(10), 9, 0)),
    )
    outcome = judged(facts)
    assert outcome.passed
    assert outcome.quantity_in_window == 100
    assert outcome.completed_on == day(10)


def test_rejected_units_are_received_and_not_accepted():
    facts = replace(line(100, promise("confirm", 1, (100, 10))), receipts=(ReceiptFact(day(9), 91, 9),))
    outcome = judged(facts)
    assert (outcome.quantity_in_window, outcome.accepted_in_window, outcome.passed) == (100, 91, False)
    assert outcome.days_late is None


def test_only_the_buyer_moves_the_first_promise():
    facts = line(20, promise("confirm", 1, (20, 10)), promise("confirm", 6, (20, 15)), receipts=[(20, 15)])
    assert judged(facts).due_on == day(10)
    assert judged(facts, basis=LAST).due_on == day(15)
    moved = replace(facts, promises=(*facts.promises, promise("buyer_change", 7, (20, 20))))
    assert {basis: one.due_on for basis, one in judge_line(moved, STRICT, AS_OF).items()} == dict.fromkeys(
        Basis, day(20)
    )
    assert judged(moved, as_of=day(6)).due_on == day(10)


def test_the_buyer_cannot_promise_for_the_partner():
    facts = line(20, promise("buyer_change", 3, (20, 20)))
    assert set(judge_line(facts, STRICT, AS_OF)) == {REQUESTED}


def test_what_waits_for_an_answer_is_no_promise():
    facts = line(20, promise("propose", 3, (20, 20)))
    assert set(judge_line(facts, STRICT, AS_OF)) == {REQUESTED}


def test_a_confirmation_after_a_rejection_is_the_first_promise():
    facts = line(20, promise("reject", 3), promise("confirm", 4, (20, 12)))
    assert judged(facts).due_on == day(12)
    assert set(judge_line(facts, STRICT, day(3))) == {REQUESTED}


def test_promises_follow_the_moment_they_were_made_not_their_arrival():
    facts = line(20, promise("confirm", 6, (20, 15)), promise("confirm", 1, (20, 10)))
    assert (judged(facts).due_on, judged(facts, basis=LAST).due_on) == (day(10), day(15))


@pytest.mark.parametrize("status", ["draft", "blocked"])
def test_drafts_and_blocked_lines_do_not_count(status):
    assert judge_line(replace(line(5), status=status), STRICT, AS_OF) == {}


@pytest.mark.parametrize("status", ["cancelled_by_us", "closed_short"])
def test_what_we_closed_is_as_large_as_what_had_come(status):
    facts = replace(line(100, promise("confirm", 1, (60, 10), (40, 15)), receipts=[(50, 9)]), status=status)
    outcome = judged(facts)
    assert (outcome.quantity, outcome.parts, outcome.passed) == (50, 1, True)
    assert judge_line(replace(facts, receipts=()), STRICT, AS_OF) == {}
    assert judge_line(facts, STRICT, day(8)) == {}


def test_what_the_partner_cancelled_fails_in_full():
    facts = replace(
        line(100, promise("confirm", 1, (100, 10)), receipts=[(100, 9)]), status="cancelled_by_partner"
    )
    outcome = judged(facts)
    assert (outcome.passed, outcome.quantity, outcome.accepted_in_window) == (False, 100, 100)


def test_a_line_counts_from_the_day_after_its_window():
    assert judged(line(5, promise("confirm", 1, (5, 10))), Rule(0, 2)).counts_from == day(13)


def test_a_line_does_not_exist_before_its_order():
    facts = replace(line(5), ordered_on=day(4))
    assert judge_line(facts, STRICT, day(3)) == {}
    assert facts.known_on(day(3)) is None


def test_working_days_skip_weekends_and_holidays():
    friday = date(2026, 3, 13)
    facts = LineFacts(5, friday, receipts=(ReceiptFact(date(2026, 3, 17), 5),))
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 3, 16)}))
    assert judged(facts, Rule(0, 1, calendar=calendar), basis=REQUESTED).passed
    assert not judged(facts, Rule(0, 1, calendar=WorkingCalendar()), basis=REQUESTED).passed
    assert calendar.shifted(date(2026, 3, 17), -1) == friday


def test_a_week_without_working_days_is_refused():
    with pytest.raises(ValueError, match="working day"):
        WorkingCalendar(weekend=frozenset(range(7))).shifted(day(1), 1)


def test_the_leap_day_is_a_day():
    facts = LineFacts(5, date(2028, 2, 28), receipts=(ReceiptFact(date(2028, 3, 1), 5),))
    assert judged(facts, Rule(0, 2), as_of=date(2028, 4, 1), basis=REQUESTED).passed
    assert judged(facts, Rule(0, 1), as_of=date(2028, 4, 1), basis=REQUESTED).days_late == 2


@pytest.mark.parametrize(
    ("early", "late", "tolerance"), [(-1, 0, "0"), (0, -1, "0"), (0, 0, "-1"), (0, 0, "1.234"), (0, 0, "101")]
)
def test_an_impossible_rule_is_refused(early, late, tolerance):
    with pytest.raises(ValueError, match=r"window|tolerance"):
        Rule(early, late, Decimal(tolerance))


def test_equal_neighbours_are_one_plan():
    facts = line(5, promise("confirm", 1, (5, 10)), promise("confirm", 2, (5, 10)))
    assert len(plans(facts)) == 3


def test_slices_say_how_far_they_were_off():
    facts = line(5, promise("confirm", 1, (5, 10)), receipts=[(3, 8), (2, 12)])
    plan = plans(facts)[1]
    assert [(one.quantity, one.accepted, one.offset_days) for one in hand_out(plan, facts.receipts)] == [
        (5, 0, None),
        (0, 3, -2),
        (0, 2, 2),
    ]
