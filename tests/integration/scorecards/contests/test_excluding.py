"""Excusing many lines at once: one proposes, a second decides, cards are made again, partners are told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.models import AuditEvent, JobRun, OutboxMessage
from scorecards.actions import excluding, telling_contests
from scorecards.actions.excluding import ExclusionRefused, ExclusionStale, Span
from scorecards.models import Scorecard
from suppliers.actions import merging
from suppliers.actions.exclusions import excuse
from suppliers.enums import ExclusionState
from suppliers.models import Exclusion, ExclusionCandidate, ExclusionRequest, OrderLine
from tests.factories import PartnerFactory
from tests.integration.scorecards.contests.conftest import LATER

SPAN = Span(date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture
def propose(actor_of, alice, cards):
    def run(span=SPAN, by=None, reason="Strike at the port of Oslo"):
        return excluding.propose(by=actor_of(by or alice), span=span, reason=reason, at=LATER)

    return run


@pytest.fixture
def approve(actor_of, dana):
    def run(request, by=None, note=""):
        return excluding.approve(by=actor_of(by or dana), request=request, note=note, at=LATER)

    return run


def test_it_keeps_the_lines_that_match_now(propose, lines, brandt, alice, actor_of):
    excuse(by=actor_of(alice), line_ids=[lines[0].pk], reason="known")
    request = propose(Span(SPAN.start, SPAN.end, partner=brandt))
    assert set(request.candidates.values_list("line", flat=True)) == {line.pk for line in lines[1:]}
    assert (request.line_count, request.state) == (6, ExclusionState.PROPOSED)
    assert not Exclusion.objects.filter(request=request).exists(), "nothing changes before the second person"


def test_by_site(propose, lines):
    OrderLine.objects.filter(pk=lines[3].pk).update(ship_to="Oslo")
    assert propose(Span(SPAN.start, SPAN.end, site="Oslo")).line_count == 1


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(date(2026, 9, 30), date(2026, 9, 1)), "before the first"),
        (Span(date(2024, 1, 1), date(2026, 9, 30)), "more than a year of all partners"),
        (Span(date(2020, 1, 1), date(2020, 1, 2)), "No line fits"),
    ],
)
def test_what_is_no_proposal(propose, span, words):
    with pytest.raises(ExclusionRefused, match=words):
        propose(span)


def test_a_second_person_approves_and_the_cards_change_at_once(propose, approve, cards, bob, charlie, dana):
    request = propose()
    OutboxMessage.objects.all().delete()
    done = approve(request)
    assert done.as_json() == {"lines": 13, "skipped": 0, "cards": 2, "partners": 2}
    newest = Scorecard.objects.filter(is_latest=True)
    assert {card.revision for card in newest} == {2}
    assert {(card.cause, card.cause_about) for card in newest} == {("exclusion", request.public_id)}
    assert Exclusion.objects.filter(request=request, undone_at=None, approved_by=dana).count() == 13
    request.refresh_from_db()
    assert (request.state, request.decided_by) == (ExclusionState.APPROVED, dana)
    assert AuditEvent.objects.filter(verb="exclusion.approved").count() == 1
    for somebody in (bob, charlie):
        (mail,) = OutboxMessage.objects.filter(to=somebody.email)
        assert "Strike at the port of Oslo" in mail.text
        assert "Kestrel" not in mail.text or somebody is charlie
        assert "Brandt" not in mail.text or somebody is bob


def test_who_proposed_it_does_not_approve_it(propose, approve, alice, buyer, erin, bob):
    request = propose()
    with pytest.raises(ExclusionRefused, match="a second person decides"):
        approve(request, by=alice)
    for somebody in (buyer, erin, bob):
        with pytest.raises(PermissionDenied):
            approve(request, by=somebody)
    assert not Exclusion.objects.exists()


def test_lines_excused_in_between_are_skipped_and_counted(propose, approve, lines, alice, actor_of):
    request = propose()
    excuse(by=actor_of(alice), line_ids=[lines[5].pk], reason="a contest")
    done = approve(request)
    assert (done.lines, done.skipped) == (12, 1)
    assert Exclusion.objects.get(line=lines[5]).reason == "a contest"


def test_two_who_decide_at_once(propose, approve, dana, actor_of):
    request = propose()
    approve(request)
    with pytest.raises(ExclusionStale, match="Dana Lund decided in the meantime: Approved"):
        excluding.decline(by=actor_of(dana), request=request, note="No")


def test_declined_with_a_note(propose, dana, alice, actor_of):
    request = propose()
    with pytest.raises(ExclusionRefused, match="Write a few words"):
        excluding.decline(by=actor_of(dana), request=request, note=" ")
    excluding.decline(by=actor_of(dana), request=request, note="The port was open", at=LATER)
    request.refresh_from_db()
    assert (request.state, request.decision_note) == (ExclusionState.DECLINED, "The port was open")
    assert "The port was open" in OutboxMessage.objects.get(to=alice.email).text


def test_withdrawn_before_it_is_decided(propose, approve, alice, buyer, actor_of):
    request = propose()
    with pytest.raises(PermissionDenied):
        excluding.withdraw(by=actor_of(buyer), request=request)
    excluding.withdraw(by=actor_of(alice), request=request)
    with pytest.raises(ExclusionStale, match="Withdrawn"):
        approve(request)


def test_taken_back_the_cards_are_as_they_were(propose, approve, cards, dana, bob, actor_of):
    before = {card.partner_id: card.score for card in cards.values()}
    request = propose()
    approve(request)
    OutboxMessage.objects.all().delete()
    done = excluding.undo(by=actor_of(dana), request=request, at=LATER)
    assert (done.lines, done.cards) == (13, 2)
    newest = Scorecard.objects.filter(is_latest=True)
    assert {card.partner_id: card.score for card in newest} == before
    assert {(card.revision, card.cause) for card in newest} == {(3, "restored")}
    assert OutboxMessage.objects.filter(to=bob.email, subject__contains="count again").count() == 1
    with pytest.raises(ExclusionStale, match="took this back already"):
        excluding.undo(by=actor_of(dana), request=request)


def test_killed_between_nothing_is_half_done(propose, approve, monkeypatch):
    request = propose()

    def die(**anything):
        raise KeyboardInterrupt

    monkeypatch.setattr(telling_contests, "tell_excluded", die)
    with pytest.raises(KeyboardInterrupt):
        approve(request)
    request.refresh_from_db()
    assert request.state == ExclusionState.PROPOSED
    assert not Exclusion.objects.exists()
    assert not Scorecard.objects.filter(revision=2).exists()


def test_a_merger_takes_the_candidates_along_and_gives_them_back(propose, approve, brandt, alice, actor_of):
    alias = PartnerFactory(code="OLD", name="Old")
    request = propose(Span(SPAN.start, SPAN.end, partner=brandt))
    merge = merging.merge(by=actor_of(alice), alias=brandt, survivor=alias, reason="one firm")
    assert set(ExclusionCandidate.objects.values_list("partner", flat=True)) == {alias.pk}
    merging.undo(by=actor_of(alice), merge=merge)
    assert set(ExclusionCandidate.objects.values_list("partner", flat=True)) == {brandt.pk}
    approve(request)


def page(name, *args):
    return reverse(f"scorecards:{name}", args=args)


def test_the_pages_from_preview_to_undo(login, alice, dana, cards, bob):
    asked = {"start": "2026-09-01", "end": "2026-09-30", "site": "", "partner": "", "reason": "Strike"}
    html = login(alice).get(page("exclusion_new"), asked).content.decode()
    assert "13 lines would be excused" in html
    assert "2 published cards are looked at again" in html
    csv = login(alice).get(page("exclusion_new"), {**asked, "format": "csv"})
    assert b"BRANDT" in b"".join(csv)
    response = login(alice).post(page("exclusion_new"), asked)
    request = ExclusionRequest.objects.get()
    assert response.url == page("exclusion", request.public_id)
    html = login(alice).get(response.url).content.decode()
    assert "Waits for a second person" in html
    assert "Excuse 13 lines</button>" not in html
    response = login(alice).post(page("exclusion_approve", request.public_id))
    assert response.status_code == 422
    response = login(dana).post(page("exclusion_approve", request.public_id), {"note": "Seen in the news"})
    run = JobRun.objects.get()
    assert (response.url, run.state) == (reverse("portal:job", args=[run.public_id]), "done")
    html = login(dana).get(page("exclusion", request.public_id)).content.decode()
    assert "13 lines were excused" in html
    assert "Cards that were made again" in html
    assert "Seen in the news" in html
    newest = Scorecard.objects.get(partner__code="BRANDT", is_latest=True)
    rows = login(bob).get(page("rows", newest.public_id, "otif_lines") + "?show=excused").content.decode()
    assert "Strike" in rows
    login(dana).post(page("exclusion_undo", request.public_id))
    request.refresh_from_db()
    assert request.state == ExclusionState.UNDONE


def test_partners_know_nothing_of_the_requests(login, propose, bob):
    request = propose()
    for url in (page("exclusions"), page("exclusion_new"), page("exclusion", request.public_id)):
        assert login(bob).get(url).status_code == 404
