"""Two programs at the same moment, on either database."""

import threading

import pytest
from django.db import connection

from suppliers.models import OrderLine
from tests.integration.api.conftest import Program

pytestmark = pytest.mark.django_db(transaction=True)
ROW = {
    "partner_code": "BRANDT",
    "order_number": "1",
    "line_number": "1",
    "quantity": 1,
    "requested_on": "2026-10-16",
}


def at_once(*asks):
    """Starts all at the same moment; returns their answers in order."""
    answers, start = [None] * len(asks), threading.Barrier(len(asks))

    def one(number):
        start.wait()
        try:
            answers[number] = asks[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(asks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_the_same_request_twice_is_done_once(token, alice, brandt):
    """The second waits for the first, and gets its answer."""
    _made, secret = token(alice)
    answers = at_once(*2 * [lambda: Program(secret).post("orders/", ROW, Idempotency_Key="k-1")])
    assert [answer.status_code for answer in answers] == [201, 201]
    assert sorted(answer.get("Idempotent-Replay", "") for answer in answers) == ["", "true"]
    assert OrderLine.objects.count() == 1


def test_the_same_row_from_two_is_one_row(token, alice, brandt):
    _made, secret = token(alice)
    answers = at_once(*2 * [lambda: Program(secret).post("orders/", ROW)])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert OrderLine.objects.count() == 1


def test_of_two_changes_of_what_was_read_one_is_too_late(token, alice, brandt):
    _made, secret = token(alice)
    made = Program(secret).post("orders/", ROW)
    where, etag = made["Location"], made["ETag"]
    answers = at_once(
        *(
            lambda quantity=quantity: Program(secret).patch(where, {"quantity": quantity}, If_Match=etag)
            for quantity in (2, 3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (stored,) = (answer.json()["quantity"] for answer in answers if answer.status_code == 200)
    (late,) = (answer.json()["current"]["quantity"] for answer in answers if answer.status_code == 412)
    assert stored == late == Program(secret).get(where).json()["quantity"]
