"""Pages of service programmes, for both sides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suppliers.actions import programmes
from suppliers.models import Enrolment, ServiceProgramme
from tests.integration.suppliers.programmes.conftest import FACTS, enrolled, ordered

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def busy(programme, brandt, kestrel, today):
    """Brandt is in it for four weeks, with orders on both sides; Kestrel too, with a word of its own."""
    for days in (50, 43, 36, 30):
        ordered(brandt, today - timedelta(days=days), 7, late=3)
    for days in (27, 20, 15, 13):
        ordered(brandt, today - timedelta(days=days), 6)
    enrolled(programme, brandt, on=today - timedelta(days=28))
    enrolled(programme, kestrel, on=today - timedelta(days=28))
    return programme


def test_a_partner_is_offered_and_joins_with_one_click(login, bob, programme, brandt):
    client = login(bob)
    page = text_of(client.get("/programmes/"))
    assert "offers you one programme" in page
    assert "Join Ten days" in page
    assert "Paid in 14 days" in page
    response = client.post(f"/programmes/{programme.public_id}/join/", follow=True)
    assert "Lines ordered from today on are in it" in text_of(response)
    assert Enrolment.objects.get().partner == brandt
    assert "Leave the programme" in text_of(response)
    response = client.post(f"/programmes/{programme.public_id}/leave/", follow=True)
    assert "You have left" in text_of(response)
    assert Enrolment.objects.get().left_on is not None


def test_the_page_says_what_it_did(login, bob, busy):
    page = text_of(login(bob).get(f"/programmes/{busy.public_id}/"))
    assert "days faster than before" in page
    assert "released" in page
    assert "4 lines" in page
    assert "Kestrel" not in page


def test_who_is_not_in_it_sees_how_it_would_stand(login, bob, programme, brandt, today):
    ordered(brandt, today - timedelta(days=30), 7)
    page = text_of(login(bob).get(f"/programmes/{programme.public_id}/"))
    assert "How you stand by its rule today" in page
    assert "Last half year" in page


def test_staff_see_all_in_it_and_open_one(login, alice, busy, brandt):
    client = login(alice)
    page = text_of(client.get(f"/programmes/{busy.public_id}/"))
    assert "Brandt Castings" in page
    assert "Kestrel Forgings" in page
    assert "Choose a partner above" in page
    page = text_of(client.get(f"/programmes/{busy.public_id}/?partner={brandt.public_id}"))
    assert "Brandt Castings: " in page.replace("\n", "")
    assert "days faster than before" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_partners_in_it_as_a_file(login, alice, busy, kind):
    response = login(alice).get(f"/programmes/{busy.public_id}/?format={kind}")
    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert "Brandt Castings" in content.decode("utf-8-sig")


def test_a_partner_exports_its_own_list(login, bob, busy):
    content = b"".join(login(bob).get("/programmes/?format=csv").streaming_content).decode("utf-8-sig")
    assert "Ten days" in content
    assert "Kestrel" not in content


def test_no_programme_says_what_that_means(login, bob, alice):
    assert "No programme is offered to you now" in text_of(login(bob).get("/programmes/"))
    assert "Offer the first one" in text_of(login(alice).get("/programmes/"))


def test_nobody_in_it_yet(login, alice, programme):
    assert "Nobody has joined yet" in text_of(login(alice).get(f"/programmes/{programme.public_id}/"))


def test_offer_on_the_page(login, alice):
    data = {**FACTS, "kind": "", "is_offered": "on", "tolerance": "5"}
    response = login(alice).post("/programmes/new/", data)
    programme = ServiceProgramme.objects.get()
    assert response.url == f"/programmes/{programme.public_id}/"
    assert (programme.lead_days, programme.early_days, programme.is_offered) == (10, 3, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("lead_days", "0"), ("lead_days", "400"), ("late_days", "-1"), ("tolerance", "101"), ("benefits", "")],
)
def test_what_cannot_be_meant_is_refused_and_kept(login, alice, field, value):
    data = {**FACTS, "kind": "", "tolerance": "5", field: value}
    response = login(alice).post("/programmes/new/", data)
    assert response.status_code == 422
    assert "Firm orders" in text_of(response) or field == "benefits"
    assert not ServiceProgramme.objects.exists()


def test_a_stale_edit_shows_both_values(login, alice, dana, programme, actor_of):
    programmes.edit(by=actor_of(dana), programme=programme, version=1, changes={"lead_days": 12})
    data = {**FACTS, "kind": "", "is_offered": "on", "lead_days": "14", "version": "1"}
    response = login(alice).post(f"/programmes/{programme.public_id}/edit/", data)
    assert response.status_code == 409
    page = text_of(response)
    assert "Dana Lund" in page
    assert "12" in page
    assert "14" in page
    programme.refresh_from_db()
    assert programme.lead_days == 12


def test_the_list_costs_the_same_however_long(login, alice, manager):
    client = login(alice)
    asked = []
    for number in range(3):
        programmes.offer(by=manager, facts={**FACTS, "name": f"P{number}"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/programmes/").status_code == 200
        asked.append(len(captured))
    assert asked[1] == asked[2]


@pytest.mark.parametrize("sort", ["partner", "-joined_on", "lead_after", "otif_after", "-released"])
def test_every_column_of_partners_sorts(login, alice, busy, sort):
    assert login(alice).get(f"/programmes/{busy.public_id}/?sort={sort}").status_code == 200
