"""A promise to partners of one kind tells nobody how a single partner does: neither by itself nor by
what is left of all when it is taken away."""

from datetime import date

import pytest

from cms.facts.results import results
from suppliers.enums import PartnerKind
from tests.factories import PartnerFactory
from tests.integration.cms.promising import invoices, standard

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
AGENT, SUPPLIER = PartnerKind.AGENT, PartnerKind.SUPPLIER


def invoiced(kind, partners):
    for partner in PartnerFactory.create_batch(partners, kind=kind):
        invoices(partner, 5, 1)


def shown(kind):
    page = standard(kind=kind)
    found = results([page], TODAY)[page.pk]
    return found.value is not None, found.n, found.met is not None


@pytest.mark.parametrize("partners", [1, 4])
def test_a_kind_of_few_partners_has_no_figure_however_many_rows(partners):
    invoiced(AGENT, partners)
    invoiced(SUPPLIER, 5)
    assert shown(AGENT) == (False, 0, False)


@pytest.mark.parametrize("others", [1, 4])
def test_nor_has_a_kind_that_would_tell_of_the_few_others(others):
    invoiced(AGENT, 5)
    invoiced(SUPPLIER, others)
    assert shown(AGENT) == (False, 0, False)


@pytest.mark.parametrize("others", [0, 5])
def test_a_kind_of_enough_has(others):
    invoiced(AGENT, 5)
    invoiced(SUPPLIER, others)
    assert shown(AGENT) == (True, 30, True)


def test_who_writes_a_draft_reads_no_figure_of_one_partner_in_it(client, ed):
    invoiced(AGENT, 1)
    page = standard(kind=AGENT, months=12)
    client.force_login(ed)
    for path in (page.url, f"/cms/pages/{page.pk}/view_draft/", "/standards/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        words = answer.content.decode().replace("\xa0", " ")
        assert "83.3 %" not in words and "6 invoices" not in words, path
    assert "No figure yet" in words
