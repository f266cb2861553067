"""Asking, answering, closing and handing over: whose turn it is, and the clock that nothing moves."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from portal.actors import Actor
from portal.enums import Channel, Side
from portal.models import AuditEvent
from suppliers.actions import questions
from suppliers.actions.questions import QuestionRefused
from suppliers.facts.questions import promptness, waits_for, with_last
from suppliers.models import Question
from tests.factories import LineFactory, OrderFactory
from tests.integration.suppliers.talk.conftest import TUESDAY, oslo


@pytest.fixture
def asked(actor_of, bob, brandt, line):
    return questions.ask(by=actor_of(bob), partner=brandt, line=line, text="Which revision?", at=TUESDAY)


def waiting(side):
    return with_last(Question.objects.all()).filter(waits_for(side)).exists()


def test_a_question_of_the_partner_goes_to_whom_its_line_belongs(asked, alice, bob):
    assert (asked.asked_by_side, asked.asked_by, asked.owner) == (Side.PARTNER, bob, alice)
    assert asked.answer_due_at == oslo("2026-10-06 16:30")
    assert asked.messages.get().text == "Which revision?"
    assert waiting(Side.COMPANY)
    assert not waiting(Side.PARTNER)


def test_without_an_owner_the_buyer_of_the_order_answers(actor_of, bob, brandt, line, per):
    brandt.owner = None
    brandt.save()
    line.order.buyer_email = "Per@halden.example"
    line.order.save()
    question = questions.ask(by=actor_of(bob), partner=brandt, line=line, text="Who?", at=TUESDAY)
    assert question.owner == per


def test_our_question_is_for_any_of_the_partners_people(actor_of, alice, brandt):
    question = questions.ask(by=actor_of(alice), partner=brandt, text="When do you close?", at=TUESDAY)
    assert (question.asked_by_side, question.owner) == (Side.COMPANY, None)
    assert waiting(Side.PARTNER)


def test_the_first_word_of_the_other_side_stops_the_clock(asked, actor_of, alice, bob):
    questions.reply(by=actor_of(bob), question=asked, text="It is urgent.", at=oslo("2026-10-06 09:00"))
    assert asked.answered_at is None
    questions.reply(by=actor_of(alice), question=asked, text="D.", at=oslo("2026-10-06 11:00"))
    questions.reply(by=actor_of(alice), question=asked, text="Attached.", at=oslo("2026-10-06 12:00"))
    asked.refresh_from_db()
    assert asked.answered_at == oslo("2026-10-06 11:00")
    assert not waiting(Side.COMPANY)


def test_who_asked_closes_it_and_a_word_opens_it_again(asked, actor_of, alice, bob):
    with pytest.raises(QuestionRefused, match="side that asked"):
        questions.close(by=actor_of(alice), question=asked)
    questions.close(by=actor_of(bob), question=asked, at=TUESDAY)
    assert asked.closed_at == TUESDAY
    assert not waiting(Side.COMPANY)
    questions.reply(by=actor_of(bob), question=asked, text="One more thing", at=TUESDAY + timedelta(days=1))
    asked.refresh_from_db()
    assert asked.closed_at is None
    assert waiting(Side.COMPANY)


def test_handing_over_never_moves_the_clock(asked, actor_of, alice, per, bob, anna):
    due = asked.answer_due_at
    questions.hand_over(by=actor_of(alice), question=asked, to=per)
    asked.refresh_from_db()
    assert (asked.owner, asked.answer_due_at, asked.answered_at) == (per, due, None)
    event = AuditEvent.objects.get(verb="question.handed_over")
    assert event.data == {"from": "Alice Moreau", "to": "Per Wold"}
    with pytest.raises(QuestionRefused, match="does not answer"):
        questions.hand_over(by=actor_of(alice), question=asked, to=bob)
    with pytest.raises(QuestionRefused, match="other side decides"):
        questions.hand_over(by=actor_of(bob), question=asked, to=anna)


def test_a_partner_hands_over_to_its_own_people_who_may_answer(
    actor_of, alice, bob, brandt, anna, viewer, charlie
):
    question = questions.ask(by=actor_of(alice), partner=brandt, text="When do you close?", at=TUESDAY)
    for stranger in (viewer, charlie, alice):
        with pytest.raises(QuestionRefused, match="does not answer"):
            questions.hand_over(by=actor_of(bob), question=question, to=stranger)
    questions.hand_over(by=actor_of(bob), question=question, to=anna)
    assert question.owner == anna


def test_who_only_looks_neither_asks_nor_answers(asked, actor_of, brandt, viewer, erin, charlie):
    for user in (viewer, erin, charlie):
        by = actor_of(user)
        with pytest.raises(PermissionDenied):
            questions.ask(by=by, partner=brandt, text="Hello?")
        for act in (questions.reply, questions.close, questions.hand_over):
            more = (
                {"text": "Me"}
                if act is questions.reply
                else {"to": user}
                if act is questions.hand_over
                else {}
            )
            with pytest.raises(PermissionDenied):
                act(by=by, question=asked, **more)
    with pytest.raises(PermissionDenied):
        questions.ask(by=Actor(channel=Channel.JOB), partner=brandt, text="Hello?")


@pytest.mark.parametrize(("text", "words"), [("  \r\n ", "few words"), ("x" * 4001, "4001 characters; 4000")])
def test_a_text_has_1_to_4000_characters(actor_of, bob, brandt, text, words):
    with pytest.raises(QuestionRefused, match=words):
        questions.ask(by=actor_of(bob), partner=brandt, text=text)
    assert not Question.objects.exists()


def test_the_longest_text_is_kept_as_it_is(actor_of, bob, brandt):
    text = "a\r\n" + "x" * 3998
    question = questions.ask(by=actor_of(bob), partner=brandt, text=text)
    assert question.messages.get().text == "a\n" + "x" * 3998


def test_a_question_is_about_things_of_its_partner(actor_of, bob, brandt, kestrel):
    with pytest.raises(ValueError, match="is not of"):
        questions.ask(by=actor_of(bob), partner=brandt, order=OrderFactory(partner=kestrel), text="Whose?")
    line = LineFactory(order=OrderFactory(partner=brandt))
    with pytest.raises(ValueError, match="one thing"):
        questions.ask(by=actor_of(bob), partner=brandt, line=line, order=line.order, text="Both?")


def test_a_flood_is_stopped(actor_of, bob, brandt, monkeypatch):
    monkeypatch.setattr(questions, "MAX_AN_HOUR", 2)
    for number in range(2):
        questions.ask(by=actor_of(bob), partner=brandt, text=f"Number {number}")
    with pytest.raises(QuestionRefused, match="a great deal"):
        questions.ask(by=actor_of(bob), partner=brandt, text="Number 3")
    assert Question.objects.count() == 2


def test_promptness_is_a_median_in_working_hours_with_what_is_overdue(actor_of, bob, brandt, alice):
    """Answers after 1, 4 and (over night) 9 hours; one too old to count, two unanswered, one of them due."""
    for asked_at, answered_at in [
        ("2026-10-01 08:00", "2026-10-01 09:00"),
        ("2026-10-02 09:00", "2026-10-02 13:00"),
        ("2026-10-05 16:00", "2026-10-06 16:00"),
        ("2026-05-01 08:00", "2026-05-20 08:00"),
        ("2026-10-05 08:00", None),
        ("2026-10-07 08:00", None),
    ]:
        question = questions.ask(by=actor_of(bob), partner=brandt, text="When?", at=oslo(asked_at))
        if answered_at:
            questions.reply(by=actor_of(alice), question=question, text="Then.", at=oslo(answered_at))
    found = promptness(Question.objects.all(), oslo("2026-10-07 09:00"))
    ours = found[Side.COMPANY]
    assert (ours.hours, ours.n, ours.overdue) == (Decimal(4), 3, 1)
    assert (found[Side.PARTNER].hours, found[Side.PARTNER].n, found[Side.PARTNER].overdue) == (None, 0, 0)


def test_the_trail_keeps_no_words(asked):
    event = AuditEvent.objects.get(verb="question.asked")
    assert event.scope == asked.partner.public_id
    assert event.data == {"about": "4500121-10"}
