"""The sum over the exported rows is the shown figure, to the digit: every KPI and partner of the demo."""

from datetime import date

import pytest
from django.db import transaction

from cms.demo import building
from cms.demo.building import Size
from scorecards.engine.catalogue import CATALOGUE
from suppliers.models import Exclusion, OrderLine
from tests.integration.scorecards.adding_up import check_adding_up
from tests.oracle import KNOWN, printed, recomputed

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
OPTIONS = ("--from=2026-08-01", "--to=2026-10-31", f"--as-of={DAY}")
# What the demo has for the months asked about; the others are asked all the same.
WITH_DATA = {
    "otif_lines", "otif_units", "on_time_quantity", "lead_time_mean", "lead_time_p90", "lead_time_sd",
    "acceptance_rate", "promise_kept", "promise_stability", "notice_days", "response_hours",
    "overdue_quantity_days", "rejected_ppm", "accepted_rate", "documents_valid", "cost_index",
    "revenue_vs_target", "net_marketing_contribution", "return_on_sales", "commission_rate",
    "paid_within_terms", "paid_within_30", "changes_inside_lead_time", "partners_lost",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Built once for this module, in a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        building.build(as_of=DAY, size=Size(months=4, scale=0.15, cards=3))
        lines = OrderLine.objects.filter(standing__is_open=False).order_by("pk")[::40]
        alice = lines[0].partner.owner
        Exclusion.objects.bulk_create(
            Exclusion(line=line, partner_id=line.partner_id, reason="strike", approved_by=alice)
            for line in lines
        )
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "rule",
    [
        (),
        ("--basis=requested", "--early=2", "--late=1", "--tolerance=2.5"),
        ("--basis=last_confirmed", "--late=1", "--days=working"),
    ],
    ids=["as usual", "a window", "working days"],
)
def test_every_kpi_and_partner_of_the_demo(demo, rule):
    found = check_adding_up(*OPTIONS, *rule)
    assert {kpi for kpi in WITH_DATA if not found[kpi]} == set()


def test_the_oracle_knows_every_kpi():
    assert set(CATALOGUE) == KNOWN


@pytest.mark.parametrize(
    ("kpi", "text", "value"),
    [
        ("otif_lines", "excused,passed\n0,1\n0,0\n0,1\n1,0\n", "0.666666666667"),
        ("lead_time_sd", "excused,lead_days\n0,10\n0,20\n0,30\n", "10"),
        ("lead_time_p90", "excused,lead_days\n" + "".join(f"0,{day}\n" for day in range(1, 11)), "9"),
        ("response_hours", "excused,hours\n0,1\n0,2.5\n", "1.75"),
        ("rejected_ppm", "excused,rejected,received\n0,1,10000\n", "100"),
        ("price_variance", "excused,variance_minor\n", None),
    ],
)
def test_the_oracle_counts_as_by_hand(kpi, text, value):
    assert recomputed(kpi, text).value == value


def test_the_oracle_prints_twelve_decimals():
    assert [printed(one) for one in (None, 0, 100, 1.5)] == [None, "0", "100", "1.5"]
