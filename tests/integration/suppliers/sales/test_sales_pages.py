"""A selling partner's own pages: what stands there, and what never does."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from suppliers.actions import merging
from suppliers.actions.commission import close
from suppliers.models import CommissionAgreement, SalesTarget
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.golden.booked import book
from tests.integration.suppliers.sales.conftest import FREIGHT, GOODS, MARKETING, NOW, TODAY, seller

pytestmark = pytest.mark.django_db
SALES = "/sales/"


def text_of(answer):
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def statement_url(row, name="sales_statement"):
    return reverse(f"suppliers:{name}", args=[row.public_id])


def digits_of(page):
    """Everything that is written, charts too, without icons and what separates digits."""
    page = re.sub(r'<svg class="i".*?</svg>', "", page, flags=re.DOTALL)
    return re.sub(r"(?<=\d)[\s.,\u00a0\u202f](?=\d)", "", page)


class TestSales:
    def test_a_year_month_by_month(self, login, ole, september):
        page = text_of(login(ole.person).get(SALES))
        assert "You reached 120.0 % of your target for 2026 so far" in page
        assert "September 2026" in page and "EUR 60,000" in page and "EUR 50,000" in page
        # 40,000 at 4 %, 20,000 at 5 %
        assert "EUR 2,600.00" in page
        assert statement_url(september[ole.pk]) in page

    def test_a_month_that_is_not_closed_says_so(self, login, ole):
        page = text_of(login(ole.person).get(SALES))
        assert "EUR 2,600.00" in page and "Not closed yet" in page
        assert "/sales/statements/" not in page

    def test_the_agreement_and_the_next_tier(self, login, ole):
        page = text_of(login(ole.person).get(SALES))
        assert "EUR 40,000 more this month and 5 % holds." in page

    def test_nothing_sold_nor_agreed(self, login):
        partner = PartnerFactory(kind="dealer", name="New Dealer")
        person = UserFactory()
        MembershipFactory(user=person, partner=partner)
        assert "Nothing sold, aimed for or agreed yet" in text_of(login(person).get(SALES))

    def test_an_agreement_with_a_gap_is_no_error_page(self, login, ole):
        CommissionAgreement.objects.filter(partner=ole, tier_from_minor=0).delete()
        answer = login(ole.person).get(SALES)
        assert answer.status_code == 200
        assert "EUR 60,000" in text_of(answer)

    @pytest.mark.parametrize("year", ["x", "1", "99999", "-5", "2026; DROP", "²", "9" * 5000])
    def test_a_year_that_is_none(self, login, ole, year):
        assert login(ole.person).get(SALES, {"year": year}).status_code == 200

    def test_staff_look_at_one_partner(self, login, erin, ole, brandt):
        answer = login(erin).get(SALES, {"partner": ole.public_id})
        assert "Ole Agency" in text_of(answer)
        assert login(erin).get(SALES, {"partner": brandt.public_id}).status_code == 404

    def test_suppliers_have_none(self, login, bob):
        client = login(bob)
        assert client.get(SALES).status_code == 404
        assert "Your sales" not in text_of(client.get("/home/"))


class TestStatement:
    def test_how_it_was_computed(self, login, ole, september):
        page = text_of(login(ole.person).get(statement_url(september[ole.pk])))
        assert "Commission for September 2026: EUR 2,600.00" in page
        for words in ("EUR 1,600.00", "EUR 1,000.00", "4 %", "5 %", "by version 1", "EUR 60,000.00"):
            assert words in page
        assert "Agreed: 4 % from EUR 0, 5 % from EUR 40,000." in page
        assert "Each tier’s rate holds for what lies in the tier." in page

    def test_on_paper(self, login, ole, september, built_fonts):
        answer = login(ole.person).get(statement_url(september[ole.pk], "sales_statement_pdf"))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    @pytest.mark.parametrize("name", ["sales_statement", "sales_statement_pdf"])
    def test_a_rivals_is_not_there(self, login, ole, ida, september, name):
        client = login(ida.person)
        assert client.get(statement_url(september[ida.pk], name)).status_code == 200
        assert client.get(statement_url(september[ole.pk], name)).status_code == 404

    @pytest.mark.parametrize("name", ["sales_statement", "sales_statement_pdf"])
    def test_a_supplier_has_none(self, login, bob, ole, september, name):
        assert login(bob).get(statement_url(september[ole.pk], name)).status_code == 404


class TestOfAnotherName:
    """Ida's September is closed before she becomes Ole."""

    @pytest.fixture
    def merged(self, september, ole, ida, alice, actor_of):
        CommissionAgreement.objects.filter(partner=ida).delete()
        SalesTarget.objects.filter(partner=ida).delete()
        merging.merge(by=actor_of(alice), alias=ida, survivor=ole, reason="One firm")
        return september[ida.pk]

    @pytest.mark.parametrize("who", ["ole", "erin"])
    def test_its_statement_is_opened(self, request, login, merged, who):
        found = request.getfixturevalue(who)
        client = login(getattr(found, "person", found))
        assert client.get(statement_url(merged)).status_code == 200
        rows = client.get("/api/v1/commission_statements/").json()["results"]
        assert merged.public_id in [row["public_id"] for row in rows]

    def test_the_month_is_both(self, login, merged, ole):
        page = text_of(login(ole.person).get(SALES))
        # 2,600.00 and 1,240.00
        assert "EUR 3,840.00" in page
        assert statement_url(merged) in page


class TestWhatStaysOurs:
    PATHS = (SALES, "/home/", "/partners/ours/")

    def all_pages(self, client, *more):
        return [(path, text_of(client.get(path, follow=True))) for path in (*self.PATHS, *more)]

    def test_no_cost_and_no_rival_reaches_a_seller(self, login, ole, ida, september):
        own = statement_url(september[ole.pk])
        for path, page in self.all_pages(login(ole.person), own):
            for minor in (GOODS, FREIGHT, MARKETING):
                assert str(minor // 100) not in digits_of(page), path
            assert "Ida" not in page, path
            assert "31000" not in digits_of(page), path

    def test_of_a_margin_only_its_one_figure(self, login, alice, actor_of):
        una = seller("Una", 60_000, base="margin")
        [row] = close(by=actor_of(alice), month=202609, at=NOW, today=TODAY)
        client = login(una.person)
        margin = 6_000_000 - GOODS - FREIGHT
        pages = dict(self.all_pages(client, statement_url(row)))
        assert str(margin)[:-2] in digits_of(pages[statement_url(row)])
        for path, page in pages.items():
            for minor in (GOODS, FREIGHT, GOODS + FREIGHT, MARKETING):
                assert str(minor // 100) not in digits_of(page), path


class TestHome:
    def test_this_month_and_the_last_commission(self, login, ole, september):
        page = text_of(login(ole.person).get("/home/"))
        assert "Your sales in October 2026" in page
        assert "Commission for September 2026" in page and "EUR 2,600.00" in page

    def test_before_any_month_is_closed(self, login, ole):
        assert "No month of commission is closed yet." in text_of(login(ole.person).get("/home/"))


class TestAMarginThatRuns:
    """Two looks, before a sale and after it, must not tell what its goods cost."""

    def read(self, client):
        [running] = [row for row in client.get("/api/v1/sales/").json() if row["month"] == "2026-10"]
        return running["commission_minor"], text_of(client.get(SALES)), text_of(client.get("/home/"))

    def test_no_figure_of_it_moves_before_it_closes(self, login, erin):
        una, seen = seller("Una", 60_000, base="margin"), []
        for revenue, goods in ((20_000, 654_321), (10_000, 123_456)):
            book("revenue", revenue, TODAY, agent=una)
            book("goods", Decimal(-goods) / 100, TODAY, agent=una)
            seen.append(self.read(login(una.person)))
        for commission, page, home in seen:
            assert commission is None
            assert "computed when the month closes" in page
            assert "here you are this month" not in page and "more this month" not in page
            # The tiers that are agreed stay.
            assert "5 %" in page
            # September runs no more and is not closed either: (60,000.00 - goods - freight) at 4 %.
            assert "124779" not in digits_of(page)
            # 20,000.00 - 6,543.21, and with the second sale 22,222.23, at 4 %
            for figure in ("53827", "88889", "13456", "22222"):
                assert figure not in digits_of(page) + digits_of(home)
        assert "EUR 30,000" in seen[1][1]
        rows = login(erin).get("/api/v1/sales/", {"partner_code": "UNA"}).json()
        assert rows[-1]["commission_minor"] == 88_889

    def test_a_closed_one_is_read(self, login, alice, actor_of):
        una = seller("Una", 60_000, base="margin")
        close(by=actor_of(alice), month=202609, at=NOW, today=TODAY)
        rows = login(una.person).get("/api/v1/sales/").json()
        assert [row["commission_minor"] for row in rows][-2:] == [124_779, None]
