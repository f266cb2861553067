"""Statements and sales through the API: a seller its own, a rival's is not there, a month is closed once."""

import json

import pytest
from django.test import Client

from portal.enums import Scope
from portal.models import OutboxMessage
from suppliers.models import CommissionStatement
from tests.integration.api.conftest import Program, fresh_limits, token  # noqa: F401

pytestmark = pytest.mark.django_db
LIST, SALES = "commission_statements/", "sales/"


@pytest.fixture
def program(token):  # noqa: F811
    def make(user, *scopes, partner=None):
        made = token(user, *scopes, partner=partner)
        return Program(made[1] if isinstance(made, tuple) else made.secret)

    return make


def test_a_seller_reads_its_own(client, ole, ida, september):
    client.force_login(ole.person)
    [row] = client.get(f"/api/v1/{LIST}").json()["results"]
    assert (row["partner_code"], row["month"], row["total_minor"]) == ("OLE", "2026-09", 260_000)
    [stretch] = row["stretches"]
    assert [(one["rate"], one["base_minor"]) for one in stretch["steps"]] == [
        ("0.04", 4_000_000),
        ("0.05", 2_000_000),
    ]
    assert client.get(f"/api/v1/{LIST}{september[ole.pk].public_id}/").status_code == 200
    assert client.get(f"/api/v1/{LIST}{september[ida.pk].public_id}/").status_code == 404


def test_sales_month_by_month(client, ole, september):
    client.force_login(ole.person)
    rows = client.get(f"/api/v1/{SALES}").json()
    assert [row["month"] for row in rows][-2:] == ["2026-09", "2026-10"]
    last = rows[-2]
    assert (last["revenue_minor"], last["target_minor"]) == (6_000_000, 5_000_000)
    assert last["statement"] == september[ole.pk].public_id
    assert "goods" not in json.dumps(rows)


@pytest.mark.parametrize(
    "asked",
    [
        {"partner_code": "IDA"},
        {"from": "2026-13"},
        {"from": "2026-05", "to": "2026-04"},
        {"from": "2020-01", "to": "2026-04"},
        {"form": "2026-01"},
    ],
)
def test_what_is_not_understood_is_refused(client, ole, ida, asked):
    client.force_login(ole.person)
    assert client.get(f"/api/v1/{SALES}", asked).status_code == 400


def test_staff_read_all_and_name_whose_sales(client, erin, ole, ida, september):
    client.force_login(erin)
    assert len(client.get(f"/api/v1/{LIST}").json()["results"]) == 2
    assert client.get(f"/api/v1/{SALES}").status_code == 400
    rows = client.get(f"/api/v1/{SALES}", {"partner_code": "IDA", "from": "2026-09"}).json()
    assert rows[0]["revenue_minor"] == 3_100_000


def test_suppliers_have_none(client, bob, ole, september):
    client.force_login(bob)
    for path in (LIST, SALES, f"{LIST}{september[ole.pk].public_id}/"):
        assert client.get(f"/api/v1/{path}").status_code == 404


def post(program, month):
    return program.post(f"{LIST}close/", {"month": month})


def test_a_month_is_closed_once(program, alice, ole, ida):
    ours = program(alice)
    first = post(ours, "2026-09")
    assert first.status_code == 200
    assert len(first.json()["statements"]) == 2
    mails = OutboxMessage.objects.count()
    assert mails == 2
    assert post(ours, "2026-09").json()["statements"] == []
    assert CommissionStatement.objects.count() == 2
    assert OutboxMessage.objects.count() == mails


def test_a_month_that_runs_is_not_closed(program, alice, ole):
    answer = post(program(alice), "2026-10")
    assert answer.status_code == 409
    assert not CommissionStatement.objects.exists()


@pytest.mark.parametrize("month", ["2026-9", "september", "", None, 202609])
def test_a_month_is_written_as_a_month(program, alice, ole, month):
    assert post(program(alice), month).status_code == 400


def test_a_token_needs_the_scope(program, alice, ole, september):
    reads = program(alice, Scope.LEDGER_READ)
    assert reads.get(LIST).status_code == 200
    assert post(reads, "2026-08").status_code == 403
    assert program(alice, Scope.ORDERS_READ).get(LIST).status_code == 403


def test_a_seller_closes_nothing(ole):
    client = Client()
    client.force_login(ole.person)
    answer = client.post(f"/api/v1/{LIST}close/", {"month": "2026-09"}, content_type="application/json")
    assert answer.status_code == 403
    assert not CommissionStatement.objects.exists()
