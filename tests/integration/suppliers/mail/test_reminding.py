"""What is asked by itself: once each, of those who may answer, and nothing of the past."""

from datetime import date, timedelta

import pytest

from portal.actions.mailing import mail_notices
from portal.engine.scaled import SCALE
from portal.enums import PartnerRole, Side
from portal.jobs.declaring import resolve
from portal.models import Deputy, Notice, OutboxMessage
from portal.registry import schedule
from suppliers.actions import commitments, proposals, questions
from suppliers.actions.asking import tell_proposed
from suppliers.actions.commitments import Answer
from suppliers.actions.reminding import ask_orders, ask_radar
from suppliers.enums import Act, BatchState, LineStatus, PartnerStatus, PromiseEvent, TaskKind
from suppliers.models import (
    ImportBatch,
    Membership,
    OrderLine,
    Promise,
    QuestionMessage,
    Reconfirmation,
    TaskLink,
)
from tests.factories import LineFactory, OrderFactory, PartnerFactory, promise, receipt, stand
from tests.integration.suppliers.mail.conftest import NOW

pytestmark = pytest.mark.django_db


def asked(task=TaskKind.ORDER):
    return sorted(Notice.objects.filter(task=task).values_list("user__name", "about"))


def test_who_may_answer_is_asked_once_about_an_order(lines, order, bob, carol, viewer, charlie):
    assert ask_orders(now=NOW) == 2
    assert asked() == [("Bob Brandt", order.public_id), ("Carol Editor", order.public_id)]
    assert ask_orders(now=NOW + timedelta(hours=1)) == 0
    assert Notice.objects.count() == 2
    notice = Notice.objects.get(user=bob)
    assert notice.subject == "Order 4500121: please confirm 3 lines"
    label, words = notice.facts[0]
    assert label == "4500121-10"
    assert words.replace("\u00a0", " ") == "100 pcs PH-40 Pump housing, asked for Tue 3 Nov 2026"
    assert notice.reply_to == "alice@halden.example"


def test_an_answer_to_one_line_asks_nothing_again(lines, bob, actor_of):
    ask_orders(now=NOW)
    commitments.answer(by=actor_of(bob), answers=[Answer(lines[2].public_id, Act.ACCEPT)], at=NOW)
    assert ask_orders(now=NOW) == 0


def test_a_line_that_is_added_asks_again(lines, order, bob):
    ask_orders(now=NOW)
    LineFactory(order=order, number="40", requested_on=date(2026, 11, 9))
    assert ask_orders(now=NOW) == 1
    assert ask_orders(now=NOW) == 0


def test_each_change_of_ours_asks_again(lines, order, bob):
    for line in lines:
        promise(line, line.requested_on)
    assert ask_orders(now=NOW) == 0
    for days in (1, 2):
        at = NOW + timedelta(days=days)
        promise(lines[1], date(2026, 11, 20 + days), event=PromiseEvent.BUYER_CHANGE, at=at)
        assert ask_orders(now=at) == 1
        assert ask_orders(now=at) == 0
    subjects = list(Notice.objects.values_list("subject", flat=True))
    assert subjects == ["We changed a line of order 4500121: does it still work?"] * 2


@pytest.mark.parametrize(
    "why",
    [
        "old order",
        "day has passed",
        "nobody to ask",
        "only a viewer",
        "on hold",
        "blocked",
        "a draft",
        "received",
        "promised",
        "order of the future",
        "person shut out",
    ],
)
def test_what_is_not_asked(lines, order, brandt, bob, viewer, why):
    if why == "old order":
        order.ordered_on = date(2026, 9, 19)
        order.save()
    elif why == "order of the future":
        order.ordered_on = date(2026, 10, 22)
        order.save()
    elif why == "day has passed":
        OrderLine.objects.update(requested_on=date(2026, 10, 19))
    elif why in ("nobody to ask", "only a viewer"):
        Membership.objects.filter(user=bob).delete()
        if why == "nobody to ask":
            Membership.objects.all().delete()
    elif why == "on hold":
        brandt.status = PartnerStatus.ON_HOLD
        brandt.save()
    elif why in ("blocked", "a draft"):
        OrderLine.objects.update(status=LineStatus.BLOCKED if why == "blocked" else LineStatus.DRAFT)
        stand(*OrderLine.objects.all())
    elif why == "person shut out":
        bob.is_active = False
        bob.save()
    else:
        for line in lines:
            receipt(line, date(2026, 10, 19)) if why == "received" else promise(line, line.requested_on)
    assert ask_orders(now=NOW) == 0


def test_an_old_order_that_was_sent_just_now_is_asked(lines, order, bob):
    order.ordered_on, order.sent_at = date(2025, 1, 1), NOW - timedelta(hours=1)
    order.save()
    assert ask_orders(now=NOW) == 1


def test_nothing_is_asked_while_a_file_is_being_saved(lines, bob, alice):
    batch = ImportBatch.objects.create(
        dataset="orders", file_name="x", state=BatchState.LOADING, channel="page", created_by=alice
    )
    assert ask_orders(now=NOW) == ask_radar(now=NOW) == 0
    batch.state = BatchState.LOADED
    batch.save()
    assert ask_orders(now=NOW) == 1


def test_who_stands_in_is_asked_instead(lines, brandt, bob, carol):
    Deputy.objects.create(
        user=bob, deputy=carol, scope=brandt.public_id, first_on=NOW.date(), last_on=NOW.date()
    )
    ask_orders(now=NOW)
    assert [name for name, _about in asked()] == ["Carol Editor"]


def test_a_mail_is_not_sent_for_what_was_answered_meanwhile(lines, bob, carol, actor_of, post_mails):
    ask_orders(now=NOW)
    answers = [Answer(line.public_id, Act.ACCEPT) for line in lines]
    commitments.answer(by=actor_of(bob), answers=answers, at=NOW)
    assert mail_notices(NOW) == 0
    assert not TaskLink.objects.exists()


def test_who_may_answer_no_more_gets_no_link(lines, bob, carol):
    ask_orders(now=NOW)
    Membership.objects.filter(user=carol).update(role=PartnerRole.VIEWER)
    assert mail_notices(NOW) == 1
    assert TaskLink.objects.get().user == bob


def test_who_has_left_hears_nothing_more_of_the_partner(lines, bob, carol, alice, actor_of):
    days = ((lines[0].quantity, date(2026, 12, 20)),)
    late = Answer(lines[0].public_id, Act.PROMISE, days, reason_code="machine")
    commitments.answer(by=actor_of(bob), answers=[late], at=NOW)
    proposals.accept(by=actor_of(alice), line=lines[0], at=NOW)
    assert Notice.objects.filter(task="").count() == 2
    Membership.objects.filter(user=carol).delete()
    alice.role = "content_editor"
    alice.save()
    mail_notices(NOW)
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == [bob.email]


@pytest.fixture
def coming(order, bob):
    """Promised long ago: one line comes due in five days, one in ten."""
    near, far = (LineFactory(order=order, number=n, requested_on=date(2026, 10, 25)) for n in ("10", "20"))
    promise(near, date(2026, 10, 25))
    promise(far, date(2026, 10, 30))
    return near, far


def test_still_good_is_asked_once_before_a_line_comes_due(coming, bob, brandt):
    near, far = coming
    assert ask_radar(now=NOW) == 1
    row = Reconfirmation.objects.get()
    assert (row.line, row.due_on, row.asked_at) == (near, date(2026, 10, 25), NOW)
    assert ask_radar(now=NOW + timedelta(minutes=5)) == 0
    assert ask_radar(now=NOW + timedelta(days=3)) == 1
    assert set(Reconfirmation.objects.values_list("line", flat=True)) == {near.pk, far.pk}
    assert "Sun 25 Oct 2026" in Notice.objects.first().subject


def test_the_days_are_the_partner_s_own(coming, brandt, bob):
    brandt.radar_days = 4
    brandt.save()
    assert ask_radar(now=NOW) == 0
    brandt.radar_days = 10
    brandt.save()
    assert ask_radar(now=NOW) == 1
    assert Reconfirmation.objects.count() == 2
    assert Notice.objects.count() == 1  # one for all


def test_a_new_day_is_asked_again(coming, bob):
    near, _far = coming
    ask_radar(now=NOW)
    promise(near, date(2026, 11, 8), at=NOW)
    assert ask_radar(now=NOW + timedelta(days=14)) >= 1
    assert near.reconfirmations.count() == 2


@pytest.mark.parametrize(
    "why", ["just promised", "late", "received", "proposed", "never promised", "all sent"]
)
def test_what_is_not_asked_again(order, bob, why):
    line = LineFactory(order=order, requested_on=date(2026, 10, 22))
    if why == "late":
        promise(line, date(2026, 10, 19))
    elif why != "never promised":
        promise(line, date(2026, 10, 22), at=NOW - timedelta(hours=1 if why == "just promised" else 200))
    if why == "received":
        receipt(line, date(2026, 10, 19))
    elif why == "proposed":
        promise(line, date(2026, 10, 29), event=PromiseEvent.PROPOSE, at=NOW - timedelta(days=3))
    elif why == "all sent":
        line.ship_notices.create(
            partner=line.partner, number="LS1", shipped_on=date(2026, 10, 19), quantity=100 * SCALE
        )
    assert ask_radar(now=NOW) == 0


def test_one_click_says_still_good(client, coming, bob, path_in):
    near, _far = coming
    ask_radar(now=NOW)
    mail_notices(NOW)
    path = path_in(bob.email)
    page = client.get(path)
    (line,) = page.context["page"].lines
    assert line.public_id == near.public_id
    assert line.form.initial["day"] == date(2026, 10, 25)
    seen = line.form.initial["seen"]
    assert client.post(path, {f"{near.public_id}-seen": seen, "agree": "1"}).status_code == 200
    row = Reconfirmation.objects.get()
    assert (row.answer, row.answered_by) == (Act.KEEP, "Bob Brandt")
    again = client.get(path)
    assert again.status_code == 410
    assert "answered by Bob Brandt" in again.content.decode()


def test_a_counter_proposal_is_accepted_with_one_click(client, lines, bob, alice, actor_of, path_in):
    late, middle = date(2026, 12, 20), date(2026, 11, 20)
    all_of_it = lines[0].quantity
    commitments.answer(
        by=actor_of(bob),
        answers=[Answer(lines[0].public_id, Act.PROMISE, ((all_of_it, late),), reason_code="machine")],
        at=NOW,
    )
    told = Notice.objects.get(task=TaskKind.PROPOSAL)
    assert (told.user, told.reply_to) == (alice, bob.email)
    assert "Brandt Castings proposes" in told.subject
    proposals.counter(
        by=actor_of(alice), line=lines[0], parts=((all_of_it, middle),), note="It would help.", at=NOW
    )
    mail_notices(NOW)
    path = path_in(bob.email)
    page = client.get(path)
    (line,) = page.context["page"].lines
    assert "20\u00a0Nov\u00a02026" in line.offer
    assert "It would help." in page.content.decode()
    client.post(path, {f"{line.public_id}-seen": line.form.initial["seen"], "agree": "1"})
    last = Promise.objects.latest("pk")
    assert (last.event, last.sent_to) == (PromiseEvent.CONFIRM, bob.email)
    assert [part.promised_on for part in last.parts.all()] == [middle]


def test_our_person_s_mail_leads_behind_the_log_in(lines, bob, alice, actor_of):
    days = ((lines[0].quantity, date(2026, 12, 20)),)
    commitments.answer(
        by=actor_of(bob),
        answers=[Answer(lines[0].public_id, Act.PROMISE, days, reason_code="machine")],
        at=NOW,
    )
    mail_notices(NOW)
    mail = OutboxMessage.objects.get(to=alice.email)
    assert "/task/" not in mail.text + mail.html
    assert not TaskLink.objects.filter(user=alice).exists()


def test_what_we_accepted_is_told_without_a_task(lines, bob, alice, actor_of):
    days = ((lines[0].quantity, date(2026, 12, 20)),)
    commitments.answer(
        by=actor_of(bob),
        answers=[Answer(lines[0].public_id, Act.PROMISE, days, reason_code="machine")],
        at=NOW,
    )
    proposals.accept(by=actor_of(alice), line=lines[0], at=NOW)
    told = Notice.objects.get(user=bob)
    assert told.task == ""
    assert told.facts[0][1].startswith("accepted: Sun\u00a020\u00a0Dec\u00a02026")


def test_a_question_is_answered_without_a_password(
    client, brandt, lines, alice, bob, carol, actor_of, path_in
):
    question = questions.ask(by=actor_of(alice), partner=brandt, text="Which drawing?", line=lines[0], at=NOW)
    mail_notices(NOW)
    path = path_in(bob.email)
    page = client.get(path)
    assert "Which drawing?" in page.content.decode()
    assert client.post(path, {"text": " "}).status_code == 422
    assert client.post(path, {"text": "Revision C."}).status_code == 200
    message = QuestionMessage.objects.latest("pk")
    assert (message.side, message.said_by, message.channel) == (Side.PARTNER, "Bob Brandt", "mail_link")
    question.refresh_from_db()
    assert question.answered_at is not None
    # Her own link says who was faster.
    other = client.get(path_in(carol.email))
    assert other.status_code == 410
    assert "answered by Bob Brandt" in other.content.decode()
    told = Notice.objects.get(user=alice)
    assert "Revision C." in told.words


def test_each_mail_speaks_of_one_partner(lines, bob, charlie, kestrel, post_mails):
    rival = OrderFactory(partner=kestrel, number="77001", ordered_on=date(2026, 10, 19))
    LineFactory(order=rival, item_code="RIVAL-1", requested_on=date(2026, 11, 9))
    PartnerFactory()
    post_mails()
    ours = OutboxMessage.objects.get(to=bob.email)
    assert "RIVAL-1" not in ours.text + ours.html
    assert "Kestrel" not in ours.text + ours.html
    assert "No password needed" in ours.text
    assert "Brandt Castings" in ours.html


def test_what_is_asked_and_mailed_is_on_the_schedule(lines, bob):
    names = {entry.task for entry in schedule()}
    assert {"suppliers.jobs.ask_partners", "portal.actions.mailing.mail_notices"} <= names
    resolve("suppliers.jobs.ask_partners")()
    resolve("portal.actions.mailing.mail_notices")()
    assert OutboxMessage.objects.get().to == bob.email


def test_many_orders_cost_no_more_statements_than_one(
    lines, brandt, bob, carol, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        ask_orders(now=NOW)
    for n in range(10):
        order = OrderFactory(partner=brandt, number=f"46{n:05}", ordered_on=date(2026, 10, 19))
        for number in ("10", "20"):
            LineFactory(order=order, number=number, requested_on=date(2026, 11, 9))
    with django_assert_max_num_queries(len(few)):
        assert ask_orders(now=NOW) == 20


def test_telling_of_many_lines_costs_no_more_statements_than_of_one(
    lines, order, alice, bob, actor_of, django_assert_max_num_queries
):
    for line in lines:
        promise(line, date(2026, 12, 20), event=PromiseEvent.PROPOSE, at=NOW)
    with django_assert_max_num_queries(8) as few:
        assert tell_proposed(by=actor_of(bob), lines=lines[:1]) == 1
    more = [LineFactory(order=order, number=str(100 + n)) for n in range(10)]
    for line in more:
        promise(line, date(2026, 12, 20), event=PromiseEvent.PROPOSE, at=NOW)
    with django_assert_max_num_queries(len(few)):
        assert tell_proposed(by=actor_of(bob), lines=[*lines, *more]) == 1
    told = Notice.objects.latest("pk")
    assert "13 lines" in told.subject
    assert told.facts[-1] == ["…", "and 5 more"]
