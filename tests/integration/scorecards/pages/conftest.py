"""Two rivals with a card for September 2026 each."""

from datetime import UTC, date, datetime

import pytest

from portal.actors import system_actor
from portal.engine.periods import Period
from portal.enums import PartnerRole, StaffRole
from scorecards.actions.publishing import publish
from scorecards.models import Scorecard
from tests.factories import MembershipFactory, StaffFactory, UserFactory

SEPTEMBER = Period.parse("2026-09")
TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def publish_period(template):
    """`publish_period("2026-09")` for everybody, as it is known then."""

    def run(key="2026-09", today=TODAY):
        return publish(by=system_actor(), template=template, period=Period.parse(key), today=today)

    return run


@pytest.fixture
def cards(brandt, kestrel, deliver, publish_period):
    """{"BRANDT": card, "KESTREL": card}; Brandt: five in time, one late, one open, Kestrel: all in time."""
    deliver(brandt, [0, 0, 0, -4, 0, 3, None])
    deliver(kestrel)
    publish_period()
    return {card.partner.code: card for card in Scorecard.objects.select_related("partner")}


@pytest.fixture
def card(cards):
    return cards["BRANDT"]


@pytest.fixture
def vic(brandt):
    """Only looks, for Brandt."""
    user = UserFactory(name="Vic Viewer", email="vic@brandt.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.VIEWER)
    return user


@pytest.fixture
def vera(db):
    """Only looks, for the company."""
    return StaffFactory(name="Vera Viewer", email="vera@halden.example", role=StaffRole.STAFF_VIEWER)
