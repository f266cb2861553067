"""Two agents who sell for us, rivals of each other; a day on which September is over."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.actors import Actor
from portal.enums import PartnerRole
from suppliers.actions.commission import close
from suppliers.models import CommissionAgreement, CommissionStatement, SalesTarget
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.golden.booked import book as book_on

NOW = datetime(2026, 10, 5, 8, tzinfo=UTC)
TODAY = date(2026, 10, 5)
# What nobody but the company may ever read.
GOODS, FREIGHT, MARKETING = 1_731_917, 1_148_613, 1_229_387


@pytest.fixture(autouse=True)
def october(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def seller(name, sold, *, base="net_revenue", kind="agent"):
    """Sold so much in September, at 4 % and from 40,000.00 on at 5 %; its target is 50,000.00."""
    partner = PartnerFactory(kind=kind, name=f"{name} Agency", code=name.upper())
    partner.person = UserFactory(name=f"{name} Person", email=f"{name.lower()}@agency.example")
    MembershipFactory(user=partner.person, partner=partner, role=PartnerRole.VIEWER)
    for start, rate in ((0, "0.04"), (4_000_000, "0.05")):
        CommissionAgreement.objects.create(
            partner=partner, version=1, valid_from=date(2026, 1, 1), base=base, method="marginal",
            tier_from_minor=start, rate=Decimal(rate),
        )  # fmt: skip
    SalesTarget.objects.create(partner=partner, year=2026, month=9, currency="EUR", revenue_minor=5_000_000)
    named = {"distributor" if kind in ("distributor", "dealer") else kind: partner}
    on = date(2026, 9, 10)
    book_on("revenue", sold, on, **named)
    for kind_of, amount in (("goods", GOODS), ("freight", FREIGHT), ("marketing", MARKETING)):
        book_on(kind_of, Decimal(-amount) / 100, on, **named)
    return partner


@pytest.fixture
def ole():
    return seller("Ole", 60_000)


@pytest.fixture
def ida():
    return seller("Ida", 31_000)


@pytest.fixture
def september(ole, ida, alice):
    """Closed; the statements by partner."""
    close(by=Actor(user=alice), month=202609, at=NOW, today=TODAY)
    return {row.partner_id: row for row in CommissionStatement.objects.all()}
