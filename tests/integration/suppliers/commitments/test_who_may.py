"""Who answers lines, for whom, and through what."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from portal.actors import ANONYMOUS, Actor
from portal.enums import Channel, PartnerRole, Scope, StaffRole
from suppliers.actions import commitments
from suppliers.enums import Act, Fate
from suppliers.models import LineSkip, Membership, Promise
from tests.factories import MembershipFactory, StaffFactory
from tests.integration.suppliers.commitments.conftest import ASKED


@pytest.mark.parametrize("role", [PartnerRole.ADMIN, PartnerRole.EDITOR])
def test_a_partners_people(say, line, brandt, actor_of, role):
    by = actor_of(MembershipFactory(partner=brandt, role=role).user)
    assert say(line, Act.ACCEPT, by=by).fate == Fate.ACCEPTED


def test_who_only_looks_may_not(say, line, brandt, actor_of):
    by = actor_of(MembershipFactory(partner=brandt, role=PartnerRole.VIEWER).user)
    with pytest.raises(PermissionDenied):
        say(line, Act.ACCEPT, by=by)
    assert not Promise.objects.exists()


def test_a_stranger_may_not(say, line):
    with pytest.raises(PermissionDenied):
        say(line, Act.ACCEPT, by=ANONYMOUS)


def test_whoever_belongs_to_both_answers_for_one_at_a_time(say, line, both, kestrel, actor_of):
    assert say(line, Act.ACCEPT, by=actor_of(both, kestrel)).fate == Fate.REFUSED
    assert say(line, Act.ACCEPT, by=actor_of(both, line.partner)).fate == Fate.ACCEPTED


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.UBL, Channel.SPREADSHEET])
def test_we_note_what_a_partner_said(say, line, alice, actor_of, channel):
    made = say(line, Act.ACCEPT, by=replace(actor_of(alice), channel=channel)).promise
    assert (made.made_by, made.channel) == ("Brandt Castings, noted by Alice Moreau", channel)


def test_not_as_if_they_had_done_it_themselves(say, line, alice, actor_of):
    with pytest.raises(PermissionDenied):
        say(line, Act.ACCEPT, by=actor_of(alice))


@pytest.mark.parametrize("role", [StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER, StaffRole.CONTENT_EDITOR])
def test_not_without_keeping_partners(say, line, actor_of, role):
    with pytest.raises(PermissionDenied):
        say(line, Act.ACCEPT, by=replace(actor_of(StaffFactory(role=role)), channel=Channel.PHONE))


@pytest.mark.parametrize(
    ("scopes", "may"), [({Scope.ORDERS_READ}, False), ({Scope.ORDERS_READ, Scope.COMMITMENTS_WRITE}, True)]
)
def test_a_program_needs_the_scope(say, line, bob, scopes, may):
    membership = Membership.objects.select_related("partner").get(user=bob)
    by = Actor(bob, membership, Channel.TOKEN, frozenset(scopes))
    if may:
        assert say(line, Act.ACCEPT, by=by).promise.made_by == "Bob Brandt"
    else:
        with pytest.raises(PermissionDenied):
            say(line, Act.ACCEPT, by=by)


def test_a_rival_skips_nothing(line, charlie, bob, actor_of):
    with pytest.raises(PermissionDenied):
        commitments.skip(by=actor_of(charlie), line=line, until=ASKED)
    commitments.skip(by=actor_of(bob), line=line, until=ASKED)
    with pytest.raises(PermissionDenied):
        commitments.unskip(by=actor_of(charlie), line=line)
    assert LineSkip.objects.filter(line=line).exists()


def test_skipped_and_back(line, bob, actor_of):
    commitments.skip(by=actor_of(bob), line=line, until=ASKED)
    commitments.skip(by=actor_of(bob), line=line, until=ASKED.replace(day=20))
    assert LineSkip.objects.get(line=line).until.day == 20
    assert commitments.unskip(by=actor_of(bob), line=line)
    assert not commitments.unskip(by=actor_of(bob), line=line)
