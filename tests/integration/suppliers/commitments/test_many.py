"""Many answers at once: partial success, the same order, a fixed number of statements."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.engine.scaled import SCALE
from portal.models import AuditEvent, Notice
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer
from suppliers.enums import Act, Fate, LineStatus
from suppliers.facts.promises import held_of
from suppliers.facts.tolerances import limits_of
from suppliers.models import OrderLine, Promise, Tolerance
from tests.factories import LineFactory, PartnerFactory, promise
from tests.integration.suppliers.commitments.conftest import ASKED, NOW

pytestmark = pytest.mark.django_db
LATE = date(2026, 9, 25)


@pytest.fixture
def lines(order):
    return [LineFactory(order=order, requested_on=ASKED) for _ in range(50)]


def proposal(line):
    return Answer(line.public_id, Act.PROMISE, ((100 * SCALE, LATE),), reason_code="material")


def test_each_has_its_own_fate_in_the_order_given(order, bob, actor_of, kestrel):
    fine, late, blocked, foreign = (LineFactory(order=order, requested_on=ASKED) for _ in range(4))
    OrderLine.objects.filter(pk=blocked.pk).update(status=LineStatus.BLOCKED)
    foreign = LineFactory(order__partner=kestrel)
    answers = [
        Answer(foreign.public_id, Act.ACCEPT),
        proposal(late),
        Answer(blocked.public_id, Act.ACCEPT),
        Answer(fine.public_id, Act.ACCEPT),
        Answer(fine.public_id, Act.REJECT, reason_code="material"),
        Answer("no-such-line", Act.ACCEPT),
        Answer(late.public_id, Act.ACCEPT, seen="1.9"),
    ]
    said = commitments.answer(by=actor_of(bob), answers=answers, at=NOW)
    assert [(one.line, one.fate) for one in said] == [
        (foreign.public_id, Fate.REFUSED),
        (late.public_id, Fate.WAITING),
        (blocked.public_id, Fate.REFUSED),
        (fine.public_id, Fate.ACCEPTED),
        (fine.public_id, Fate.REFUSED),
        ("no-such-line", Fate.REFUSED),
        (late.public_id, Fate.REFUSED),
    ]
    assert set(Promise.objects.values_list("line_id", flat=True)) == {fine.pk, late.pk}
    (event,) = AuditEvent.objects.filter(verb="lines.answered")
    assert event.data == {"lines": 2, "accepted": 1, "waiting": 1}


def test_nothing_at_all(bob, actor_of):
    assert commitments.answer(by=actor_of(bob), answers=[], at=NOW) == []


@pytest.mark.parametrize("answer_of", [proposal, lambda line: Answer(line.public_id, Act.ACCEPT)])
def test_fifty_cost_the_statements_of_one(lines, bob, actor_of, answer_of):
    costs = []
    for some in (lines[:1], lines[1:]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            said = commitments.answer(by=actor_of(bob), answers=[answer_of(one) for one in some], at=NOW)
        assert {one.promise is not None for one in said} == {True}
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_buyer_hears_once_of_an_order(lines, bob, actor_of):
    commitments.answer(by=actor_of(bob), answers=[proposal(one) for one in lines], at=NOW)
    assert Notice.objects.count() == 1


def test_more_than_one_transaction_holds(order, bob, actor_of, monkeypatch):
    monkeypatch.setattr(commitments, "AT_ONCE", 2)
    lines = [LineFactory(order=order, requested_on=ASKED) for _ in range(5)]
    said = commitments.answer(
        by=actor_of(bob), answers=[Answer(one.public_id, Act.ACCEPT) for one in lines], at=NOW
    )
    assert [one.line for one in said] == [one.public_id for one in lines]
    assert Promise.objects.count() == 5


def test_what_is_held_costs_four_queries(lines, django_assert_num_queries):
    for line in lines:
        promise(line, ASKED)
    for some in (lines[:1], lines):
        with django_assert_num_queries(4):
            held_of(some)


class TestTolerancesOf:
    def test_the_most_particular_holds(self, django_assert_num_queries):
        own, both, segment, kind, other = (
            PartnerFactory(segment=segment, kind=kind)
            for segment, kind in [
                ("A", "supplier"), ("A", "supplier"), ("A", "dealer"), ("B", "supplier"), ("B", "dealer"),
            ]
        )  # fmt: skip
        Tolerance.objects.create(partner=own, later_days=1)
        Tolerance.objects.create(segment="A", kind="supplier", later_days=2)
        Tolerance.objects.create(segment="A", later_days=3)
        Tolerance.objects.create(kind="supplier", later_days=4)
        Tolerance.objects.create(later_days=5)
        with django_assert_num_queries(1):
            limits = limits_of([own, both, segment, kind, other])
        found = [limits[one.pk].later_days for one in (own, both, segment, kind, other)]
        assert found == [1, 2, 3, 4, 5]

    def test_another_partners_own_is_not_ones_own(self):
        mine, theirs = PartnerFactory(), PartnerFactory()
        Tolerance.objects.create(partner=theirs, later_days=9)
        assert limits_of([mine])[mine.pk].later_days == 0

    def test_where_nobody_said_anything(self, brandt):
        limits = limits_of([brandt])[brandt.pk]
        assert (limits.later_days, limits.later_never, limits.earlier_days) == (0, None, None)

    def test_no_limit_is_none(self, brandt):
        Tolerance.objects.create(partner=brandt, later_days=None, less_pct=None)
        limits = limits_of([brandt])[brandt.pk]
        assert (limits.later_days, limits.less_pct) == (None, None)


def test_a_word_an_hour_later_is_later(order, bob, actor_of):
    line = LineFactory(order=order, requested_on=ASKED)
    for hours in (0, 1):
        one = Answer(line.public_id, Act.PROMISE, ((100 * SCALE, ASKED - timedelta(days=hours)),))
        commitments.answer(by=actor_of(bob), answers=[one], at=NOW + timedelta(hours=hours))
    assert [made.made_at.hour for made in line.promises.all()] == [9, 10]
