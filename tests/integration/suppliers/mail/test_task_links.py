"""The link in a mail: one task, of one partner, for one person; and nothing changes until somebody acts."""

import logging
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from portal.enums import Channel, PartnerRole
from portal.models import AuditEvent
from portal.redaction import SecretPaths
from suppliers.actions import commitments, links, memberships, questions
from suppliers.actions.commitments import Answer
from suppliers.actions.links import LinkClosed, LinkState
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.models import Membership, OrderLine, Promise, TaskLink
from tests.factories import LineFactory, MembershipFactory, OrderFactory, promise, stand
from tests.integration.suppliers.mail.conftest import NOW

pytestmark = pytest.mark.django_db


def everything():
    """Every row of every table of ours and of the packages, as it stands."""
    return {
        model._meta.label: sorted(model.objects.order_by().values_list(), key=repr)
        for model in apps.get_models()
        if model._meta.managed
    }


def agreeing(client, path, **more):
    """The form as its page gives it, with the one button that agrees to all."""
    page = client.get(path)
    return {
        **{f"{line.public_id}-seen": line.form.initial["seen"] for line in page.context["page"].lines},
        **more,
    }


def choosing(client, path, **choices):
    """The form as its page gives it, all lines left for later but those in `choices` (by number)."""
    data = {}
    for line in client.get(path).context["page"].lines:
        given = {**line.form.initial, "choice": "later", "reason_code": "", "note": ""}
        given.update(choices.get(f"l{line.name.rsplit('-', 1)[1]}", {}))
        data.update({f"{line.public_id}-{name}": value for name, value in given.items()})
    return data


def test_the_page_shows_just_the_lines_of_the_task(client, path, lines, brandt):
    other = LineFactory(order=OrderFactory(partner=brandt, number="4500999"), description="Elsewhere")
    page = client.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert [line.public_id for line in page.context["page"].lines] == [line.public_id for line in lines]
    assert other.description not in text
    assert "Confirm all 3 as asked" in text
    assert "b…@brandt.example" in text


def test_looking_changes_nothing_at_all(client, path):
    before = everything()
    for method in (client.get, client.head, client.get, client.options):
        method(path)
    assert everything() == before


def test_one_click_confirms_all_as_asked(client, path, lines, bob):
    response = client.post(path, agreeing(client, path, agree="1"))
    assert response.status_code == 200
    assert "Thank you" in response.content.decode()
    said = Promise.objects.order_by("line_id")
    assert [one.line_id for one in said] == [line.pk for line in lines]
    for one in said:
        assert (one.event, one.channel) == (PromiseEvent.CONFIRM, Channel.MAIL_LINK)
        assert (one.made_by, one.sent_to) == ("Bob Brandt", "bob@brandt.example")
        assert [part.promised_on for part in one.parts.all()] == [one.line.requested_on]
    link = TaskLink.objects.get()
    assert link.used_at == NOW
    event = AuditEvent.objects.get(verb="task_link.answered")
    assert (event.actor_id, event.channel) == (bob.pk, Channel.MAIL_LINK)
    assert event.data["sent_to"] == "bob@brandt.example"


def test_what_is_used_up_says_who_answered(client, path):
    client.post(path, agreeing(client, path, agree="1"))
    for again in (client.get(path), client.post(path, {"agree": "1"})):
        assert again.status_code == 410
        assert "answered by Bob Brandt on" in again.content.decode()
    assert Promise.objects.count() == 3


def test_other_days_and_quantities_line_by_line(client, path, lines):
    data = choosing(
        client,
        path,
        l10={"choice": "agree"},
        l20={"choice": "promise", "day": "2026-11-30", "quantity": "100", "reason_code": "machine"},
        l30={"choice": "reject", "reason_code": "discontinued"},
    )
    response = client.post(path, data)
    assert response.status_code == 200
    events = dict(Promise.objects.values_list("line__number", "event"))
    assert events == {"10": "confirm", "20": "propose", "30": "reject"}
    assert TaskLink.objects.get().used_at == NOW


def test_what_is_left_for_later_still_waits_behind_the_same_link(client, path):
    response = client.post(path, choosing(client, path, l10={"choice": "agree"}))
    assert "2 lines still wait" in response.content.decode()
    assert TaskLink.objects.get().used_at is None
    assert [line.name for line in client.get(path).context["page"].lines] == ["4500121-20", "4500121-30"]


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(client, path):
    data = choosing(
        client,
        path,
        l10={"choice": "agree"},
        l20={"choice": "promise", "day": "2026-11-30", "quantity": "100", "note": "soon"},
        l30={"choice": "promise", "day": "", "quantity": ""},
    )
    response = client.post(path, data)
    assert response.status_code == 422
    shown = {line.name: line.form for line in response.context["page"].lines}
    assert set(shown) == {"4500121-20", "4500121-30"}
    assert "reason_code" in shown["4500121-20"].errors
    assert set(shown["4500121-30"].errors) == {"day", "quantity"}
    text = response.content.decode()
    assert 'value="soon"' in text
    assert "4500121-10" in text  # and that its first line was taken
    assert list(Promise.objects.values_list("line__number", flat=True)) == ["10"]


def test_who_was_faster_is_shown_and_nothing_is_overwritten(client, path, lines, carol, actor_of):
    form = agreeing(client, path, agree="1")
    promise(lines[0], date(2026, 11, 20), at=NOW, event=PromiseEvent.PROPOSE)
    stand(lines[0])
    LineFactory(order=lines[0].order, number="40")  # came after the page was shown: not agreed to unseen
    response = client.post(path, form)
    assert Promise.objects.filter(event=PromiseEvent.CONFIRM).count() == 2
    assert "4500121-40" not in {f"4500121-{one.line.number}" for one in Promise.objects.all()}
    assert TaskLink.objects.get().used_at is None
    assert response.status_code == 422 or "still wait" in response.content.decode()


def test_a_line_that_was_changed_in_between_is_not_confirmed_unseen(client, path, lines):
    form = agreeing(client, path, agree="1")
    OrderLine.objects.filter(pk=lines[0].pk).update(requested_on=date(2026, 10, 25), version=2)
    response = client.post(path, form)
    assert response.status_code == 422
    assert not Promise.objects.filter(line=lines[0]).exists()
    retry = {
        f"{lines[0].public_id}-seen": response.context["page"].lines[0].form["seen"].value(),
        "agree": "1",
    }
    assert client.post(path, retry).status_code == 200
    assert TaskLink.objects.get().used_at == NOW


def test_nothing_else_is_reachable_through_it(path, lines, kestrel, brandt):
    rival = LineFactory(order=OrderFactory(partner=kestrel))
    other = LineFactory(order=OrderFactory(partner=brandt))
    link = TaskLink.objects.get()
    said = links.answer(
        link=link, answers=[Answer(line.public_id, Act.ACCEPT) for line in (rival, other, lines[0])]
    )
    assert [one.fate for one in said] == [Fate.REFUSED, Fate.REFUSED, Fate.ACCEPTED]
    assert list(Promise.objects.values_list("line_id", flat=True)) == [lines[0].pk]


def test_it_logs_nobody_in(client, path):
    client.get(path)
    client.post(path, agreeing(client, path, agree="1"))
    assert "sessionid" not in client.cookies
    assert client.get("/home/").status_code == 302


def refused(response, *words, status=410):
    text = response.content.decode()
    assert response.status_code == status
    for word in ("Brandt", "4500121", "PH-40", "brandt.example", *words):
        assert word not in text, word


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_unknown_and_guessed_ones_are_refused(client, path, method):
    ask = getattr(client, method)
    secret = path.split("/")[2]
    raw, _dot, signature = secret.rpartition(".")
    for wrong in (f"{raw}x.{signature}", f"{raw}.{signature[:-1]}", raw, "x", "../task", f"{secret}%00"):
        refused(ask(f"/task/{wrong}/", {"agree": "1"}), status=404)
    assert not Promise.objects.exists()


def test_a_forged_secret_is_refused_without_asking_the_database(path, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert links.find(secret="abc.def", at=NOW) is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_one_is_refused(client, path, at_noon, method):
    form = agreeing(client, path, agree="1")
    at_noon.move_to(NOW + timedelta(days=14))
    refused(getattr(client, method)(path, form))
    assert not Promise.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_one_that_was_taken_back_is_refused(client, path, bob, actor_of, method):
    form = agreeing(client, path, agree="1")
    assert links.revoke(by=actor_of(bob), link=TaskLink.objects.get())
    refused(getattr(client, method)(path, form))
    assert not Promise.objects.exists()


@pytest.mark.parametrize("how", ["removed", "viewer", "shut out", "became staff"])
def test_it_dies_with_the_right_to_answer(client, path, bob, alice, carol, actor_of, how):
    Membership.objects.filter(user=carol).update(role=PartnerRole.ADMIN)
    form = agreeing(client, path, agree="1")
    mine = Membership.objects.get(user=bob)
    if how == "removed":
        memberships.remove(by=actor_of(alice), membership=mine)
    elif how == "viewer":
        memberships.change_role(by=actor_of(alice), membership=mine, role=PartnerRole.VIEWER)
    elif how == "shut out":
        bob.is_active = False
        bob.save()
    else:
        bob.role = "buyer"
        bob.save()
    refused(client.get(path))
    refused(client.post(path, form))
    assert not Promise.objects.exists()


def test_it_dies_with_the_mailbox_it_lies_in(client, path, bob):
    bob.email = "bob@elsewhere.example"
    bob.save()
    refused(client.get(path))
    refused(client.post(path, {"agree": "1"}))
    assert not Promise.objects.exists()


def test_a_rival_who_got_hold_of_it_is_refused(path, charlie):
    rival = Client()
    rival.force_login(charlie)
    refused(rival.get(path), status=404)
    refused(rival.post(path, {"agree": "1"}), status=404)
    assert not Promise.objects.exists()


def test_when_a_colleague_has_answered_elsewhere_it_says_so(client, path, lines, carol, actor_of):
    answers = [Answer(line.public_id, Act.ACCEPT) for line in lines]
    commitments.answer(by=actor_of(carol), answers=answers)
    page = client.get(path)
    assert page.status_code == 410
    assert "answered by Carol Editor on" in page.content.decode()


def test_two_clicks_at_once_answer_once(client, path):
    form = agreeing(client, path, agree="1")
    client.post(path, form)
    client.post(path, form)
    assert Promise.objects.count() == 3
    assert AuditEvent.objects.filter(verb="task_link.answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_with_one_link_answer_once(path, lines):
    link, together, met = TaskLink.objects.get(), Barrier(2), []

    def work():
        together.wait(10)
        try:
            answers = [Answer(line.public_id, Act.ACCEPT, seen="1.0") for line in lines]
            met.append([one.fate for one in links.answer(link=link, answers=answers)])
        except LinkClosed as closed:
            met.append(closed.state)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [Fate.ACCEPTED] * 3 in met
    assert LinkState.DONE in met
    assert Promise.objects.count() == 3


def test_it_is_kept_by_no_cache_and_told_to_nobody(client, path):
    for response in (client.get(path), client.get("/task/x.y/"), client.post(path, {})):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


def test_it_is_in_no_log_and_no_trail(client, path, caplog):
    secret = path.split("/")[2]
    strict = Client(enforce_csrf_checks=True)
    caplog.handler.addFilter(SecretPaths())
    with caplog.at_level(logging.INFO):
        assert strict.post(path, {"agree": "1"}).status_code == 403
        client.post(path, agreeing(client, path, agree="1"))
        client.get(path)
    assert "/task/…/" in caplog.text
    assert secret not in caplog.text
    assert secret not in repr(everything()["portal.AuditEvent"])
    assert secret not in repr(everything()["suppliers.TaskLink"])


def test_a_post_without_the_page_s_token_is_refused(path):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"agree": "1"}, HTTP_ORIGIN="null").status_code == 403
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    ("origin", "status"), [("null", 200), ("http://testserver", 200), ("http://evil.example", 403)]
)
def test_with_the_token_a_page_without_referrer_may_post(path, origin, status):
    strict = Client(enforce_csrf_checks=True)
    form = agreeing(strict, path, agree="1")
    form["csrfmiddlewaretoken"] = strict.cookies["csrftoken"].value
    assert strict.post(path, form, HTTP_ORIGIN=origin).status_code == status


def test_only_so_often_from_one_address(client, path):
    statuses = {client.get(f"/task/guess{n}.x/").status_code for n in range(60)}
    assert statuses == {404}
    assert client.get(path).status_code == 429


def test_only_so_often_through_one_link_from_many_addresses(client, path):
    for n in range(60):
        assert client.get(path, REMOTE_ADDR=f"10.0.0.{n}").status_code == 200
    assert client.get(path, REMOTE_ADDR="10.0.1.1").status_code == 429


def test_one_s_own_links_and_those_of_one_s_people(login, path, bob, carol, vera, charlie, post_mails):
    Membership.objects.filter(user=bob).update(role=PartnerRole.EDITOR)
    link = TaskLink.objects.get(user=bob)
    theirs = TaskLink.objects.exclude(user=bob)
    assert not theirs
    MembershipFactory(user=(admin := MembershipFactory(partner=link.partner).user), role=PartnerRole.ADMIN)
    for user, found in ((bob, 1), (carol, 0), (vera, 0), (charlie, 0), (admin, 1)):
        page = login(user, link.partner).get("/account/mails/")
        assert len(page.context["panels"][0]["links"]) == found, user


@pytest.mark.parametrize(
    ("who", "status"), [("bob", 302), ("alice", 302), ("carol", 404), ("vera", 404), ("charlie", 404)]
)
def test_who_may_take_a_link_back(login, path, who, status, request, carol, vera, charlie, alice):
    link = TaskLink.objects.get()
    response = login(request.getfixturevalue(who)).post(f"/links/{link.public_id}/revoke/")
    assert response.status_code == status
    link.refresh_from_db()
    assert (link.revoked_at is not None) == (status == 302)
    assert AuditEvent.objects.filter(verb="task_link.revoked").count() == (status == 302)


@pytest.mark.parametrize("button", [{}, {"agree": "1"}], ids=["send what I chose", "confirm all"])
def test_who_types_another_day_has_said_it_whichever_button_they_press(client, path, lines, button):
    """No button confirms a day that somebody had just changed on the page."""
    agree = {"choice": "agree"}
    data = choosing(
        client, path, l10=agree, l20={**agree, "day": "2026-11-30", "reason_code": "machine"}, l30=agree
    )
    response = client.post(path, {**data, **button})
    assert response.status_code == 200
    assert dict(Promise.objects.values_list("line__number", "event")) == {
        "10": "confirm",
        "20": "propose",
        "30": "confirm",
    }


def answered_by_carol(client, path):
    page = client.get(path)
    refused(page)
    assert "answered by Carol Editor on" in page.content.decode()


def test_what_we_ask_anew_after_the_answer_is_not_behind_the_old_link(
    client, path, lines, carol, actor_of, post_mails, path_in, bob, at_noon
):
    """The task of that mail was done on the desk: a mail that lies about opens nothing of what came later."""
    answers = [Answer(line.public_id, Act.ACCEPT) for line in lines]
    at_noon.shift(timedelta(hours=1))
    commitments.answer(by=actor_of(carol), answers=answers)
    answered_by_carol(client, path)
    at_noon.shift(timedelta(hours=1))
    changed = NOW + timedelta(hours=2)
    promise(lines[0], date(2026, 11, 9), at=changed, event=PromiseEvent.BUYER_CHANGE)
    post_mails(changed)
    newer = path_in(bob.email)
    assert newer != path
    assert client.get(newer).status_code == 200
    answered_by_carol(client, path)
    said = Promise.objects.count()
    refused(client.post(path, agreeing(client, newer, agree="1")))
    assert Promise.objects.count() == said


def test_a_line_that_still_waits_stays_behind_its_link(client, path, lines, carol, actor_of, at_noon):
    at_noon.shift(timedelta(hours=1))
    commitments.answer(by=actor_of(carol), answers=[Answer(lines[0].public_id, Act.ACCEPT)])
    promise(lines[1], date(2026, 11, 9), at=NOW + timedelta(hours=1), event=PromiseEvent.BUYER_CHANGE)
    shown = {line.public_id for line in client.get(path).context["page"].lines}
    assert shown == {lines[1].public_id, lines[2].public_id}


def test_the_link_to_a_question_ends_with_its_answer(
    client, brandt, alice, bob, carol, actor_of, post_mails, path_in, at_noon
):
    question = questions.ask(by=actor_of(alice), partner=brandt, text="Which alloy?")
    post_mails()
    path = path_in(bob.email)
    assert client.get(path).status_code == 200
    at_noon.shift(timedelta(hours=1))
    questions.reply(by=actor_of(carol), question=question, text="The usual one")
    at_noon.shift(timedelta(hours=1))
    questions.reply(by=actor_of(alice), question=question, text="And the newer thing?")
    answered_by_carol(client, path)
    refused(client.post(path, {"text": "Through an old mail"}))
    assert question.messages.count() == 3
