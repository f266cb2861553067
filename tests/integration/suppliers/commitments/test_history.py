"""Whatever both sides do with a line: its history, told again, is where it stands."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actors import Actor
from portal.engine.scaled import SCALE
from portal.enums import Channel, PartnerRole
from suppliers.actions import commitments, proposals, rows
from suppliers.actions.commitments import Answer
from suppliers.actions.judging import judge_lines
from suppliers.engine.commitments import in_force
from suppliers.engine.judging import hand_out
from suppliers.engine.lines import Basis, LineFacts, PromiseFact, ReceiptFact
from suppliers.engine.plans import NEVER, plans
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.facts.promises import held_of
from suppliers.models import DeliverySlice, LineStanding, OrderLine, Promise, Receipt, Tolerance
from tests.factories import LineFactory, MembershipFactory, PartnerFactory, StaffFactory, receipt

pytestmark = pytest.mark.django_db
START = datetime(2026, 9, 1, 6, tzinfo=UTC)
DAY = date(2026, 9, 20)

days = st.integers(-10, 25).map(lambda n: DAY + timedelta(days=n))
pieces = st.integers(1, 130)
rests = st.lists(st.tuples(pieces.map(lambda n: n * SCALE), days), min_size=1, max_size=3).map(tuple)
prices = st.none() | st.integers(60, 75).map(lambda n: n * SCALE)
acts = st.one_of(
    st.tuples(st.just("promise"), rests, prices),
    st.tuples(st.just("promise"), st.tuples(st.tuples(st.just(100 * SCALE), days)), st.none()),
    st.tuples(st.sampled_from([Act.ACCEPT, Act.KEEP, Act.REJECT, Act.WITHDRAW])),
    st.tuples(st.sampled_from(["accepted", "declined", "agreed"])),
    st.tuples(st.just("countered"), rests),
    st.tuples(st.just("changed"), st.integers(80, 140), days),
    st.tuples(st.just("came"), st.integers(1, 40)),
)


class Talking:
    """A line, its two sides, and beside them what somebody with pencil and paper would have noted."""

    def __init__(self, later_days):
        partner = PartnerFactory()
        member = MembershipFactory(partner=partner, role=PartnerRole.EDITOR)
        self.bob = Actor(member.user, member)
        self.alice = Actor(StaffFactory(), channel=Channel.PAGE)
        Tolerance.objects.create(later_days=later_days, less_pct=Decimal(10), more_pct=Decimal(10))
        self.line = LineFactory(order__partner=partner, requested_on=DAY, unit_price=64 * SCALE)
        judge_lines(by=self.alice, line_ids=[self.line.pk])
        self.now = START
        # parts in force, what waits, what it falls back to when a proposal is declined
        self.noted = ((), "", "")
        self.before = {}

    def do(self, act, *given):
        self.now += timedelta(hours=7)
        with time_machine.travel(self.now, tick=False):
            if act == "came":
                receipt(self.line, self.now.date(), given[0])
                judge_lines(by=self.alice, line_ids=[self.line.pk])
            elif act == "changed":
                self.change(*given)
            elif act in ("accepted", "countered", "declined", "agreed"):
                self.decide(act, *given)
            else:
                self.answer(Act(act), *given)

    def change(self, quantity, day):
        line = OrderLine.objects.get(pk=self.line.pk)
        rows.change(
            by=self.alice,
            dataset="orders",
            row=line,
            given={"quantity": quantity, "requested_on": day.isoformat()},
            check_current=lambda values: None,
        )
        newest = Promise.objects.filter(line=line).order_by("pk").last()
        if newest is not None and newest.made_at == self.now:
            parts, _waits, _settled = self.noted
            self.noted = (((quantity * SCALE, day),) if parts else (), "", "changed")

    def decide(self, act, *given):
        action = {
            "accepted": proposals.accept,
            "countered": proposals.counter,
            "declined": proposals.decline,
            "agreed": proposals.agree,
        }[act]
        more = {"parts": given[0], "note": "so"} if given else {"note": "so"}
        parts, waits, settled = self.noted
        try:
            made = action(by=self.alice, line=self.line, **more)
        except proposals.ProposalRefused:
            return
        self.before[made.pk] = self.noted
        self.noted = {
            "accepted": lambda: (in_days(made), "", "confirmed"),
            "countered": lambda: (parts, "counter", settled),
            "declined": lambda: (parts, "reject" if settled == "rejected" else "", settled),
            "agreed": lambda: (parts, "", "agreed"),
        }[act]()
        assert waits in ("propose", "reject")

    def answer(self, act, parts=(), price=None):
        one = Answer(
            self.line.public_id,
            act,
            parts,
            price,
            "" if act in (Act.ACCEPT, Act.KEEP, Act.WITHDRAW) else "material",
            seen=held_of([OrderLine.objects.get(pk=self.line.pk)])[0].seen,
        )
        (said,) = commitments.answer(by=self.bob, answers=[one])
        assert said.fate != Fate.STALE
        if said.promise is None:
            return
        self.before[said.promise.pk] = self.noted
        now = self.noted[0]
        self.noted = {
            Fate.ACCEPTED: lambda: (in_days(said.promise), "", "confirmed"),
            Fate.KEPT: lambda: (in_days(said.promise), "", "confirmed"),
            Fate.WAITING: lambda: (now, "propose", self.noted[2]),
            Fate.REJECTED: lambda: (now, "reject", "rejected"),
            Fate.WITHDRAWN: lambda: self.before[said.promise.voids_id],
        }[said.fate]()


def in_days(made):
    return tuple(made.parts.order_by("promised_on").values_list("quantity", "promised_on"))


def said_so_far():
    return {
        made.pk: (made.event, made.made_at, made.price, made.reason_code, in_days(made))
        for made in Promise.objects.order_by("pk")
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 8), st.lists(acts, min_size=1, max_size=14))
def test_replaying_the_history_of_a_line_gives_where_it_stands(later_days, given):
    with transaction.atomic():
        talking, history = Talking(later_days), {}
        for act in given:
            talking.do(*act)
            now = said_so_far()
            assert {key: now[key] for key in history} == history
            history = now
            stands_as_told(talking)
        is_judged_as_told(talking.line)
        transaction.set_rollback(True)


def stands_as_told(talking):
    line = OrderLine.objects.get(pk=talking.line.pk)
    (held,) = held_of([line])
    talk = held.talk
    parts, waits, _settled = talking.noted
    assert tuple((part.quantity, part.due_on) for part in talk.parts) == parts
    assert (talk.pending.event if talk.pending else "") == waits
    standing = LineStanding.objects.get(line=line)
    due = max((part.due_on for part in talk.parts), default=line.requested_on)
    assert (standing.words, standing.last_event, standing.last_at) == (
        talk.words,
        talk.last_event,
        talk.last_at,
    )
    assert standing.received == held.received
    assert standing.open_quantity == held.open_quantity
    assert standing.due_on == due


def is_judged_as_told(line):
    """The slices that are stored are those of the history, and its open plans are the parts that hold."""
    line = OrderLine.objects.select_related("order").get(pk=line.pk)
    (held,) = held_of([line])
    quantity, requested_on = line.asked_first
    facts = LineFacts(
        quantity,
        requested_on,
        line.status,
        line.order.ordered_on,
        tuple(
            PromiseFact(word.event, word.made_at, word.made_at.date(), word.parts)
            for word in in_force(held.words)
        ),
        tuple(ReceiptFact(*row) for row in Receipt.objects.values_list("received_on", "accepted_quantity")),
    )
    told = {
        (plan.basis.value, plan.since, plan.until, one.part, one.due_on, one.received_on, one.quantity,
         one.received, one.accepted)
        for plan in plans(facts)
        for one in hand_out(plan, facts.receipts)
    }  # fmt: skip
    stored = DeliverySlice.objects.filter(line=line).values_list(
        "basis", "since", "until", "part", "due_on", "received_on", "quantity", "received", "accepted"
    )
    assert set(stored) == told
    held_now = {plan.basis: plan.parts for plan in plans(facts) if plan.until == NEVER}
    assert held_now.get(Basis.LAST_CONFIRMED, ()) == held.talk.parts
    assert held_now.get(Basis.FIRST_CONFIRMED, ()) == held.talk.first
    assert [(part.quantity, part.due_on) for part in held_now[Basis.REQUESTED]] == [
        (line.quantity, line.requested_on)
    ]


def test_the_examples_reach_every_event():
    """A fixed story with all of it: so that the law above is about something."""
    story = [
        ("promise", ((100 * SCALE, DAY + timedelta(days=20)),), None),
        ("countered", ((100 * SCALE, DAY + timedelta(days=5)),)),
        (Act.ACCEPT,),
        ("came", 40),
        ("promise", ((30 * SCALE, DAY), (30 * SCALE, DAY + timedelta(days=6))), None),
        ("promise", ((60 * SCALE, DAY + timedelta(days=24)),), 70 * SCALE),
        ("declined",),
        (Act.KEEP,),
        ("changed", 120, DAY + timedelta(days=3)),
        ("promise", ((80 * SCALE, DAY + timedelta(days=24)),), None),
        ("accepted",),
        (Act.REJECT,),
        ("agreed",),
        ("promise", ((80 * SCALE, DAY + timedelta(days=40)),), None),
        (Act.WITHDRAW,),
    ]
    talking = Talking(1)
    for act in story:
        talking.do(*act)
        stands_as_told(talking)
    is_judged_as_told(talking.line)
    assert set(Promise.objects.values_list("event", flat=True)) == set(PromiseEvent.values)
