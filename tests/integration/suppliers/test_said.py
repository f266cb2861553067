"""What was said stays as it was said: no update and no delete reaches a promise, on either engine."""

from datetime import date

import pytest
from django.core.checks import Critical
from django.db import DatabaseError, connection, transaction

from portal.db import guarding
from portal.guards import check_guards
from suppliers.models import LineRemoval, OrderLine, Promise, PromisePart
from suppliers.models.said import SAID
from tests.factories import LineFactory, PartnerFactory, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    return promise(LineFactory(), date(2026, 9, 12), reason="as asked")


def refused(act):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "change",
    [
        {"made_at": "2026-01-01T00:00:00Z"},
        {"reason": "another"},
        {"event": "reject"},
        {"price": 1},
        {"made_by": "somebody"},
        {"take": 2},
        {"line_id": 0},
        {"answers_id": 1},
        {"sent_to": "a@example.com"},
        {"public_id": "x"},
    ],
    ids=str,
)
def test_no_update_reaches_a_promise(said, change):
    refused(lambda: Promise.objects.filter(pk=said.pk).update(**change))


def test_no_update_reaches_a_part(said):
    for change in ({"quantity": 1}, {"promised_on": date(2026, 1, 1)}, {"number": 2}):
        refused(lambda change=change: PromisePart.objects.filter(promise=said).update(**change))


def test_no_delete_reaches_them(said):
    refused(said.delete)
    refused(lambda: PromisePart.objects.filter(promise=said).delete())
    refused(lambda: OrderLine.objects.filter(pk=said.line_id).delete())
    assert Promise.objects.get().parts.count() == 1


def test_they_go_with_their_line_once_that_is_on_record(said):
    other = promise(LineFactory(), date(2026, 9, 12))
    line = said.line
    record = LineRemoval.objects.create(
        line_key=line.pk, partner_code="P", order_number="1", line_number="10", reason="x", removed_by="Dana"
    )
    refused(lambda: LineRemoval.objects.update(reason="y"))
    refused(other.delete)
    line.delete()
    assert Promise.objects.get() == other
    refused(record.delete)


def test_a_promise_follows_its_line_to_another_partner(said):
    survivor = PartnerFactory()
    Promise.objects.filter(pk=said.pk).update(partner=survivor)
    assert Promise.objects.get().partner == survivor


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a way round triggers that only SQLite has")
@pytest.mark.parametrize("table", ["suppliers_promise", "suppliers_promisepart"])
def test_a_row_cannot_be_replaced(said, table):
    def replace():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    refused(replace)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL truncates")
def test_nothing_is_truncated(db):
    def truncate():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE suppliers_promisepart")

    refused(truncate)


def test_a_missing_trigger_is_noticed_at_the_start():
    assert check_guards(databases=["default"]) == []
    guarding.remove(connection, SAID)
    found = check_guards(databases=["default"])
    assert [type(one) for one in found] == [Critical]
    assert "suppliers_promise" in found[0].msg
    guarding.install(connection, SAID)
    assert check_guards(databases=["default"]) == []
