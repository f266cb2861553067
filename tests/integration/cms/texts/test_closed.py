"""Ways round the page of a text: what comes, and what is no longer theirs, stays unknown there too."""

import re
from datetime import date

import pytest

from cms.enums import Audience
from cms.models import PolicyPage
from tests.texts import publish, write

pytestmark = pytest.mark.usefixtures("today")


def text_of(response):
    return response.content.decode()


@pytest.fixture
def gifts(erin):
    """Was for partners; since June for our own people."""
    page = write(title="Gifts", keeper=erin, audience=Audience.PARTNERS, asks_partners=True)
    first = publish(page, date(2026, 1, 1))
    publish(page, date(2026, 6, 1), audience=Audience.STAFF, in_force_from=date(2026, 6, 1), reason="Ours.",
            asks_partners=False)  # fmt: skip
    return first


def test_nobody_asks_about_a_text_that_is_no_longer_theirs(login, bob, alice, gifts):
    client = login(bob)
    for path in ("/policies/gifts/ask/", "/policies/never-was/ask/"):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"kind": "question", "text": "Why?"}).status_code == 404, path
    assert "Gifts" in text_of(login(alice).get("/policies/gifts/ask/"))


def test_nor_says_that_they_have_read_it(login, bob, gifts):
    client = login(bob)
    for data in ({}, {"version": gifts.public_id}, {"version": gifts.public_id, "read": "on"}):
        assert client.post("/policies/gifts/read/", data).status_code == 404, data


def test_what_a_coming_version_was_made_from_is_not_told_before_it_holds(client, alice, erin):
    page = write(title="Paying", keeper=erin)
    publish(page, date(2026, 1, 1), evidence=[("evidence", {"text": "41 invoices of 2025."})])
    assert "41 invoices of 2025." in text_of(client.get("/policies/paying/"))
    publish(
        page, date(2026, 10, 1), in_force_from=date(2026, 11, 1), title="Paying in ten days", reason="Asked.",
        evidence=[("evidence", {"text": "Ten days cost us 3 million."})],
    )  # fmt: skip
    for path in ("/policies/paying/", "/policies/paying/versions/1/"):
        assert "Ten days" not in text_of(client.get(path)), path
    client.force_login(alice)
    assert "Ten days cost us 3 million." in text_of(client.get("/policies/paying/versions/2/"))


def test_the_map_of_the_site_does_not_tell_when_a_coming_version_was_issued(client, erin):
    page = write(title="Paying", keeper=erin)
    publish(page, date(2026, 1, 1))

    def changed():
        return re.search(r"/policies/paying/</loc><lastmod>([\d-]+)<", text_of(client.get("/sitemap.xml")))[1]

    before = changed()
    publish(page, date(2026, 10, 1), title="Paying sooner", in_force_from=date(2026, 11, 1), reason="Asked.")
    assert PolicyPage.objects.get().last_published_at.date() == date(2026, 10, 1)
    assert changed() == before == "2026-01-01"
