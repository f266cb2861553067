"""An order line of Brandt's with a buyer, and a clock that stands at a Tuesday."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.enums import PartnerRole, StaffRole
from tests.factories import LineFactory, MembershipFactory, OrderFactory, StaffFactory, UserFactory

OSLO = ZoneInfo("Europe/Oslo")
TUESDAY = datetime(2026, 10, 6, 8, 30, tzinfo=OSLO)


def oslo(text):
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.fixture
def per(db):
    """Another buyer."""
    return StaffFactory(name="Per Wold", email="per@halden.example", role=StaffRole.BUYER)


@pytest.fixture
def anna(brandt):
    """Bob's colleague."""
    user = UserFactory(name="Anna Brandt", email="anna@brandt.example")
    MembershipFactory(user=user, partner=brandt, role=PartnerRole.EDITOR)
    return user


@pytest.fixture
def line(brandt):
    return LineFactory(order=OrderFactory(partner=brandt, number="4500121"), number="10")
