"""The wall of thanks shows what a partner said yes to, and forgets it when it says no."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cms.models import HomePage, ThanksPage
from portal.actors import Actor
from portal.models import AuditEvent, Notice
from suppliers.actions import recognition, wall
from suppliers.enums import WallState
from suppliers.models import Membership

pytestmark = pytest.mark.django_db
WORDS = "Your warning on the covers came three weeks ahead."


@pytest.fixture(autouse=True)
def page():
    return HomePage.objects.get().add_child(instance=ThanksPage(title="Wall of thanks"))


@pytest.fixture
def said(alice, brandt, bob):
    return recognition.thank(by=Actor(user=alice), partner=brandt, text=WORDS, at=timezone.now())


def _logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def _wall():
    return Client().get("/wall-of-thanks/").content.decode()


def test_it_is_asked_answered_shown_and_taken_off_again(said, alice, bob):
    assert WORDS not in _wall()
    staff, partner = _logged_in(alice), _logged_in(bob)
    assert "Ask them" in staff.get("/thanks/").content.decode()
    staff.post(f"/thanks/{said.public_id}/wall/ask/")
    asked = Notice.objects.get(user=bob, key__startswith="wall:")
    assert WORDS in asked.words
    html = partner.get(asked.path).content.decode()
    assert "Yes, show it" in html and "asks whether it may show" in html
    assert WORDS not in _wall()  # asked is not yes
    partner.post(f"/thanks/{said.public_id}/wall/", {"shown": "yes"})
    assert WORDS in _wall() and "Brandt Castings" in _wall()
    assert Notice.objects.filter(user=alice, subject="Brandt Castings lets its thanks be shown").exists()
    assert "Take it off the wall" in partner.get("/thanks/").content.decode()
    partner.post(f"/thanks/{said.public_id}/wall/", {"shown": "no"})
    assert WORDS not in _wall()
    said.refresh_from_db()
    assert (said.wall, said.wall_by_label) == (WallState.NO, "Bob Brandt")
    verbs = AuditEvent.objects.filter(verb__startswith="wall.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["wall.asked", "wall.allowed", "wall.refused"]


def test_a_partner_may_offer_it_unasked(said, bob):
    _logged_in(bob).post(f"/thanks/{said.public_id}/wall/", {"shown": "yes"})
    assert WORDS in _wall()


def test_we_ask_once(said, alice, bob):
    wall.ask(by=Actor(user=alice), recognition=said, at=timezone.now())
    with pytest.raises(ValidationError):
        wall.ask(by=Actor(user=alice), recognition=said, at=timezone.now())
    _logged_in(bob).post(f"/thanks/{said.public_id}/wall/", {"shown": "no"})
    with pytest.raises(ValidationError):
        wall.ask(by=Actor(user=alice), recognition=said, at=timezone.now())


def test_what_was_taken_back_is_on_no_wall_and_cannot_be_put_there(said, alice, bob):
    bobs = Actor(user=bob, membership=Membership.objects.get(user=bob))
    wall.decide(by=bobs, recognition=said, is_shown=True, at=timezone.now())
    recognition.take_back(by=Actor(user=alice), recognition=said, at=said.at)
    assert WORDS not in _wall()
    with pytest.raises(ValidationError):
        wall.decide(by=bobs, recognition=said, is_shown=True, at=timezone.now())


def test_only_the_partners_administrators_and_editors_decide(said, alice, viewer, charlie):
    for person in (alice, viewer):
        assert _logged_in(person).post(f"/thanks/{said.public_id}/wall/", {"shown": "yes"}).status_code == 403
    rival = _logged_in(charlie)
    assert rival.post(f"/thanks/{said.public_id}/wall/", {"shown": "yes"}).status_code == 404
    assert WORDS not in b"".join(rival.get("/thanks/")).decode()
    assert WORDS not in _wall()


def test_who_may_not_thank_may_not_ask(said, erin, bob):
    with pytest.raises(PermissionDenied):
        wall.ask(by=Actor(user=erin), recognition=said, at=timezone.now())
    assert _logged_in(bob).post(f"/thanks/{said.public_id}/wall/ask/").status_code == 404


def test_an_answer_that_is_none_changes_nothing(said, bob):
    _logged_in(bob).post(f"/thanks/{said.public_id}/wall/", {"shown": "maybe"})
    said.refresh_from_db()
    assert said.wall == WallState.UNASKED


def test_the_wall_takes_a_constant_number_of_queries(alice, brandt, django_assert_max_num_queries):
    for number in range(3):
        one = recognition.thank(
            by=Actor(user=alice), partner=brandt, text=f"{WORDS} {number}", at=timezone.now()
        )
        type(one).objects.filter(pk=one.pk).update(wall=WallState.YES)
    Client().get("/wall-of-thanks/")
    with django_assert_max_num_queries(12):
        Client().get("/wall-of-thanks/")
