"""The page of the numbers: what every figure says, for both sides."""

import pytest

from portal.enums import StaffRole
from scorecards.engine.catalogue import CATALOGUE
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


def codes(response):
    return [kpi.code for family in response.context["page"].families for kpi in family.kpis]


def test_our_people_read_all_of_them(login, alice):
    response = login(alice).get("/numbers/")
    assert codes(response) == list(CATALOGUE)
    content = response.content.decode()
    for code in CATALOGUE:
        assert f'id="{code}"' in content
        assert f'href="#{code}"' in content
    assert content.count("our people only") == sum(not kpi.is_shared for kpi in CATALOGUE.values())
    assert "the sum of <code>passed</code> ÷ their number" in content


def test_partners_read_what_cards_may_show_them(login, bob):
    response = login(bob).get("/numbers/")
    assert codes(response) == [code for code, kpi in CATALOGUE.items() if kpi.is_shared]
    content = response.content.decode()
    for code, kpi in CATALOGUE.items():
        assert kpi.is_shared or code not in content


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("invoices terms", ["paid_within_terms"]),
        ("PPM", ["rejected_ppm"]),
        ("no such thing", []),
        (" ", None),
    ],
)
def test_a_search_leaves_those_with_all_words(login, bob, asked, expected):
    found = login(bob).get("/numbers/", {"q": asked})
    assert found.status_code == 200
    if expected is None:
        assert len(codes(found)) > 20
    else:
        assert codes(found) == expected


def test_a_staff_number_is_not_found_by_a_partner(login, bob):
    assert codes(login(bob).get("/numbers/", {"q": "price_variance"})) == []


def test_what_was_typed_stays_and_is_harmless(login, bob):
    content = login(bob).get("/numbers/", {"q": '"><script>'}).content.decode()
    assert "&quot;&gt;&lt;script&gt;" in content
    assert '"><script>' not in content


def test_editors_of_content_see_none_of_it(login):
    assert login(StaffFactory(role=StaffRole.CONTENT_EDITOR)).get("/numbers/").status_code == 404


def test_every_figure_of_a_card_leads_here(login, bob, card):
    content = login(bob).get(f"/scorecards/{card.public_id}/").content.decode()
    for result in card.results.all():
        assert f'href="/numbers/#{result.kpi}"' in content
