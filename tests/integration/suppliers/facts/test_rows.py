"""The stored facts as rows of the datasets: columns, types, whose they are, what they cost."""

import datetime as dt
from decimal import Decimal

import pytest

from portal.actors import ANONYMOUS, Actor
from portal.enums import StaffRole
from suppliers.enums import PromiseEvent
from suppliers.facts import rows as rows_module
from suppliers.facts.rows import rows_of
from suppliers.imports.datasets import DATASETS
from suppliers.models import Membership, Partner
from suppliers.visibility import STAFF_COLUMNS
from tests import trade
from tests.factories import LineFactory, StaffFactory, promise

PROFIT = ("ledger", "rates", "customer_counts")


@pytest.fixture
def staff(db):
    return Actor(user=StaffFactory(name="Alice Moreau"))


@pytest.fixture
def ours(staff):
    return trade.everything("BRANDT", staff.user)


def all_of(dataset, actor):
    source = rows_of(dataset, actor)
    return [source.values(row) for row in source]


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_columns_are_those_of_the_dataset_in_their_order(staff, dataset):
    columns = [column.identifier for column in DATASETS[dataset].columns]
    assert rows_of(dataset, staff).columns == columns


def test_every_dataset_has_rows_and_nothing_else_has():
    assert rows_module._SOURCES.keys() == DATASETS.keys()


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_is_filled_by_some_row(ours, staff, dataset):
    rows = all_of(dataset, staff)
    empty = [name for name in rows[0] if all(row[name] in (None, "") for row in rows)]
    assert empty == []


def test_values_are_typed(ours, staff):
    order = next(row for row in all_of("orders", staff) if row["line_number"] == "0010")
    assert (order["quantity"], order["unit_price"]) == (Decimal("1.5"), Decimal("64.123456"))
    assert order["requested_on"] == dt.date(2026, 9, 10), "what is asked now, not what was asked first"
    assert order["sent_at"] == trade.MOMENT
    yen, dinar = (row["amount"] for row in all_of("invoices", staff))
    assert (str(yen), str(dinar)) == ("-123456", "1234.567")
    assert all_of("invoices", staff)[0]["disputed"] is True
    assert [str(row["rate"]) for row in all_of("rates", staff)] == ["11.427500001", "160"]
    assert all_of("customer_counts", staff)[0]["month"] == "2026-09"
    tiers = [(str(row["tier_from"]), str(row["rate"])) for row in all_of("commission_agreements", staff)]
    assert tiers == [("0.00", "0.05"), ("100000.00", "0.075")]


def test_a_promise_is_a_row_for_each_part_and_what_was_taken_back_is_none(ours, staff):
    rows = [(row["event"], row["part"], row["quantity"], row["reason"]) for row in all_of("promises", staff)]
    assert rows == [
        ("confirm", 1, Decimal(1), "=BRANDT"),
        ("confirm", 2, Decimal("0.5"), "=BRANDT"),
        ("reject", None, None, "BRANDT cannot"),
        ("confirm", 1, Decimal(100), "said again"),
    ]


def test_an_alias_is_no_partner_of_its_own(ours, kestrel, staff):
    Partner.objects.filter(pk=kestrel.pk).update(merged_into=ours)
    assert "KESTREL" not in [row["code"] for row in all_of("partners", staff)]


def _person_of(partner):
    return Actor(user=None, membership=Membership(partner=partner, role="admin"))


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_partners_people_get_their_own_without_what_is_for_staff(ours, staff, dataset):
    rival = trade.everything("KESTREL", staff.user)
    mine, theirs = all_of(dataset, _person_of(ours)), all_of(dataset, _person_of(rival))
    if dataset in PROFIT:
        assert (mine, theirs) == ([], [])
        return
    assert mine and len(mine) == len(theirs)
    assert "BRANDT" in str(mine) and "KESTREL" not in str(mine)
    assert "KESTREL" in str(theirs) and "BRANDT" not in str(theirs)
    hidden = STAFF_COLUMNS.get(dataset, ())
    assert all(DATASETS[dataset].column(name) for name in hidden)
    assert not set(hidden) & set(mine[0])
    assert "draft" not in str(mine), "a draft does not exist yet for its partner"


def test_what_belongs_to_a_draft_is_not_there_for_its_partner(ours):
    before = len(all_of("promises", _person_of(ours)))
    promise(LineFactory(order=ours.orders.first(), number="91", status="draft"), dt.date(2026, 9, 1))
    assert len(all_of("promises", _person_of(ours))) == before


@pytest.mark.parametrize("dataset", DATASETS)
def test_strangers_get_nothing(ours, dataset):
    assert all_of(dataset, ANONYMOUS) == []


@pytest.mark.parametrize("dataset", PROFIT)
def test_a_buyer_does_not_see_what_the_profit_is_made_of(ours, dataset):
    assert all_of(dataset, Actor(user=StaffFactory(role=StaffRole.BUYER))) == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_row_costs_no_query(ours, staff, dataset, django_assert_num_queries):
    trade.everything("KESTREL", staff.user)
    with django_assert_num_queries(1):
        assert len(all_of(dataset, staff)) >= 1


def test_pages_cut_no_promise_apart_and_lose_none(ours, staff, monkeypatch):
    for number in range(5):
        trade.everything(f"P{number}", staff.user)
    whole = all_of("promises", staff)
    assert sum(row["event"] == PromiseEvent.REJECT for row in whole) == 6
    for size in (3, 4, 5, 7, 24, 25):
        monkeypatch.setattr(rows_module, "AT_ONCE", size)
        assert all_of("promises", staff) == whole
