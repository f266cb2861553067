"""Publishing costs the same number of queries for 20 partners and for 200."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.actions.publishing import publish
from scorecards.engine.catalogue import CATALOGUE
from scorecards.facts import Scope, figures
from tests.bulk import ORDERED, make_month

pytestmark = pytest.mark.django_db
SEPTEMBER = Period.parse("2026-09")
SELECTS = 14


def statements(template):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        result = publish(by=system_actor(), template=template, period=SEPTEMBER, today=date(2026, 11, 1))
    return result, Counter(query["sql"].split()[0] for query in captured)


@pytest.mark.parametrize("partners", [20, 200])
def test_a_month_is_published_with_constant_queries(template, partners):
    make_month(partners, 8)
    result, kinds = statements(template)
    assert result.published == partners
    assert kinds["SELECT"] == SELECTS
    # cards, mails and one event; three kinds of evidence and five figures for each card, 500 rows at once
    assert kinds["INSERT"] == 3 + -(-partners * 3 // 500) + -(-partners * 5 // 500)
    assert sum(kinds.values()) <= 60
    result, kinds = statements(template)
    assert (result.unchanged, result.published, kinds["INSERT"]) == (partners, 0, 0)


@pytest.mark.parametrize("kpi", CATALOGUE.values(), ids=CATALOGUE)
def test_a_figure_of_all_partners_is_one_query(django_assert_num_queries, kpi):
    make_month(3, 4, late_of=4)
    scope = Scope(ORDERED, SEPTEMBER.end, date(2026, 11, 1))
    with django_assert_num_queries(1):
        found = figures(kpi, scope)
    assert len(found) == 4
