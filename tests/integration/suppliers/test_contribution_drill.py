"""Every amount of the contribution page leads to entries that add up to it."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from bs4 import BeautifulSoup

from suppliers.models import Attribution, AttributionRule
from tests.factories import PartnerFactory
from tests.golden.booked import book, rate

pytestmark = pytest.mark.django_db
COLUMNS = "partner,net_revenue,goods,logistics,selling,trouble,other,contribution"


@pytest.fixture
def booked(brandt, kestrel):
    """Named by files and by a rule, in two currencies; some of it names nobody."""
    dealer = PartnerFactory(code="CARROW", name="Carrow", kind="dealer")
    rate("USD", "2025-01-01", "2")
    book("revenue", "9000.50", date(2026, 2, 3), supplier=brandt, distributor=dealer)
    book("discount", -400, date(2026, 2, 4), supplier=brandt)
    book("goods", -5000, date(2026, 2, 3), supplier=brandt)
    book("revenue", 4000, date(2026, 5, 3), currency="USD", supplier=kestrel)
    book("duty", -400, date(2026, 11, 4), supplier=kestrel)
    book("service", -150, date(2026, 6, 2))
    freight = book("freight", -100, date(2026, 6, 2))
    rule = AttributionRule.objects.create(name="Half of it", place=90, role="supplier")
    for place, (partner, minor) in enumerate(((brandt, -60_00), (kestrel, -30_00)), 1):
        Attribution.objects.create(
            entry=freight, role="supplier", place=place, partner=partner, date=freight.date,
            month=freight.month, kind=freight.kind, currency="EUR", amount_minor=minor, company_minor=minor,
            rule=rule, rule_version=1, at=datetime(2026, 6, 3, tzinfo=UTC),
        )  # fmt: skip


def amounts(client, **query):
    """(whose, minor units shown, address) of every amount that leads somewhere."""
    page = BeautifulSoup(
        client.get("/contribution/", {"period": "2026", "cols": COLUMNS} | query).content, "html.parser"
    )
    for row in page.select("table tbody tr, table tfoot tr"):
        for link in row.select("a:has(data)"):
            yield row.th.get_text(), int(link.data["value"]), link["href"]


def behind(client, address):
    answer = client.get(f"{address}&format=csv")
    rows = csv.DictReader(StringIO(b"".join(answer).decode()))
    return int(sum(Decimal(row["part_minor"] or 0) for row in rows) * 100)


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ({}, 28),  # two suppliers, nobody, the company: seven amounts each
        ({"kind": "dealer"}, 14),  # Carrow and the company; nobody's share a role with distributors
        ({"currency": "USD"}, 21),
        ({"period": "", "from": "2026-02-04", "to": "2026-06-02"}, 28),
    ],
)
def test_entries_add_up_to_the_amount(login, alice, booked, query, many):
    client = login(alice)
    found = list(amounts(client, **query))
    assert len(found) == many
    assert any(minor for _whose, minor, _address in found)
    for whose, minor, address in found:
        assert behind(client, address) == minor, (whose, address)


def test_a_name_leads_to_its_profit_and_loss_of_the_same_days(login, alice, booked):
    client = login(alice)
    page = BeautifulSoup(client.get("/contribution/?period=2026").content, "html.parser")
    links = [row.th.a["href"] for row in page.select("table tbody tr")]
    assert all(link.endswith("?period=2026") for link in links)
    assert {client.get(link).status_code for link in links} == {200}
