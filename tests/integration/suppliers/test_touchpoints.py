"""Touchpoints: noted, planned, held, changed, cancelled, taken back; promises kept; who reads them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.actions.saving import StaleSave
from portal.actors import Actor
from portal.enums import Side
from portal.models import AuditEvent
from suppliers.actions import touchpoints
from suppliers.actions.touchpoints import Said, TouchRefused
from suppliers.enums import TouchKind, TouchState
from suppliers.models import Touchpoint
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 6, 8, tzinfo=UTC)
TODAY = date(2026, 10, 6)
TALK = Said(kind=TouchKind.CALL, on=TODAY, text="The second furnace is relined next week.")


@pytest.fixture
def by_alice(alice):
    return Actor(user=alice)


@pytest.fixture
def talk(by_alice, brandt):
    made = touchpoints.note(by=by_alice, partner=brandt, said=TALK, at=NOW)
    Touchpoint.objects.filter(pk=made.pk).update(created_at=NOW)
    made.refresh_from_db()
    return made


def partner_actor(user):
    return Actor(user=user, membership=user.memberships.select_related("partner").get())


def test_a_note_is_kept_with_who_and_when_and_written_down(talk, alice, brandt):
    assert (talk.state, talk.by, talk.noted_by_label) == (TouchState.DONE, alice, "Alice Moreau")
    event = AuditEvent.objects.get(verb="touchpoint.noted")
    assert event.scope == brandt.public_id
    assert TALK.text not in str(event.data)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(kind="call", on=TODAY), "text"),
        (Said(kind="call", on=TODAY + timedelta(days=1), text="x"), "on"),
        (Said(kind="pigeon", on=TODAY, text="x"), "kind"),
        (Said(kind="call", on=TODAY, text="x", promised_by=TODAY), "promised"),
        (Said(kind="call", on=TODAY, text="x" * 4001), "text"),
    ],
)
def test_what_cannot_be_so_is_refused_by_its_field(by_alice, brandt, said, field):
    with pytest.raises(TouchRefused) as refused:
        touchpoints.note(by=by_alice, partner=brandt, said=said, at=NOW)
    assert refused.value.field == field
    assert not Touchpoint.objects.exists()


def test_a_contact_of_somebody_else_is_refused(by_alice, brandt, kestrel):
    theirs = Said(kind="call", on=TODAY, text="x", contact=ContactFactory(partner=kestrel))
    with pytest.raises(TouchRefused):
        touchpoints.note(by=by_alice, partner=brandt, said=theirs, at=NOW)


def test_a_planned_visit_is_held_earlier_than_planned(by_alice, brandt):
    planned = Said(kind="visit", on=TODAY + timedelta(days=9))
    visit = touchpoints.plan(by=by_alice, partner=brandt, said=planned, at=NOW)
    touchpoints.took_place(by=by_alice, touchpoint=visit, version=1, at=NOW)
    visit.refresh_from_db()
    assert (visit.state, visit.on) == (TouchState.DONE, TODAY)
    with pytest.raises(TouchRefused):
        touchpoints.took_place(by=by_alice, touchpoint=visit, version=visit.version, at=NOW)


def test_yesterday_cannot_be_planned_and_what_took_place_not_cancelled(by_alice, brandt, talk):
    past = Said(kind="visit", on=TODAY - timedelta(days=1))
    with pytest.raises(TouchRefused):
        touchpoints.plan(by=by_alice, partner=brandt, said=past, at=NOW)
    with pytest.raises(TouchRefused):
        touchpoints.cancel(by=by_alice, touchpoint=talk, at=NOW)


def test_a_stale_change_is_refused_and_loses_nothing(by_alice, dana, talk):
    mine, theirs = Touchpoint.objects.get(pk=talk.pk), Touchpoint.objects.get(pk=talk.pk)
    touchpoints.change(
        by=Actor(user=dana), touchpoint=theirs, version=1, said=Said("call", TODAY, "Their words"), at=NOW
    )
    with pytest.raises(StaleSave) as stale:
        touchpoints.change(
            by=by_alice, touchpoint=mine, version=1, said=Said("call", TODAY, "My words"), at=NOW
        )
    assert stale.value.current.text == "Their words"


def test_taken_back_within_a_day_by_who_noted_it(by_alice, dana, talk):
    with pytest.raises(PermissionDenied):
        touchpoints.take_back(by=Actor(user=dana), touchpoint=talk, at=NOW)
    with pytest.raises(TouchRefused):
        touchpoints.take_back(by=by_alice, touchpoint=talk, at=NOW + timedelta(days=1))
    touchpoints.take_back(by=by_alice, touchpoint=talk, at=NOW + timedelta(hours=23))
    talk.refresh_from_db()
    assert talk.taken_back_at is not None
    with pytest.raises(TouchRefused):
        touchpoints.change(by=by_alice, touchpoint=talk, version=talk.version, said=TALK, at=NOW)


def test_each_side_says_of_its_own_promise_that_it_is_kept(by_alice, brandt, bob, charlie):
    ours = Said("call", TODAY, promised="Drawing C", promised_by=TODAY, is_shared=True)
    made = touchpoints.note(by=by_alice, partner=brandt, said=ours, at=NOW)
    assert made.promised_by_side == Side.COMPANY
    with pytest.raises(PermissionDenied):
        touchpoints.keep_promise(by=partner_actor(bob), touchpoint=made, at=NOW)
    touchpoints.keep_promise(by=by_alice, touchpoint=made, at=NOW)
    theirs = Said("call", TODAY, promised="A sample", promised_by_side=Side.PARTNER, is_shared=True)
    sample = touchpoints.note(by=by_alice, partner=brandt, said=theirs, at=NOW)
    with pytest.raises(PermissionDenied):
        touchpoints.keep_promise(by=partner_actor(charlie), touchpoint=sample, at=NOW)
    touchpoints.keep_promise(by=partner_actor(bob), touchpoint=sample, at=NOW)
    sample.refresh_from_db()
    assert sample.kept_at == NOW
    touchpoints.promise_open(by=by_alice, touchpoint=sample)
    sample.refresh_from_db()
    assert sample.kept_at is None


def test_no_partner_notes_and_a_partner_reads_only_what_is_shared_with_it(
    by_alice, brandt, bob, charlie, talk
):
    with pytest.raises(PermissionDenied):
        touchpoints.note(by=partner_actor(bob), partner=brandt, said=TALK, at=NOW)
    shared = touchpoints.note(
        by=by_alice, partner=brandt, said=Said("visit", TODAY, "Shared", is_shared=True), at=NOW
    )
    assert list(Touchpoint.objects.for_actor(partner_actor(bob))) == [shared]
    assert not Touchpoint.objects.for_actor(partner_actor(charlie)).exists()
