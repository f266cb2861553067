"""The line's page, and each act by its address, as a browser without scripts sends it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from portal.engine.scaled import SCALE
from suppliers.enums import Act
from tests.integration.suppliers.commitments.conftest import NOW

LATE, BETWEEN = date(2026, 9, 25), date(2026, 9, 20)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(line):
    return reverse("suppliers:order_line", args=[line.public_id])


@pytest.fixture
def post(login, line):
    """`post(user, "promise", ...)`: the answer of the act's address."""

    def send(user, act, *args, **data):
        url = reverse(f"suppliers:line_{act}", args=[line.public_id, *args])
        return login(user).post(url, data)

    return send


@pytest.fixture
def proposed(say, line):
    return say(line, Act.PROMISE, (100, LATE), reason_code="material", note="Ore").promise


def rows(act, *parts, **fields):
    """The fields of a form of parts, with its prefix."""
    data = {f"{act}-{name}": value for name, value in fields.items()}
    for number, (quantity, day) in enumerate(parts, 1):
        data[f"{act}-quantity_{number}"] = quantity
        data[f"{act}-day_{number}"] = day.isoformat() if day else ""
    return data


def shown(response):
    return response.content.decode().replace("\xa0", " ")


def words(response):
    return [str(message) for message in response.context["messages"]]


def said(line):
    return [
        (one.event, [(part.quantity // SCALE, part.promised_on) for part in one.parts.all()])
        for one in line.promises.order_by("pk")
    ]
