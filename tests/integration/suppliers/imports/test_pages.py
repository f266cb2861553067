"""The import pages: who sees them, the way of a file, what is refused."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.actors import system_actor
from portal.models import JobRun
from suppliers.actions import imports
from suppliers.models import ImportBatch, OrderLine
from tests.integration.suppliers.imports.files import LINE, ORDERS

pytestmark = pytest.mark.django_db
BAD = "BRANDT,4500130,20,2026-09-01,x,64.00,2026-10-16,Lip seal"
NEW = "/imports/new/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def send(client, *rows, header=ORDERS, **fields):
    content = "\n".join([header, *rows, ""]).encode()
    file = SimpleUploadedFile("orders.csv", content)
    return client.post(NEW, {"dataset": "orders", "file": file, **fields})


def kept(media):
    return list(Path(media, "imports").glob("*"))


@pytest.fixture
def alices(login, alice, brandt):
    return login(alice)


def test_the_empty_list_says_what_to_do(alices):
    page = alices.get("/imports/")
    assert "No file has come in yet" in page.content.decode()


def test_a_file_is_previewed_then_saved(alices, media):
    answer = send(alices, LINE, BAD)
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("suppliers:import", args=[batch.public_id])
    assert not OrderLine.objects.exists()
    assert len(kept(media)) == 1
    text = alices.get(answer.url).content.decode()
    assert "Check 1 refused row, then save 1 row" in text
    assert "“x” is not a number." in text
    assert "Write digits with a decimal point" in text
    assert "1 + 0 + 0 + 1 = 2 rows in the file" in text
    alices.post(f"{answer.url}save/", {"what": "good"})
    batch.refresh_from_db()
    assert (batch.state, OrderLine.objects.count()) == ("loaded", 1)
    assert kept(media) == []
    assert "1 row saved" in alices.get(answer.url).content.decode()
    assert "orders.csv" in alices.get("/imports/").content.decode()


def test_the_changed_columns_are_shown_as_was_and_becomes(alices):
    answer = send(alices, LINE)
    alices.post(f"{answer.url}save/", {"what": "good"})
    answer = send(alices, LINE.replace(",100,", ",1200,"))
    text = alices.get(answer.url).content.decode()
    assert '<del class="ac-was">100</del>' in text
    assert '<ins class="ac-now">1,200</ins>' in text


def test_all_or_nothing_stays_at_the_preview_while_a_row_is_refused(alices):
    answer = send(alices, LINE, BAD)
    alices.post(f"{answer.url}save/", {"what": "all"})
    assert ImportBatch.objects.get().state == "preview"
    assert not OrderLine.objects.exists()


def test_thrown_away_leaves_nothing(alices, media):
    answer = send(alices, LINE)
    alices.post(f"{answer.url}discard/")
    batch = ImportBatch.objects.get()
    assert (batch.state, kept(media), batch.errors.count()) == ("discarded", [], 0)
    assert "cannot be saved" in alices.post(f"{answer.url}save/", follow=True).content.decode()
    assert not OrderLine.objects.exists()


def test_what_nobody_confirmed_is_forgotten_after_a_month(alices, media):
    send(alices, LINE)
    made = ImportBatch.objects.get().created_at
    assert imports.forget_old_previews(by=system_actor(), now=made + timedelta(days=29)) == 0
    assert imports.forget_old_previews(by=system_actor(), now=made + timedelta(days=31)) == 1
    assert (ImportBatch.objects.get().state, kept(media)) == ("discarded", [])


def test_a_file_is_saved_once(alices):
    answer = send(alices, LINE)
    alices.post(f"{answer.url}save/")
    alices.post(f"{answer.url}save/")
    assert JobRun.objects.filter(task="suppliers.jobs.load_import").count() == 1


def test_a_large_file_is_checked_by_a_job(alices, monkeypatch):
    monkeypatch.setattr(imports, "CHECK_AT_ONCE", 10)
    answer = send(alices, LINE)
    assert JobRun.objects.filter(task="suppliers.jobs.check_import", state="done").exists()
    assert ImportBatch.objects.get().state == "preview"
    assert "Save 1 row" in alices.get(answer.url).content.decode()


def test_progress_moves_while_the_work_runs(alices, alice):
    job = JobRun.objects.create(task="suppliers.jobs.load_import", state="running", done=50, total=200)
    batch = ImportBatch.objects.create(
        dataset="orders", file_name="orders.csv", state="loading", channel="page", job=job, created_by=alice
    )
    url = reverse("suppliers:import", args=[batch.public_id])
    assert 'value="25"' in alices.get(url).content.decode()
    moving = alices.get(f"{url}progress/")
    assert "50 of 200 rows" in moving.content.decode()
    assert "HX-Refresh" not in moving
    ImportBatch.objects.update(state="loaded")
    assert alices.get(f"{url}progress/")["HX-Refresh"] == "true"


def test_work_that_stopped_can_be_started_again(alices, alice):
    answer = send(alices, LINE)
    job = JobRun.objects.create(task="suppliers.jobs.load_import", state="failed", error="The worker died.")
    ImportBatch.objects.update(state="loading", job=job)
    assert "The worker died." in alices.get(answer.url).content.decode()
    alices.post(f"{answer.url}save/", {"what": "good"})
    assert (ImportBatch.objects.get().state, OrderLine.objects.count()) == ("loaded", 1)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "orders.csv", "empty"),
        ("partner_code,Größe\n".encode("cp1252"), "orders.csv", "byte 0xF6 at position"),
        (b"partner_code,order_number\n", "orders.csv", "lacks"),
        (ORDERS.encode(), "orders.xlsx", "no workbook"),
        (b"PK\x03\x04bomb", "orders.xlsx", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_nothing_is_kept(alices, media, content, name, says):
    answer = alices.post(NEW, {"dataset": "orders", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert kept(media) == []


class Unreadable(io.RawIOBase):
    """A body that fails whoever reads it."""

    def read(self, *args):
        raise AssertionError("read")


def test_two_hundred_megabytes_are_turned_away_unread(alices, settings):
    settings.IMPORT_MAX_BYTES = 50 * 1024 * 1024
    body = {"wsgi.input": Unreadable(), "CONTENT_LENGTH": str(200 * 1024 * 1024)}
    answer = alices.generic("POST", NEW, content_type="multipart/form-data; boundary=x", **body)
    assert answer.status_code == 413
    assert "200 MB" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_an_upload_without_its_token_is_refused(alice, brandt):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert send(client, LINE).status_code == 403
    assert not ImportBatch.objects.exists()


def test_a_profile_that_feeds_something_else_is_refused(alices):
    answer = send(alices, LINE, profile="usaid-scms", dataset="partners")
    assert "This profile feeds: Orders, Promises, Receipts." in answer.content.decode()


def test_the_reasons_come_as_a_file(alices):
    answer = send(alices, BAD.replace("BRANDT", "=cmd"))
    file = alices.get(f"{answer.url}refused/?format=csv")
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert "2,orders,quantity,x" in text


def pages(public_id):
    base = f"/imports/{public_id}/"
    return ["/imports/", NEW, base, f"{base}progress/", f"{base}refused/"]


@pytest.mark.parametrize(("person", "code"), [("bob", 404), ("erin", 403), ("dana", 200)])
def test_who_sees_the_pages(request, login, alices, person, code):
    send(alices, LINE, BAD)
    public_id = ImportBatch.objects.get().public_id
    client = login(request.getfixturevalue(person))
    assert [client.get(url).status_code for url in pages(public_id)] == [code] * 5
    if code != 200:
        for act in ("save", "discard"):
            assert client.post(f"/imports/{public_id}/{act}/").status_code == code
        assert send(client, LINE).status_code == code
        assert ImportBatch.objects.get().state == "preview"


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(alices, files, django_assert_max_num_queries):
    for _ in range(files):
        send(alices, LINE)
    with django_assert_max_num_queries(12):
        alices.get("/imports/")
