"""Brandt's line as everybody here starts from it: 100 for 15 September, nothing said yet."""

from datetime import UTC, date, datetime

import pytest

from portal.engine.scaled import SCALE
from portal.enums import PartnerRole
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer
from suppliers.enums import Act
from suppliers.facts.promises import held_of
from tests.factories import LineFactory, MembershipFactory, OrderFactory, UserFactory

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
ASKED = date(2026, 9, 15)
LATE = date(2026, 9, 25)
TODAY = date(2026, 9, 1)


def parts_of(made):
    """(pieces, day) of each part of a promise."""
    return [(part.quantity // SCALE, part.promised_on) for part in made.parts.all()]


def fields(said):
    """Where an answer has to be put right."""
    return {problem.field for problem in said.problems}


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, number="4500", currency="EUR")


@pytest.fixture
def line(order):
    return LineFactory(
        order=order,
        number="10",
        quantity=100 * SCALE,
        unit="pcs",
        requested_on=ASKED,
        unit_price=64 * SCALE,
    )


@pytest.fixture
def say(bob, actor_of):
    """`say(line, Act.PROMISE, (60, day), (40, day), ...)`: what became of Bob's one answer."""

    def answer(line, act, *parts, by=None, at=NOW, sent_to="", price=None, **kwargs):
        given = tuple((quantity * SCALE, day) for quantity, day in parts)
        price = None if price is None else int(price * SCALE)
        one = Answer(line.public_id, Act(act), given, price, **kwargs)
        (said,) = commitments.answer(by=by or actor_of(bob), answers=[one], at=at, sent_to=sent_to)
        return said

    return answer


@pytest.fixture
def held():
    """What is held of a line now."""

    def look(line):
        line.refresh_from_db()
        return held_of([line])[0]

    return look


@pytest.fixture
def colleague(brandt, actor_of):
    """Cara works beside Bob at Brandt."""
    user = UserFactory(name="Cara Brandt", email="cara@brandt.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.EDITOR)
    return actor_of(user)
