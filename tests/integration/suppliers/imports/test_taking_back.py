"""An import is taken back: what it made goes, what it changed is as it was, what others did stays."""

import datetime as dt

import pytest

from portal.actors import system_actor
from portal.models import AuditEvent
from suppliers.actions import imports, undoing
from suppliers.actions.loading.run import Options, no_progress
from suppliers.enums import BatchState, PromiseEvent
from suppliers.models import (
    Contact,
    DeliveryOutcome,
    DeliverySlice,
    ImportBatch,
    Invoice,
    Order,
    OrderLine,
    Partner,
    Promise,
    Receipt,
)
from tests.factories import promise
from tests.integration.suppliers.imports.files import LINE, counts, orders, promises, receipts
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db
SCALE = 1_000_000
PROMISED = "BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,1,100,2026-10-20,"
CAME = "BRANDT,4500130,10,R1,2026-10-19,100,0"


@pytest.fixture
def by():
    return system_actor()


def bring(by, dataset, file, **options):
    report, batch = imports.import_file(
        by=by, stream=file, name=f"{dataset}.csv", options=Options(dataset, **options)
    )
    return report.tallies[dataset], batch


def take_back(by, batch):
    batch = undoing.ask_to_undo(by=by, batch=batch)
    undoing.undo(by=by, batch=batch, progress=no_progress)
    return ImportBatch.objects.get(pk=batch.pk)


def facts():
    """All that is derived and all that is asked, without ids and moments."""
    return (
        sorted(OrderLine.objects.values_list("number", "quantity", "requested_on", "description")),
        sorted(DeliverySlice.objects.values_list("basis", "due_on", "quantity", "received", "since")),
        sorted(DeliveryOutcome.objects.values_list("basis", "due_on", "passed", "quantity")),
    )


def test_new_orders_go_with_the_partner_they_made(by):
    _tally, batch = bring(by, "orders", orders(LINE), create_partners=True)
    undone = take_back(by, batch)
    assert undone.state == BatchState.UNDONE and undone.undo_report == []
    assert not OrderLine.objects.exists() and not Order.objects.exists() and not Partner.objects.exists()
    assert not DeliverySlice.objects.exists()
    assert AuditEvent.objects.filter(verb="import.undone").count() == 1
    assert counts(bring(by, "orders", orders(LINE), create_partners=True)[0]) == (1, 0, 0, 0)


def test_changed_values_become_what_they_were(by, brandt):
    bring(by, "orders", orders(LINE))
    before = facts()
    changed = LINE.replace("Volute cover", "Lid").replace(",100,", ",80,")
    _tally, batch = bring(by, "orders", orders(changed))
    assert facts() != before
    assert take_back(by, batch).undo_report == []
    assert facts() == before
    assert OrderLine.objects.get().version == 3


def test_what_was_said_stays_and_a_void_follows_it(by, brandt):
    bring(by, "orders", orders(LINE))
    before = facts()
    _tally, batch = bring(by, "promises", promises(PROMISED))
    during = facts()
    take_back(by, batch)
    assert facts() == before
    said, void = Promise.objects.order_by("pk")
    assert (void.event, void.voids) == (PromiseEvent.VOID, said)
    assert not Promise.objects.in_force().exists()

    tally, batch = bring(by, "promises", promises(PROMISED))
    assert counts(tally) == (1, 0, 0, 0)
    assert facts() == during
    assert counts(bring(by, "promises", promises(PROMISED))[0]) == (0, 0, 1, 0)
    take_back(by, batch)
    assert facts() == before and Promise.objects.count() == 4


def test_receipts_go_and_the_line_is_judged_again(by, brandt):
    bring(by, "orders", orders(LINE))
    before = facts()
    _tally, batch = bring(by, "receipts", receipts(CAME))
    assert facts() != before
    take_back(by, batch)
    assert facts() == before and not Receipt.objects.exists()


def test_what_somebody_changed_since_stays_and_is_listed(by, brandt):
    bring(by, "orders", orders(LINE))
    _tally, batch = bring(by, "orders", orders(LINE.replace("Volute cover", "Lid").replace("64.00", "65.00")))
    bring(by, "orders", orders(LINE.replace("Volute cover", "Hood").replace("64.00", "65.00")))
    report = take_back(by, batch).undo_report
    line = OrderLine.objects.get()
    assert (line.description, line.unit_price) == ("Hood", 64 * SCALE)
    assert report == [["order line", "4500130-10", "“description” has been changed since, to “Hood”."]]


def test_a_line_that_others_spoke_about_stays_and_is_listed(by, brandt):
    _tally, batch = bring(by, "orders", orders(LINE, LINE.replace(",10,", ",20,")))
    promise(OrderLine.objects.get(number="10"), dt.date(2026, 10, 16))
    report = take_back(by, batch).undo_report
    assert [line.number for line in OrderLine.objects.all()] == ["10"]
    assert [(kind, name) for kind, name, _why in report] == [
        ("order line", "4500130-10"), ("order", "4500130"),
    ]  # fmt: skip


def test_a_file_of_several_datasets_goes_as_one(by, brandt):
    from suppliers.imports.profiles import profile_of

    same = {"partner_code": "code", "order_number": "order", "line_number": "line"}
    profile = profile_of(
        {
            "name": "flat",
            "columns": {
                "orders": {**same, "quantity": "qty", "requested_on": "due"},
                "promises": {
                    **same,
                    "event": {"constant": "confirm"},
                    "made_at": "due",
                    "promised_on": "due",
                },
                "receipts": {
                    **same,
                    "receipt_number": "line",
                    "received_on": "due",
                    "accepted_quantity": "qty",
                },
            },
        }
    )
    file = csv_file("BRANDT,1,1,5,2026-10-16", header="code,order,line,qty,due")
    _tally, batch = bring(by, "orders", file, profile=profile)
    assert (OrderLine.objects.count(), Promise.objects.count(), Receipt.objects.count()) == (1, 1, 1)
    assert take_back(by, batch).undo_report == []
    assert not OrderLine.objects.exists() and not Receipt.objects.exists()


def test_people_and_bills_are_taken_back(by, brandt):
    people = csv_file("BRANDT,Ann,ann@brandt.example", header="partner_code,name,email")
    _tally, batch = bring(by, "contacts", people)
    take_back(by, batch)
    assert not Contact.objects.exists()
    header = "partner_code,invoice_number,received_on,due_on,amount"
    _tally, batch = bring(by, "invoices", csv_file("BRANDT,I1,2026-09-01,2026-10-01,100.00", header=header))
    paid = csv_file("BRANDT,I1,2026-09-01,2026-10-01,100.00,2026-09-20", header=f"{header},paid_on")
    _tally, later = bring(by, "invoices", paid)
    assert take_back(by, batch).undo_report[0][2] == "It has been changed since."
    take_back(by, later)
    assert Invoice.objects.get().paid_on is None


def test_an_import_is_taken_back_once(by, brandt):
    from django.core.exceptions import ValidationError

    _tally, batch = bring(by, "orders", orders(LINE))
    take_back(by, batch)
    with pytest.raises(ValidationError):
        undoing.ask_to_undo(by=by, batch=batch)


def test_a_taking_back_that_was_killed_goes_on(by, brandt, monkeypatch):
    from suppliers.actions.loading import passes

    monkeypatch.setattr(passes, "RECORDS_AT_ONCE", 2)
    lines = [LINE.replace("4500130", f"45{n:05}") for n in range(10)]
    _tally, batch = bring(by, "orders", orders(*lines))
    batch = undoing.ask_to_undo(by=by, batch=batch)

    class Killed(BaseException):
        pass

    def kill(done, total):
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        undoing.undo(by=by, batch=batch, progress=kill)
    assert OrderLine.objects.count() == 6
    undoing.undo(by=by, batch=batch, progress=no_progress)
    assert not OrderLine.objects.exists()
