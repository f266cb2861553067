"""A month of deliveries to make cards from."""

from datetime import date, timedelta

import pytest

from portal.actors import system_actor
from scorecards.models import ScorecardTemplate
from suppliers.actions.judging import judge_lines
from tests.factories import LineFactory, OrderFactory, judged_later, promise, receipt


@pytest.fixture
def template(db):
    return ScorecardTemplate.objects.get(name="Delivery essentials")


@pytest.fixture
def deliver():
    """`deliver(partner, late_by=[0, 0, 3])`: one line of 100 due 10 September 2026 for each, and judged."""

    def make(partner, late_by=(0,) * 6, due=date(2026, 9, 10), ordered=date(2026, 8, 3)):
        order = OrderFactory(partner=partner, ordered_on=ordered)
        with judged_later():
            lines = LineFactory.create_batch(len(late_by), order=order, requested_on=due)
            for line, days in zip(lines, late_by, strict=True):
                promise(line, due)
                if days is not None:
                    receipt(line, due + timedelta(days=days))
        judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
        return lines

    return make
