"""What a standard may promise: public figures, marks that can be meant, enough rows to hide behind."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.models import StandardPage
from cms.models.standard import PUBLIC_KPIS
from scorecards.engine.catalogue import CATALOGUE
from tests.integration.cms.promising import FACTS, standards_index

pytestmark = pytest.mark.django_db


def problems(**facts):
    page = StandardPage(slug="one", **{**FACTS, **facts})
    try:
        page.clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, set()),
        ({"target": Decimal(100)}, set()),
        ({"target": Decimal(0)}, set()),
        ({"target": Decimal(101)}, {"target"}),
        ({"target": Decimal("0.95")}, {"target"}),
        ({"target": Decimal(-1)}, {"target"}),
        ({"kpi": "answer_hours", "target": Decimal(120)}, set()),
        ({"kpi": "recovery_satisfaction", "target": Decimal(11)}, {"target"}),
        ({"kpi": "cost_index"}, {"kpi"}),
        ({"kpi": "revenue_growth"}, {"kpi"}),
        ({"kpi": "partners_lost", "target": Decimal(5), "months": 12}, set()),
        ({"least_n": 4}, {"least_n"}),
        ({"kpi": "partner_satisfaction", "target": Decimal(8), "kind": "supplier"}, {"kind"}),
        ({"late_days": 2}, {"late_days"}),
        ({"early_days": 2}, {"early_days"}),
        ({"kpi": "otif_lines", "early_days": 2, "late_days": 1}, set()),
        ({"remark": "We are sorry."}, {"remark_on"}),
        ({"remark": "We are sorry.", "remark_on": date(2026, 10, 1)}, set()),
    ],
)
def test_what_can_be_promised(facts, fields):
    assert problems(**facts) == fields


def test_no_money_is_public():
    assert not {kpi.code for kpi in CATALOGUE.values() if kpi.unit in ("money", "index")} & set(PUBLIC_KPIS)
    assert "partners_lost" in PUBLIC_KPIS


def test_the_editor_offers_public_figures_only(login, ed):
    add = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", standards_index().pk])
    text = login(ed).get(add).content.decode()
    assert 'value="paid_within_terms"' in text
    assert 'value="cost_index"' not in text
    assert 'value="commission_rate"' not in text
