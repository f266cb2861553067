"""A partner contests lines of its own newest card, once each, with reason and files."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.actions.attachments import AttachmentRefused
from portal.enums import PartnerRole
from portal.models import Attachment, AuditEvent, OutboxMessage
from scorecards.actions import contests
from scorecards.actions.contests import ContestRefused
from scorecards.enums import ContestState
from scorecards.facts.cards import with_state
from scorecards.models import Contest, Scorecard
from suppliers.actions.exclusions import excuse
from tests.factories import MembershipFactory, UserFactory
from tests.integration.scorecards.contests.conftest import FILED, LATER


def test_it_is_kept_whole_and_the_clock_starts(contest, late, alice, brandt, card):
    contest.refresh_from_db()
    assert (contest.card, contest.partner, contest.owner) == (card, brandt, alice)
    assert contest.due_on == date(2026, 10, 7), "five calendar days after the 2nd"
    assert [row.line for row in contest.lines.all()] == [late]
    (file,) = Attachment.objects.all()
    assert (file.about, file.scope, file.name) == (
        contest.public_id, brandt.public_id, "CMR 14 Sep, signed.pdf",
    )  # fmt: skip
    event = AuditEvent.objects.get(verb="contest.filed")
    assert (event.scope, event.data["lines"], event.data["files"]) == (brandt.public_id, 1, 1)
    assert "carrier" not in str(event.data)


def test_the_day_is_that_of_the_company(contest_of, bob, late, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    contest = contest_of(bob, late, at=datetime(2026, 10, 2, 22, 30, tzinfo=UTC))  # half past midnight there
    assert contest.due_on == date(2026, 10, 8)


def test_the_buyer_hears_of_it_and_the_partner_waits_for_us(contest, alice, card):
    (mail,) = OutboxMessage.objects.filter(to=alice.email)
    assert mail.subject == "Brandt Castings contests 1 line of September 2026"
    assert "Your carrier came late." in mail.text
    assert f"/contests/{contest.public_id}/" in mail.text
    assert with_state(Scorecard.objects.filter(pk=card.pk)).get().state == "with_us"


@pytest.mark.parametrize("role", [PartnerRole.VIEWER])
def test_viewers_only_look(role, brandt, contest_of, late):
    user = UserFactory()
    MembershipFactory(user=user, partner=brandt, role=role)
    with pytest.raises(PermissionDenied):
        contest_of(user, late)


def test_neither_rivals_nor_staff_contest(contest_of, charlie, alice, late):
    for somebody in (charlie, alice):
        with pytest.raises(PermissionDenied):
            contest_of(somebody, late)


def test_a_line_is_in_one_open_contest_at_a_time(contest, contest_of, bob, late, missing, actor_of):
    with pytest.raises(ContestRefused, match="in an open contest already"):
        contest_of(bob, late, missing)
    contests.withdraw(by=actor_of(bob), contest=contest, at=LATER)
    contest_of(bob, late, missing)


def test_excused_lines_are_not_contested(contest_of, bob, alice, late, actor_of):
    excuse(by=actor_of(alice), line_ids=[late.pk], reason="our drawing changed")
    with pytest.raises(ContestRefused, match="excused already"):
        contest_of(bob, late)


def test_only_lines_of_ones_own_card(contest_of, bob, cards, kestrel):
    theirs = kestrel.lines.first()
    with pytest.raises(ContestRefused, match="does not count on this card"):
        contest_of(bob, theirs)
    assert not Contest.objects.exists()


def test_only_the_newest_revision(contest_of, bob, card, late):
    Scorecard._base_manager.filter(pk=card.pk).update(is_latest=False)
    with pytest.raises(ContestRefused, match="newer revision"):
        contest_of(bob, late)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": "  "}, "text"), ({"text": "x" * 4001}, "text"), ({"reason": "because"}, "reason")],
)
def test_what_is_missing_is_named(contest_of, bob, late, more, field):
    with pytest.raises(ContestRefused) as refusal:
        contest_of(bob, late, **more)
    assert refusal.value.field == field


def test_without_lines_there_is_nothing_to_contest(contest_of, bob):
    with pytest.raises(ContestRefused, match="Tick the lines"):
        contest_of(bob)


def test_a_bad_file_leaves_nothing_behind(contest_of, bob, late):
    with pytest.raises(AttachmentRefused):
        contest_of(bob, late, uploads=[SimpleUploadedFile("x.html", b"<html>")])
    assert not Contest.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_withdrawn_it_waits_for_nobody(contest, bob, actor_of, card):
    contests.withdraw(by=actor_of(bob), contest=contest, at=LATER)
    contest.refresh_from_db()
    assert (contest.state, contest.closed_at) == (ContestState.WITHDRAWN, LATER)
    assert with_state(Scorecard.objects.filter(pk=card.pk)).get().state == "with_partner"
    with pytest.raises(ContestRefused, match="has withdrawn"):
        contests.withdraw(by=actor_of(bob), contest=contest)


def test_both_sides_add_words_and_files(contest, bob, alice, viewer, charlie, actor_of, cmr):
    cmr.seek(0)
    contests.say(by=actor_of(bob), contest=contest, text="The photo of the dock.", uploads=[cmr], at=LATER)
    contests.say(by=actor_of(alice), contest=contest, text="Thank you, I look into it.", at=LATER)
    assert [message.side for message in contest.messages.all()] == ["partner", "company"]
    assert Attachment.objects.filter(about=contest.public_id).count() == 2
    to_bob = OutboxMessage.objects.get(to=bob.email)
    assert "I look into it" in to_bob.text
    for somebody in (viewer, charlie):
        with pytest.raises(PermissionDenied):
            contests.say(by=actor_of(somebody), contest=contest, text="Hello")


def test_files_are_added_only_while_it_is_open(contest, bob, actor_of, cmr):
    contests.withdraw(by=actor_of(bob), contest=contest)
    with pytest.raises(ContestRefused):
        contests.say(by=actor_of(bob), contest=contest, text="One more", uploads=[cmr])
    contests.say(by=actor_of(bob), contest=contest, text="Only words")


def test_handing_over_does_not_move_the_clock(contest, alice, buyer, erin, actor_of):
    contests.hand_over(by=actor_of(alice), contest=contest, to=buyer, at=LATER)
    contest.refresh_from_db()
    assert (contest.owner, contest.due_on, contest.filed_at) == (buyer, date(2026, 10, 7), FILED)
    assert OutboxMessage.objects.filter(to=buyer.email).exists()
    with pytest.raises(ContestRefused, match="does not decide"):
        contests.hand_over(by=actor_of(alice), contest=contest, to=erin)
    with pytest.raises(PermissionDenied):
        contests.hand_over(by=actor_of(erin), contest=contest, to=buyer)
