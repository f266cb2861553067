"""Tiers and proposals on their pages and in the API: both sides, and never a rival."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actors import Actor, system_actor
from portal.engine.periods import Period
from scorecards.actions import grants
from scorecards.actions.publishing import publish
from scorecards.enums import BandAction, ProposalKind
from scorecards.models import ProposedAction, Scorecard, Tier, TierGrant
from tests.factories import PartnerFactory
from tests.integration.scorecards.test_publish import LATER

pytestmark = pytest.mark.django_db
WHY = {
    "band": "Developing", "lower": "50", "score": "61.2", "coverage": "1", "period": "2026-09",
    "template": "Delivery essentials", "held": [], "uncapped": "",
}  # fmt: skip


@pytest.fixture
def card(template, brandt, kestrel, deliver):
    deliver(brandt, [0, 0, 0, 0, 0, 3])
    publish(by=system_actor(), template=template, period=Period.parse("2026-09"), today=LATER)
    ProposedAction.objects.all().delete()
    return Scorecard.objects.get(partner=brandt)


@pytest.fixture
def warning(card, brandt):
    return ProposedAction.objects.create(
        partner=brandt, card=card, kind=ProposalKind.BAND, action=BandAction.WARN, why=WHY,
        proposed_at=timezone.now(), answer_by=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip


@pytest.fixture
def preferred(db):
    return Tier.objects.create(
        name="Preferred", rank=20, min_score=99, periods=3, documents="ISO 9001", benefits="Paid in 14 days"
    )


def address(one):
    return f"/proposals/{one.public_id}/"


def test_bob_answers_and_alice_decides_with_a_reason_and_a_last_day(client, alice, bob, warning):
    client.force_login(alice)
    early = client.post(f"{address(warning)}act/", {"act": "grant", "reason": "Now"}, follow=True)
    assert "may answer until" in early.content.decode()
    client.force_login(bob)
    assert "A warning" in client.get("/home/").content.decode()
    client.post(f"{address(warning)}act/", {"act": "answer", "text": "The furnace is new since Monday."})
    client.force_login(alice)
    assert "The furnace is new" in client.get(address(warning)).content.decode()
    assert "The furnace is new" in client.get("/inbox/?whose=all").content.decode()
    lacking = client.post(f"{address(warning)}act/", {"act": "grant", "reason": "Too often", "ends_on": ""})
    assert lacking.status_code == 422
    assert "Too often" in lacking.content.decode()
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    client.post(f"{address(warning)}act/", {"act": "grant", "reason": "Too often", "ends_on": until})
    warning.refresh_from_db()
    assert (warning.decision, warning.ends_on.isoformat()) == ("granted", until)
    client.force_login(bob)
    assert "Too often" in client.get(address(warning)).content.decode()


def test_a_rival_finds_neither_proposal_nor_tier_nor_who_has_it(
    client, alice, brandt, charlie, warning, preferred
):
    end = timezone.localdate() + timedelta(days=99)
    grants.give(
        by=Actor(user=alice), partner=brandt, tier=preferred, ends_on=end, reason="Secretly steady",
        at=timezone.now(),
    )  # fmt: skip
    client.force_login(charlie)
    assert client.get(address(warning)).status_code == 404
    assert client.post(f"{address(warning)}act/", {"act": "answer", "text": "Ha"}).status_code == 404
    for path in ("/tiers/", "/proposals/", "/proposals/?format=csv", "/api/v1/tier-grants/", "/home/"):
        words = b"".join(client.get(path)).decode()
        assert "Secretly" not in words
        assert "Brandt" not in words
        assert "61.2" not in words


def test_the_way_to_a_tier_stands_on_its_page_and_at_home(client, bob, card, preferred):
    client.force_login(bob)
    score = Decimal(99) - card.score
    for path in ("/tiers/", "/home/"):
        words = b"".join(client.get(path)).decode()
        assert f"{score:.1f} points and one certificate from Preferred: ISO 9001." in words
        assert "3 cards in a row: 0 of 3." in words


def test_tiers_of_another_kind_are_not_for_bob(client, bob, card):
    Tier.objects.create(name="For agents", rank=3, kind="agent", min_score=1, periods=1, benefits="-")
    client.force_login(bob)
    assert "For agents" not in client.get("/tiers/").content.decode()


def test_a_tier_is_offered_changed_given_and_ended_by_who_keeps_them(client, alice, brandt, bob):
    client.force_login(alice)
    facts = {"name": "Preferred", "rank": 20, "min_score": 85, "periods": 3, "benefits": "Soon paid"}
    client.post("/tiers/new/", {**facts, "is_active": "on"})
    tier = Tier.objects.get()
    stale = client.post(f"/tiers/{tier.public_id}/edit/", {**facts, "min_score": 80, "version": 9})
    assert stale.status_code == 409
    given = {"partner": brandt.public_id, "tier": tier.public_id, "reason": "Steady"}
    until = (timezone.localdate() + timedelta(days=99)).isoformat()
    client.post("/tiers/give/", {**given, "ends_on": until})
    grant = TierGrant.objects.get()
    assert "Preferred" in client.get(f"/partners/{brandt.public_id}/").content.decode()
    client.post(f"/tiers/grants/{grant.public_id}/end/", {"reason": "The foundry was sold"})
    grant.refresh_from_db()
    assert grant.end_reason == "The foundry was sold"


@pytest.mark.parametrize("path", ["/tiers/", "/proposals/"])
def test_as_many_queries_for_one_partner_as_for_five(client, alice, card, warning, preferred, path):
    client.force_login(alice)
    client.get(path)
    counts = []
    for more in (0, 4):
        for one in PartnerFactory.create_batch(more):
            TierGrant.objects.create(
                partner=one, tier=preferred, starts_on=LATER, ends_on=date(2099, 1, 1), reason="-",
                granted_by=alice, granted_at=timezone.now(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_api_answers_and_decides_alike(client, alice, bob, warning):
    client.force_login(bob)
    said = client.post(
        f"/api/v1/proposals/{warning.public_id}/answer/", {"text": "We see it."},
        content_type="application/json",
    )  # fmt: skip
    assert said.json()["state"] == "answered"
    client.force_login(alice)
    done = client.post(
        f"/api/v1/proposals/{warning.public_id}/decide/", {"decision": "decline", "reason": "It was ours."},
        content_type="application/json",
    )  # fmt: skip
    assert (done.status_code, done.json()["state"]) == (200, "declined")
