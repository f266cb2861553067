"""Rows that programs write: the same rules as files, exactly one row, and nobody overwritten unseen."""

import bz2
import json
import zlib
from datetime import date

import pytest

from portal.models import AuditEvent
from suppliers.imports.datasets import DATASETS
from suppliers.models import Contact, Invoice, LedgerEntry, OrderLine, Partner, Promise
from tests.factories import LineFactory, OrderFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(brandt):
    order = OrderFactory(partner=brandt, number="4500130", currency="EUR")
    return LineFactory(order=order, number="10", requested_on=date(2026, 10, 16))


@pytest.fixture(autouse=True)
def seller(db):
    return PartnerFactory(code="NORDHAUS", name="Nordhaus", kind="distributor")


ORDER = {
    "partner_code": "BRANDT",
    "order_number": "4500131",
    "line_number": "10",
    "quantity": "2.5",
    "requested_on": "2026-10-16",
}
LINE = {"partner_code": "BRANDT", "order_number": "4500130", "line_number": "10"}
ONE_OF_EACH = {
    "partners": {"kind": "supplier", "code": "NEW", "name": "New Castings"},
    "contacts": {"partner_code": "BRANDT", "name": "Bob Brandt", "email": "bob@brandt.example"},
    "documents": {"partner_code": "BRANDT", "type": "ISO 9001", "number": "QM-1", "expires_on": "2028-03-31"},
    "orders": ORDER,
    "promises": {
        **LINE,
        "event": "confirm",
        "made_at": "2026-09-02T10:00:00Z",
        "quantity": 60,
        "promised_on": "2026-10-16",
    },
    "ship_notices": {**LINE, "notice_number": "LS-1", "shipped_on": "2026-10-12", "quantity": 60},
    "receipts": {
        **LINE,
        "receipt_number": "GR-1",
        "received_on": "2026-10-15",
        "accepted_quantity": "58",
        "rejected_quantity": 2,
    },
    "invoices": {
        "partner_code": "BRANDT",
        "invoice_number": "RE-1",
        "received_on": "2026-10-18",
        "due_on": "2026-11-17",
        "amount": 3840.10,
        "disputed": True,
    },
    "rates": {"date": "2026-09-01", "currency": "NOK", "rate": "11.4275"},
    "ledger": {
        "entry_id": "E-1",
        "date": "2026-09-14",
        "kind": "goods",
        "amount": "-12480.05",
        "supplier_code": "BRANDT",
    },
    "targets": {"partner_code": "NORDHAUS", "year": 2026, "month": 9, "revenue_target": "1000"},
    "commission_agreements": {
        "partner_code": "NORDHAUS",
        "version": 1,
        "valid_from": "2026-01-01",
        "base": "net_revenue",
        "tier_from": "0",
        "rate": "0.05",
    },
    "customer_counts": {"month": "2026-09", "active_at_start": 120, "lost_dissatisfied": 2},
}


def test_every_dataset_has_a_row_here():
    assert set(ONE_OF_EACH) == set(DATASETS)


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_row_is_created_read_and_not_created_again(program, alice, brandt, line, dataset):
    ours = program(alice)
    made = ours.post(f"{dataset}/", ONE_OF_EACH[dataset])
    assert made.status_code == 201, made.content
    row = made.json()
    for column, value in ONE_OF_EACH[dataset].items():
        assert row[column] == value or float(row[column]) == float(value), column
    read = ours.get(made["Location"])
    assert read.json() == row
    assert read["ETag"] == made["ETag"]
    assert ours.get(made["Location"], If_None_Match=made["ETag"]).status_code == 304
    again = ours.post(f"{dataset}/", ONE_OF_EACH[dataset])
    assert again.status_code == 409
    assert again["Location"] == again.json()["existing"] == made["Location"]
    listed = ours.get(f"{dataset}/").json()["results"]
    assert row in listed
    assert AuditEvent.objects.get(verb="row.created").data["dataset"] == dataset


CHANGES = {
    "partners": {"phone": "+49 30 1"},
    "contacts": {"role": "Sales", "name": "Robert Brandt"},
    "documents": {"expires_on": "2029-03-31"},
    "orders": {"quantity": 3, "ship_to": "Moss"},
    "ship_notices": {"carrier": "Bring"},
    "receipts": {"accepted_quantity": 57},
    "invoices": {"paid_on": "2026-11-13"},
    "rates": {"rate": 11.5},
    "ledger": {"amount": "-12480.06"},
    "targets": {"revenue_target": 1100},
    "commission_agreements": {"rate": "0.06"},
    "customer_counts": {"won": 3},
}


@pytest.mark.parametrize("dataset", CHANGES)
def test_a_row_is_changed_by_who_has_read_it(program, alice, brandt, line, dataset):
    ours = program(alice)
    made = ours.post(f"{dataset}/", ONE_OF_EACH[dataset])
    where = made["Location"]
    change = CHANGES[dataset]
    assert ours.patch(where, change).status_code == 428
    changed = ours.patch(where, change, If_Match=made["ETag"])
    assert changed.status_code == 200, changed.content
    row = changed.json()
    for column, value in change.items():
        assert row[column] == value or float(row[column]) == float(value), column
    untouched = set(row) - set(change) - {"version", "open_quantity", "due_on", "state"}
    assert {name: row[name] for name in untouched} == {name: made.json()[name] for name in untouched}
    assert ours.get(where).json() == row
    stale = ours.patch(where, change, If_Match=made["ETag"])
    assert stale.status_code == 412
    assert {name: row[name] for name in stale.json()["current"]} == stale.json()["current"]
    assert stale["ETag"] == changed["ETag"]


def test_what_was_promised_stays(program, alice, brandt, line):
    ours = program(alice)
    where = ours.post("promises/", ONE_OF_EACH["promises"])["Location"]
    assert ours.patch(where, {"quantity": 1}, If_Match="*").status_code == 405


def test_the_parts_of_a_promise_have_an_address_each(program, alice, brandt, line):
    ours = program(alice)
    first = ours.post("promises/", ONE_OF_EACH["promises"])
    second = ours.post("promises/", {**ONE_OF_EACH["promises"], "part": 2, "quantity": 40})
    assert second.status_code == 201, second.content
    assert second["Location"].endswith("?part=2")
    assert ours.get(second["Location"]).json()["quantity"] == "40"
    assert ours.get(first["Location"]).json()["part"] == 1
    assert Promise.objects.count() == 1


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_value_changes_nothing(program, alice, brandt, line, empty):
    ours = program(alice)
    made = ours.post("orders/", {**ORDER, "ship_to": "Moss"})
    changed = ours.patch(made["Location"], {"ship_to": empty, "quantity": empty}, If_Match=made["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json() == made.json()
    assert changed["ETag"] == made["ETag"]


def test_the_key_of_a_row_stays(program, alice, brandt, line):
    ours = program(alice)
    made = ours.post("orders/", ORDER)
    same = ours.patch(made["Location"], {"line_number": "10", "quantity": 4}, If_Match=made["ETag"])
    assert same.status_code == 200
    moved = ours.patch(made["Location"], {"line_number": "20"}, If_Match=same["ETag"])
    assert moved.status_code == 422
    assert [error["column"] for error in moved.json()["errors"]] == ["line_number"]
    assert not OrderLine.objects.filter(number="20").exists()


def test_a_contact_that_is_known_by_its_name_does_not_become_two(program, alice, brandt):
    ours = program(alice)
    made = ours.post("contacts/", {"partner_code": "BRANDT", "name": "Bob Brandt"})
    moved = ours.patch(made["Location"], {"email": "bob@brandt.example"}, If_Match=made["ETag"])
    assert moved.status_code == 422
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"quantity": "many"}, "quantity", "is not a number"),
        ({"quantity": "1.234567891"}, "quantity", "decimals"),
        ({"quantity": True}, "quantity", "takes a number"),
        ({"quantity": ["2"]}, "quantity", "takes a number"),
        ({"quantity": -1}, "quantity", "not more than 0"),
        ({"quantity": None}, "quantity", "is empty"),
        ({"requested_on": "16.10.2026"}, "requested_on", "not a day"),
        ({"requested_on": 20261016}, "requested_on", "takes a text"),
        ({"colour": "red"}, "colour", "no column of this name"),
        ({"partner_code": "NOBODY"}, "partner_code", "No partner has the code"),
        ({"ship_to": "a\x00b"}, "ship_to", "cannot be stored"),
        ({"ship_to": "a\ud800b"}, "ship_to", "cannot be stored"),
        ({"buyer_email": "a\x00@b.example"}, "buyer_email", "cannot be stored"),
        ({"line_number": "x" * 41}, "line_number", "more than 40 characters"),
    ],
)
def test_a_wrong_value_is_named_with_the_way_out(program, alice, brandt, change, column, words):
    refused = program(alice).post("orders/", {**ORDER, **change})
    assert refused.status_code == 400
    (error,) = refused.json()["errors"]
    assert (error["row"], error["column"]) == (1, column)
    assert words in error["reason"]
    assert error["way_out"]
    assert not OrderLine.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "[1]", "3", '{"quantity": NaN}', "\xff"])
def test_what_is_no_object_is_refused_in_a_sentence(program, alice, body):
    refused = program(alice).post("orders/", body)
    assert refused.status_code == 400
    assert refused.json()["detail"]


def test_numbers_are_exact(program, alice, brandt, line):
    ours = program(alice)
    body = json.dumps({**ORDER, "unit_price": 0}).replace('"unit_price": 0', '"unit_price": 1234567.000001')
    made = ours.post("orders/", body)
    assert made.json()["unit_price"] == "1234567.000001"


def test_a_formula_is_text_and_stays_as_it_was(program, alice, brandt):
    made = program(alice).post("orders/", {**ORDER, "description": "=1+1", "ship_to": "'=x"})
    assert (made.json()["description"], made.json()["ship_to"]) == ("=1+1", "'=x")


def test_bulk_takes_what_is_good_and_says_what_is_not(program, alice, brandt, line):
    ours = program(alice)
    rows = [ORDER, {**ORDER, "line_number": "20", "quantity": "x"}, {**ORDER, "line_number": "30"}, 7]
    answer = ours.post("orders/bulk/", {"rows": rows})
    assert answer.status_code == 422
    report = answer.json()
    assert report["stored"] is True
    assert [report[name] for name in ("rows", "new", "changed", "same", "refused")] == [4, 2, 0, 0, 2]
    assert [(error["row"], error["column"]) for error in report["errors"]] == [(2, "quantity"), (4, "")]
    assert all(error["way_out"] for error in report["errors"])
    assert sorted(OrderLine.objects.filter(order__number="4500131").values_list("number", flat=True)) == [
        "10",
        "30",
    ]
    again = ours.post("orders/bulk/", {"rows": [ORDER]})
    assert again.status_code == 200
    assert again.json()["same"] == 1


def test_bulk_all_or_nothing_stores_nothing(program, alice, brandt):
    answer = program(alice).post(
        "orders/bulk/", {"rows": [ORDER, {**ORDER, "line_number": ""}], "all_or_nothing": True}
    )
    assert answer.status_code == 422
    assert answer.json()["stored"] is False
    assert answer.json()["batch"] is None
    assert not OrderLine.objects.exists()


def test_bulk_creates_partners_only_when_asked(program, alice):
    ours = program(alice)
    row = {**ORDER, "partner_code": "FRESH", "partner_name": "Fresh Castings"}
    assert ours.post("orders/bulk/", {"rows": [row]}).status_code == 422
    assert not Partner.objects.filter(code="FRESH").exists()
    made = ours.post("orders/bulk/", {"rows": [row], "create_partners": True})
    assert made.status_code == 200, made.content
    assert Partner.objects.get(code="FRESH").name == "Fresh Castings"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rows": []},
        {"rows": {}},
        {"rows": [{}] * 1001},
        {"rows": [ORDER], "all_or_nothing": "yes"},
        {"rows": [ORDER], "dry_run": True},
    ],
)
def test_bulk_takes_a_list_of_up_to_a_thousand(program, alice, body):
    assert program(alice).post("orders/bulk/", body).status_code == 400


def test_a_thousand_rows_at_once(program, alice, brandt):
    rows = [{**ORDER, "line_number": str(number)} for number in range(1000)]
    answer = program(alice).post("orders/bulk/", {"rows": rows})
    assert answer.status_code == 200, answer.content[:500]
    assert answer.json()["new"] == OrderLine.objects.count() == 1000


def test_money_is_exact_on_its_way(program, alice, brandt, line):
    ours = program(alice)
    ours.post("invoices/", ONE_OF_EACH["invoices"])
    ours.post("ledger/", ONE_OF_EACH["ledger"])
    assert Invoice.objects.get().amount_minor == 384010
    assert LedgerEntry.objects.get().amount_minor == -1248005


@pytest.mark.parametrize(
    ("charset", "packed"),
    [("bz2", bz2.compress), ("zlib", zlib.compress), ("rot13", bytes), ("hex", bytes.hex)],
)
def test_what_python_calls_an_encoding_is_no_text(program, alice, brandt, charset, packed):
    """A compression among them would make gigabytes of a small body."""
    caller = program(alice)
    body = packed(json.dumps({"partner_code": "BRANDT", "name": "Bob"}).encode())
    response = caller.client.generic(
        "POST",
        "/api/v1/contacts/",
        body,
        content_type=f"application/json; charset={charset}",
        headers={"Authorization": f"Bearer {caller.secret}"},
    )
    assert response.status_code == 400
    assert "JSON" in response.json()["detail"]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("number", ["1e99999999999999999999", "1e999999999", "1e-999999999", "0e-999999999"])
def test_a_number_beyond_all_numbers_is_refused(program, alice, brandt, number):
    body = json.dumps(ORDER).replace('"2.5"', number)
    response = program(alice).post("orders/", body)
    assert response.status_code == 400
    assert number in response.json()["detail"]


@pytest.mark.parametrize("number", ["1e300", "1e-300"])
def test_a_number_that_is_too_large_or_too_fine_is_named(program, alice, brandt, number):
    response = program(alice).post("orders/", json.dumps(ORDER).replace('"2.5"', number))
    assert response.status_code == 400
    assert response.json()["errors"][0]["column"] == "quantity"


def test_the_code_of_an_alias_is_taken(program, alice, brandt):
    PartnerFactory(code="OLD", name="Old Castings", merged_into=brandt)
    response = program(alice).post("partners/", {"kind": "supplier", "code": "OLD", "name": "Other"})
    assert response.status_code == 409
    assert "existing" not in response.json()
    assert Partner.objects.get(code="OLD").name == "Old Castings"
