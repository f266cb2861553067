"""Both sides speak: who may, what it leaves behind, who hears of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.actors import system_actor
from portal.engine.periods import Period
from portal.enums import PartnerRole
from portal.models import AuditEvent, OutboxMessage
from scorecards.actions.publishing import publish
from scorecards.actions.responses import acknowledge, answer, reply
from scorecards.models import Scorecard
from scorecards.presenters import present
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 8, 9, tzinfo=UTC)


@pytest.fixture
def card(template, brandt, deliver):
    deliver(brandt)
    publish(by=system_actor(), template=template, period=Period.parse("2026-09"), today=date(2026, 10, 5))
    OutboxMessage.objects.all().delete()
    return Scorecard.objects.get()


def test_the_partner_acknowledges_once(card, bob, alice, actor_of):
    acknowledge(by=actor_of(bob), card=card, at=AT)
    assert present(card).acknowledged_at == AT
    event = AuditEvent.objects.get(verb="card.acknowledged")
    assert (event.scope, event.object_id) == (card.partner.public_id, card.public_id)
    mail = OutboxMessage.objects.get()
    assert mail.to == alice.email
    assert mail.subject.startswith("Brandt Castings acknowledged")
    with pytest.raises(ValidationError, match="acknowledged already"):
        acknowledge(by=actor_of(bob), card=card, at=AT)


def test_answer_and_reply(card, bob, alice, actor_of):
    answer(by=actor_of(bob), card=card, text="  L3 came on the 9th. ", at=AT)
    reply(by=actor_of(alice), card=card, text="You are right.", at=AT)
    assert [(one.text, one.by_partner) for one in present(card).responses] == [
        ("L3 came on the 9th.", True),
        ("You are right.", False),
    ]
    to_buyer, to_partner = OutboxMessage.objects.order_by("pk")
    assert (to_buyer.to, to_partner.to) == (alice.email, bob.email)
    assert "L3 came on the 9th." in to_buyer.text
    assert "You are right." in to_partner.text


def test_no_words_are_no_answer(card, bob, actor_of):
    with pytest.raises(ValidationError, match="few words"):
        answer(by=actor_of(bob), card=card, text="  ", at=AT)


def test_a_rival_may_not(card, charlie, actor_of):
    for act in (acknowledge, answer):
        with pytest.raises(PermissionDenied):
            act(by=actor_of(charlie), card=card, at=AT, text="x")


def test_who_only_looks_may_not(card, brandt, actor_of):
    viewer = UserFactory()
    MembershipFactory(user=viewer, partner=brandt, role=PartnerRole.VIEWER)
    with pytest.raises(PermissionDenied):
        answer(by=actor_of(viewer), card=card, text="x", at=AT)


def test_sides_are_not_mixed(card, alice, bob, erin, actor_of):
    with pytest.raises(PermissionDenied):
        answer(by=actor_of(alice), card=card, text="x", at=AT)
    for user in (bob, erin):
        with pytest.raises(PermissionDenied):
            reply(by=actor_of(user), card=card, text="x", at=AT)


def test_words_are_shown_as_words(card, bob, actor_of):
    answer(by=actor_of(bob), card=card, text="<script>alert(1)</script>", at=AT)
    assert "<script>" not in OutboxMessage.objects.get().html
