"""A further version of an agreement: its number, its terms, and what it leaves alone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from portal.actors import Actor
from portal.models import AuditEvent
from suppliers.actions.agreements import AgreementRefused, Offer, add, newest_version
from suppliers.actions.commission import close, preview
from suppliers.facts.commission import agreements, computed
from suppliers.models import CommissionAgreement
from tests.factories import PartnerFactory
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 5)
AT = datetime(2026, 11, 5, 8, tzinfo=UTC)
SEPTEMBER, OCTOBER = 202609, 202610


def offer(*tiers, since="2026-01-01", base="net_revenue", method="marginal"):
    found = tuple((start, Decimal(rate)) for start, rate in tiers or ((0, "0.05"),))
    return Offer(date.fromisoformat(since), base, method, found)


@pytest.fixture
def manager(alice):
    return Actor(user=alice)


@pytest.fixture
def ole():
    return PartnerFactory(kind="agent", name="Ole Agency", code="OLE")


def test_versions_count_from_one_and_keep_each_tier(manager, ole):
    terms = offer((4_000_000, "0.05"), (0, "0.04"))
    assert add(by=manager, partner=ole, offer=terms, seen=0) == 1
    assert add(by=manager, partner=ole, offer=offer(since="2026-10-01"), seen=1) == 2
    first, second = agreements(manager)[ole.pk]
    assert [(tier.from_minor, float(tier.rate)) for tier in first.tiers] == [(0, 0.04), (4_000_000, 0.05)]
    assert (second.version, second.valid_from, len(second.tiers)) == (2, date(2026, 10, 1), 1)


def test_it_is_on_the_trail_of_the_partner_once(manager, ole):
    add(by=manager, partner=ole, offer=offer((0, "0.04"), (4_000_000, "0.05")), seen=0)
    (event,) = AuditEvent.objects.filter(verb="agreement.added")
    assert event.scope == ole.public_id
    assert event.data["tiers"] == [["EUR 0.00", "0.04"], ["EUR 40000.00", "0.05"]]


def test_somebody_else_was_faster(manager, ole):
    add(by=manager, partner=ole, offer=offer(), seen=0)
    with pytest.raises(AgreementRefused) as refused:
        add(by=manager, partner=ole, offer=offer((0, "0.09")), seen=0)
    assert refused.value.field == "version"
    assert newest_version(ole) == 1


@pytest.mark.parametrize(
    ("terms", "field", "tier", "words"),
    [
        (offer((100_000, "0.05")), "from", 0, "EUR 1000.00"),
        (offer((0, "0.04"), (500, "0.05"), (500, "0.06")), "from", 2, "EUR 5.00"),
        (offer((0, "1.01")), "rate", 0, "100 per cent"),
        (offer((0, "-0.01")), "rate", 0, "100 per cent"),
        (offer((0, "0.0400001")), "rate", 0, "four decimals"),
        (offer((0, "0.04"), (-1, "0.05")), "from", 1, "below 0"),
        (Offer(date(2026, 1, 1), "net_revenue", "marginal", ()), "from", 0, "1 to 8"),
        (offer(base="profit"), "base", 0, "share of"),
        (offer(method="both"), "method", 0, "tiers count"),
        (offer(since="1969-12-31"), "valid_from", 0, "1970"),
    ],
)
def test_terms_that_cannot_be(manager, ole, terms, field, tier, words):
    with pytest.raises(AgreementRefused, match=words) as refused:
        add(by=manager, partner=ole, offer=terms, seen=0)
    assert (refused.value.field, refused.value.tier) == (field, tier)
    assert not CommissionAgreement.objects.exists()


def test_not_with_a_partner_that_was_merged(manager, ole):
    ole.merged_into = PartnerFactory(kind="agent", code="IDA")
    ole.save()
    with pytest.raises(AgreementRefused, match="merged"):
        add(by=manager, partner=ole, offer=offer(), seen=0)


def test_an_executive_reads_and_agrees_on_nothing(erin, ole):
    with pytest.raises(PermissionDenied):
        add(by=Actor(user=erin), partner=ole, offer=offer(), seen=0)


def test_a_version_that_begins_in_the_past_leaves_closed_months_alone(manager, ole):
    """100.00 and 200.00 sold at 5 %; September is closed before 10 % are agreed from January on."""
    add(by=manager, partner=ole, offer=offer(), seen=0)
    book("revenue", 100, date(2026, 9, 10), agent=ole)
    book("revenue", 200, date(2026, 10, 10), agent=ole)
    (september,) = close(by=manager, month=SEPTEMBER, at=AT, today=TODAY)
    add(by=manager, partner=ole, offer=offer((0, "0.10"), since="2026-01-01"), seen=1)
    september.refresh_from_db()
    assert (september.total_minor, september.stretches[0]["version"]) == (500, 1)
    october = computed(manager, OCTOBER, TODAY)[ole.pk]
    assert (october.commission_minor, october.adjustments) == (2_000, ())
    assert not preview(by=manager, month=SEPTEMBER, today=TODAY).rows
