"""`manage.py contribution`: the same figures in every shape, and they add up to the company."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import PartnerFactory
from tests.golden.booked import book, rate

pytestmark = pytest.mark.django_db
YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture(autouse=True)
def booked(brandt, kestrel):
    dealer = PartnerFactory(code="CARROW", name="Carrow", kind="dealer")
    agent = PartnerFactory(code="ANN", name="Ann", kind="agent")
    rate("USD", "2026-01-01", "2")
    book("revenue", 1000, date(2026, 2, 3), supplier=brandt, distributor=dealer)
    book("returns", -100, date(2026, 2, 9), supplier=brandt, distributor=dealer)
    book("goods", -600, date(2026, 2, 3), supplier=brandt, distributor=dealer)
    book("revenue", 400, date(2026, 3, 1), currency="USD", supplier=kestrel, agent=agent)
    book("freight", -230, date(2026, 3, 1), supplier=kestrel)
    book("service", -70, date(2026, 5, 1))
    book("revenue", 5000, date(2027, 1, 1), supplier=kestrel)


def said(*words):
    out = StringIO()
    call_command("contribution", *words, stdout=out)
    return out.getvalue()


def test_one_kind_as_json():
    assert json.loads(said(*YEAR, "--kind", "supplier", "--json")) == {
        "currency": "EUR",
        "total_minor": 200_00,
        "unattributed_minor": -70_00,
        "rows": [
            {
                "partner": "BRANDT", "kind": "supplier", "revenue_minor": 900_00, "cost_minor": -600_00,
                "contribution_minor": 300_00, "margin": "0.333333333333", "share": "1.5", "class": "A",
            },
            {
                "partner": "KESTREL", "kind": "supplier", "revenue_minor": 200_00, "cost_minor": -230_00,
                "contribution_minor": -30_00, "margin": "-0.15", "share": "-0.15", "class": "D",
            },
        ],
    }  # fmt: skip


def test_every_kind_adds_up_to_the_same_company():
    found = json.loads(said(*YEAR, "--json"))
    assert list(found) == ["kinds"]
    assert list(found["kinds"]) == ["supplier", "distributor", "dealer", "agent"]
    for kind, one in found["kinds"].items():
        assert one["total_minor"] == 200_00
        assert sum(row["contribution_minor"] for row in one["rows"]) + one["unattributed_minor"] == 200_00
        assert all(row["kind"] == kind for row in one["rows"])
    assert [row["partner"] for row in found["kinds"]["dealer"]["rows"]] == ["CARROW"]
    assert found["kinds"]["distributor"]["rows"] == []
    assert found["kinds"]["distributor"]["unattributed_minor"] == 200_00


def test_csv_has_the_rows_and_what_is_unattributed():
    rows = list(csv.DictReader(StringIO(said(*YEAR, "--kind", "supplier", "--csv"))))
    assert [row["partner"] for row in rows] == ["BRANDT", "KESTREL", ""]
    assert sum(int(row["contribution_minor"]) for row in rows) == 200_00
    assert sum(int(row["revenue_minor"]) + int(row["cost_minor"]) for row in rows) == 200_00
    assert rows[-1] | {"share": "", "class": ""} == {
        "partner": "", "kind": "supplier", "revenue_minor": "0", "cost_minor": "-7000",
        "contribution_minor": "-7000", "margin": "", "share": "", "class": "",
    }  # fmt: skip


def test_in_the_currency_that_was_booked():
    found = json.loads(said(*YEAR, "--kind", "supplier", "--currency", "USD", "--json"))
    assert (found["currency"], found["total_minor"], found["unattributed_minor"]) == ("USD", 400_00, 0)
    assert [(row["partner"], row["revenue_minor"]) for row in found["rows"]] == [("KESTREL", 400_00)]


def test_without_revenue_there_is_no_margin_and_of_a_loss_no_share():
    words = ("--from", "2026-05-01", "--to", "2026-05-31", "--kind", "supplier", "--csv")
    assert said(*words).splitlines()[1] == ",supplier,0,-7000,-7000,,,"


def test_a_table_for_people():
    words = said(*YEAR, "--kind", "supplier")
    assert "supplier, minor units of EUR" in words
    assert [line.split()[0] for line in words.splitlines()[2:]] == ["BRANDT", "KESTREL", "(none", "(company)"]


def test_nothing_booked():
    found = json.loads(said("--from", "2020-01-01", "--to", "2020-12-31", "--json"))
    assert found["kinds"]["agent"] == {
        "currency": "EUR", "total_minor": 0, "unattributed_minor": 0, "rows": []
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "2026-02-01", "--to", "2026-01-01"),
        ("--from", "yesterday", "--to", "2026-01-01"),
        ("--from", "2026-01-01"),
        (*YEAR, "--kind", "friend"),
    ],
)
def test_wrong_arguments(words):
    with pytest.raises(CommandError):
        said(*words)
