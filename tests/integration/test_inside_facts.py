"""What the company keeps to itself reaches no partner's person, wherever links lead."""

from datetime import date
from decimal import Decimal

import pytest

from portal.engine.scaled import SCALE
from portal.enums import PartnerRole
from suppliers.enums import PartnerStatus
from suppliers.models import Enrolment, Partner, ServiceProgramme, Tolerance
from tests.factories import PartnerFactory
from tests.integration.test_rivals import acting, crawl

pytestmark = pytest.mark.django_db
WORD = "Insidefact"
# The word, what a line should cost, and how far promises of this group may go.
INSIDE = (WORD.lower(), "424242", "424,242", "7777", "77.77")


@pytest.fixture
def kept(world):
    """Brandt's segment and status, what its lines should cost, tolerances, and who else is in a programme."""
    side = world.brandt
    kept_as = {"segment": f"{WORD} segment", "lost_reason": f"{WORD} reason", "status": PartnerStatus.ON_HOLD}
    Partner.objects.filter(pk=side.partner.pk).update(**kept_as)
    Tolerance.objects.filter(partner=side.partner).update(later_days=7777, dearer_pct=Decimal("77.77"))
    for line in side.lines:
        line.standard_price = 424242 * SCALE
        line.save(update_fields=["standard_price"])
    for number in range(3):
        other = PartnerFactory(code=f"{WORD}-{number}", name=f"{WORD} other {number}")
        Enrolment.objects.create(
            programme=side.programme, partner=other, joined_on=date(2026, 8, 1), joined_by=f"{WORD} person"
        )
    ServiceProgramme.objects.create(name=f"{WORD} closed", benefits="None", lead_days=3, is_offered=False)
    return side


@pytest.mark.parametrize(
    "role", [PartnerRole.ADMIN, pytest.param(PartnerRole.VIEWER, marks=pytest.mark.any_engine)]
)
def test_a_partner_reads_nothing_of_what_we_keep_to_ourselves(kept, role):
    pages = dict(crawl(acting(kept.people[role], kept)))
    found = {path: word for path, body in pages.items() for word in INSIDE if word in body.lower()}
    assert found == {}
    assert not [path for path, body in pages.items() if "On hold" in body], "how we keep it is ours alone"
    reached = {path.split("?")[0] for path, body in pages.items() if kept.word in body}
    assert {"/desk/", "/orders/", "/questions/", "/programmes/", "/api/v1/orders/"} <= reached
