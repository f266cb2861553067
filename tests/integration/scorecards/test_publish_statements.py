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
SELECTS = 27
SOURCES, FIGURES = 7, 9


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
    # cards, mails, proposals with their mails and events; evidence and figures, 500 rows at once
    evidence, figures_made = SOURCES * partners, FIGURES * partners
    assert kinds["INSERT"] == 6 + -(-evidence // 500) + -(-figures_made // 500)
    assert sum(kinds.values()) <= 60
    result, kinds = statements(template)
    assert (result.unchanged, result.published, kinds["INSERT"]) == (partners, 0, 0)


@pytest.mark.parametrize("kpi", CATALOGUE.values(), ids=CATALOGUE)
def test_a_figure_costs_the_same_for_any_number_of_partners(kpi):
    """One query; another for the exchange rates where money is counted."""
    costs = []
    for partners in (1, 3):
        make_month(partners, 4, late_of=4)
        with CaptureQueriesContext(connection) as captured:
            figures(kpi, Scope(ORDERED, SEPTEMBER.end, date(2026, 11, 1)))
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 2


def test_all_partners_with_rows_have_a_figure():
    make_month(3, 4, late_of=4)
    found = figures(CATALOGUE["otif_lines"], Scope(ORDERED, SEPTEMBER.end, date(2026, 11, 1)))
    assert len(found) == 4
