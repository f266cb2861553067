"""The buyer's inbox: what waits, for whom, with which clock; and every answer from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actions import deputies
from portal.actors import Actor
from portal.engine.scaled import SCALE
from portal.enums import StaffRole
from portal.presentation import day
from suppliers.actions import commitments, questions
from suppliers.actions.commitments import Answer
from suppliers.enums import Act, PromiseEvent
from suppliers.facts.inbox import count_for
from suppliers.models import Promise
from suppliers.registry import Ask, InboxSource, Stub, _ask_sources, register_ask
from tests.factories import LineFactory, OrderFactory, StaffFactory

pytestmark = pytest.mark.django_db
ASKED = timezone.localdate() + timedelta(days=30)
LATER = ASKED + timedelta(days=10)


@pytest.fixture
def line(brandt):
    order = OrderFactory(partner=brandt, number="4500121", currency="EUR", buyer_email="per@halden.example")
    return LineFactory(
        order=order, number="10", requested_on=ASKED, quantity=100 * SCALE, unit="pcs", unit_price=64 * SCALE
    )


@pytest.fixture
def say(actor_of, bob):
    def answer(line, act=Act.PROMISE, on=LATER, **more):
        parts = ((100 * SCALE, on),) if act == Act.PROMISE else ()
        given = {"reason_code": "machine", "note": "The furnace stood still.", **more}
        (said,) = commitments.answer(
            by=actor_of(bob), answers=[Answer(line.public_id, act, parts=parts, **given)]
        )
        return said

    return answer


@pytest.fixture
def proposed(line, say):
    say(line)
    return line


def seen(line):
    line.refresh_from_db()
    return f"{line.version}.{line.promises.count()}"


def last(line):
    return Promise.objects.filter(line=line).order_by("pk").last()


def post(client, line, act, follow=True, **data):
    return client.post(f"/inbox/lines/{line.public_id}/", {"act": act, **data}, follow=follow)


def test_a_card_says_what_why_how_long_and_what_a_yes_does(login, alice, proposed):
    words = login(alice).get("/inbox/").content.decode()
    for told in (
        "One partner waits for your answer",
        "Proposal outside tolerance",
        f"PH-40 on {day(LATER, 'short')} instead of {day(ASKED, 'short')}",
        "The furnace stood still.",
        "Machine down",
        "10 days later than agreed",
        "10 days late",
        "EUR\u00a06,400",
        "left",
        f"Accept {day(LATER, 'short')}",
    ):
        assert told in words, told


def test_a_cause_of_ours_is_told_apart(login, alice, line, say):
    say(line, reason_code="buyer_drawing")
    assert "They say the cause is ours" in login(alice).get("/inbox/").content.decode()


def test_accepting_with_one_press(login, alice, proposed):
    page = post(login(alice), proposed, "accept", seen=seen(proposed))
    assert "Accepted: 4500121-10" in page.content.decode()
    promise = last(proposed)
    assert (promise.event, promise.made_by, promise.answers.event) == ("confirm", "Alice Moreau", "propose")
    assert "Nobody waits for you" in page.content.decode()


def test_an_act_that_there_is_not_accepts_nothing(login, alice, proposed):
    before = proposed.promises.count()
    for act in ("", "acept", "withdraw"):
        assert login(alice).post(f"/inbox/lines/{proposed.public_id}/", {"act": act}).status_code == 400
    assert proposed.promises.count() == before


def test_a_counter_in_parts(login, alice, proposed):
    key = f"counter-{proposed.public_id}"
    data = {
        f"{key}-quantity_1": "60",
        f"{key}-day_1": (ASKED + timedelta(days=3)).isoformat(),
        f"{key}-quantity_2": "40",
        f"{key}-day_2": LATER.isoformat(),
        f"{key}-note": "The cast ones first, please.",
    }
    post(login(alice), proposed, "counter", seen=seen(proposed), **data)
    promise = last(proposed)
    assert (promise.event, promise.reason) == (PromiseEvent.COUNTER, "The cast ones first, please.")
    parts = [(part.quantity, part.promised_on) for part in promise.parts.all()]
    assert parts == [(60 * SCALE, ASKED + timedelta(days=3)), (40 * SCALE, LATER)]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Say how many you need, and when"),
        ({"quantity_1": "60"}, "On which day?"),
        ({"day_2": "2099-01-01"}, "How many?"),
        ({"quantity_1": "60", "day_1": "2020-01-01"}, "has passed"),
        ({"quantity_1": "-1", "day_1": "2026-01-01"}, "greater than or equal"),
    ],
)
def test_a_counter_that_cannot_be_keeps_what_was_typed(login, alice, proposed, typed, told):
    key = f"counter-{proposed.public_id}"
    data = {f"{key}-{name}": value for name, value in typed.items()} | {f"{key}-note": "Words to keep"}
    page = post(login(alice), proposed, "counter", seen=seen(proposed), **data)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert "Words to keep" in page.content.decode()
    assert last(proposed).event == PromiseEvent.PROPOSE


def test_declining_needs_words(login, alice, proposed):
    client, key = login(alice), f"decline-{proposed.public_id}-note"
    page = post(client, proposed, "decline", seen=seen(proposed))
    assert page.status_code == 422
    assert "Say why in a few words" in page.content.decode()
    post(client, proposed, "decline", seen=seen(proposed), **{key: "The ship leaves on the 20th."})
    assert (last(proposed).event, last(proposed).reason) == ("decline", "The ship leaves on the 20th.")


def test_a_refusal_is_taken_note_of_and_gone(login, alice, line, say):
    say(line, Act.REJECT, reason_code="discontinued")
    client = login(alice)
    assert "they cannot deliver PH-40" in client.get("/inbox/?kind=refusals").content.decode()
    page = post(client, line, "agree", seen=seen(line))
    assert last(line).event == PromiseEvent.AGREE
    assert "they cannot deliver" not in page.content.decode()
    assert count_for_(alice) == 0


def count_for_(user):
    return count_for(Actor(user=user), timezone.localdate())


def test_who_is_slower_is_told_kindly(login, alice, dana, proposed):
    before = seen(proposed)
    post(login(dana), proposed, "accept", seen=before)
    page = post(login(alice), proposed, "accept", seen=before)
    assert page.status_code == 409
    assert "Dana Lund was faster" in page.content.decode()
    assert Promise.objects.filter(line=proposed, event="confirm").count() == 1


def test_several_at_once_and_the_one_that_changed_stays(login, alice, line, say, proposed, brandt):
    other = LineFactory(order=line.order, number="20", requested_on=ASKED, quantity=100 * SCALE)
    late = LineFactory(order=line.order, number="30", requested_on=ASKED, quantity=100 * SCALE)
    for one in (other, late):
        say(one)
    client = login(alice)
    assert "Accept all 3" in client.get("/inbox/").content.decode()
    picks = [f"{one.public_id}:{seen(one)}" for one in (line, other, late)]
    say(late, on=LATER + timedelta(days=5))
    words = client.post("/inbox/accept/", {"pick": picks}, follow=True).content.decode()
    assert "2 proposals accepted" in words
    assert "4500121-30: Bob Brandt was faster" in words
    assert [last(one).event for one in (line, other, late)] == ["confirm", "confirm", "propose"]


def test_nothing_picked_changes_nothing(login, alice, proposed):
    page = login(alice).post("/inbox/accept/", follow=True)
    assert "Tick the proposals" in page.content.decode()
    assert last(proposed).event == PromiseEvent.PROPOSE


def test_a_question_is_answered_inline(login, alice, actor_of, bob, brandt):
    question = questions.ask(by=actor_of(bob), partner=brandt, text="Which revision?")
    client, url = login(alice), f"/inbox/questions/{question.public_id}/"
    assert "Which revision?" in client.get("/inbox/?kind=questions").content.decode()
    assert client.post(url).status_code == 422
    client.post(url, {f"answer-{question.public_id}-text": "D."})
    question.refresh_from_db()
    assert question.answered_at is not None
    done = client.get("/inbox/?kind=done").content.decode()
    assert "Question answered" in done
    assert "Alice Moreau" in done


def test_least_time_comes_first(login, alice, actor_of, bob, brandt, proposed):
    questions.ask(by=actor_of(bob), partner=brandt, text="Long ago?", at=timezone.now() - timedelta(days=9))
    words = login(alice).get("/inbox/").content.decode()
    assert words.index("Long ago?") < words.index("The furnace stood still.")
    assert "clock has run out" in words


def test_a_buyer_sees_their_own_and_those_of_nobody(login, alice, per, proposed, kestrel, actor_of, charlie):
    """The line names Per as its buyer, its partner belongs to Alice; Kestrel's is Alice's alone."""
    questions.ask(by=actor_of(charlie), partner=kestrel, text="Only Alice's?")
    words = login(per).get("/inbox/").content.decode()
    assert "The furnace stood still." in words
    assert "Only Alice" not in words
    assert "All buyers" not in words
    assert "Only Alice" not in login(per).get("/inbox/?whose=all").content.decode()
    kestrel.owner = None
    kestrel.save()
    questions.ask(by=actor_of(charlie), partner=kestrel, text="Nobody's?")
    assert "Nobody" in login(per).get("/inbox/?kind=questions").content.decode()


def test_a_manager_may_look_over_all(login, dana, proposed):
    client = login(dana)
    assert "The furnace stood still." not in client.get("/inbox/").content.decode()
    assert "The furnace stood still." in client.get("/inbox/?whose=all").content.decode()


def test_the_deputy_sees_for_whom_and_until_when(login, actor_of, alice, kestrel, charlie):
    buyer = StaffFactory(name="Liv Holm", role=StaffRole.BUYER)
    questions.ask(by=actor_of(charlie), partner=kestrel, text="Is anybody there?")
    assert "Is anybody there?" not in login(buyer).get("/inbox/").content.decode()
    today = timezone.localdate()
    deputies.name(by=actor_of(alice), deputy=buyer, first_on=today, last_on=today)
    words = login(buyer).get("/inbox/").content.decode()
    assert "Is anybody there?" in words
    assert "for Alice, away until" in words
    assert count_for_(buyer) == 1


@pytest.mark.parametrize("who", ["alice", "per", "dana"])
def test_the_count_of_the_navigation_is_that_of_the_page(
    request, login, who, per, proposed, actor_of, bob, charlie, kestrel, brandt
):
    questions.ask(by=actor_of(bob), partner=brandt, text="Which revision?")
    questions.ask(by=actor_of(charlie), partner=kestrel, text="When?")
    user = request.getfixturevalue(who)
    page = login(user).get("/inbox/")
    assert count_for_(user) == page.context["page"].tabs[0].count == {"alice": 3, "per": 1, "dana": 0}[who]


def test_counted_in_one_statement(alice, proposed, actor_of, django_assert_num_queries):
    by = actor_of(alice)
    with django_assert_num_queries(1):
        assert count_for(by, timezone.localdate()) == 1


def test_what_was_accepted_without_us(login, alice, actor_of, bob, brandt, say):
    order = OrderFactory(partner=brandt)
    lines = [LineFactory(order=order, requested_on=ASKED, quantity=100 * SCALE) for _ in range(3)]
    say(lines[0], Act.ACCEPT, reason_code="", note="")
    say(lines[1], Act.ACCEPT, reason_code="", note="")
    say(lines[2])
    without = login(alice).get("/inbox/").context["without"]
    assert (without.as_asked, without.within, without.waited) == (2, 0, 1)


def test_a_page_costs_the_same_for_one_and_for_many(login, alice, brandt, say, proposed, actor_of, bob):
    client = login(alice)
    questions.ask(by=actor_of(bob), partner=brandt, text="One?")
    say(LineFactory(order=OrderFactory(partner=brandt), requested_on=ASKED), Act.REJECT)
    client.get("/inbox/")
    with CaptureQueriesContext(connection) as few:
        client.get("/inbox/")
    for number in range(6):
        order = OrderFactory(partner=brandt, currency="EUR")
        say(LineFactory(order=order, requested_on=ASKED, quantity=100 * SCALE))
        say(LineFactory(order=order, requested_on=ASKED, quantity=100 * SCALE), Act.REJECT)
        questions.ask(by=actor_of(bob), partner=brandt, text=f"Number {number}?")
    with CaptureQueriesContext(connection) as many:
        client.get("/inbox/")
    assert len(many) == len(few)


def test_who_decides_nothing_has_no_inbox(login, erin, bob, proposed):
    assert login(erin).get("/inbox/").status_code == 403
    assert login(bob).get("/inbox/").status_code == 404
    for user, status in ((erin, 403), (bob, 404)):
        assert post(login(user), proposed, "accept", seen=seen(proposed)).status_code == status
    assert last(proposed).event == PromiseEvent.PROPOSE


def test_other_apps_add_their_own_kind(login, alice, brandt):
    stub = Stub("visits", "v1", brandt.pk, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))

    def asks(actor, stubs, now):
        detail = {"about": {"words": "a card"}, "text": "The carrier collected it."}
        return [Ask(stubs[0], "Brandt", "Brandt: a visit", "suppliers/inbox/head.html", detail)]

    register_ask(InboxSource("visits", "Visit", "Visits", lambda *a: [stub], asks, lambda *a: [], order=40))
    try:
        words = login(alice).get("/inbox/?kind=visits").content.decode()
    finally:
        del _ask_sources["visits"]
    assert "Brandt: a visit" in words
    assert "Visits" in words


def test_home_says_that_somebody_waits(login, alice, proposed):
    assert "1 ask waits for your answer" in login(alice).get("/home/").content.decode()


def test_of_one_partner_alone_whoever_answers_it(login, dana, alice, proposed, kestrel, actor_of, charlie):
    questions.ask(by=actor_of(charlie), partner=kestrel, text="Which dock?")
    client = login(dana)
    page = client.get("/inbox/", {"partner": kestrel.public_id}).content.decode()
    assert "Which dock?" in page
    assert proposed.order.number not in page
    assert f"Only {kestrel.name}" in page
    assert (
        "Which dock?" not in client.get("/inbox/", {"partner": proposed.partner.public_id}).content.decode()
    )
    assert client.get("/inbox/", {"partner": "nobody"}).status_code == 200


def test_the_partners_page_says_what_waits_for_us(login, alice, kestrel, actor_of, charlie):
    address = f"/partners/{kestrel.public_id}/"
    client = login(alice)
    assert "Nothing of theirs waits for us." in client.get(address).content.decode()
    for words in ("Which dock?", "Which gate?"):
        questions.ask(by=actor_of(charlie), partner=kestrel, text=words)
    page = client.get(address).content.decode()
    assert "Waits for us: Questions (2)." in page
    assert f'href="/inbox/?partner={kestrel.public_id}"' in page
    assert "Waits for us" not in login(charlie).get(address).content.decode()
