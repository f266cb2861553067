"""Bob's desk on a Tuesday in October."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.engine.scaled import SCALE
from tests.factories import LineFactory, OrderFactory

TODAY = date(2026, 10, 6)
NOW = datetime(2026, 10, 6, 6, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, number="4500", currency="EUR")


@pytest.fixture
def line_of(order):
    """`line_of(10, 5)`: line 10, 100 pieces asked for five days from today."""

    def make(number, asked=14, **facts):
        facts = {"quantity": 100 * SCALE, "unit": "pcs", "unit_price": 64 * SCALE} | facts
        return LineFactory(order=order, number=str(number), requested_on=day(asked), **facts)

    return make


@pytest.fixture
def cells():
    """The cells of a line as the desk shows them, with something else in them."""

    def fill(answer, line, **typed):
        (row,) = [row for row in answer.context["desk"].rows if row.view.public_id == line.public_id]
        found = {cell.name: cell.value for cell in row.cells}
        found |= {"was": row.was, "seen": row.seen, "reason": "", "note": "", **typed}
        return {f"{line.public_id}-{name}": value for name, value in found.items()}

    return fill
