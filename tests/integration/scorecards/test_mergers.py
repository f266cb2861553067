"""Cards of a partner that became another name of one: they stay, its people read them, rivals do not."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from portal.actors import Actor, system_actor
from portal.engine.periods import Period
from scorecards.actions import responses
from scorecards.actions.publishing import publish
from scorecards.actions.verifying import Checked, verify
from scorecards.models import Response, Scorecard
from suppliers.actions import merging
from tests.factories import MembershipFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
SEPTEMBER = Period.parse("2026-09")
LATER = date(2026, 10, 20)


@pytest.fixture
def old(alice):
    return PartnerFactory(code="BRANDT-OLD", name="Brandt Eisenguss", owner=alice)


@pytest.fixture
def former(old):
    user = UserFactory(name="Old Hand")
    MembershipFactory(user=user, partner=old)
    return user


def run(template):
    return publish(by=system_actor(), template=template, period=SEPTEMBER, today=LATER)


@pytest.fixture
def merged(template, deliver, alice, actor_of, old, former, brandt, kestrel, bob, charlie):
    """A card each for the two and a rival; the old one answered; then the two are one."""
    for partner, late in ((old, [0, 0, 0, 9, 9, 9]), (brandt, [0] * 6), (kestrel, [0] * 6)):
        deliver(partner, late)
    run(template)
    card = Scorecard.objects.get(partner=old)
    responses.answer(by=actor_of(former), card=card, text="The furnace broke", at=timezone.now())
    merge = merging.merge(by=Actor(user=alice), alias=old, survivor=brandt, reason="One firm")
    return card, merge


def test_people_of_both_read_the_old_card_and_a_rival_does_not(merged, login, actor_of, bob, former, charlie):
    card, _merge = merged
    address = reverse("scorecards:card", args=[card.public_id])
    for user in (bob, former):
        assert card in Scorecard.objects.for_actor(actor_of(user))
        assert Response.objects.for_actor(actor_of(user)).get().text == "The furnace broke"
        assert login(user).get(address).status_code == 200
    assert card not in Scorecard.objects.for_actor(actor_of(charlie))
    assert not Response.objects.for_actor(actor_of(charlie)).exists()
    assert login(charlie).get(address).status_code == 404


def test_nobody_answers_the_old_card_any_more(merged, actor_of, former):
    card, _merge = merged
    with pytest.raises(PermissionDenied):
        responses.answer(by=actor_of(former), card=card, text="Again", at=timezone.now())


def test_the_old_card_stays_and_the_survivor_s_takes_its_facts_in(merged, template, old, brandt):
    before = Scorecard.objects.get(partner=old)
    result = run(template)
    assert (result.published, result.revised, result.unchanged) == (0, 1, 1)
    assert list(Scorecard.objects.filter(partner=old)) == [before]
    revised = Scorecard.objects.get(partner=brandt, is_latest=True)
    assert (revised.revision, revised.results.get(kpi="otif_lines").n) == (2, 12)
    assert list(verify(Checked())) == []


def test_after_undoing_each_reads_its_own_again(merged, actor_of, alice, bob, former):
    card, merge = merged
    merging.undo(by=Actor(user=alice), merge=merge)
    assert card in Scorecard.objects.for_actor(actor_of(former))
    assert card not in Scorecard.objects.for_actor(actor_of(bob))
