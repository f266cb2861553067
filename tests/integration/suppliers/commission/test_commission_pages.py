"""Commission on the pages of who answers for the profit: a month, a partner, closing, new terms."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.actors import Actor
from portal.enums import PartnerRole
from suppliers.actions.commission import close
from suppliers.models import CommissionAgreement, CommissionStatement, SalesTarget
from tests.factories import MembershipFactory, PartnerFactory, UserFactory
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 8, tzinfo=UTC)
TODAY = date(2026, 10, 5)
SEPTEMBER = date(2026, 9, 10)


@pytest.fixture(autouse=True)
def october(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def agency(name, sold, *tiers, kind="agent"):
    partner = PartnerFactory(kind=kind, name=f"{name} Agency", code=name.upper())
    for start, rate in tiers or ((0, "0.04"), (4_000_000, "0.05")):
        CommissionAgreement.objects.create(
            partner=partner, version=1, valid_from=date(2026, 1, 1), base="net_revenue", method="marginal",
            tier_from_minor=start, rate=Decimal(rate),
        )  # fmt: skip
    book(
        "revenue", sold, SEPTEMBER, **{"distributor" if kind in ("distributor", "dealer") else kind: partner}
    )
    return partner


@pytest.fixture
def ole():
    """60,000.00 at 4 % and, beyond 40,000.00, 5 %: 2,600.00. Its target is 50,000.00; 2,500.00 are booked."""
    partner = agency("Ole", 60_000)
    SalesTarget.objects.create(partner=partner, year=2026, month=9, currency="EUR", revenue_minor=5_000_000)
    book("commission", -2_500, SEPTEMBER, agent=partner)
    return partner


@pytest.fixture
def ida():
    return agency("Ida", 1_000)


def rows_of(response):
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def page_of(client, name="commissions", *args, **query):
    return client.get(reverse(f"suppliers:{name}", args=args), query)


def test_a_month_of_all_partners_as_a_file(login, alice, ole, ida):
    found = rows_of(page_of(login(alice), month="2026-09", format="csv"))
    assert found[0]["partner"] == "Ida Agency"
    assert found[1] == {
        "partner": "Ole Agency",
        "target": "50000.00",
        "revenue": "60000.00",
        "base": "60000.00",
        "rate": "0.05",
        "commission": "2600.00",
        "adjustment": "",
        "total": "2600.00",
        "booked": "2500.00",
        "difference": "-100.00",
        "state": "open",
    }


def test_the_page_says_the_sum_and_offers_to_close(login, alice, ole, ida):
    words = page_of(login(alice), month="2026-09").content.decode()
    assert "EUR 2,640 commission for 2 partners in September 2026".replace(" ", "") in words.replace(
        "\xa0", ""
    ).replace(" ", "")
    assert reverse("suppliers:commissions_close") + "?month=2026-09" in words
    # Ida has no target: her 1,000.00 reach nothing of Ole's.
    assert "120.0" in words
    assert "122.0" not in words


def test_the_last_month_that_is_over_is_shown_first(login, alice, ole):
    page = page_of(login(alice)).context["page"]
    assert page.key == "2026-09"
    for asked in ("nonsense", "2026-11", "2026-Q3", "0001-01", "1969-12", "9999-12"):
        assert page_of(login(alice), month=asked).context["page"].key == "2026-09"
    assert page_of(login(alice), month="2026-10").context["page"].can_be_closed is False


def test_found_by_name_and_sorted_by_what_was_earned(login, alice, ole, ida):
    found = rows_of(page_of(login(alice), month="2026-09", q="ole", format="csv"))
    assert [row["partner"] for row in found] == ["Ole Agency"]
    found = rows_of(page_of(login(alice), month="2026-09", sort="-total", format="csv"))
    assert [row["partner"] for row in found] == ["Ole Agency", "Ida Agency"]


@pytest.mark.parametrize("way", ["", "-"])
def test_every_column_sorts_and_is_in_a_workbook(login, alice, ole, ida, way):
    client = login(alice)
    for name, args in (("commissions", ()), ("commission_partner", (ole.public_id,))):
        table = page_of(client, name, *args, month="2026-09").context["table"]
        for column in table.base_columns:
            found = page_of(client, name, *args, month="2026-09", sort=f"{way}{column}", cols=column)
            assert found.status_code == 200
            assert found.context["table"].order_by == (f"{way}{column}",)
        book = page_of(client, name, *args, month="2026-09", format="xlsx")
        assert b"".join(book.streaming_content).startswith(b"PK")


def test_a_gap_is_named_and_the_others_are_shown(login, alice, ole):
    agency("Gap", 5_000, (100_000, "0.04"))
    response = page_of(login(alice), month="2026-09")
    ((partner, problem),) = response.context["page"].problems
    assert partner.code == "GAP"
    assert problem.replace("\xa0", " ") == (
        "version 1 has a mistake. There is no rate for what lies below EUR 1,000.00."
    )
    assert (
        "Gap Agency stays open"
        in page_of(login(alice), "commissions_close", month="2026-09").content.decode()
    )
    found = rows_of(page_of(login(alice), month="2026-09", format="csv"))
    assert [(row["partner"], row["state"], row["total"]) for row in found] == [
        ("Gap Agency", "refused", ""),
        ("Ole Agency", "open", "2600.00"),
    ]


def test_an_executive_looks_and_closes_nothing(login, erin, ole):
    client = login(erin)
    assert "commissions/close" not in page_of(client, month="2026-09").content.decode()
    assert page_of(client, "commissions_close", month="2026-09").status_code == 403
    assert client.post(reverse("suppliers:commissions_close"), {"month": "2026-09"}).status_code == 403
    assert page_of(client, "agreement_new", ole.public_id).status_code == 403
    assert not CommissionStatement.objects.exists()


def test_closing_says_first_what_it_does(login, alice, ole, ida):
    client = login(alice)
    page = page_of(client, "commissions_close", month="2026-09").context["page"]
    assert [(row.name, row.total.replace("\xa0", " ")) for row in page.rows] == [
        ("Ida Agency", "EUR 40.00"),
        ("Ole Agency", "EUR 2,600.00"),
    ]
    assert not CommissionStatement.objects.exists()
    done = client.post(reverse("suppliers:commissions_close"), {"month": "2026-09"}, follow=True)
    assert done.context["page"].state[0] == "Closed"
    assert CommissionStatement.objects.count() == 2
    client.post(reverse("suppliers:commissions_close"), {"month": "2026-09"})
    assert CommissionStatement.objects.count() == 2


def test_a_month_that_runs_is_not_closed_nor_another_instead(login, alice, ole):
    client = login(alice)
    for answer in (
        page_of(client, "commissions_close", month="2026-10"),
        *(
            client.post(reverse("suppliers:commissions_close"), {"month": month})
            for month in ("2026-10", "2026-12", "2026-Q3", "nonsense", "")
        ),
    ):
        assert answer.status_code == 302
    assert not CommissionStatement.objects.exists()


def test_a_partner_month_by_month_with_what_came_late(login, alice, ole):
    """September is closed at 2,600.00; a credit note of 1,000.00 comes later: 5 % less in October."""
    close(by=Actor(user=alice), month=202609, at=NOW, today=TODAY)
    book("returns", -1_000, SEPTEMBER, agent=ole)
    book("revenue", 100, date(2026, 10, 2), agent=ole)
    found = rows_of(page_of(login(alice), "commission_partner", ole.public_id, format="csv"))
    by_month = {row["month"]: row for row in found}
    assert len(found) == 12
    assert (by_month["2026-09"]["total"], by_month["2026-09"]["state"]) == ("2600.00", "closed")
    october = by_month["2026-10"]
    assert (october["commission"], october["adjustment"], october["total"]) == ("4.00", "-50.00", "-46.00")
    assert by_month["2026-08"]["total"] == ""
    words = page_of(login(alice), "commission_partner", ole.public_id).content.decode()
    statement = CommissionStatement.objects.get()
    assert reverse("suppliers:sales_statement", args=[statement.public_id]) in words


def test_a_seller_without_agreement_is_shown_its_months_and_a_way_to_one(login, alice):
    dealer = PartnerFactory(kind="dealer", name="Moss Dealer")
    book("revenue", 100, SEPTEMBER, distributor=dealer)
    words = page_of(login(alice), "commission_partner", dealer.public_id).content.decode()
    assert "no commission yet" in words
    assert reverse("suppliers:agreement_new", args=[dealer.public_id]) in words


def test_no_page_for_a_supplier_without_agreement(login, alice, brandt):
    client = login(alice)
    assert page_of(client, "commission_partner", brandt.public_id).status_code == 404
    assert page_of(client, "agreement_new", brandt.public_id).status_code == 404


def terms(**changes):
    return {
        "seen": "1",
        "valid_from": "2026-10-01",
        "base": "net_revenue",
        "method": "whole_base",
        "from_1": "0",
        "rate_1": "6",
        **changes,
    }


def test_new_terms_begin_with_those_that_hold(login, alice, ole):
    form = page_of(login(alice), "agreement_new", ole.public_id).context["form"]
    values = {name: form[name].value() for name in ("seen", "base", "method", "rate_1", "rate_2", "rate_3")}
    assert values == {
        "seen": 1, "base": "net_revenue", "method": "marginal", "rate_1": "4", "rate_2": "5", "rate_3": None,
    }  # fmt: skip
    assert str(form["from_2"].value()) == "40000.00"


@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"from_1": "100"}, "from_1", 422),
        ({"from_2": "50"}, "rate_2", 422),
        ({"rate_3": "5"}, "from_3", 422),
        ({"from_2": "0", "rate_2": "7"}, "from_2", 422),
        ({"rate_1": "101"}, "rate_1", 422),
        ({"rate_1": "x"}, "rate_1", 422),
        ({"rate_1": "", "from_1": ""}, None, 422),
        ({"valid_from": ""}, "valid_from", 422),
        ({"seen": "0"}, None, 409),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(login, alice, ole, changes, field, status):
    url = reverse("suppliers:agreement_new", args=[ole.public_id])
    response = login(alice).post(url, terms(**changes))
    assert response.status_code == status
    errors = response.context["form"].errors
    assert (field or "__all__") in errors or (field is None and "from_1" in errors), errors
    assert response.context["form"]["method"].value() == "whole_base"
    assert CommissionAgreement.objects.values("version").distinct().count() == 1


def test_as_many_queries_for_three_partners_as_for_thirty(login, alice):
    client, counts = login(alice), []
    for many in (3, 27):
        for number in range(many):
            partner = agency(f"N{many}{number}", 10_000 + number, kind=("agent", "dealer")[number % 2])
            SalesTarget.objects.create(
                partner=partner, year=2026, month=9, currency="EUR", revenue_minor=1_000_000
            )
        client.get(reverse("suppliers:commissions"), {"month": "2026-09"})
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("suppliers:commissions"), {"month": "2026-09"})
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_from_new_terms_to_the_partner_that_reads_them(login, alice, ole, ida, built_fonts):
    """New version -> preview -> close -> the partner opens page and PDF; its rival finds neither."""
    ole_person, ida_person = (UserFactory(email=f"{one.code.lower()}@agency.example") for one in (ole, ida))
    for user, partner in ((ole_person, ole), (ida_person, ida)):
        MembershipFactory(user=user, partner=partner, role=PartnerRole.VIEWER)
    book("goods", -17_319.17, SEPTEMBER, agent=ole)

    client = login(alice)
    url = reverse("suppliers:agreement_new", args=[ole.public_id])
    assert client.post(url, terms(valid_from="2026-09-01")).status_code == 302
    preview = page_of(client, "commissions_close", month="2026-09").context["page"]
    assert [row.total.replace("\xa0", " ") for row in preview.rows] == ["EUR 40.00", "EUR 3,600.00"]
    client.post(reverse("suppliers:commissions_close"), {"month": "2026-09"})
    statement = CommissionStatement.objects.get(partner=ole)
    page, pdf = (
        reverse(f"suppliers:{name}", args=[statement.public_id])
        for name in ("sales_statement", "sales_statement_pdf")
    )
    assert client.get(page).status_code == 200

    client = login(ole_person)
    words = client.get(page).content.decode().replace("\xa0", " ")
    assert "3,600.00" in words
    assert "17,319" not in words
    assert client.get(pdf).content.startswith(b"%PDF")
    assert page_of(client).status_code == 404

    client = login(ida_person)
    assert [client.get(one).status_code for one in (page, pdf)] == [404, 404]


def test_a_month_that_nobody_lived_in_is_none(login, alice, ole):
    client = login(alice)
    for asked in ("0001-01", "9999-12"):
        assert page_of(client, "commission_partner", ole.public_id, month=asked).status_code == 200
        assert client.post(reverse("suppliers:commissions_close"), {"month": asked}).status_code == 302


def test_as_many_queries_for_one_month_with_entries_as_for_nine(login, alice, ole):
    client, counts = login(alice), []
    for months in ((9,), range(1, 9)):
        for month in months:
            book("revenue", 100, date(2026, month, 5), agent=ole)
        page_of(client, "commission_partner", ole.public_id)
        with CaptureQueriesContext(connection) as caught:
            page_of(client, "commission_partner", ole.public_id)
        counts.append(len(caught))
    assert counts[0] == counts[1]
