"""A request that comes twice is done once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.actions.answers import forget_old
from portal.models import IdempotencyRecord
from suppliers.models import Contact

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
