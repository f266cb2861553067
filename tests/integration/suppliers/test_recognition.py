"""Thanks: one press, at once on the partner's home, taken back within a day; a rival never reads them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.actors import Actor
from portal.models import OutboxMessage
from suppliers.actions import recognition
from suppliers.models import Recognition

pytestmark = pytest.mark.django_db
WORDS = "Your warning on the covers came three weeks ahead."


@pytest.fixture
def said(alice, brandt, bob):
    return recognition.thank(by=Actor(user=alice), partner=brandt, text=WORDS, at=timezone.now())


def test_one_press_on_a_partners_page_reaches_its_home_and_its_mail(client, alice, bob, brandt):
    client.force_login(alice)
    page = client.get(f"/partners/{brandt.public_id}/")
    assert 'name="text"' in page.content.decode()
    sent = client.post("/thanks/new/", {"partner": brandt.public_id, "text": WORDS})
    assert sent.headers["Location"] == f"/partners/{brandt.public_id}/"
    client.force_login(bob)
    home = client.get("/home/").content.decode()
    assert WORDS in home
    assert "Alice Moreau" in home
    assert OutboxMessage.objects.get(to=bob.email).scope == brandt.public_id


def test_a_rival_reads_nothing_of_it(client, said, charlie):
    client.force_login(charlie)
    for path in ("/home/", "/thanks/", "/thanks/?format=csv"):
        assert WORDS not in b"".join(client.get(path)).decode()


def test_the_same_words_twice_are_said_once(alice, brandt, said):
    again = recognition.thank(by=Actor(user=alice), partner=brandt, text=WORDS, at=timezone.now())
    assert again == said
    assert OutboxMessage.objects.count() == 1


def test_without_words_nothing_is_said_and_the_form_says_why(client, alice, brandt):
    client.force_login(alice)
    refused = client.post("/thanks/new/", {"partner": brandt.public_id, "text": " "})
    assert refused.status_code == 422
    assert not Recognition.objects.exists()


def test_who_said_it_takes_it_back_within_a_day_and_nobody_else(said, alice, dana):
    with pytest.raises(PermissionDenied):
        recognition.take_back(by=Actor(user=dana), recognition=said, at=said.at)
    with pytest.raises(ValidationError):
        recognition.take_back(by=Actor(user=alice), recognition=said, at=said.at + timedelta(days=1))
    recognition.take_back(by=Actor(user=alice), recognition=said, at=said.at + timedelta(hours=23))
    said.refresh_from_db()
    assert said.taken_back_at is not None


def test_what_was_taken_back_is_gone_from_the_partners_pages(client, said, alice, bob):
    client.force_login(alice)
    client.post(f"/thanks/{said.public_id}/back/")
    client.force_login(bob)
    for path in ("/home/", "/thanks/"):
        assert WORDS not in b"".join(client.get(path)).decode()


def test_who_only_reads_says_nothing(erin, brandt):
    with pytest.raises(PermissionDenied):
        recognition.thank(by=Actor(user=erin), partner=brandt, text=WORDS, at=timezone.now())


def test_it_leads_back_to_our_own_pages_only(client, alice, brandt):
    client.force_login(alice)
    data = {"partner": brandt.public_id, "text": WORDS, "back": "//evil.example/"}
    assert client.post("/thanks/new/", data).headers["Location"] == f"/partners/{brandt.public_id}/"
