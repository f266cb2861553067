"""The catalogue of data: what it shows, to whom, and the files it gives."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from portal import exports
from portal.actors import Actor, system_actor
from portal.enums import StaffRole
from portal.models import AuditEvent
from suppliers.actions.exports import export_dataset
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.facts.rows import rows_of
from suppliers.imports.columns import BooleanColumn, ChoiceColumn
from suppliers.imports.datasets import DATASETS
from suppliers.models import ExchangeRate, ImportBatch
from suppliers.models.ledger import PROFIT_DATASETS
from suppliers.presenters.blanks import blank, example_rows
from suppliers.presenters.files import file_rows
from tests import trade
from tests.factories import LineFactory, OrderFactory, PartnerFactory, StaffFactory

pytestmark = pytest.mark.django_db
PAGE = "/imports/data/"


@pytest.fixture
def alices(login, alice):
    return login(alice)


@pytest.fixture
def buyers(db):
    client = Client()
    client.force_login(StaffFactory(role=StaffRole.BUYER))
    return client


def body_of(answer):
    return b"".join(answer.streaming_content)


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_of_every_dataset_how_much_there_is_and_when_it_came(alices, alice):
    trade.everything("BRANDT", alice)
    ImportBatch.objects.create(
        dataset="orders",
        state="loaded",
        channel="page",
        counts={"file": {}, "orders": {}, "receipts": {}},
        loaded_at=datetime(2026, 9, 7, 8, tzinfo=UTC),
    )
    text = text_of(alices, PAGE)
    for name in DATASETS:
        assert f'href="{PAGE}{name}/"' in text
        assert f'href="{PAGE}{name}/export/?format=csv"' in text
        assert f'href="/imports/new/?dataset={name}"' in text
    assert text.count("7\xa0Sep\xa02026") == 2, "orders and receipts came in that file"


def test_who_imports_nothing_finds_the_catalogue_and_no_way_to_a_page_that_is_forbidden(login, alice, erin):
    for user, imports in ((alice, True), (erin, False)):
        client = login(user)
        assert (f'href="{PAGE}"' in text_of(client, "/home/")) is not imports, "or through the imports"
        for path in (PAGE, f"{PAGE}orders/"):
            assert ('href="/imports/"' in text_of(client, path)) is imports


def test_nothing_yet_is_said_and_not_offered(alices):
    text = text_of(alices, PAGE)
    assert "none yet" in text and "/export/" not in text
    assert "/export/" not in text_of(alices, f"{PAGE}orders/")


def test_the_list_costs_no_more_with_more_rows(alices, alice, django_assert_max_num_queries):
    trade.everything("BRANDT", alice)
    with django_assert_max_num_queries(len(DATASETS) + 12):
        alices.get(PAGE)


@pytest.mark.parametrize("name", DATASETS)
def test_a_page_lists_the_columns_and_every_way_in_and_out(alices, alice, name):
    trade.everything("BRANDT", alice)
    text = text_of(alices, f"{PAGE}{name}/")
    for column in DATASETS[name].columns:
        shown = f"<b>{column.identifier}</b>" if column.required else f">{column.identifier}<"
        assert shown in text
    for way in (
        f"manage.py import {name} {name}.csv",
        f"manage.py export {name} {name}.csv",
        f'href="/api/v1/{name}/"',
        f"{PAGE}{name}/template/?format=csv",
        f"{PAGE}{name}/template/?format=xlsx",
        f"{PAGE}{name}/export/?format=xlsx",
    ):
        assert way in text


def test_a_buyer_sees_nothing_of_the_profit(buyers, alice):
    trade.everything("BRANDT", alice)
    text = text_of(buyers, PAGE)
    for name in PROFIT_DATASETS:
        assert f"{PAGE}{name}/" not in text
        for part in ("", "export/", "template/"):
            assert buyers.get(f"{PAGE}{name}/{part}").status_code == 403
    assert AuditEvent.objects.filter(verb="data.exported").count() == 0


def test_to_a_partner_none_of_it_exists(login, bob, brandt):
    client = login(bob)
    for path in ("", "orders/", "orders/export/", "orders/template/"):
        assert client.get(f"{PAGE}{path}").status_code == 404


def test_what_is_no_dataset_is_not_found(alices):
    assert alices.get(f"{PAGE}secrets/").status_code == 404
    assert alices.get(f"{PAGE}orders/export/?format=pdf").status_code == 404
    assert alices.get(f"{PAGE}orders/template/?format=pdf").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_the_same_as_by_command_and_is_told_once(alices, alice, kind):
    trade.everything("BRANDT", alice)
    answer = alices.get(f"{PAGE}ledger/export/?format={kind}")
    assert answer["Content-Disposition"] == f'attachment; filename="ledger.{kind}"'
    assert "no-store" in answer["Cache-Control"]
    body, same = body_of(answer), io.BytesIO()
    exports.write(file_rows(rows_of("ledger", system_actor())), kind, same)
    if kind == "csv":
        assert body == same.getvalue()
    else:
        assert cells(body) == cells(same.getvalue())
    event = AuditEvent.objects.get(verb="data.exported")
    assert event.data == {"dataset": "ledger", "format": kind, "rows": 2}
    assert event.actor_id == alice.pk


def test_an_export_leaves_while_it_is_written(alices, alice, monkeypatch):
    """Nothing is read before somebody takes the first block, and no more than a page for it."""
    trade.everything("BRANDT", alice)
    answer = alices.get(f"{PAGE}orders/export/")
    assert answer.streaming
    trade.everything("KESTREL", alice)
    assert "KESTREL" in body_of(answer).decode()


def test_what_no_sheet_can_hold_is_offered_as_csv_alone(alices, alice, monkeypatch):
    trade.everything("BRANDT", alice)
    monkeypatch.setattr(exports, "SHEET_ROWS", 2)
    text = text_of(alices, f"{PAGE}orders/")
    assert "export/?format=xlsx" not in text and "export/?format=csv" in text
    assert alices.get(f"{PAGE}orders/export/?format=xlsx").status_code == 404


def cells(content):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active]


@pytest.fixture
def named(alice):
    """What the examples of the templates name."""
    brandt = PartnerFactory(code="BRANDT", name="Brandt Castings")
    LineFactory(order=OrderFactory(partner=brandt, number="4500130"), number="10")
    for code, kind in (("NORDHAUS", "distributor"), ("VIKEN", "agent")):
        PartnerFactory(code=code, kind=kind)
    ExchangeRate.objects.create(date="2026-01-01", currency="NOK", rate=11)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", DATASETS)
def test_a_template_imports_as_it_is(alices, named, name, kind):
    answer = alices.get(f"{PAGE}{name}/template/?format={kind}")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-template.{kind}"'
    file = io.BytesIO(body_of(answer))
    wanted = len(list(example_rows(DATASETS[name])))
    report, _ = import_file(
        by=system_actor(), stream=file, name=f"a.{kind}", options=Options(name, dry_run=True)
    )
    tally = report.tallies[name]
    assert [(error.column, str(error.reason)) for error in tally.errors] == []
    assert tally.rows == wanted


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_a_workbook_explains_every_column(dataset):
    book = openpyxl.load_workbook(blank(dataset, "xlsx"))
    sheet, described = book.worksheets
    assert [cell.value for cell in sheet[1]] == [column.identifier for column in dataset.columns]
    for cell, column in zip(sheet[1], dataset.columns, strict=True):
        assert column.help in cell.comment.text
        assert cell.comment.text.startswith("Required." if column.required else "May stay empty.")
        assert (cell.fill.fill_type == "solid") is column.required
    listed = [[cell.value for cell in row] for row in described.iter_rows(min_row=2)]
    assert [row[0] for row in listed] == [column.identifier for column in dataset.columns]
    choices = {
        str(rule.sqref).split("2:")[0]: rule.formula1.strip('"').split(",")
        for rule in sheet.data_validations.dataValidation
    }
    wanted = {
        cell.column_letter: list(getattr(column, "choices", ("true", "false")))
        for cell, column in zip(sheet[1], dataset.columns, strict=True)
        if isinstance(column, (ChoiceColumn, BooleanColumn))
    }
    assert choices == wanted


def test_the_lists_reach_to_the_last_row_and_codes_stay_text():
    sheet = openpyxl.load_workbook(blank(DATASETS["orders"], "xlsx")).active
    assert str(sheet.data_validations.dataValidation[0].sqref) == "Q2:Q1048576"
    assert sheet["C2"].value == "4500130" and sheet["C2"].number_format == "@"
    assert sheet.column_dimensions["C"].number_format == "@"
    assert sheet.column_dimensions["E"].number_format == "yyyy-mm-dd"
    assert sheet["L2"].value == 60


def test_a_template_as_text_begins_no_formula():
    rows = list(csv.reader(io.StringIO(blank(DATASETS["partners"], "csv").getvalue().decode())))
    phone = rows[0].index("phone")
    assert rows[1][phone] == "'+49 30 1234"


def test_the_profits_readers_see_it(erin):
    client = Client()
    client.force_login(erin)
    text = text_of(client, PAGE)
    assert f"{PAGE}ledger/" in text and "/imports/new/" not in text


def test_an_actor_who_may_not_see_it_cannot_export_it(buyers):
    with pytest.raises(PermissionDenied):
        export_dataset(by=Actor(user=StaffFactory(role=StaffRole.BUYER)), dataset="ledger", kind="csv")
