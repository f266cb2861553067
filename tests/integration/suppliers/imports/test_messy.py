"""Reality is messy: files overlap, too much arrives, goods go back, orders are cancelled or closed short."""

import pytest

from portal.actors import system_actor
from suppliers.models import DeliveryOutcome, LedgerEntry, OrderLine, Receipt
from tests.integration.suppliers.imports.files import LINE, counts, load, orders, promises, receipts
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db
SCALE = 1_000_000
STATED = (
    "partner_code,order_number,line_number,ordered_on,quantity,unit_price,requested_on,status,status_reason"
)
IN_TIME = "BRANDT,4500130,10,R1,2026-10-15"


@pytest.fixture
def by(brandt):
    """A line of 100 that was promised for the day it was asked for."""
    actor = system_actor()
    load(actor, "orders", orders(LINE))
    load(actor, "promises", promises("BRANDT,4500130,10,confirm,2026-09-02T10:00:00Z,1,100,2026-10-16,"))
    return actor


def outcome(basis="first_confirmed"):
    """Ordered, in the window, accepted in it, in units; whether it passed. None: the line is not judged."""
    found = DeliveryOutcome.objects.filter(basis=basis).order_by("since").last()  # as it stands in the end
    if found is None:
        return None
    sizes = (found.quantity, found.quantity_in_window, found.accepted_in_window)
    return *(size // SCALE for size in sizes), found.passed


def receive(by, *rows):
    tally = load(by, "receipts", receipts(*rows))
    assert not tally.refused, tally.errors
    return counts(tally)


def state(by, status, reason=""):
    row = f"BRANDT,4500130,10,2026-09-01,100,64.00,2026-10-16,{status},{reason}"
    for expected in ((0, 1, 0, 0), (0, 0, 1, 0)):
        assert counts(load(by, "orders", csv_file(row, header=STATED))) == expected


def test_files_that_overlap_store_each_row_once(by):
    rows = [LINE.replace(",10,2026", f",{number},2026") for number in (10, 20, 30, 40, 50)]
    assert counts(load(by, "orders", orders(*rows[:3], rows[1]))) == (2, 0, 2, 0)
    assert counts(load(by, "orders", orders(*rows[1:], rows[4].replace(",100,", ",90,")))) == (2, 0, 2, 1)
    assert counts(load(by, "orders", orders(*rows))) == (0, 0, 5, 0)
    assert OrderLine.objects.count() == 5
    assert set(OrderLine.objects.values_list("quantity", flat=True)) == {100 * SCALE}


def test_over_delivery_is_kept_and_lifts_nothing_above_one(by):
    assert receive(by, f"{IN_TIME},90,0", "BRANDT,4500130,10,R2,2026-10-16,45,0") == (2, 0, 0, 0)
    assert outcome() == (100, 100, 100, True)
    assert sum(Receipt.objects.values_list("accepted_quantity", flat=True)) == 135 * SCALE


def test_a_return_is_the_same_receipt_with_less_accepted(by):
    receive(by, f"{IN_TIME},100,0")
    assert outcome() == (100, 100, 100, True)
    assert receive(by, f"{IN_TIME},70,30") == (0, 1, 0, 0)
    assert outcome() == (100, 100, 70, False)
    assert receive(by, f"{IN_TIME},70,30") == (0, 0, 1, 0)
    # A replacement in time counts as accepted.
    receive(by, "BRANDT,4500130,10,R2,2026-10-16,30,0")
    assert outcome() == (100, 100, 100, True)


@pytest.mark.parametrize("cells", ["-30,0", "70,-30"])
def test_a_negative_receipt_is_refused_with_the_way_to_book_a_return(by, cells):
    receive(by, f"{IN_TIME},100,0")
    tally = load(by, "receipts", receipts(f"BRANDT,4500130,10,R2,2026-10-16,{cells}"))
    (error,) = tally.errors
    assert str(error.reason) == "-30 is less than 0."
    assert str(error.way_out) == (
        "Goods that went back are no receipt of their own: send the same receipt again, with less accepted "
        "and more rejected."
    )
    assert Receipt.objects.count() == 1


def test_cancelled_by_us_before_anything_came_leaves_the_figures(by):
    assert outcome() == (100, 0, 0, False)
    state(by, "cancelled_by_us", "project stopped")
    assert outcome() is None
    assert OrderLine.objects.get().status_reason == "project stopped"
    state(by, "confirmed")
    assert outcome() == (100, 0, 0, False)


def test_cancelled_by_us_after_a_part_came(by):
    receive(by, f"{IN_TIME},40,0")
    state(by, "cancelled_by_us")
    assert outcome() == (40, 40, 40, True)


def test_cancelled_by_the_partner_fails_with_what_came_counted(by):
    receive(by, f"{IN_TIME},40,0")
    state(by, "cancelled_by_partner")
    assert outcome() == (100, 40, 40, False)
    assert DeliveryOutcome.objects.filter(basis="first_confirmed").get().fails


def test_part_received_then_closed_short(by):
    receive(by, f"{IN_TIME},60,0")
    assert outcome() == (100, 60, 60, False)
    state(by, "closed_short", "no longer needed")
    assert outcome() == (60, 60, 60, True)
    # What arrives although it was closed is what was ordered after all.
    receive(by, "BRANDT,4500130,10,R2,2026-10-16,10,0")
    assert outcome() == (70, 70, 70, True)


def test_orders_in_a_foreign_currency_need_no_rate_and_the_ledger_takes_that_of_its_day(by):
    header = "partner_code,order_number,line_number,quantity,requested_on,currency"
    assert counts(load(by, "orders", csv_file("BRANDT,9,10,1,2026-10-16,USD", header=header))) == (1, 0, 0, 0)
    entry = csv_file(
        "E1,2026-10-18,goods,-100,USD,BRANDT", header="entry_id,date,kind,amount,currency,supplier_code"
    )
    assert counts(load(by, "ledger", entry)) == (0, 0, 0, 1)
    load(by, "rates", csv_file("2026-10-16,USD,1.25", "2026-10-19,USD,2", header="date,currency,rate"))
    entry.seek(0)
    assert counts(load(by, "ledger", entry)) == (1, 0, 0, 0)
    assert LedgerEntry.objects.get().company_minor == -8_000  # a Sunday: Friday's rate holds


def test_a_correction_is_an_entry_of_its_own_and_a_changed_one_is_shown(by):
    header = "entry_id,date,kind,amount"
    load(by, "ledger", csv_file("E1,2026-10-16,goods,-100", header=header))
    assert counts(load(by, "ledger", csv_file("E1-C,2026-11-02,goods,20", header=header))) == (1, 0, 0, 0)
    tally = load(by, "ledger", csv_file("E1,2026-10-16,goods,-90", header=header))
    assert [(item.column, item.was, item.now) for item in tally.changes] == [("amount", "-100.00", "-90.00")]
    assert sum(LedgerEntry.objects.values_list("company_minor", flat=True)) == -7_000
