"""What reminds of an unanswered question, who is thanked for a change; each once, after missed runs too."""

from datetime import UTC, date, datetime

import pytest

from cms.actions import answers
from cms.actions.answer_reminding import remind
from cms.enums import CommentDecision
from portal.models import Notice
from tests.answers import issue, propose

pytestmark = pytest.mark.django_db


def at(day, month=10):
    return datetime(2026, month, day, 7, tzinfo=UTC)


def keys(user, part):
    found = Notice.objects.filter(user=user, key__contains=part).order_by("pk")
    return [(one.key.split(":")[2], one.dropped_at is None) for one in found]


@pytest.fixture
def asked(version, bob, actor_of):
    """Due on Monday 19 October."""
    return propose(actor_of(bob), version)


def test_the_owner_is_reminded_before_on_and_after_the_day(asked, erin):
    for day in (15, 16, 17, 18, 19, 20, 20, 21):
        remind(now=at(day))
    assert keys(erin, "policy-due") == [("-3", True), ("0", True), ("1", True)]


def test_after_missed_runs_only_the_last_reminder_is_mailed(asked, erin):
    remind(now=at(23))
    remind(now=at(23))
    assert keys(erin, "policy-due") == [("-3", False), ("0", False), ("1", True)]


def test_executives_hear_of_it_when_the_owner_lets_it_wait(policy, bob, alice, erin, actor_of):
    propose(actor_of(bob), issue(policy, 2, owner=alice))
    remind(now=at(23))
    assert not Notice.objects.filter(user=erin).exists()
    remind(now=at(24))
    remind(now=at(25))
    assert Notice.objects.filter(user=erin, key__startswith="policy-late").count() == 1


@pytest.mark.parametrize("end", ["answered", "taken back"])
def test_nothing_reminds_of_what_is_over(asked, bob, erin, actor_of, end):
    if end == "answered":
        answers.answer(by=actor_of(erin), comment=asked, text="Yes.", decision=CommentDecision.LATER)
    else:
        answers.withdraw(by=actor_of(bob), comment=asked)
    remind(now=at(30))
    assert keys(erin, "policy-due") == []


def test_who_proposed_is_thanked_once_the_version_holds(policy, asked, bob, erin, actor_of):
    newer = issue(policy, 2, since=date(2026, 11, 1))
    answers.answer(by=actor_of(erin), comment=asked, text="Yes.", decision=CommentDecision.LATER)
    answers.led_to(by=actor_of(erin), comment=asked, version=newer)
    remind(now=at(31))
    assert not Notice.objects.filter(key__startswith="policy-thanks").exists()
    for day in (1, 2, 3):
        remind(now=at(day, 11))
    thanks = Notice.objects.get(key__startswith="policy-thanks")
    assert thanks.user == bob
    assert "because of you" in thanks.subject
