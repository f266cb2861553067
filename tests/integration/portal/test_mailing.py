"""Notices become mails: at once or once a day, never in quiet hours, and never twice."""

from datetime import datetime
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from portal.actions import mailing, notices
from portal.actions.mailing import mail_notices
from portal.actors import system_actor
from portal.enums import MailMode
from portal.jobs.outbox import deliver
from portal.models import MailPreference, Notice, OutboxMessage
from portal.registry import TaskWay
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 10, 20, 12, tzinfo=OSLO)
NIGHT = datetime(2026, 10, 20, 23, tzinfo=OSLO)


def at(hour, day=20, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=OSLO)


@pytest.fixture
def note():
    """`note(user, "k1")` keeps a notice; more fields as they are."""

    def make(user, key, **fields):
        given = {
            "scope": "", "path": "/home/", "subject": f"About {key}", "words": f"Words of {key}.",
            "act": "Look at it", "facts": [["Line", f"4500-{key}"]], "created_at": NOON, **fields,
        }  # fmt: skip
        notices.notify(by=system_actor(), notices=[Notice(user=user, key=key, **given)])

    return make


def prefer(user, **fields):
    MailPreference.objects.update_or_create(
        user=user, defaults={"quiet_from": 20, "quiet_until": 6, **fields}
    )


def subjects():
    return list(OutboxMessage.objects.values_list("subject", flat=True))


def test_each_is_a_mail_of_its_own_for_who_has_said_nothing(bob, note):
    note(bob, "k1")
    note(bob, "k2", reply_to="alice@halden.example")
    assert mail_notices(NOON) == 2
    assert subjects() == ["About k1", "About k2"]
    first, second = OutboxMessage.objects.all()
    assert (first.to, first.reply_to, second.reply_to) == ("bob@brandt.example", "", "alice@halden.example")
    for words in ("Words of k1.", "4500-k1", "Look at it", "http://localhost:8000/home/", "/account/mails/"):
        assert words in first.text, words
        assert words in first.html, words
    assert "No password" not in first.text


def test_its_text_is_forgotten_once_it_was_sent(bob, note, mailoutbox):
    note(bob, "k1")
    mail_notices(NOON)
    OutboxMessage.objects.update(send_after=NOON)
    deliver()
    assert "Words of k1." in mailoutbox[0].body
    kept = OutboxMessage.objects.get()
    assert (kept.text, kept.html) == ("", "")


def test_what_somebody_typed_into_a_name_is_no_markup(bob, note):
    note(bob, "k1", words="<b>bold</b> & 'more'", subject="<script>alert(1)</script>")
    mail_notices(NOON)
    mail = OutboxMessage.objects.get()
    assert "<b>" not in mail.html
    assert "<script>" not in mail.html
    assert "<b>bold</b> & 'more'" in mail.text


def test_a_key_is_told_once(bob, note):
    note(bob, "k1")
    note(bob, "k1")
    mail_notices(NOON)
    note(bob, "k1")
    mail_notices(at(13))
    assert subjects() == ["About k1"]


def test_quiet_hours_hold_mails_back_until_they_end(bob, note):
    note(bob, "k1", created_at=at(19, minute=59))
    assert mail_notices(at(20)) == 0
    assert mail_notices(at(5, day=21, minute=59)) == 0
    assert mail_notices(at(6, day=21)) == 1


def test_hours_are_of_the_person_s_own_zone(bob, note):
    bob.time_zone = "America/New_York"
    bob.save()
    note(bob, "k1")
    assert mail_notices(at(11)) == 0  # five in the morning there; and it has not come up yet
    assert mail_notices(NIGHT) == 1  # five in the afternoon


def test_a_daily_mail_holds_all_of_the_day(bob, note):
    prefer(bob, mode=MailMode.DIGEST, digest_hour=7)
    for key in ("k1", "k2"):
        note(bob, key)
    assert mail_notices(at(18)) == 0
    assert mail_notices(at(7, day=21)) == 1
    mail = OutboxMessage.objects.get()
    assert mail.subject == "2 things wait for you"
    for words in ("About k1", "4500-k2", "http://localhost:8000/home/"):
        assert words in mail.text, words
        assert words in mail.html, words
    assert mail_notices(at(8, day=21)) == 0


def test_a_run_that_was_missed_is_caught_up_once(bob, note):
    prefer(bob, mode=MailMode.DIGEST, digest_hour=7)
    note(bob, "k1")
    assert mail_notices(at(15, day=23)) == 1
    assert mail_notices(at(16, day=23)) == 0


def test_a_daily_mail_in_quiet_hours_waits_for_their_end(bob, note):
    prefer(bob, mode=MailMode.DIGEST, digest_hour=5, quiet_until=9)
    note(bob, "k1")
    assert mail_notices(at(6, day=21)) == 0
    assert mail_notices(at(9, day=21)) == 1


def test_a_daily_mail_of_somebody_with_two_partners_is_one_for_each(both, brandt, kestrel, note):
    prefer(both, mode=MailMode.DIGEST)
    note(both, "k1", scope=brandt.public_id)
    note(both, "k2", scope=kestrel.public_id)
    assert mail_notices(at(12, day=21)) == 2
    ours = OutboxMessage.objects.get(scope=brandt.public_id)
    assert "4500-k1" in ours.text
    assert "4500-k2" not in ours.text + ours.html
    assert "Kestrel" not in ours.text + ours.html


def test_who_wants_none_gets_none_and_nothing_is_saved_up(bob, note):
    prefer(bob, mode=MailMode.NONE)
    note(bob, "k1")
    assert mail_notices(NOON) == 0
    prefer(bob, mode=MailMode.SINGLE)
    assert mail_notices(at(13)) == 0


def test_who_was_shut_out_gets_none(bob, note):
    note(bob, "k1")
    bob.is_active = False
    bob.save()
    assert mail_notices(NOON) == 0
    assert Notice.objects.get().dropped_at == NOON


def test_a_flood_is_one_mail(bob, note):
    for number in range(mailing.MANY + 1):
        note(bob, f"k{number}")
    assert mail_notices(NOON) == 1
    assert subjects() == ["6 things wait for you"]


def test_what_was_done_meanwhile_is_not_mailed(bob, note):
    note(bob, "k1", task="order", about="abc")
    note(bob, "k2", task="order", about="other")
    assert notices.drop(task="order", about="abc", at=NOON) == 1
    assert list(Notice.objects.filter(dropped_at=None).values_list("key", flat=True)) == ["k2"]


def test_a_task_without_a_way_in_is_not_mailed(bob, note, monkeypatch):
    def ways(found, now):
        return {one.pk: TaskWay("/task/secret/", NOON) for one in found if one.about == "open"}

    monkeypatch.setattr(mailing.registry, "ways_of", ways)
    note(bob, "k1", task="order", about="done")
    note(bob, "k2", task="order", about="open")
    assert mail_notices(NOON) == 1
    mail = OutboxMessage.objects.get()
    assert "http://localhost:8000/task/secret/" in mail.text
    assert "No password needed" in mail.text
    assert Notice.objects.get(key="k1").dropped_at == NOON


def test_who_has_nothing_due_costs_no_statement_of_their_own(note, django_assert_max_num_queries):
    for number in range(20):
        user = UserFactory()
        prefer(user, mode=MailMode.DIGEST, digest_hour=7)
        note(user, f"k{number}")
    with django_assert_max_num_queries(3):
        assert mail_notices(at(13)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_mail_each(note):
    people = [UserFactory() for _ in range(6)]
    for number, user in enumerate(people):
        if number % 2:
            prefer(user, mode=MailMode.DIGEST, digest_hour=7)
        note(user, f"a{number}", created_at=at(12, day=19))
        note(user, f"b{number}", created_at=at(12, day=19))
    together, made = Barrier(2), []

    def work():
        together.wait(10)
        try:
            made.append(mail_notices(NOON))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(made) == 2
    assert OutboxMessage.objects.count() == sum(made) == 3 * 2 + 3
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_preferences_are_one_s_own(login, bob, charlie):
    client = login(bob)
    given = {"mode": "digest", "digest_hour": "9", "quiet_from": "18", "quiet_until": "8"}
    assert client.post("/account/mails/", given).status_code == 302
    kept = MailPreference.objects.get()
    assert (kept.user, kept.mode, kept.digest_hour, kept.quiet_from, kept.quiet_until) == (
        bob,
        "digest",
        9,
        18,
        8,
    )
    page = client.get("/account/mails/")
    assert page.context["form"].initial["digest_hour"] == 9


@pytest.mark.parametrize("wrong", [{"digest_hour": "24"}, {"mode": "hourly"}, {"quiet_from": "noon"}])
def test_hours_that_there_are_not_are_refused(login, bob, wrong):
    given = {"mode": "digest", "digest_hour": "9", "quiet_from": "18", "quiet_until": "8", **wrong}
    assert login(bob).post("/account/mails/", given).status_code == 422
    assert not MailPreference.objects.exists()
