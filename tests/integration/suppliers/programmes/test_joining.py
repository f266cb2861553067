"""Service programmes are offered by staff, joined and left by partners."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.actions.saving import StaleSave
from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models import AuditEvent, JobRun
from suppliers.actions import programmes
from suppliers.enums import PartnerKind
from suppliers.facts.programmes import is_judged
from suppliers.jobs_programmes import judge_programme
from suppliers.models import Enrolment, JudgingRule, ServiceProgramme
from tests.factories import MembershipFactory, StaffFactory, UserFactory
from tests.integration.suppliers.programmes.conftest import FACTS, JOINED, UNTIL, enrolled, ordered

pytestmark = pytest.mark.django_db


def test_offering_judges_by_its_rule_and_is_on_record(programme, alice):
    assert is_judged(programme)
    assert JudgingRule.objects.filter(key="3-1-5", is_ready=True).exists()
    event = AuditEvent.objects.get(verb="programme.offered")
    assert (event.actor_label, event.data["name"]) == ("Alice Moreau", "Ten days")


def test_much_is_judged_in_the_background(manager, brandt, monkeypatch):
    monkeypatch.setattr(programmes, "AT_ONCE", 1)
    for _ in range(2):
        ordered(brandt, JOINED, 8)
    programme = programmes.offer(by=manager, facts=FACTS)
    run = JobRun.objects.get()
    assert run.title == "Judging lines by the rule of “Ten days”"
    judge_programme(run, **run.args)
    assert is_judged(programme)


@pytest.mark.parametrize("role", [StaffRole.BUYER, StaffRole.EXECUTIVE, StaffRole.STAFF_VIEWER])
def test_only_managers_offer(role, actor_of):
    with pytest.raises(PermissionDenied):
        programmes.offer(by=actor_of(StaffFactory(role=role)), facts=FACTS)
    assert not ServiceProgramme.objects.exists()


def test_no_partner_offers(actor_of, bob):
    with pytest.raises(PermissionDenied):
        programmes.offer(by=actor_of(bob), facts=FACTS)


def test_the_second_of_two_editors_is_told(manager, programme):
    changes = {"lead_days": 12}
    assert programmes.edit(by=manager, programme=programme, version=1, changes=changes) == ["lead_days"]
    with pytest.raises(StaleSave):
        programmes.edit(by=manager, programme=programme, version=1, changes={"lead_days": 14})
    programme.refresh_from_db()
    assert (programme.lead_days, programme.version) == (12, 2)


def test_a_new_window_is_judged_as_well(manager, programme, brandt):
    ordered(brandt, JOINED, 8)
    programmes.edit(by=manager, programme=programme, version=1, changes={"late_days": 4})
    assert JudgingRule.objects.filter(key="3-4-5", is_ready=True).exists()


def test_join_is_once_however_often_it_is_clicked(programme, actor_of, bob, brandt):
    first = programmes.join(by=actor_of(bob), programme=programme, on=JOINED)
    again = programmes.join(by=actor_of(bob), programme=programme, on=UNTIL)
    assert (again.pk, again.joined_on, again.joined_by) == (first.pk, JOINED, "Bob Brandt")
    event = AuditEvent.objects.get(verb="programme.joined")
    assert event.scope == brandt.public_id
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolled(programme, brandt)


def test_leave_and_join_again(programme, actor_of, bob):
    by = actor_of(bob)
    programmes.join(by=by, programme=programme, on=JOINED)
    left = programmes.leave(by=by, programme=programme, on=UNTIL)
    assert (left.left_on, left.left_by) == (UNTIL, "Bob Brandt")
    assert programmes.leave(by=by, programme=programme) is None
    assert programmes.join(by=by, programme=programme, on=UNTIL).pk != left.pk
    assert Enrolment.objects.count() == 2


def test_who_only_looks_does_not_join(programme, brandt, actor_of):
    viewer = UserFactory()
    MembershipFactory(user=viewer, partner=brandt, role=PartnerRole.VIEWER)
    with pytest.raises(PermissionDenied):
        programmes.join(by=actor_of(viewer), programme=programme)
    with pytest.raises(PermissionDenied):
        programmes.leave(by=actor_of(viewer), programme=programme)


def test_staff_join_for_nobody(programme, manager):
    with pytest.raises(PermissionDenied):
        programmes.join(by=manager, programme=programme)


@pytest.mark.parametrize("change", [{"is_offered": False}, {"kind": PartnerKind.AGENT}])
def test_what_is_not_offered_takes_nobody(programme, manager, actor_of, bob, change):
    programmes.edit(by=manager, programme=programme, version=1, changes=change)
    with pytest.raises(programmes.NotOffered):
        programmes.join(by=actor_of(bob), programme=programme)


def test_who_is_in_it_stays_when_it_closes(programme, manager, actor_of, bob):
    by = actor_of(bob)
    programmes.join(by=by, programme=programme)
    programmes.edit(by=manager, programme=programme, version=1, changes={"is_offered": False})
    assert ServiceProgramme.objects.for_actor(by).get() == programme
    assert programmes.join(by=by, programme=programme).left_on is None


def test_a_partner_sees_what_is_offered_to_its_kind(programme, manager, actor_of, bob, charlie, brandt):
    programmes.offer(by=manager, facts={**FACTS, "name": "For agents", "kind": PartnerKind.AGENT})
    closed = programmes.offer(by=manager, facts={**FACTS, "name": "Closed", "is_offered": False})
    enrolled(closed, brandt)
    names = {one.name for one in ServiceProgramme.objects.for_actor(actor_of(bob))}
    assert names == {"Ten days", "Closed"}
    assert {one.name for one in ServiceProgramme.objects.for_actor(actor_of(charlie))} == {"Ten days"}
    assert not ServiceProgramme.objects.for_actor(Actor()).exists()
