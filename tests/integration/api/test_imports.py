"""Files that programs send."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from suppliers.actions import imports
from suppliers.api.imports import BATCH
from suppliers.models import ImportBatch, OrderLine

pytestmark = pytest.mark.django_db
HEADER = "partner_code,order_number,line_number,quantity,requested_on\n"
GOOD = "BRANDT,4500131,10,2,2026-10-16\n"
BAD = "BRANDT,4500131,20,x,2026-10-16\n"


@pytest.fixture
def send(program, alice, brandt):
    ours = program(alice)

    def _send(text, key=None, **fields):
        file = SimpleUploadedFile("orders.csv", text.encode())
        headers = {"Authorization": f"Bearer {ours.secret}"} | ({"Idempotency-Key": key} if key else {})
        return ours.client.post(
            "/api/v1/imports/", {"dataset": "orders", "file": file, **fields}, headers=headers
        )

    _send.program = ours
    return _send


def test_a_file_is_loaded_and_tells_what_became_of_it(send):
    sent = send(HEADER + GOOD + BAD)
    assert sent.status_code == 202, sent.content
    batch = send.program.get(sent["Location"]).json()
    assert batch["state"] == "loaded"
    assert batch["counts"]["file"]["refused"] == 1
    (error,) = send.program.get(batch["errors"]).json()["results"]
    assert (error["row"], error["column"], error["value"]) == (3, "quantity", "x")
    assert error["way_out"]
    assert OrderLine.objects.count() == 1
    assert batch in send.program.get("imports/").json()["results"]


def test_a_dry_run_waits(send):
    sent = send(HEADER + GOOD, dry_run="true")
    assert sent.status_code == 201
    assert sent.json()["state"] == "preview"
    assert not OrderLine.objects.exists()


def test_all_or_nothing(send):
    sent = send(HEADER + GOOD + BAD, all_or_nothing="true")
    assert send.program.get(sent["Location"]).json()["state"] == "preview"
    assert not OrderLine.objects.exists()


def test_a_large_file_is_checked_and_loaded_by_the_worker(send, monkeypatch):
    monkeypatch.setattr(imports, "CHECK_AT_ONCE", 0)
    sent = send(HEADER + GOOD)
    assert sent.status_code == 202
    assert send.program.get(sent["Location"]).json()["state"] == "loaded"


def test_the_same_file_with_the_same_key_is_one_import(send):
    first, second = send(HEADER + GOOD, key="k-1"), send(HEADER + GOOD, key="k-1")
    assert second["Idempotent-Replay"] == "true"
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert send(HEADER + BAD, key="k-1").status_code == 422


@pytest.mark.parametrize(
    ("text", "fields", "column"),
    [
        ("", {}, "file"),
        ("colour\nred\n", {}, "partner_code"),
        (HEADER + GOOD, {"dataset": "nonsense"}, "dataset"),
        (HEADER + GOOD, {"profile": "nonsense"}, "profile"),
        (HEADER + GOOD, {"dry_run": "perhaps"}, "dry_run"),
        (HEADER + GOOD, {"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_read_is_named(send, text, fields, column):
    refused = send(text, **fields)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["column"] == column


def test_json_is_not_read_here(send):
    assert send.program.post("imports/", {}).status_code == 415


def test_a_file_that_waits_for_its_columns_is_answered_as_described(send, alice):
    ImportBatch.objects.create(
        file_name="bestellungen.csv", state="checking", channel="page", created_by=alice,
        options={"unmapped": True},
    )  # fmt: skip
    (batch,) = send.program.get("imports/").json()["results"]
    described = BATCH["properties"]
    assert batch["dataset"] in described["dataset"]["enum"]
    assert batch["state"] in described["state"]["enum"]
    assert batch.keys() == described.keys()
