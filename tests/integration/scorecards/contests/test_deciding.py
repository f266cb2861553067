"""What we answer: excused, the card changes in the same transaction; or it stays, explained."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.enums import StaffRole
from portal.models import AuditEvent, OutboxMessage
from scorecards.actions import contests, deciding, telling_contests
from scorecards.actions.contests import ContestRefused
from scorecards.actions.deciding import ContestStale
from scorecards.actions.effects import books_of
from scorecards.enums import ContestState, Verdict
from scorecards.models import Scorecard
from suppliers.actions import merging
from suppliers.actions.exclusions import excuse
from suppliers.models import Exclusion
from tests.factories import StaffFactory
from tests.integration.scorecards.contests.conftest import LATER


@pytest.fixture
def decide(actor_of, alice, contest):
    def run(verdict=Verdict.EXCUSED, *lines, by=None, of=None, text="The signed CMR shows 14 Sep."):
        of = of or contest
        chosen = [line.public_id for line in lines] or list(
            of.lines.values_list("line__public_id", flat=True)
        )
        return deciding.decide(
            by=actor_of(by or alice), contest=of, lines=chosen, verdict=verdict, text=text, at=LATER
        )

    return run


def test_agreed_the_line_is_excused_and_the_card_made_again(decide, contest, card, late, alice):
    promised = books_of(Scorecard.objects.filter(pk=card.pk))[card.pk].without([late.public_id])
    (revised,) = decide()
    assert (revised.before, revised.after.revision) == (card, 2)
    assert (revised.after.cause, revised.after.cause_about) == ("contest", contest.public_id)
    assert revised.after.score == promised.after > card.score
    row = contest.lines.get()
    assert (row.verdict, row.note, row.decided_by, row.decided_at) == (
        "excused", "The signed CMR shows 14 Sep.", alice, LATER,
    )  # fmt: skip
    assert (row.before, row.after) == (revised.before, revised.after)
    exclusion = Exclusion.objects.get()
    assert (exclusion.line, exclusion.reason, row.exclusion) == (
        late,
        "The signed CMR shows 14 Sep.",
        exclusion,
    )
    contest.refresh_from_db()
    assert (contest.state, contest.closed_at) == (ContestState.DECIDED, LATER)
    assert revised.after.results.get(kpi="otif_lines").excused == 1


def test_the_partner_reads_before_and_after_in_its_mail(decide, bob, card):
    (revised,) = decide()
    mail = OutboxMessage.objects.get(to=bob.email, subject__contains="excused")
    assert mail.subject == "1 line of September 2026 is excused"
    assert f"{card.score:.1f}" in mail.text
    assert f"now {revised.after.score:.1f}" in mail.text
    assert "The signed CMR shows 14 Sep." in mail.text


def test_a_card_of_the_partner_it_was_merged_into_is_not_kept_beside_its_own(
    decide, contest, brandt, kestrel, alice, actor_of
):
    """They may part again, and be rivals: each then reads what was kept in its contests."""
    merge = merging.merge(by=actor_of(alice), alias=brandt, survivor=kestrel, reason="one firm")
    decide()
    assert {one.partner for one in Scorecard.objects.filter(revision=2)} == {kestrel}
    merging.undo(by=actor_of(alice), merge=merge)
    row = contest.lines.get()
    assert (row.verdict, row.before, row.after) == ("excused", None, None)


def test_explained_nothing_changes_but_the_partner_reads_why(decide, contest, bob, card):
    assert decide(Verdict.EXPLAINED, text="The CMR is of another order.") == []
    assert not Exclusion.objects.exists()
    assert Scorecard.objects.filter(partner=card.partner).count() == 1
    assert contest.lines.get().note == "The CMR is of another order."
    mail = OutboxMessage.objects.get(to=bob.email)
    assert "1 line of September 2026 stays as it is" in mail.subject
    assert "another order" in mail.text


@pytest.mark.parametrize("verdict", Verdict.values)
def test_either_answer_needs_words(decide, verdict):
    with pytest.raises(ContestRefused, match="Write a few words"):
        decide(verdict, text=" ")


def test_line_by_line_it_stays_open_until_each_has_its_answer(
    decide, contest_of, contest, bob, late, missing, actor_of
):
    contests.withdraw(by=actor_of(bob), contest=contest)
    both = contest_of(bob, late, missing)
    decide(Verdict.EXCUSED, late, of=both)
    both.refresh_from_db()
    assert both.state == ContestState.OPEN
    decide(Verdict.EXPLAINED, missing, of=both, text="It has not come.")
    both.refresh_from_db()
    assert both.state == ContestState.DECIDED
    assert dict(both.lines.values_list("line", "verdict")) == {late.pk: "excused", missing.pk: "explained"}


def test_the_second_of_two_is_told_what_the_first_decided(decide, dana, contest):
    decide()
    with pytest.raises(ContestStale, match=r"Alice Moreau was faster.*Excused\. Nothing was changed"):
        decide(Verdict.EXPLAINED, by=dana, text="No.")
    assert contest.lines.get().verdict == "excused"


def test_a_withdrawn_contest_is_not_decided(decide, contest, bob, actor_of):
    contests.withdraw(by=actor_of(bob), contest=contest)
    with pytest.raises(ContestRefused, match="has withdrawn"):
        decide()
    assert not Exclusion.objects.exists()


def test_foreign_lines_are_not_decided_here(decide, missing):
    with pytest.raises(ContestRefused, match="not in this contest"):
        decide(Verdict.EXCUSED, missing)


@pytest.mark.parametrize("role", [StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER, StaffRole.CONTENT_EDITOR])
def test_only_purchasing_decides(decide, role, bob):
    for somebody in (StaffFactory(role=role), bob):
        with pytest.raises(PermissionDenied):
            decide(by=somebody)


def test_killed_between_nothing_is_half_done(decide, contest, card, monkeypatch):
    """The last step of all: whatever was written before goes with it."""

    def die(**anything):
        raise KeyboardInterrupt

    monkeypatch.setattr(telling_contests, "tell_decided", die)
    with pytest.raises(KeyboardInterrupt):
        decide()
    contest.refresh_from_db()
    card.refresh_from_db()
    assert (contest.state, contest.lines.get().verdict, card.is_latest) == ("open", "", True)
    assert not Exclusion.objects.exists()
    assert Scorecard.objects.filter(partner=card.partner).count() == 1
    assert not AuditEvent.objects.filter(verb="contest.excused").exists()


def test_taken_back_the_line_counts_again_and_the_partner_reads_why(
    decide, contest, alice, bob, card, actor_of
):
    decide()
    OutboxMessage.objects.all().delete()
    (revised,) = deciding.take_back(
        by=actor_of(alice), contest=contest, reason="It was another truck.", at=LATER
    )
    assert (revised.after.revision, revised.after.cause) == (3, "restored")
    assert revised.after.score == card.score
    assert Exclusion.objects.get().undone_at == LATER
    assert contest.messages.get().text == "It was another truck."
    mail = OutboxMessage.objects.get(to=bob.email, subject__contains="counts again")
    assert "It was another truck." in mail.text
    with pytest.raises(ContestRefused, match="No line is excused by this contest"):
        deciding.take_back(by=actor_of(alice), contest=contest, reason="Again")


def test_buyers_do_not_take_back(decide, contest, buyer, actor_of):
    decide()
    with pytest.raises(PermissionDenied):
        deciding.take_back(by=actor_of(buyer), contest=contest, reason="No")


def test_what_was_excused_otherwise_in_between_stays_so_when_it_is_taken_back(
    decide, contest, alice, late, actor_of
):
    excuse(by=actor_of(alice), line_ids=[late.pk], reason="flood")
    decide()
    assert Exclusion.objects.get().reason == "flood"
    with pytest.raises(ContestRefused):
        deciding.take_back(by=actor_of(alice), contest=contest, reason="No")
    assert Exclusion.objects.get().undone_at is None


def test_a_buyer_decides_too(decide, buyer, contest):
    decide(by=buyer)
    assert contest.lines.get().decided_by_label == str(buyer)
