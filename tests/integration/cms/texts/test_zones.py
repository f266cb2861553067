"""A text holds on the company's day, wherever its reader sits."""

from datetime import date

import pytest
import time_machine

from cms.enums import Audience
from cms.models import Acknowledgement, TextVersion
from portal.models import User
from tests.texts import SECTIONS, publish, write

# Version 2 holds from 1 October, by the clock in Oslo.
CHANGED = date(2026, 10, 1)
# In Los Angeles it is still 30 September then, in Auckland it has been 1 October for a while.
OPENED = "2026-10-01T06:00:00+02:00"
EVENING_BEFORE = "2026-09-30T18:00:00+02:00"


@pytest.fixture
def paying(erin):
    page = write(keeper=erin, audience=Audience.PARTNERS, asks_partners=True, in_force_from=date(2026, 1, 1))
    publish(page, date(2026, 1, 1), by=erin)
    publish(
        page, date(2026, 9, 1), title="Paying sooner", points=SECTIONS[:2],
        in_force_from=CHANGED, reason="Nobody liked to wait.",
    )  # fmt: skip
    page.refresh_from_db()
    return page


def reading(client, user, zone):
    User.objects.filter(pk=user.pk).update(time_zone=zone)
    client.force_login(user)


def test_who_is_behind_our_clock_reads_and_signs_what_holds(client, paying, bob, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    reading(client, bob, "America/Los_Angeles")
    with time_machine.travel(OPENED, tick=False):
        assert "Paying sooner" in client.get(paying.url).content.decode()
        version = TextVersion.objects.get(page=paying, major=2)
        data = {"version": version.public_id, "read": "on"}
        assert client.post(f"/policies/{paying.slug}/read/", data).status_code == 302
    assert Acknowledgement.objects.get(user=bob).read_number == "2"


def test_who_is_ahead_of_our_clock_sees_nothing_that_is_to_come(client, paying, bob, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    reading(client, bob, "Pacific/Auckland")
    with time_machine.travel(EVENING_BEFORE, tick=False):
        assert "Paying sooner" not in client.get(paying.url).content.decode()
        version = TextVersion.objects.get(page=paying, major=2)
        data = {"version": version.public_id, "read": "on"}
        assert client.post(f"/policies/{paying.slug}/read/", data).status_code == 404
