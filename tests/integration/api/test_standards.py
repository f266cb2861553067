"""Promises with their results, as a program reads them: the same figures as on the page."""

from datetime import UTC, datetime

import pytest
import time_machine

from cms.actions.snapshots import take
from cms.models import StandardPage
from portal.actors import system_actor
from portal.enums import Scope
from tests.integration.cms.promising import invoices, standard

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paying(brandt):
    page = standard()
    StandardPage.objects.update(first_published_at=datetime(2026, 5, 10, tzinfo=UTC))
    invoices(brandt, 14, 1)
    return page


def test_the_list_has_the_newest_closed_quarter(program, alice, bob, paying):
    for user in (alice, bob):
        (one,) = program(user).get("standards/").json()["results"]
        assert (one["slug"], one["kpi"], one["target"]) == ("paid-within-terms", "paid_within_terms", "0.95")
        assert one["result"] == {
            "period": "2026-Q3", "from": "2026-07-01", "to": "2026-09-30", "as_of": "2026-10-03",
            "target": "0.95", "value": "0.933333333333", "n": 15, "excused": 0, "met": False,
        }  # fmt: skip


def test_one_has_its_trend_and_what_was_published(program, alice, paying):
    take(by=system_actor(), at=NOW)
    one = program(alice).get("standards/paid-within-terms/").json()
    assert len(one["trend"]) == 8
    assert [row["period"] for row in one["published"]] == ["2026-Q3", "2026-Q2"]
    assert program(alice).get("standards/nothing/").status_code == 404


def test_a_token_needs_the_scope(program, alice, paying):
    assert program(alice, Scope.ORDERS_READ).get("standards/").status_code == 403
    assert program(alice, Scope.PAGES_READ).get("standards/").status_code == 200
