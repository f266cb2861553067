"""Facts into the database: idempotent, promises append-only, refused by name, constant statements."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.actors import system_actor
from portal.models import AuditEvent
from suppliers.models import (
    DeliveryOutcome,
    ImportBatch,
    Order,
    OrderLine,
    Partner,
    Promise,
    PromisePart,
    Receipt,
)
from tests.integration.suppliers.imports.files import (
    LINE,
    counts,
    load,
    orders,
    promises,
    reasons,
    receipts,
)
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db
SCALE = 1_000_000


@pytest.fixture
def by():
    return system_actor()


@pytest.fixture
def line(by, brandt):
    load(by, "orders", orders(LINE))
    return OrderLine.objects.get()


def test_an_order_row_is_a_line_of_an_order(line):
    assert (line.order.number, line.number, line.partner.code) == ("4500130", "10", "BRANDT")
    assert (line.quantity, line.unit_price) == (100 * SCALE, 64 * SCALE)
    assert (line.order.ordered_on, line.order.currency) == (dt.date(2026, 9, 1), "EUR")
    assert line.status == "confirmed"
    assert DeliveryOutcome.objects.filter(line=line, basis="requested").exists()


def test_the_same_file_again_changes_nothing(by, line):
    stored = OrderLine.objects.values().get()
    assert counts(load(by, "orders", orders(LINE))) == (0, 0, 1, 0)
    assert OrderLine.objects.values().get() == stored


def test_what_differs_is_changed_and_shown(by, line):
    tally = load(by, "orders", orders(LINE.replace(",100,", ",120,").replace("10-16", "10-18")))
    assert counts(tally) == (0, 1, 0, 0)
    assert [(item.column, item.was, item.now) for item in tally.changes] == [
        ("quantity", "100", "120"),
        ("requested_on", "2026-10-16", "2026-10-18"),
    ]
    line.refresh_from_db()
    assert (line.quantity, line.version) == (120 * SCALE, 2)
    outcome = DeliveryOutcome.objects.filter(line=line, basis="requested").get()
    assert outcome.due_on == dt.date(2026, 10, 18)


def test_an_empty_cell_changes_nothing(by, line):
    row = "BRANDT,4500130,10,,100,,2026-10-16,"
    assert counts(load(by, "orders", orders(row))) == (0, 0, 1, 0)


def test_a_new_day_of_the_order_judges_all_its_lines_again(by, line):
    load(by, "receipts", receipts("BRANDT,4500130,10,R1,2026-10-10,100,0"))
    load(by, "orders", orders(LINE.replace("2026-09-01", "2026-09-05")))
    assert DeliveryOutcome.objects.filter(line=line, basis="requested").get().lead_days == 35


def test_an_unknown_partner_is_refused_unless_it_may_be_created(by):
    tally = load(by, "orders", orders(LINE))
    assert reasons(tally) == [(2, "partner_code", "No partner has the code “BRANDT”.")]
    assert not Partner.objects.exists()
    assert counts(load(by, "orders", orders(LINE), create_partners=True)) == (1, 0, 0, 0)
    partner = Partner.objects.get()
    assert (partner.code, partner.name, partner.kind, partner.status) == (
        "BRANDT",
        "BRANDT",
        "supplier",
        "active",
    )


def test_rows_of_one_order_must_agree_on_it(by, brandt):
    second = LINE.replace(",10,2026-09-01", ",20,2026-09-02")
    tally = load(by, "orders", orders(LINE, second))
    assert counts(tally) == (1, 0, 0, 1)
    assert reasons(tally) == [(3, "ordered_on", "Another row of order 4500130 says 2026-09-01.")]


def test_the_same_line_twice_in_a_file(by, brandt):
    tally = load(by, "orders", orders(LINE, LINE, LINE.replace(",100,", ",90,")))
    assert counts(tally) == (1, 0, 1, 1)
    assert reasons(tally) == [(4, "line_number", "Row 2 already says something else of the same one.")]


def test_a_promise_is_kept_with_its_parts(by, line):
    rows = (
        "BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,1,60,2026-10-16,",
        "BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,2,40,2026-10-20,",
    )
    assert counts(load(by, "promises", promises(*rows))) == (2, 0, 0, 0)
    promise = Promise.objects.get()
    assert list(promise.parts.values_list("number", "quantity")) == [(1, 60 * SCALE), (2, 40 * SCALE)]
    assert counts(load(by, "promises", promises(*rows))) == (0, 0, 2, 0)


def test_a_promise_without_quantity_and_day_takes_the_lines(by, line):
    row = "BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,,,,"
    assert counts(load(by, "promises", promises(row))) == (1, 0, 0, 0)
    part = PromisePart.objects.get()
    assert (part.quantity, part.promised_on) == (100 * SCALE, dt.date(2026, 10, 16))
    assert counts(load(by, "promises", promises(row))) == (0, 0, 1, 0)


def test_what_was_promised_is_never_overwritten(by, line):
    said = "BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,1,100,2026-10-16,"
    load(by, "promises", promises(said))
    tally = load(by, "promises", promises(said.replace("10-16", "10-20")))
    assert reasons(tally) == [
        (2, "promised_on", "This promise is stored with 2026-10-16. What was said stays as it was said.")
    ]
    assert PromisePart.objects.get().promised_on == dt.date(2026, 10, 16)
    later = said.replace("09-02T", "09-09T").replace("10-16", "10-20")
    assert counts(load(by, "promises", promises(later))) == (1, 0, 0, 0)


def test_a_rejection_has_no_parts(by, line):
    row = "BRANDT,4500130,10,reject,2026-09-02T10:00:00Z,,,,no capacity"
    assert counts(load(by, "promises", promises(row))) == (1, 0, 0, 0)
    assert Promise.objects.get().reason == "no capacity"
    assert not PromisePart.objects.exists()
    assert counts(load(by, "promises", promises(row))) == (0, 0, 1, 0)


def test_a_later_part_says_how_many(by, line):
    tally = load(by, "promises", promises("BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,2,,2026-10-20,"))
    assert reasons(tally) == [(2, "quantity", "Part 2 does not say how many.")]


def test_a_receipt_is_judged_and_can_be_corrected(by, line):
    row = "BRANDT,4500130,10,R1,2026-10-16,100,0"
    assert counts(load(by, "receipts", receipts(row))) == (1, 0, 0, 0)
    assert DeliveryOutcome.objects.get(line=line, basis="requested").passed
    assert counts(load(by, "receipts", receipts(row))) == (0, 0, 1, 0)
    assert counts(load(by, "receipts", receipts(row.replace("10-16", "10-19")))) == (0, 1, 0, 0)
    assert DeliveryOutcome.objects.get(line=line, basis="requested").days_late == 3
    assert Receipt.objects.count() == 1


def test_facts_without_a_line_are_refused_by_what_is_missing(by, line, kestrel):
    tally = load(
        by,
        "receipts",
        receipts(
            "NOBODY,4500130,10,R1,2026-10-16,1,0",
            "KESTREL,4500130,10,R1,2026-10-16,1,0",
            "BRANDT,4500131,10,R1,2026-10-16,1,0",
            "BRANDT,4500130,20,R1,2026-10-16,1,0",
        ),
    )
    assert reasons(tally) == [
        (2, "partner_code", "No partner has the code “NOBODY”."),
        (3, "order_number", "Order 4500130 belongs to Brandt Castings, not to Kestrel Forgings."),
        (4, "order_number", "Brandt Castings has no order 4500131."),
        (5, "line_number", "Order 4500130 has no line 20."),
    ]
    assert not Receipt.objects.exists()


def test_a_dry_run_counts_the_same_and_stores_nothing(by, brandt):
    file = orders(LINE, LINE.replace(",10,", ",20,"), "NOBODY,1,1,,1,,2026-10-16,")
    assert counts(load(by, "orders", file, dry_run=True)) == (2, 0, 0, 1)
    assert not Order.objects.exists()
    assert not ImportBatch.objects.exists()
    assert counts(load(by, "orders", file)) == (2, 0, 0, 1)


def test_all_or_nothing(by, brandt):
    bad = "NOBODY,1,1,,1,,2026-10-16,"
    assert counts(load(by, "orders", orders(LINE, bad), all_or_nothing=True)) == (1, 0, 0, 1)
    assert not OrderLine.objects.exists()
    assert not ImportBatch.objects.exists()
    assert counts(load(by, "orders", orders(LINE), all_or_nothing=True)) == (1, 0, 0, 0)
    assert OrderLine.objects.exists()


def test_history_and_trail_remember_the_file_once(by, brandt):
    load(by, "orders", orders(LINE, "NOBODY,1,1,,1,,2026-10-16,"))
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.rows, batch.counts["file"]["refused"]) == ("loaded", 2, 1)
    assert len(batch.sha256) == 64
    error = batch.errors.get()
    assert (error.row, error.column, error.value) == (3, "partner_code", "NOBODY")
    assert "Create the partner first" in error.way_out
    event = AuditEvent.objects.get(verb="import.loaded")
    assert event.data["counts"]["orders"]["new"] == 1


@pytest.mark.parametrize("person", ["bob", "erin"])
def test_only_who_keeps_partners_may_import(request, person, actor_of, brandt):
    actor = actor_of(request.getfixturevalue(person))
    with pytest.raises(PermissionDenied):
        load(actor, "orders", orders(LINE))


def test_partners_and_contacts(by, alice):
    header = "kind,code,name,country,owner_email,email"
    rows = ("dealer,D1,Dealer One,DE,alice@halden.example,", "agent,A1,Agent One,DE,nobody@halden.example,")
    tally = load(by, "partners", csv_file(*rows, header=header))
    assert counts(tally) == (1, 0, 0, 1)
    partner = Partner.objects.get()
    assert (partner.kind, partner.owner, partner.status) == ("dealer", alice, "active")
    assert counts(load(by, "partners", csv_file(rows[0], header=header))) == (0, 0, 1, 0)
    renamed = rows[0].replace("Dealer One", "Dealer Uno")
    assert counts(load(by, "partners", csv_file(renamed, header=header))) == (0, 1, 0, 0)
    people = ("D1,Ann,ann@d1.example,Sales", "D1,Ben,,")
    contacts_header = "partner_code,name,email,role"
    assert counts(load(by, "contacts", csv_file(*people, header=contacts_header))) == (2, 0, 0, 0)
    assert counts(load(by, "contacts", csv_file(*people, header=contacts_header))) == (0, 0, 2, 0)


@pytest.mark.parametrize("kind", ["orders", "promises", "receipts"])
def test_statements_do_not_grow_with_the_rows(by, brandt, kind):
    """Ten lines and a hundred cost the same statements, new and unchanged."""

    def file(first, count):
        numbers = range(first, first + count)
        if kind == "orders":
            return orders(*(LINE.replace(",10,", f",{n},") for n in numbers))
        if kind == "promises":
            return promises(
                *(f"BRANDT,4500130,{n},confirm,2026-09-02T10:00:00Z,1,100,2026-10-16," for n in numbers)
            )
        return receipts(*(f"BRANDT,4500130,{n},R1,2026-10-16,100,0" for n in numbers))

    load(by, "orders", orders(*(LINE.replace(",10,", f",{n},") for n in range(1000, 1111))))
    start = 2000 if kind == "orders" else 1000
    with CaptureQueriesContext(connection) as ten:
        load(by, kind, file(start, 10))
    with CaptureQueriesContext(connection) as hundred:
        load(by, kind, file(start + 10, 100))
    assert len(hundred) == len(ten)
