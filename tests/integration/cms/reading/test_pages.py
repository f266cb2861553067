"""The tick beside a text, what waits for one, the register and its file."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.actions.reading import say_read
from cms.models import Acknowledgement
from portal.enums import StaffRole
from suppliers.models import Membership
from tests.factories import MembershipFactory, StaffFactory
from tests.integration.cms.reading.conftest import START

pytestmark = pytest.mark.django_db
PAGE = "/policies/paying-on-time/"


@pytest.fixture
def page(policy, version):
    """Published, as the editor does it."""
    policy.live = True
    policy.save()
    return policy


def text_of(response):
    """What it says, whatever keeps a day together on one line."""
    return response.getvalue().decode("utf-8-sig").replace("\N{NO-BREAK SPACE}", " ")


def rows_of(response):
    text = text_of(response)
    return list(csv.DictReader(io.StringIO(text), dialect=csv.Sniffer().sniff(text.splitlines()[0], ",;\t")))


def test_somebody_ticks_that_they_have_read_it(page, version, bob, login, clock):
    clock.after(0)
    client = login(bob)
    shown = client.get(PAGE)
    assert "Have you read it?" in text_of(shown)
    assert "Say so as Bob Brandt" in text_of(shown)
    said = client.post(f"{PAGE}read/", {"version": version.public_id, "read": "yes"}, follow=True)
    assert said.redirect_chain == [(PAGE, 302)]
    text = text_of(said)
    assert "Thank you for reading" in text
    assert "You read version 1 on 5 Oct 2026" in text
    assert "Say so as" not in text


def test_without_the_tick_nothing_is_kept(page, version, bob, login, clock):
    refused = login(bob).post(f"{PAGE}read/", {"version": version.public_id}, follow=True)
    assert "Tick that you have read it" in text_of(refused)
    assert not Acknowledgement.objects.exists()


def test_a_page_left_open_over_a_material_change_says_which_version_holds(
    page, version, issue_next, bob, login, clock
):
    client = login(bob)
    issue_next(2)
    refused = client.post(f"{PAGE}read/", {"version": version.public_id, "read": "yes"}, follow=True)
    assert "Version 2 is in force now" in text_of(refused)
    assert not Acknowledgement.objects.exists()


def test_strangers_and_who_is_not_asked_see_no_tick(page, version, bob, erin, login, clock):
    clock.after(0)
    assert Client().get(PAGE).status_code == 404
    shown = text_of(login(erin).get(PAGE))
    assert "I have read version" not in shown
    assert "0 of 1 who are asked have read it." in shown


def test_my_reading_and_the_first_screen(page, version, bob, viewer, actor_of, login, clock):
    clock.after(0)
    client = login(bob)
    assert "To read" in text_of(client.get(reverse("portal:home")))
    mine = text_of(client.get("/reading/mine/"))
    assert "1 text waits for you to read it" in mine
    assert "by 19 Oct" in mine
    say_read(by=actor_of(bob), version=version)
    mine = text_of(client.get("/reading/mine/"))
    assert "Nothing waits. Thank you for reading." in mine
    assert "version 1 on 5 Oct 2026" in mine
    assert "p-reading" not in text_of(client.get(reverse("portal:home")))


def test_the_register_says_who_is_missing(page, version, bob, viewer, charlie, erin, actor_of, login, clock):
    clock.after(0)
    say_read(by=actor_of(bob), version=version)
    clock.on(START + timedelta(days=15))
    client = login(erin)
    shown = client.get("/reading/")
    assert "2 readings are overdue" in text_of(shown)
    overdue = text_of(client.get("/reading/?state=overdue"))
    assert "Vera Brandt" in overdue and "Charlie Webb" in overdue and "Bob Brandt" not in overdue
    Membership.objects.filter(user=charlie).delete()
    assert "1 reading is overdue" in text_of(client.get("/reading/"))
    assert "asked no longer" in text_of(client.get("/reading/?state=over"))


def test_the_export_holds_what_is_shown(page, version, bob, viewer, erin, actor_of, login, clock):
    clock.after(0)
    say_read(by=actor_of(bob), version=version)
    client = login(erin)
    rows = rows_of(client.get("/reading/?state=read&format=csv"))
    assert [(row["person"], row["partner"], row["state"]) for row in rows] == [
        ("Bob Brandt", "Brandt Castings", "read")
    ]
    book = client.get("/reading/?format=xlsx&text=paying-on-time")
    sheet = load_workbook(io.BytesIO(book.getvalue())).active
    assert sheet.max_row == 3


def test_a_house_sees_its_own_people_alone(page, version, bob, viewer, charlie, login, clock):
    clock.after(0)
    for suffix in ("", "?format=csv"):
        text = text_of(login(bob).get(f"/reading/{suffix}"))
        assert "Vera Brandt" in text
        assert "Charlie" not in text and "Kestrel" not in text
    assert "partner" not in rows_of(login(bob).get("/reading/?format=csv"))[0]


def test_who_only_writes_pages_sees_nobody(page, version, bob, login, clock):
    ed = StaffFactory(role=StaffRole.CONTENT_EDITOR)
    clock.after(0)
    client = login(ed)
    assert client.get("/reading/").status_code == 403
    assert "who are asked" not in text_of(client.get(PAGE))
    assert client.post(f"{PAGE}read/", {"version": version.public_id, "read": "yes"}).status_code == 403


def test_colleagues_are_named_and_rivals_are_not(page, version, bob, viewer, charlie, actor_of, login, clock):
    for reader in (viewer, charlie):
        say_read(by=actor_of(reader), version=version)
    shown = text_of(login(bob).get(PAGE))
    assert "Vera Brandt read it on 5 Oct 2026." in shown
    assert "Charlie" not in shown


@pytest.mark.parametrize("path", ["/reading/", "/reading/mine/", PAGE])
def test_more_people_need_no_more_queries(
    page, version, brandt, bob, erin, login, clock, path, django_assert_max_num_queries
):
    client = login(bob if path != "/reading/" else erin)
    clock.after(0)
    client.get(path)
    with django_assert_max_num_queries(60) as few:
        client.get(path)
    most = len(few)
    for _n in range(8):
        MembershipFactory(partner=brandt)
    clock.after(1)
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)
