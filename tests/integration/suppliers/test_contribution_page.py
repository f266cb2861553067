"""The contribution page, its files, its PDF and the API: the same figures, few statements, only for some."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.factories import PartnerFactory, StaffFactory
from tests.golden.booked import book, rate

pytestmark = pytest.mark.django_db
URL = "/contribution/"
YEAR = {"period": "2026"}


@pytest.fixture
def booked(brandt, kestrel):
    """The company earns 4,600.50: Brandt 4,000.50, Kestrel 1,000, Helix -250, nobody -150."""
    helix = PartnerFactory(code="HELIX", name="Helix Wire")
    dealer = PartnerFactory(code="CARROW", name="Carrow", kind="dealer")
    rate("USD", "2025-01-01", "2")
    book("revenue", "9000.50", date(2026, 2, 3), supplier=brandt, distributor=dealer)
    book("goods", -5000, date(2026, 2, 3), supplier=brandt)
    book("revenue", 4000, date(2026, 5, 3), currency="USD", supplier=kestrel)
    book("freight", -600, date(2026, 5, 4), supplier=kestrel)
    book("duty", -400, date(2026, 11, 4), supplier=kestrel)
    book("quality", -250, date(2026, 6, 1), supplier=helix)
    book("service", -150, date(2026, 6, 2))
    book("revenue", 700, date(2025, 6, 2), supplier=kestrel)
    return helix


def page_of(client, **query):
    answer = client.get(URL, YEAR | query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cells(row):
    return [" ".join(cell.get_text().split(" ")).strip() for cell in row.find_all(["td", "th"])]


def minors(row):
    return [int(one["value"]) for one in row.find_all("data")]


def rows(page):
    return page.select("table tbody tr")


def test_the_rows_and_what_names_nobody_are_the_company(login, alice, booked):
    page = page_of(login(alice))
    assert [cells(row)[0] for row in rows(page)] == [
        "Brandt CastingsBRANDT",
        "Kestrel ForgingsKESTREL",
        "Helix WireHELIX",
    ]
    amounts = [minors(row)[1] for row in rows(page)]
    nobody, company = page.select("table tfoot tr")
    assert amounts == [4_000_50, 1_000_00, -250_00]
    assert minors(nobody)[1] == -150_00
    assert minors(company)[1] == sum(amounts) + minors(nobody)[1] == 4_600_50
    assert [minors(row)[0] for row in (*rows(page), nobody, company)] == [9_000_50, 2_000_00, 0, 0, 11_000_50]


def test_each_cost_group_is_a_column(login, alice, booked):
    page = page_of(
        login(alice), cols="partner,net_revenue,goods,logistics,selling,trouble,other,contribution"
    )
    kestrel = minors(rows(page)[1])
    assert kestrel == [2_000_00, 0, -1_000_00, 0, 0, 0, 1_000_00]
    for row in page.select("tbody tr, tfoot tr"):
        *parts, whole = minors(row)
        assert sum(parts) == whole


def test_class_margin_share_cumulative_and_change(login, alice, booked):
    brandt, kestrel, helix = rows(page_of(login(alice)))
    assert cells(brandt)[1] == "A"
    assert "44.4" in cells(brandt)[5]
    assert [cells(row)[6] for row in (brandt, kestrel, helix)] == ["87.0\xa0%", "21.7\xa0%", "−5.4\xa0%"]
    assert [cells(row)[7] for row in (brandt, kestrel, helix)] == ["84.2\xa0%", "105.3\xa0%", "100.0\xa0%"]
    assert cells(helix)[1] == "D"
    assert cells(helix)[5] == "–"  # no revenue, no margin
    assert minors(kestrel)[-1] == 300_00  # 700 a year before
    assert cells(brandt)[8] == "–"  # nothing a year before


def test_findings_are_the_titles_of_the_pictures(login, alice, booked):
    page = page_of(login(alice))
    assert page.find(id="whale").get_text() == "The best two earn 105\xa0%, one gives 5\xa0% back"
    assert len(page.select("section[aria-labelledby=whale] svg")) == 2
    assert (
        "No partner of this list has a graded card" in page.select_one("[aria-labelledby=scatter]").get_text()
    )


def test_a_loss_is_drawn_in_currency_and_has_no_shares(login, alice, booked, brandt):
    book("goods", -90_000, date(2026, 8, 1), supplier=brandt)
    page = page_of(login(alice))
    title = page.find(id="whale").get_text()
    assert title == "Together −85,250\xa0EUR: one in the black, two in the red"
    assert {cells(row)[6] for row in rows(page)} == {"–"}


def test_any_days_cut_months_too(login, alice, booked):
    query = {"from": "2026-05-04", "to": "2026-06-01", "period": ""}
    page = page_of(login(alice), **query)
    assert [minors(row)[1] for row in rows(page)] == [-250_00, -600_00]
    assert minors(page.select("table tfoot tr")[-1])[1] == -850_00


def test_what_was_booked_in_one_currency(login, alice, booked):
    page = page_of(login(alice), currency="USD")
    assert [minors(row)[1] for row in rows(page)] == [4_000_00]
    assert "USD" in page.thead.get_text()
    assert minors(page.select("table tfoot tr")[-1])[1] == 4_000_00


def test_a_search_keeps_the_ranks_and_the_sum(login, alice, booked):
    page = page_of(login(alice), q="kest")
    (kestrel,) = rows(page)
    assert cells(kestrel)[7] == "105.3\xa0%"
    others, nobody, company = page.select("table tfoot tr")
    assert cells(others)[0] == "2 others"
    assert minors(kestrel)[1] + minors(others)[1] + minors(nobody)[1] == minors(company)[1]


def test_sorting_leaves_what_has_no_value_last(login, alice, booked):
    for order in ("margin", "-margin"):
        assert "HELIX" in cells(rows(page_of(login(alice), sort=order))[-1])[0]
    assert "HELIX" in cells(rows(page_of(login(alice), sort="contribution"))[0])[0]


def test_dealers_and_agents(login, alice, booked):
    page = page_of(login(alice), kind="dealer")
    assert [cells(row)[0] for row in rows(page)] == ["CarrowCARROW"]
    assert minors(rows(page)[0])[1] == 9_000_50
    page = page_of(login(alice), kind="agent")
    assert rows(page) == []
    assert minors(page.select("table tfoot tr")[0])[1] == 4_600_50


def test_earlier_and_later(login, alice, booked):
    page = page_of(login(alice))
    assert [a["href"] for a in page.select("a[rel=prev]")] == ["?period=2025"]
    assert page.select("a[rel=next]") == []
    page = page_of(login(alice), period="2026-Q2")
    assert [a["href"] for a in page.select("a[rel=prev]")] == ["?period=2026-Q1"]
    assert [a["href"] for a in page.select("a[rel=next]")] == ["?period=2026-Q3"]


def test_without_a_ledger_it_says_what_to_do(login, alice):
    page = BeautifulSoup(login(alice).get(URL).content, "html.parser")
    assert "There is no ledger yet" in page.get_text()
    assert [a["href"] for a in page.select(".ac-empty a")] == ["/imports/"]


def test_files_hold_what_is_shown(login, alice, booked):
    client = login(alice)
    answer = client.get(URL, YEAR | {"format": "csv"})
    given = list(csv.DictReader(StringIO(b"".join(answer).decode())))
    assert [row["partner"] for row in given] == [
        "Brandt Castings", "Kestrel Forgings", "Helix Wire", "Named to no supplier", "Company",
    ]  # fmt: skip
    amounts = [Decimal(row["contribution"]) for row in given]
    assert sum(amounts[:-1]) == amounts[-1] == Decimal("4600.50")
    assert list(given[0]) == [
        "partner", "grade", "net_revenue", "contribution", "margin", "share", "cumulative", "change", "score",
    ]  # fmt: skip
    sheet = load_workbook(BytesIO(b"".join(client.get(URL, YEAR | {"format": "xlsx"})))).active
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [float(one) for one in amounts]


def test_the_pdf_says_the_same_to_the_cent(login, alice, booked, built_fonts):
    answer = login(alice).get("/contribution/pdf/", YEAR)
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages).split())
    for said in (
        "Brandt Castings",
        "4,000.50",
        "1,000.00",
        "−250.00",
        "−150.00",
        "4,600.50",
        "Named to no supplier",
    ):
        assert said in words
    assert "The best two earn 105" in words


def test_command_and_page_agree(login, alice, booked):
    out = StringIO()
    call_command(
        "contribution",
        "--from",
        "2026-01-01",
        "--to",
        "2026-12-31",
        "--kind",
        "supplier",
        "--json",
        stdout=out,
    )
    said = json.loads(out.getvalue())
    page = page_of(login(alice))
    assert [row["contribution_minor"] for row in said["rows"]] == [minors(row)[1] for row in rows(page)]
    nobody, company = page.select("table tfoot tr")
    assert (said["unattributed_minor"], said["total_minor"]) == (minors(nobody)[1], minors(company)[1])


@pytest.mark.parametrize("many", [3, 30])
def test_a_page_costs_the_same_however_many(login, alice, booked, many, django_assert_num_queries):
    for number in range(many):
        partner = PartnerFactory()
        book("revenue", 10 + number, date(2026, 3, 1), supplier=partner)
    client = login(alice)
    client.get(URL, YEAR)  # warms what is kept between pages
    with django_assert_num_queries(QUERIES):
        client.get(URL, YEAR)


QUERIES = 11


@pytest.mark.parametrize("role", ["administrator", "purchasing_manager", "executive"])
def test_who_answers_for_the_profit(login, booked, role):
    page = page_of(login(StaffFactory(role=role)))
    assert page.select("nav[aria-label=Main] a[href='/contribution/']")


@pytest.mark.parametrize("role", ["buyer", "content_editor", "staff_viewer"])
def test_nobody_else_of_us(login, booked, role):
    client = login(StaffFactory(role=role))
    for url in (URL, "/contribution/pdf/", f"{URL}?format=csv"):
        assert client.get(url).status_code == 403
    assert b"/contribution/" not in client.get("/home/").content


def test_never_a_partner(login, bob, booked):
    client = login(bob)
    for url in (URL, "/contribution/pdf/", f"{URL}?format=csv"):
        assert client.get(url).status_code == 404
    assert b"/contribution/" not in client.get("/home/").content
