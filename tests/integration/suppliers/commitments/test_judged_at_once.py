"""A line that several judge at the same moment, an import and a partner's answer, is judged once."""

import pytest

from portal.actors import system_actor
from suppliers.actions.judging import judge_lines
from suppliers.models import DeliverySlice, LineStanding
from tests.factories import LineFactory, promise
from tests.integration.api.test_at_once import at_once
from tests.integration.suppliers.commitments.conftest import ASKED


@pytest.mark.django_db(transaction=True)
def test_judged_by_several_at_once():
    lines = [LineFactory() for _ in range(3)]
    for line in lines:
        promise(line, ASKED)
    ids = [line.pk for line in lines]

    def judge():
        return [judge_lines(by=system_actor(), line_ids=ids) for _ in range(5)]

    assert at_once(*4 * [judge]) == 4 * [5 * [3]]
    assert LineStanding.objects.count() == 3
    assert DeliverySlice.objects.count() == 3 * 3  # each with its three bases
