"""What both sides say about a card, and what the mails say of it."""

import pytest

from portal.models import OutboxMessage
from scorecards.enums import ResponseKind
from scorecards.models import Response

pytestmark = pytest.mark.django_db


def say(client, card, act, text=""):
    return client.post(f"/scorecards/{card.public_id}/answer/", {"act": act, "text": text})


def test_a_partner_acknowledges(login, bob, alice, card):
    client = login(bob)
    assert say(client, card, "acknowledge").status_code == 302
    assert Response.objects.get().kind == ResponseKind.ACKNOWLEDGED
    page = client.get(f"/scorecards/{card.public_id}/").content.decode()
    assert "Acknowledged" in page
    assert 'value="acknowledge"' not in page
    mail = OutboxMessage.objects.filter(to=alice.email).latest("pk")
    assert "Brandt Castings acknowledged the card for September" in mail.subject.replace("\u00a0", " ")


def test_a_second_acknowledgement_is_refused_and_keeps_the_words(login, bob, card):
    client = login(bob)
    say(client, card, "acknowledge")
    response = say(client, card, "acknowledge", "once more, please")
    assert response.status_code == 422
    assert "once more, please" in response.content.decode()
    assert Response.objects.count() == 1


def test_an_answer_waits_for_the_buyer_and_is_replied_to(login, bob, alice, card):
    say(login(bob), card, "comment", "Line 10 came on time")
    mail = OutboxMessage.objects.filter(to=alice.email).latest("pk")
    assert "Line 10 came on time" in mail.text
    assert f"/scorecards/{card.public_id}/" in mail.text
    client = login(alice)
    assert "Waiting for your answer" in client.get("/home/").content.decode()
    listed = client.get("/scorecards/?state=with_us").content.decode()
    assert card.public_id in listed
    assert say(client, card, "reply", "You are right").status_code == 302
    mail = OutboxMessage.objects.filter(to=bob.email).latest("pk")
    assert "You are right" in mail.text
    assert mail.scope == card.partner.public_id
    assert card.public_id not in client.get("/scorecards/?state=with_us").content.decode()


def test_no_mail_holds_the_score(cards):
    for mail in OutboxMessage.objects.all():
        assert "of 100" not in mail.text
        for card in cards.values():
            assert f"{card.score:.1f}" not in mail.text
            assert card.band not in mail.text


def test_words_are_never_markup(login, bob, card):
    client = login(bob)
    say(client, card, "comment", "<script>alert(1)</script>\nsecond line")
    page = client.get(f"/scorecards/{card.public_id}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in page
    html = OutboxMessage.objects.latest("pk").html
    assert "<script>" not in html


def test_an_answer_needs_words(login, bob, card):
    response = say(login(bob), card, "comment", "   ")
    assert response.status_code == 422
    assert "Write a few words first" in response.content.decode()
    assert not Response.objects.exists()


def test_too_many_words_are_kept_in_the_form(login, bob, card):
    response = say(login(bob), card, "comment", "word " * 1000)
    assert response.status_code == 422
    assert response.content.decode().count("word word") > 100


def test_who_only_looks_sees_and_says_nothing(login, vic, vera, erin, card):
    for user, act in ((vic, "comment"), (vic, "acknowledge"), (vera, "reply"), (erin, "reply")):
        client = login(user)
        page = client.get(f"/scorecards/{card.public_id}/")
        assert page.status_code == 200
        assert "<textarea" not in page.content.decode()
        assert say(client, card, act, "hello").status_code == 403
    assert not Response.objects.exists()


def test_each_side_speaks_for_itself(login, bob, alice, charlie, card):
    assert say(login(bob), card, "reply", "x").status_code == 403
    assert say(login(alice), card, "comment", "x").status_code == 403
    assert say(login(alice), card, "acknowledge").status_code == 403
    assert say(login(alice), card, "nonsense").status_code == 403
    assert say(login(charlie), card, "comment", "x").status_code == 404


def test_nothing_is_said_by_a_get(login, bob, card):
    assert login(bob).get(f"/scorecards/{card.public_id}/answer/").status_code == 405
