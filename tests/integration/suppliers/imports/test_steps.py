"""A loading in steps: what breaks off goes on, orders stay whole, nothing is stored twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.actors import system_actor
from suppliers.actions import imports
from suppliers.actions.loading import passes
from suppliers.actions.loading.journal import Superseded
from suppliers.actions.loading.run import Options
from suppliers.enums import BatchState
from suppliers.imports.problems import FileRefused
from suppliers.models import ImportBatch, ImportStep, Order, OrderLine
from tests.integration.suppliers.imports.files import counts, orders
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 40
BOTH = "partner_code,order_number,line_number,quantity,requested_on,description"


class Killed(BaseException):
    """What no handler of ours catches: as sudden as the end of a process."""


@pytest.fixture
def by():
    return system_actor()


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(passes, "RECORDS_AT_ONCE", 6)


def a_file(*more):
    lines = [f"BRANDT,45{n // 4:05},{n % 4},2026-09-01,100,64.00,2026-10-16,Cover {n}" for n in range(ROWS)]
    return orders(*lines, *more)


def break_at(row):
    def progress(done, total):
        if done >= row:
            raise Killed

    return progress


def bring(by, file, **options):
    progress = options.pop("progress", lambda done, total: None)
    return imports.import_file(
        by=by, stream=file, name="orders.csv", options=Options("orders", **options), progress=progress
    )


def facts():
    return sorted(OrderLine.objects.values_list("order__number", "number", "quantity", "description"))


def test_a_loading_that_was_killed_goes_on_behind_its_last_step(by, brandt):
    wrong = "NOBODY,1,1,2026-09-01,1,1,2026-10-16,Nobody's"
    for row in (6, 13, 30):
        with pytest.raises(Killed):
            bring(by, a_file(wrong), progress=break_at(row))
    before = list(ImportStep.objects.values_list("pk", flat=True))
    assert 0 < OrderLine.objects.count() < ROWS

    report, batch = bring(by, a_file(wrong))
    assert counts(report.tallies["orders"]) == (ROWS, 0, 0, 1)
    assert ImportBatch.objects.get() == batch
    assert list(batch.steps.values_list("pk", flat=True))[: len(before)] == before
    assert batch.counts["file"]["new"] == ROWS and batch.counts["orders"]["orders"] == 10
    assert [error.row for error in batch.errors.all()] == [ROWS + 2]
    broken = facts()

    Order.objects.all().delete()
    ImportBatch.objects.all().delete()
    bring(by, a_file(wrong))
    assert facts() == broken


def test_a_row_that_comes_twice_is_noticed_across_a_break(by, brandt):
    same = f"BRANDT,45{0:05},0,2026-09-01,100,64.00,2026-10-16,Cover 0"
    other = f"BRANDT,45{9:05},3,2026-09-01,7,64.00,2026-10-16,Cover 39"
    with pytest.raises(Killed):
        bring(by, a_file(same, other), progress=break_at(12))
    report, _batch = bring(by, a_file(same, other))
    assert counts(report.tallies["orders"]) == (ROWS, 0, 1, 1)
    assert OrderLine.objects.filter(description="Cover 39", quantity=100_000_000).exists()


def test_no_order_is_cut_in_two_even_when_its_rows_lie_apart(by, brandt):
    """The rows of ten orders come in turns: whenever somebody looks, an order is whole or not there."""
    lines = [f"BRANDT,45{n % 10:05},{n // 10},2026-09-01,100,64.00,2026-10-16,Cover" for n in range(ROWS)]
    sizes = set()

    def look(done, total):
        for order in Order.objects.all():
            sizes.add(order.lines.count())

    report, _batch = bring(by, orders(*lines), progress=look)
    assert sizes == {4}
    assert counts(report.tallies["orders"]) == (ROWS, 0, 0, 0)
    assert counts(bring(by, orders(*lines))[0].tallies["orders"]) == (0, 0, ROWS, 0)


def test_who_was_stopped_stores_no_more(by, brandt):
    def stop(done, total):
        ImportBatch.objects.update(state=BatchState.STOPPED)

    with pytest.raises(Superseded):
        bring(by, a_file(), progress=stop)
    assert OrderLine.objects.count() == 8  # the first step, to the end of its order


def test_a_file_from_the_browser_goes_on_after_it_was_stopped(settings, alice, actor_of, brandt):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    actor = actor_of(alice)
    upload = SimpleUploadedFile("orders.csv", a_file().read())
    batch = imports.upload(
        by=actor, file=upload, name="orders.csv", dataset="orders", profile="", create_partners=False
    )
    batch = imports.confirm(by=actor, batch=batch, all_or_nothing=False)
    with pytest.raises(Killed):
        imports.load(by=actor, batch=batch, progress=break_at(10))
    imports.cancel(by=actor, batch=batch)
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.STOPPED and 0 < OrderLine.objects.count() < ROWS

    batch = imports.confirm(by=actor, batch=batch, all_or_nothing=True)
    assert not batch.options["all_or_nothing"]  # what is begun goes on as it was begun
    imports.load(by=actor, batch=batch)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["orders"]["new"], batch.file.name) == (BatchState.LOADED, ROWS, "")
    assert OrderLine.objects.count() == ROWS


def test_of_two_workers_on_one_file_the_slower_gives_up(by, brandt):
    def overtaken(done, total):
        batch = ImportBatch.objects.get()
        ImportStep.objects.create(batch=batch, number=2, rows=ROWS)

    with pytest.raises(Superseded):
        bring(by, a_file(), progress=overtaken)
    assert OrderLine.objects.count() == 8


def test_all_or_nothing_has_an_end(by, brandt, monkeypatch):
    monkeypatch.setattr("suppliers.actions.loading.run.ALL_OR_NOTHING_ROWS", ROWS - 1)
    with pytest.raises(FileRefused) as refusal:
        bring(by, a_file(), all_or_nothing=True)
    assert "at most 39" in str(refusal.value)
    assert not OrderLine.objects.exists() and not ImportBatch.objects.exists()


def test_all_or_nothing_leaves_nothing_when_killed(by, brandt):
    with pytest.raises(Killed):
        bring(by, a_file(), all_or_nothing=True, progress=break_at(20))
    assert not OrderLine.objects.exists() and not ImportStep.objects.exists()
    report, batch = bring(by, a_file(), all_or_nothing=True)
    assert counts(report.tallies["orders"]) == (ROWS, 0, 0, 0)
    assert ImportBatch.objects.get() == batch


def test_the_cells_of_refused_rows_are_kept(by, brandt):
    file = csv_file("BRANDT,1,1,many,2026-10-16,=A1", "BRANDT,1,2,5,2026-10-16,Good", header=BOTH)
    _report, batch = bring(by, file)
    assert [(row.row, row.cells) for row in batch.refused_rows.all()] == [
        (2, ["BRANDT", "1", "1", "many", "2026-10-16", "=A1"])
    ]
    assert batch.preview["header"] == BOTH.split(",")


def test_rows_of_a_program_are_loaded_like_a_file(by, brandt):
    row = {"partner_code": "BRANDT", "order_number": "1", "line_number": "1", "quantity": "5",
           "requested_on": "2026-10-16"}  # fmt: skip
    report, batch = imports.import_rows(
        by=by, rows=[row, {**row, "quantity": "x"}], options=Options("orders")
    )
    assert counts(report.tallies["orders"]) == (1, 0, 0, 1)
    assert batch.steps.count() == 1
