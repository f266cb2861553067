"""A change of the order after a promise is a fact of its own, and history before it stays as it was."""

import datetime as dt

import pytest
import time_machine

from portal.actors import system_actor
from suppliers.enums import PromiseEvent
from suppliers.models import DeliveryOutcome, OrderLine, Promise
from tests.integration.suppliers.imports.files import LINE, counts, load, orders, promises, receipts

pytestmark = pytest.mark.django_db
SCALE = 1_000_000
PROMISED = "BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,1,100,2026-10-20,"
LATER = LINE.replace("2026-10-16", "2026-10-30").replace(",100,", ",80,")


@pytest.fixture
def by():
    return system_actor()


@pytest.fixture
def promised(by, brandt):
    load(by, "orders", orders(LINE))
    load(by, "promises", promises(PROMISED))
    return OrderLine.objects.get()


def due(basis, on):
    return (
        DeliveryOutcome.objects.filter(basis=basis, rule="none-0-0")
        .known_on(on)
        .values_list("due_on", "quantity")
        .get()
    )


def test_a_changed_order_moves_the_baseline_from_that_day_on(by, promised):
    with time_machine.travel("2026-09-15T12:00:00Z", tick=False):
        assert counts(load(by, "orders", orders(LATER))) == (0, 1, 0, 0)
    change = Promise.objects.get(event=PromiseEvent.BUYER_CHANGE)
    assert change.made_at == dt.datetime(2026, 9, 15, 12, tzinfo=dt.UTC)
    assert change.parts.values_list("quantity", "promised_on").get() == (80 * SCALE, dt.date(2026, 10, 30))
    line = OrderLine.objects.get()
    assert (line.quantity, line.requested_on) == (80 * SCALE, dt.date(2026, 10, 30))
    assert line.asked_first == (100 * SCALE, dt.date(2026, 10, 16))

    before, after = dt.date(2026, 9, 14), dt.date(2026, 9, 15)
    assert due("requested", before) == (dt.date(2026, 10, 16), 100 * SCALE)
    assert due("first_confirmed", before) == (dt.date(2026, 10, 20), 100 * SCALE)
    for basis in ("requested", "first_confirmed", "last_confirmed"):
        assert due(basis, after) == (dt.date(2026, 10, 30), 80 * SCALE)


def test_the_changed_order_again_changes_nothing(by, promised):
    load(by, "orders", orders(LATER))
    assert counts(load(by, "orders", orders(LATER))) == (0, 0, 1, 0)
    assert Promise.objects.filter(event=PromiseEvent.BUYER_CHANGE).count() == 1


def test_before_any_promise_an_order_is_only_corrected(by, brandt):
    load(by, "orders", orders(LINE))
    assert counts(load(by, "orders", orders(LATER))) == (0, 1, 0, 0)
    assert not Promise.objects.exists()
    assert OrderLine.objects.get().original_requested_on is None
    assert due("requested", dt.date(2026, 9, 1)) == (dt.date(2026, 10, 30), 80 * SCALE)


def test_other_columns_are_no_change_by_the_buyer(by, promised):
    load(by, "orders", orders(LINE.replace("Volute cover", "Lid")))
    assert not Promise.objects.filter(event=PromiseEvent.BUYER_CHANGE).exists()


def test_a_change_that_comes_as_a_promise_row_moves_what_is_asked(by, promised):
    change = "BRANDT,4500130,10,buyer_change,2026-09-10T10:00:00Z,{},{},{},"
    parts = change.format(1, 50, "2026-10-25"), change.format(2, 30, "2026-10-30")
    load(by, "promises", promises(*parts))
    line = OrderLine.objects.get()
    assert (line.quantity, line.requested_on) == (80 * SCALE, dt.date(2026, 10, 30))
    assert counts(load(by, "orders", orders(LATER))) == (0, 0, 1, 0)
    earlier = "BRANDT,4500130,10,buyer_change,2026-09-05T10:00:00Z,1,70,2026-10-22,"
    load(by, "promises", promises(earlier))
    assert OrderLine.objects.get().quantity == 80 * SCALE  # the newest counts, however late the other came


def test_more_than_was_ordered_lifts_nothing_and_a_line_closed_short_is_what_came(by, promised):
    load(by, "receipts", receipts("BRANDT,4500130,10,R1,2026-10-19,130,0"))
    outcome = DeliveryOutcome.objects.get(basis="first_confirmed", rule="none-0-0")
    assert (outcome.accepted_in_window, outcome.quantity, outcome.passed) == (100 * SCALE, 100 * SCALE, True)
    load(by, "receipts", receipts("BRANDT,4500130,10,R1,2026-10-19,60,0"))
    closed = "partner_code,order_number,line_number,quantity,requested_on,status"
    from tests.unit.suppliers.imports.files import csv_file

    load(by, "orders", csv_file("BRANDT,4500130,10,100,2026-10-16,closed_short", header=closed))
    outcomes = DeliveryOutcome.objects.filter(basis="first_confirmed", rule="none-0-0")
    outcome = outcomes.known_on(dt.date(2026, 11, 1)).get()
    assert (outcome.quantity, outcome.passed) == (60 * SCALE, True)
