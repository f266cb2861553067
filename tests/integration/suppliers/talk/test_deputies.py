"""Who stands in for whom, on which days, and who may be asked to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from portal.actions import deputies
from portal.actions.deputies import DeputyRefused, standing_in_for
from portal.enums import StaffRole
from portal.models import AuditEvent, Deputy
from tests.integration.suppliers.talk.conftest import TUESDAY

FIRST, LAST = date(2026, 10, 7), date(2026, 10, 9)


@pytest.fixture
def away(actor_of, alice, per):
    return deputies.name(by=actor_of(alice), deputy=per, first_on=FIRST, last_on=LAST, at=TUESDAY)


@pytest.mark.parametrize(("day", "stands_in"), [(6, False), (7, True), (9, True), (10, False)])
def test_on_the_days_that_were_said_both_ends_inside(away, alice, per, day, stands_in):
    found = standing_in_for([alice], "", date(2026, 10, day))
    assert found == ({alice.pk: per} if stands_in else {})


def test_only_those_who_were_asked_for(away, alice, per, dana):
    assert standing_in_for([dana, per], "", FIRST) == {}


def test_who_left_does_not_stand_in(away, alice, per):
    per.role = StaffRole.STAFF_VIEWER
    per.save()
    assert standing_in_for([alice], "", FIRST) == {}


def test_a_deputy_who_is_away_too_passes_it_on_but_never_in_a_circle(away, actor_of, alice, per, dana):
    deputies.name(by=actor_of(per), deputy=dana, first_on=LAST, last_on=LAST, at=TUESDAY)
    assert standing_in_for([alice], "", FIRST) == {alice.pk: per}
    assert standing_in_for([alice, per], "", LAST) == {alice.pk: dana, per.pk: dana}
    deputies.name(by=actor_of(dana), deputy=alice, first_on=LAST, last_on=LAST, at=TUESDAY)
    assert standing_in_for([alice, per, dana], "", LAST) == {}


def test_each_of_both_ends_it_nobody_else(away, actor_of, alice, per, dana):
    with pytest.raises(PermissionDenied):
        deputies.end(by=actor_of(dana), deputy=away)
    deputies.end(by=actor_of(per), deputy=away, at=TUESDAY)
    assert standing_in_for([alice], "", FIRST) == {}
    assert AuditEvent.objects.get(verb="deputy.ended").data["deputy"] == "Per Wold"


def test_a_partners_people_stand_in_for_each_other_only(actor_of, brandt, bob, anna, viewer, charlie, alice):
    for stranger in (viewer, charlie, alice, bob):
        with pytest.raises(DeputyRefused, match="colleague"):
            deputies.name(by=actor_of(bob), deputy=stranger, first_on=FIRST, last_on=LAST, at=TUESDAY)
    deputies.name(by=actor_of(bob), deputy=anna, first_on=FIRST, last_on=LAST, at=TUESDAY)
    assert standing_in_for([bob], brandt.public_id, FIRST) == {bob.pk: anna}
    assert standing_in_for([bob], "", FIRST) == {}


def test_in_one_partner_only(actor_of, brandt, kestrel, both, bob, charlie):
    """Who belongs to two rivals is away for the one for whom they said so."""
    deputies.name(by=actor_of(both, brandt), deputy=bob, first_on=FIRST, last_on=LAST, at=TUESDAY)
    assert standing_in_for([both], brandt.public_id, FIRST) == {both.pk: bob}
    assert standing_in_for([both], kestrel.public_id, FIRST) == {}
    assert not Deputy.objects.for_actor(actor_of(both, kestrel)).exists()


def test_who_only_reads_needs_nobody(actor_of, viewer, erin, anna, alice):
    for user, colleague in ((viewer, anna), (erin, alice)):
        with pytest.raises(PermissionDenied):
            deputies.name(by=actor_of(user), deputy=colleague, first_on=FIRST, last_on=LAST, at=TUESDAY)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (LAST, FIRST, "before the first"),
        (date(2026, 10, 1), date(2026, 10, 5), "over already"),
        (FIRST, date(2028, 1, 1), "more than a year"),
        (date(2026, 10, 9), date(2026, 10, 20), "already"),
    ],
)
def test_days_that_cannot_be(away, actor_of, alice, dana, first, last, words):
    with pytest.raises(DeputyRefused, match=words):
        deputies.name(by=actor_of(alice), deputy=dana, first_on=first, last_on=last, at=TUESDAY)


def test_the_day_is_the_companys(actor_of, alice, per):
    late = datetime(2026, 10, 6, 23, 30, tzinfo=ZoneInfo("UTC"))  # the 7th in Oslo
    with pytest.raises(DeputyRefused, match="over already"):
        deputies.name(
            by=actor_of(alice), deputy=per, first_on=date(2026, 10, 5), last_on=date(2026, 10, 6), at=late
        )
