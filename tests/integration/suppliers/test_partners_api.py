"""The API reads what the pages show: each reader their own, and nothing of a rival."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.engine.scaled import SCALE
from tests.factories import ContactFactory, LineFactory, OrderFactory, PartnerFactory, promise, receipt

NAMES = ("partners", "contacts", "orders", "order-lines")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 10, 6, 8, 40, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def line(brandt):
    order = OrderFactory(partner=brandt, number="4500118", currency="EUR")
    line = LineFactory(
        order=order,
        number="20",
        quantity=int(2.5 * SCALE),
        unit_price=1_250_000,
        standard_price=987_654_321,
        requested_on=date(2026, 10, 1),
    )
    promise(line, date(2026, 10, 2))
    receipt(line, date(2026, 10, 5), accepted=1)
    ContactFactory(partner=brandt, name="Maja Brandt", email="maja@brandt.example")
    brandt.segment = "A"
    brandt.save()
    return line


def test_a_line_is_written_as_in_our_files(login, alice, line):
    found = login(alice).get("/api/v1/order-lines/").json()
    assert found["count"] == 1
    row = found["results"][0]
    assert {name: row[name] for name in row if name not in ("public_id", "order", "description")} == {
        "partner_code": "BRANDT",
        "partner_name": "Brandt Castings",
        "order_number": "4500118",
        "line_number": "20",
        "ordered_on": "2026-08-03",
        "currency": "EUR",
        "item_code": "PH-40",
        "category": "",
        "quantity": "2.5",
        "unit": "",
        "unit_price": "1.25",
        "standard_price": "987.654321",
        "requested_on": "2026-10-01",
        "status": "confirmed",
        "status_reason": "",
        "ship_to": "",
        "due_on": "2026-10-02",
        "received": "1",
        "open_quantity": "1.5",
        "state": "late",
        "version": 1,
    }


def test_a_partner_reads_its_own_without_what_is_for_staff(login, bob, brandt, kestrel, line):
    client = login(bob)
    partners = client.get("/api/v1/partners/").json()["results"]
    assert [row["code"] for row in partners] == ["BRANDT"]
    assert not {"segment", "status", "owner_email", "lost_on", "lost_reason"} & set(partners[0])
    assert "standard_price" not in client.get(f"/api/v1/order-lines/{line.public_id}/").json()


def test_staff_read_all(login, alice, brandt, kestrel, line):
    rows = login(alice).get("/api/v1/partners/").json()["results"]
    assert [(row["code"], row["owner_email"]) for row in rows] == [
        ("BRANDT", "alice@halden.example"),
        ("KESTREL", "alice@halden.example"),
    ]


def test_a_rival_gets_404_and_empty_lists(login, charlie, brandt, line):
    client = login(charlie)
    contact = brandt.contacts.get()
    for name, row in zip(NAMES, (brandt, contact, line.order, line), strict=True):
        assert client.get(f"/api/v1/{name}/{row.public_id}/").status_code == 404
        body = client.get(f"/api/v1/{name}/").content.decode()
        assert "Brandt" not in body
        assert "4500118" not in body
        asked = client.get(f"/api/v1/{name}/?partner={brandt.public_id}")
        assert "Brandt" not in asked.content.decode()


def test_a_stranger_gets_401(client, db):
    assert [client.get(f"/api/v1/{name}/").status_code for name in NAMES] == [401] * 4


def test_nothing_is_written_through_it(login, alice, brandt):
    client = login(alice)
    for name in NAMES:
        assert client.post(f"/api/v1/{name}/", {}).status_code in (403, 405)
    assert client.delete(f"/api/v1/partners/{brandt.public_id}/").status_code in (403, 405)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("order-lines/?state=late", 1),
        ("order-lines/?state=received", 0),
        ("order-lines/?order_number=4500118", 1),
        ("order-lines/?order_number=1", 0),
        ("partners/?kind=supplier", 2),
        ("partners/?code=KESTREL", 1),
        ("partners/?limit=1", 2),
    ],
)
def test_filters(login, alice, brandt, kestrel, line, query, count):
    assert login(alice).get(f"/api/v1/{query}").json()["count"] == count


def test_pages(login, alice):
    PartnerFactory.create_batch(3)
    client = login(alice)
    first = client.get("/api/v1/partners/?limit=2").json()
    assert len(first["results"]) == 2
    rest = client.get(first["next"]).json()
    assert len(rest["results"]) == 1
    assert rest["next"] is None


@pytest.mark.parametrize("many", [1, 3, 30])
@pytest.mark.parametrize("name", NAMES)
def test_asks_the_same_number_of_questions(login, alice, django_assert_num_queries, many, name):
    for _number in range(many):
        line = LineFactory(order__partner__owner=alice)
        promise(line, date(2026, 10, 2))
        ContactFactory(partner=line.partner)
    client = login(alice)
    with django_assert_num_queries(4):
        assert client.get(f"/api/v1/{name}/").json()["count"] == many


def test_the_description_names_every_operation(login, alice):
    schema = login(alice).get("/api/v1/schema/?format=json").json()
    assert all(path.startswith("/api/v1/") for path in schema["paths"])
    names = {
        operation["operationId"]: operation.get("summary")
        for path in schema["paths"].values()
        for operation in path.values()
    }
    assert {"partners_list", "contacts_get", "orders_list", "order_lines_list"} <= set(names)
    assert all(names.values())
