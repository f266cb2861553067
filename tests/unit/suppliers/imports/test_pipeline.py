"""Rows to records and all their errors."""

import datetime as dt
from decimal import Decimal

import pytest

from suppliers.enums import PROMISING, LineStatus, PartnerKind, PartnerStatus
from suppliers.imports.datasets import EVENTS, LINE_STATES, PARTNER_KINDS, PARTNER_STATES
from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
from tests.unit.suppliers.imports.files import ORDER_HEADER, csv_file, read


def test_a_good_row_is_a_typed_record():
    header = f"{ORDER_HEADER},unit_price,currency,sent_at,status"
    records, errors = read(
        csv_file("BRANDT,4500130,10,60,2026-10-16,64.00,eur,2026-09-01T08:30:00Z,blocked", header=header)
    )
    assert not errors
    record = records[0]
    assert record.quantity == Decimal(60)
    assert record.requested_on == dt.date(2026, 10, 16)
    assert (record.currency, record.status) == ("EUR", "blocked")
    assert record.sent_at == dt.datetime(2026, 9, 1, 8, 30, tzinfo=dt.UTC)


def test_all_errors_of_a_row_are_named_at_once():
    _, errors = read(csv_file("BRANDT,,10,-5,2026-09-31", "BRANDT,1,10,0,2026-09-30"))
    assert [(error.row, error.column, error.value) for error in errors] == [
        (2, "order_number", ""),
        (2, "requested_on", "2026-09-31"),
        (3, "quantity", "0"),
    ]


def test_a_negative_quantity_is_refused_with_a_way_out():
    _, errors = read(csv_file("BRANDT,1,10,-5,2026-09-30"))
    assert str(errors[0].reason) == "-5 is not more than 0."
    assert "above zero" in str(errors[0].way_out)


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("status", "lost", "none of the words"),
        ("currency", "XXQ", "no currency code"),
        ("buyer_email", "alice at halden", "no e-mail address"),
        ("description", "x" * 501, "more than 500 characters"),
        ("item_code", "a\x07b", "control character"),
        ("unit_price", "-1", "less than 0"),
        ("unit_price", "free", "is not a number"),
        ("sent_at", "2026-09-01T08:30:00", "which time zone"),
    ],
)
def test_cells_that_cannot_be_are_refused(column, cell, says):
    _, errors = read(csv_file(f"B,1,10,5,2026-09-30,{cell}", header=f"{ORDER_HEADER},{column}"))
    assert [error.column for error in errors] == [column]
    assert says in str(errors[0].reason)


def test_a_missing_column_is_named_beside_what_the_file_has():
    with pytest.raises(FileRefused) as refused:
        read(csv_file(header="partner_code,order_number,line_number,quantity"))
    assert str(refused.value) == (
        "The file lacks “requested_on”. It has: partner_code, order_number, line_number, quantity."
    )


def test_an_unknown_column_is_refused_by_name():
    with pytest.raises(FileRefused, match="Unknown column “colour”"):
        read(csv_file(header=f"{ORDER_HEADER},colour"))


def test_requested_before_ordered_is_a_warning():
    file = csv_file("B,1,10,5,2026-08-01,2026-09-01", header=f"{ORDER_HEADER},ordered_on")
    (row,) = open_file(file, name="orders.csv", dataset="orders").rows()
    assert row.parts["orders"].record is not None
    assert "before it was ordered" in str(row.parts["orders"].warnings[0].reason)


def test_invisible_differences_of_a_key_are_none():
    composed, decomposed = "Bra\u030aten", "Br\u00e5ten"
    records, _ = read(
        csv_file(f"\u00a0{composed}\u200b ,1,10,5,2026-08-01", f"{decomposed},1,20,5,2026-08-01")
    )
    assert records[0].partner_code == records[1].partner_code == "Bråten"


def test_what_an_export_quoted_comes_back_as_it_was():
    records, _ = read(csv_file("'=cmd,'-1,'10,5,2026-08-01"))
    assert (records[0].partner_code, records[0].order_number, records[0].line_number) == ("=cmd", "-1", "'10")


def test_an_own_promise_needs_its_moment():
    with pytest.raises(FileRefused, match="made_at"):
        read(csv_file(header="partner_code,order_number,line_number,event"), dataset="promises")


def test_a_file_can_be_read_as_often_as_one_likes():
    reading = open_file(csv_file("B,1,10,5,2026-08-01"), name="orders.csv", dataset="orders")
    assert reading.count() == 1
    assert [row.number for row in reading.rows()] == [row.number for row in reading.rows()] == [2]


def test_the_words_of_the_columns_are_those_of_the_models():
    assert tuple(PartnerKind.values) == PARTNER_KINDS
    assert tuple(PartnerStatus.values) == PARTNER_STATES
    assert tuple(LineStatus.values) == LINE_STATES
    assert tuple(PROMISING) == EVENTS
