"""When the link in a mail opens nothing: guessed, expired, taken back, done elsewhere; and what it tells."""

import logging
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from portal.enums import PartnerRole
from portal.models import AuditEvent
from portal.redaction import SecretPaths
from suppliers.actions import commitments, links, memberships, questions
from suppliers.actions.commitments import Answer
from suppliers.actions.links import LinkClosed, LinkState
from suppliers.enums import Act, Fate, PromiseEvent
from suppliers.models import Membership, Promise, TaskLink
from tests.factories import MembershipFactory, promise
from tests.integration.suppliers.mail.conftest import NOW, agreeing, everything

pytestmark = pytest.mark.django_db


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


def test_one_s_own_links_and_those_of_one_s_people(login, path, bob, carol, viewer, charlie, post_mails):
    Membership.objects.filter(user=bob).update(role=PartnerRole.EDITOR)
    link = TaskLink.objects.get(user=bob)
    theirs = TaskLink.objects.exclude(user=bob)
    assert not theirs
    MembershipFactory(user=(admin := MembershipFactory(partner=link.partner).user), role=PartnerRole.ADMIN)
    for user, found in ((bob, 1), (carol, 0), (viewer, 0), (charlie, 0), (admin, 1)):
        page = login(user, link.partner).get("/account/mails/")
        assert len(page.context["panels"][0]["links"]) == found, user


@pytest.mark.parametrize(
    ("who", "status"), [("bob", 302), ("alice", 302), ("carol", 404), ("viewer", 404), ("charlie", 404)]
)
def test_who_may_take_a_link_back(login, path, who, status, request, carol, viewer, charlie, alice):
    link = TaskLink.objects.get()
    response = login(request.getfixturevalue(who)).post(f"/links/{link.public_id}/revoke/")
    assert response.status_code == status
    link.refresh_from_db()
    assert (link.revoked_at is not None) == (status == 302)
    assert AuditEvent.objects.filter(verb="task_link.revoked").count() == (status == 302)


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
