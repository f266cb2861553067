"""A programme of castings in ten days, and lines ordered before and in it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from suppliers.actions import programmes
from suppliers.actions.judging import judge_lines
from suppliers.facts.programmes import compared
from suppliers.models import Enrolment
from tests.factories import LineFactory, OrderFactory, promise, receipt

JOINED = date(2026, 6, 1)
UNTIL = date(2026, 7, 1)
FACTS = {
    "name": "Ten days",
    "promise": "Castings in ten days.",
    "benefits": "Firm orders for a quarter\nPaid in 14 days",
    "categories": "castings",
    "lead_days": 10,
    "early_days": 3,
    "late_days": 1,
    "tolerance": Decimal(5),
}


@pytest.fixture
def manager(actor_of, alice):
    return actor_of(alice)


@pytest.fixture
def programme(manager):
    return programmes.offer(by=manager, facts=FACTS)


def ordered(partner, on, days, *, category="castings", late=0, quantity=70, unit="pcs"):
    """A line ordered on `on`, promised for `days` later, which came `late` days after that."""
    order = OrderFactory(partner=partner, ordered_on=on)
    due = on + timedelta(days=days)
    line = LineFactory(order=order, category=category, requested_on=due, quantity=quantity * SCALE, unit=unit)
    promise(line, due, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC))
    receipt(line, due + timedelta(days=late))
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


def enrolled(programme, partner, on=JOINED, left_on=None):
    return Enrolment.objects.create(
        programme=programme, partner=partner, joined_on=on, joined_by="Bob", left_on=left_on
    )


def figures(programme, enrolment, today=UNTIL):
    (one,) = compared(programme, [enrolment], today)
    return one.before, one.after, one
