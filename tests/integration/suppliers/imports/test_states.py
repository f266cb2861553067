"""The page of an import in every state, what it offers there, and the word to readers while it is saved."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import JobRun
from suppliers.enums import BatchState
from suppliers.models import ImportBatch, ImportError
from suppliers.presenters.imports.refused import general
from tests.factories import LineFactory, OrderFactory

pytestmark = pytest.mark.django_db
BANNER = "Figures are being brought in right now"
COUNTS = {"file": {"new": 3, "changed": 2, "same": 0, "refused": 0, "ignored": 0}}


@pytest.fixture
def alices(login, alice):
    return login(alice)


@pytest.fixture
def batch(alice, brandt):
    return ImportBatch.objects.create(
        dataset="orders", file_name="secret-orders.csv", file="imports/x", state="loaded", channel="page",
        created_by=alice, counts=COUNTS, rows=5, loaded_at=timezone.now(),
    )  # fmt: skip


def page(client, batch, **changes):
    ImportBatch.objects.filter(pk=batch.pk).update(**changes)
    answer = client.get(reverse("suppliers:import", args=[batch.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("state", BatchState.values)
@pytest.mark.parametrize("work", [None, "running", "failed"])
def test_every_state_has_its_page(alices, batch, state, work):
    job = JobRun.objects.create(task="suppliers.jobs.load_import", state=work) if work else None
    assert "secret-orders.csv" in page(alices, batch, state=state, job=job)
    assert alices.get("/imports/").status_code == 200


def test_the_list_tells_a_file_that_is_read_from_one_that_waits_for_its_columns(alices, batch):
    for unmapped, said, unsaid in (
        (False, "being checked", "waits for its columns"),
        (True, "waits for its columns", "being checked"),
    ):
        ImportBatch.objects.update(state="checking", options={"unmapped": unmapped})
        text = alices.get("/imports/").content.decode()
        assert said in text
        assert unsaid not in text
        file = b"".join(alices.get("/imports/?format=csv").streaming_content).decode()
        assert said in file
        assert unsaid not in file


def test_running_work_can_be_stopped_and_finished_work_taken_back(alices, batch):
    job = JobRun.objects.create(task="suppliers.jobs.load_import", state="running")
    running = page(alices, batch, state="loading", job=job)
    assert f"/imports/{batch.public_id}/cancel/" in running
    assert f"/imports/{batch.public_id}/undo/" not in running
    loaded = page(alices, batch, state="loaded")
    assert f"/imports/{batch.public_id}/undo/" in loaded
    assert "What the 3 new rows created goes; what the 2 changed rows were comes back" in loaded


def test_what_stopped_on_the_way_goes_on_or_goes_back(alices, batch):
    text = page(alices, batch, state="stopped")
    assert "Go on" in text
    assert "Take back what is stored" in text
    assert f"/imports/{batch.public_id}/save/" in text


def test_what_could_not_be_taken_back_is_listed(alices, batch):
    report = [["partner", "Brandt Castings", "Alice changed it since."]]
    text = page(alices, batch, state="undone", undone_at=timezone.now(), undone_by="Dana", undo_report=report)
    assert "Not taken back: 1" in text
    assert "Alice changed it since." in text
    assert f"/imports/{batch.public_id}/undo/" not in text


def test_refused_rows_are_grouped_by_reason(alices, batch):
    ImportError.objects.bulk_create(
        ImportError(
            batch=batch, row=row, column="quantity", value=str(row), reason=f"“x{row}” is not a number."
        )
        for row in range(2, 9)
    )
    ImportError.objects.create(batch=batch, row=9, column="requested_on", reason="There is no month 13.")
    counts = {"file": {**COUNTS["file"], "refused": 8}}
    text = page(alices, batch, counts=counts)
    assert "“…” is not a number." in text
    assert "7 rows" in text
    assert "There is no month …." in text


def test_a_reason_without_its_values():
    assert general("There is no day 31 in 2026-02: that month has 28 days.") == (
        "There is no day … in …: that month has … days."
    )


@pytest.mark.parametrize("state", ["loading", "undoing"])
def test_readers_of_both_sides_are_told_while_figures_move(login, alice, bob, brandt, batch, state):
    line = LineFactory(order=OrderFactory(partner=brandt))
    ImportBatch.objects.update(state=state)
    for person in (alice, bob):
        client = login(person)
        places = ["/orders/", f"/orders/{line.public_id}/", f"/partners/{brandt.public_id}/"]
        for place in [*places, "/partners/" if person is alice else "/partners/ours/"]:
            text = client.get(place).content.decode()
            assert BANNER in text, place
            assert "secret-orders" not in text


def test_nobody_is_told_of_work_that_stopped(login, bob, batch):
    client = login(bob)
    job = JobRun.objects.create(task="suppliers.jobs.load_import", state="failed")
    for changes in (
        {"state": "loading", "job": job},
        {"state": "loaded", "job": None},
        {"state": "checking"},
    ):
        ImportBatch.objects.update(**changes)
        assert BANNER not in client.get("/orders/").content.decode()
