"""A request that comes twice is done once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.actions.answers import forget_old
from portal.models import IdempotencyRecord
from suppliers.models import Contact, OrderLine
from tests.integration.api.conftest import Program

ROW = {"partner_code": "BRANDT", "name": "Bob Brandt"}


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_second_gets_the_answer_of_the_first(self, program, alice, brandt):
        ours = program(alice)
        first = ours.post("contacts/", ROW, Idempotency_Key="k-1")
        second = ours.post("contacts/", dict(reversed(ROW.items())), Idempotency_Key="k-1")
        assert (first.status_code, second.status_code) == (201, 201)
        assert second.json() == first.json()
        assert (second["ETag"], second["Location"]) == (first["ETag"], first["Location"])
        assert "Idempotent-Replay" not in first
        assert second["Idempotent-Replay"] == "true"
        assert Contact.objects.count() == 1

    def test_another_request_with_the_same_key_is_refused(self, program, alice, brandt):
        ours = program(alice)
        ours.post("contacts/", ROW, Idempotency_Key="k-1")
        assert ours.post("contacts/", {**ROW, "name": "Eve"}, Idempotency_Key="k-1").status_code == 422
        assert ours.post("contacts/bulk/", ROW, Idempotency_Key="k-1").status_code == 422
        assert Contact.objects.count() == 1

    def test_a_change_is_done_once(self, program, alice, brandt):
        ours = program(alice)
        made = ours.post("contacts/", ROW)
        where, etag = made["Location"], made["ETag"]
        change = {"role": "Sales"}
        first = ours.patch(where, change, If_Match=etag, Idempotency_Key="k-1")
        second = ours.patch(where, change, If_Match=etag, Idempotency_Key="k-1")
        assert (first.status_code, second.status_code) == (200, 200)
        assert second.json() == first.json()

    def test_rows_that_were_stored_beside_refused_ones_are_not_sent_again(self, program, alice, brandt):
        ours = program(alice)
        rows = {"rows": [ROW, {"name": "nobody's"}]}
        first = ours.post("contacts/bulk/", rows, Idempotency_Key="k-1")
        second = ours.post("contacts/bulk/", rows, Idempotency_Key="k-1")
        assert first.status_code == second.status_code == 422
        assert second.json() == first.json()
        assert second.json()["new"] == 1

    def test_keys_of_different_people_never_meet(self, program, alice, dana, brandt):
        first = program(alice).post("contacts/", ROW, Idempotency_Key="k-1")
        second = program(dana).post("contacts/", ROW, Idempotency_Key="k-1")
        assert (first.status_code, second.status_code) == (201, 409)

    def test_what_broke_may_be_tried_again(self, program, alice, brandt, monkeypatch):
        ours = program(alice)
        with monkeypatch.context() as broken:
            broken.setattr("suppliers.actions.rows.run", lambda **_: 1 / 0)
            assert ours.post("contacts/", ROW, Idempotency_Key="k-1").status_code == 500
        assert not IdempotencyRecord.objects.exists()
        assert ours.post("contacts/", ROW, Idempotency_Key="k-1").status_code == 201

    @pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "ä"])
    def test_a_key_is_short_and_plain(self, program, alice, brandt, key):
        assert program(alice).post("contacts/", ROW, Idempotency_Key=key).status_code == 400

    def test_answers_are_forgotten_after_a_week(self, program, alice, brandt):
        program(alice).post("contacts/", ROW, Idempotency_Key="k-1")
        assert forget_old(timezone.now() + timedelta(days=6)) == 0
        assert forget_old(timezone.now() + timedelta(days=8)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_done(token, alice, brandt):
    """The second waits for the first, on either database, and gets its answer."""
    _made, secret = token(alice)
    row = {
        "partner_code": "BRANDT",
        "order_number": "1",
        "line_number": "1",
        "quantity": 1,
        "requested_on": "2026-10-16",
    }
    answers = []
    start = threading.Barrier(2)

    def ask():
        start.wait()
        try:
            answers.append(Program(secret).post("orders/", row, Idempotency_Key="k-1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert sorted(answer.get("Idempotent-Replay", "") for answer in answers) == ["", "true"]
    assert OrderLine.objects.count() == 1
