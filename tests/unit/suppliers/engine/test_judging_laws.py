"""What holds for every line, whatever was promised and whatever came."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from suppliers.engine.judging import Rule, hand_out, judge_line
from suppliers.engine.lines import LineFacts, Part, PromiseFact, ReceiptFact
from suppliers.engine.plans import plans

START = date(2028, 2, 20)
days = st.integers(0, 30).map(lambda offset: START + timedelta(days=offset))
quantities = st.integers(1, 60)
receipts = st.builds(ReceiptFact, days, st.integers(0, 60), st.integers(0, 20))
statuses = st.sampled_from(
    ["confirmed", "cancelled_by_us", "closed_short", "cancelled_by_partner", "draft", "blocked"]
)
rules = st.builds(
    Rule,
    st.one_of(st.none(), st.integers(0, 6)),
    st.integers(0, 6),
    st.sampled_from([Decimal(0), Decimal("2.5"), Decimal(5), Decimal(50)]),
)


@st.composite
def promises(draw):
    moment = datetime(2028, 2, 20, draw(st.integers(0, 23)), tzinfo=UTC)
    moment += timedelta(days=draw(st.integers(0, 30)))
    dues = draw(st.lists(st.tuples(days, quantities), min_size=1, max_size=3))
    parts = tuple(Part(due, number, quantity) for number, (due, quantity) in enumerate(dues, 1))
    event = draw(st.sampled_from(["confirm", "confirm", "propose", "reject", "buyer_change"]))
    return PromiseFact(event, moment, moment.date(), parts)


lines = st.builds(
    LineFacts,
    quantities,
    days,
    statuses,
    st.one_of(st.none(), days),
    st.lists(promises(), max_size=4, unique_by=lambda fact: (fact.event, fact.made_at)).map(tuple),
    st.lists(receipts, max_size=5).map(tuple),
)


@given(lines, rules, days, st.randoms())
def test_the_order_of_receipts_is_irrelevant(facts, rule, as_of, shuffler):
    shuffled = list(facts.receipts)
    shuffler.shuffle(shuffled)
    assert judge_line(replace(facts, receipts=tuple(shuffled)), rule, as_of) == judge_line(facts, rule, as_of)


@given(lines, rules, days, st.data())
def test_splitting_a_receipt_changes_nothing(facts, rule, as_of, data):
    split = []
    for receipt in facts.receipts:
        accepted = data.draw(st.integers(0, receipt.accepted))
        rejected = data.draw(st.integers(0, receipt.rejected))
        split.append(ReceiptFact(receipt.received_on, accepted, rejected))
        split.append(
            ReceiptFact(receipt.received_on, receipt.accepted - accepted, receipt.rejected - rejected)
        )
    assert judge_line(replace(facts, receipts=tuple(split)), rule, as_of) == judge_line(facts, rule, as_of)


@given(lines, rules, st.integers(0, 5), st.integers(0, 5), days)
def test_a_wider_window_lowers_nothing(facts, rule, earlier, later, as_of):
    wider = replace(
        rule,
        early_days=None if rule.early_days is None else rule.early_days + earlier,
        late_days=rule.late_days + later,
    )
    narrow, wide = judge_line(facts, rule, as_of), judge_line(facts, wider, as_of)
    assert narrow.keys() == wide.keys()
    for basis, outcome in narrow.items():
        assert wide[basis].passed >= outcome.passed
        assert wide[basis].quantity_in_window >= outcome.quantity_in_window
        assert wide[basis].accepted_in_window >= outcome.accepted_in_window
        assert wide[basis].parts_passed >= outcome.parts_passed


@given(lines, rules, days)
def test_over_delivery_never_lifts_a_share_above_one(facts, rule, as_of):
    for outcome in judge_line(facts, rule, as_of).values():
        assert 0 <= outcome.accepted_in_window <= outcome.quantity
        assert 0 <= outcome.quantity_in_window <= outcome.quantity
        assert outcome.parts_passed <= outcome.parts


@given(lines, rules, days)
def test_what_happened_later_does_not_exist(facts, rule, as_of):
    known = facts.known_on(as_of)
    without = {} if known is None else judge_line(known, rule, date.max - timedelta(days=1))
    assert judge_line(facts, rule, as_of) == without


@given(lines)
def test_nothing_is_lost_or_invented_in_the_hand_out(facts):
    came = sum(receipt.received for receipt in facts.receipts)
    good = sum(receipt.accepted for receipt in facts.receipts)
    for plan in plans(facts):
        slices = hand_out(plan, facts.receipts)
        assert sum(one.quantity for one in slices) == plan.quantity
        assert sum(one.received for one in slices) == min(came, plan.quantity)
        assert sum(one.accepted for one in slices) == min(good, plan.quantity)


@given(lines)
def test_states_of_a_basis_do_not_overlap(facts):
    for basis in {plan.basis for plan in plans(facts)}:
        states = [plan for plan in plans(facts) if plan.basis == basis]
        assert all(one.since < one.until for one in states)
        assert all(one.until <= two.since for one, two in pairwise(states))
