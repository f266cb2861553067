"""The pages of questions: both sides talk, a rival finds nothing, who only looks does nothing."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actions import deputies
from portal.enums import Side
from suppliers.actions import questions
from suppliers.models import Question
from tests.factories import LineFactory, OrderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(actor_of, bob, brandt, line):
    return questions.ask(by=actor_of(bob), partner=brandt, line=line, text="Which revision of the drawing?")


def url_of(question, act=""):
    return f"/questions/{question.public_id}/{act}"


def test_a_partner_asks_on_a_line_and_both_read_it(login, alice, bob, line):
    client = login(bob)
    page = client.get(f"/questions/new/?line={line.public_id}")
    assert "4500121-10" in page.content.decode()
    answer = client.post(f"/questions/new/?line={line.public_id}", {"text": "Which revision?"})
    question = Question.objects.get()
    assert answer.headers["Location"] == url_of(question)
    assert (question.line, question.owner, question.asked_by_side) == (line, alice, Side.PARTNER)
    assert "Which revision?" in login(alice).get(url_of(question)).content.decode()
    assert "Which revision?" in client.get(f"/orders/{line.public_id}/").content.decode()


def test_staff_ask_a_partner_of_their_choice(login, alice, brandt):
    client = login(alice)
    client.post("/questions/new/", {"text": "When do you close?", "partner": brandt.public_id})
    assert Question.objects.get().partner == brandt
    refused = client.post("/questions/new/", {"text": "Whom?"})
    assert refused.status_code == 422
    assert "Whom?" in refused.content.decode()


@pytest.mark.parametrize("name", ["line", "order", "invoice"])
def test_what_is_foreign_cannot_be_asked_about(login, bob, kestrel, name):
    foreign = LineFactory(order=OrderFactory(partner=kestrel, number="SECRET-1"))
    thing = foreign if name == "line" else foreign.order
    page = login(bob).post(f"/questions/new/?{name}={thing.public_id}", {"text": "What is it?"})
    assert page.status_code == 404
    assert not Question.objects.exists()


def test_answering_stops_the_clock_and_the_asker_closes(login, alice, bob, asked):
    login(alice).post(url_of(asked), {"text": "Revision D."})
    asked.refresh_from_db()
    assert asked.answered_at is not None
    assert "Answered" in login(bob).get(url_of(asked)).content.decode()
    login(bob).post(url_of(asked, "close/"))
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_the_side_that_owes_cannot_close_it(login, alice, asked):
    page = login(alice).post(url_of(asked, "close/"), follow=True)
    assert "Only the side that asked" in page.content.decode()
    asked.refresh_from_db()
    assert asked.closed_at is None


def test_it_is_handed_over_on_the_page(login, alice, per, dana, asked):
    page = login(alice).post(url_of(asked, "hand-over/"), {"to": per.public_id}, follow=True)
    assert "Per Wold answers now" in page.content.decode()
    asked.refresh_from_db()
    assert asked.owner == per


def test_only_those_who_may_answer_are_offered(login, alice, per, bob, viewer, charlie, erin, asked):
    words = login(alice).get(url_of(asked)).content.decode()
    assert f'value="{per.public_id}"' in words
    for user in (bob, viewer, charlie, erin):
        assert f'value="{user.public_id}"' not in words
        page = login(alice).post(url_of(asked, "hand-over/"), {"to": user.public_id}, follow=True)
        assert "Choose a colleague first" in page.content.decode()


@pytest.mark.parametrize("act", ["", "close/", "hand-over/"])
def test_a_rival_finds_nothing(login, charlie, asked, act):
    assert login(charlie).post(url_of(asked, act), {"text": "Let me in"}).status_code == 404
    assert login(charlie).get(url_of(asked)).status_code == 404
    assert asked.messages.count() == 1


@pytest.mark.parametrize("act", ["", "close/", "hand-over/"])
def test_who_only_looks_reads_it_and_does_nothing(login, viewer, erin, asked, act):
    for user in (viewer, erin):
        assert login(user).post(url_of(asked, act), {"text": "Me too"}).status_code == 403
        page = login(user).get(url_of(asked))
        assert "Which revision" in page.content.decode()
        assert "<textarea" not in page.content.decode()


def test_nothing_typed_is_lost(login, bob, asked, monkeypatch):
    monkeypatch.setattr(questions, "MAX_AN_HOUR", 1)
    page = login(bob).post(url_of(asked), {"text": "And which tool?"})
    assert page.status_code == 422
    assert "And which tool?" in page.content.decode()
    assert "a great deal" in page.content.decode()


def test_the_list_puts_what_waits_for_the_reader_apart(login, alice, bob, actor_of, brandt, asked):
    questions.ask(by=actor_of(alice), partner=brandt, text="When do you close?")
    ours = login(alice).get("/questions/?state=yours").content.decode()
    assert "Which revision" in ours
    assert "When do you close" not in ours
    theirs = login(bob).get("/questions/?state=yours").content.decode()
    assert "When do you close" in theirs
    assert "Which revision" not in theirs


def test_a_file_holds_what_is_shown(login, alice, asked):
    answer = login(alice).get("/questions/?format=csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body))
    assert row["question"] == "Which revision of the drawing?"
    assert row["partner"] == "Brandt Castings"
    assert row["turn"] == "waits_for_company"


def test_search_finds_words_anywhere_in_the_talk(login, alice, actor_of, asked):
    questions.reply(by=actor_of(alice), question=asked, text="Revision Delta, of September")
    page = login(alice).get("/questions/?q=delta+4500121").content.decode()
    assert "Which revision" in page
    assert "Nothing fits" in login(alice).get("/questions/?q=omega").content.decode()


def test_both_medians_stand_over_the_list_and_at_the_foot(login, alice, bob, actor_of, brandt):
    now = timezone.now()
    question = questions.ask(by=actor_of(bob), partner=brandt, text="When?", at=now - timedelta(days=7))
    questions.reply(by=actor_of(alice), question=question, text="Now.", at=now)
    for user in (alice, bob):
        words = login(user).get("/questions/?state=all").content.decode()
        assert "until the first answer: the median of 1 in 90 days" in words
        assert "no answer yet" in words  # the partner was not asked
    assert "We answer you in" in login(bob).get("/account/").content.decode()
    assert "We answer you in" not in login(alice).get("/account/").content.decode()


def test_an_empty_list_says_what_to_do(login, bob):
    assert "No questions" in login(bob).get("/questions/").content.decode()


def test_the_deputy_is_named_beside_the_owner(login, actor_of, alice, per, bob, asked):
    today = timezone.localdate()
    deputies.name(by=actor_of(alice), deputy=per, first_on=today, last_on=today)
    assert "Per Wold stands in" in login(bob).get("/questions/").content.decode()
    assert "Per Wold stands in" in login(bob).get(url_of(asked)).content.decode()


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_the_list_costs_the_same_for_one_and_for_many(request, login, who, actor_of, bob, brandt, asked):
    client = login(request.getfixturevalue(who))
    client.get("/questions/")
    with CaptureQueriesContext(connection) as one:
        client.get("/questions/")
    for number in range(12):
        line = LineFactory(order=OrderFactory(partner=brandt))
        questions.ask(by=actor_of(bob), partner=brandt, line=line, text=f"Number {number}?")
    with CaptureQueriesContext(connection) as many:
        client.get("/questions/")
    assert len(many) == len(one)


def test_the_list_leads_to_the_question(login, bob, actor_of, brandt):
    question = questions.ask(by=actor_of(bob), partner=brandt, text="Which revision?")
    page = login(bob).get("/questions/").content.decode()
    assert f'href="/questions/{question.public_id}/"' in page
