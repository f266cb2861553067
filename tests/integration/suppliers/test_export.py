"""What `manage.py export` writes: all of it, and it imports again as it is."""

import io
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal import exports
from portal.actors import Actor, system_actor
from portal.db import guarding
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.facts.rows import rows_of
from suppliers.imports.datasets import DATASETS
from suppliers.models import LedgerEntry, Order, OrderLine, Partner, Promise
from suppliers.models.said import SAID
from suppliers.presenters.files import file_rows
from tests import trade
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
NO_PARTNER = ("rates", "customer_counts")


@pytest.fixture
def staff():
    return Actor(user=StaffFactory(name="Alice Moreau", email="alice@halden.example"))


@pytest.fixture
def world(staff):
    return [trade.everything(code, staff.user) for code in ("BRANDT", "KESTREL")]


def exported(tmp_path, *arguments, kind="csv"):
    path = tmp_path / f"out.{kind}"
    call_command("export", *arguments[:1], str(path), *arguments[1:])
    return path.read_bytes()


def loaded(content, dataset, kind="csv"):
    options = Options(dataset)
    report, _ = import_file(by=system_actor(), stream=io.BytesIO(content), name=f"a.{kind}", options=options)
    return report


def facts(dataset):
    source = rows_of(dataset, system_actor())
    return sorted((source.values(row) for row in source), key=str)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("dataset", DATASETS)
def test_an_export_imports_again_and_changes_nothing(world, tmp_path, dataset, kind):
    before = facts(dataset)
    report = loaded(exported(tmp_path, dataset, kind=kind), dataset, kind)
    tally = report.tallies[dataset]
    assert [(error.row, error.column, str(error.reason)) for error in tally.errors] == []
    assert (tally.new, tally.changed, tally.refused, tally.same) == (0, 0, 0, len(before))
    assert before and facts(dataset) == before


def test_an_export_fills_an_empty_installation_with_the_same_facts(world, tmp_path):
    names = ("partners", "contacts", "orders", "promises", "receipts")
    Order.objects.filter(currency="").update(currency="EUR")  # an empty cell takes the default
    before = {name: facts(name) for name in names}
    files = {name: exported(tmp_path, name) for name in names}
    guarding.remove(connection, SAID)
    OrderLine.objects.all().delete()
    for partner in Partner.objects.all():
        for rows in (partner.invoices, partner.orders, partner.contacts):
            rows.all().delete()
    LedgerEntry.objects.all().delete()
    Partner.objects.all().delete()
    guarding.install(connection, SAID)
    assert not Promise.objects.exists()
    for name in names:
        assert loaded(files[name], name).refused == 0
    assert {name: facts(name) for name in names} == before


def test_what_is_asked_now_is_exported_not_what_was_asked_first(world, tmp_path):
    text = exported(tmp_path, "orders", "--partner", "BRANDT").decode()
    assert ",1.5,pcs,64.123456,62,2026-09-10," in text
    assert "2026-09-01" not in text


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name not in NO_PARTNER])
def test_rows_of_one_partner_alone(world, tmp_path, dataset):
    text = exported(tmp_path, dataset, "--partner", "KESTREL").decode()
    assert "KESTREL" in text and "BRANDT" not in text


def test_rows_that_belong_to_nobody_cannot_be_asked_for_by_partner(world, tmp_path):
    with pytest.raises(CommandError, match="belong to no partner") as error:
        exported(tmp_path, "rates", "--partner", "BRANDT")
    assert error.value.returncode == 2


def test_a_partner_that_does_not_exist_is_named(world, tmp_path):
    with pytest.raises(CommandError, match="No partner has the code NOBODY") as error:
        exported(tmp_path, "orders", "--partner", "BRANDT", "NOBODY")
    assert error.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_standard_output_is_the_file_and_nothing_else(world, tmp_path, capfdbinary):
    call_command("export", "contacts")
    assert capfdbinary.readouterr().out == exported(tmp_path, "contacts")


def test_a_file_that_cannot_be_written_is_a_wrong_argument(world, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory") as error:
        call_command("export", "orders", str(tmp_path / "nowhere" / "orders.csv"))
    assert error.value.returncode == 2


def test_an_export_that_breaks_off_leaves_the_old_file(world, tmp_path, monkeypatch):
    path = tmp_path / "orders.csv"
    path.write_text("old")
    monkeypatch.setattr(exports, "as_text", lambda value: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("export", "orders", str(path))
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("orders.csv", "old")]


def test_a_link_or_a_pipe_is_written_to_and_never_replaced(world, tmp_path):
    whole = exported(tmp_path, "contacts")
    target, link, pipe = tmp_path / "target.csv", tmp_path / "link.csv", tmp_path / "pipe"
    link.symlink_to(target)
    call_command("export", "contacts", str(link))
    assert link.is_symlink() and target.read_bytes() == whole
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    call_command("export", "contacts", str(pipe))
    assert pipe.is_fifo() and os.read(reader, 1_000_000) == whole
    os.close(reader)


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(world, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "SHEET_ROWS", 3)
    with pytest.raises(CommandError, match="Use --format csv"):
        exported(tmp_path, "orders", kind="xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_text_of_an_export_begins_a_formula(world, dataset):
    source = rows_of(dataset, system_actor())
    for row in file_rows(source):
        for value in row:
            if isinstance(value, str):
                assert not exports.as_text(value).startswith(("=", "+", "-", "@", "\t", "\r"))
