"""The public delivery history: our on-time share equals one computed without our code, for every vendor."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.actions.publishing import publish
from scorecards.actions.templates import SHIPPED_NAME
from scorecards.engine.catalogue import CATALOGUE
from scorecards.facts import Scope, figures
from scorecards.models import KpiResult, ScorecardTemplate
from suppliers.models import Partner
from tests.integration.scorecards.adding_up import check_adding_up

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
FILE = "scms/SCMS_Delivery_History_Dataset_20150929.csv"
ALL = Scope(date(2006, 1, 1), date(2015, 12, 31), date(2026, 1, 1))


@pytest.fixture(scope="module")
def truth(public_data):
    """Vendor -> (lines on or before the scheduled day, lines), by pandas; and the same for 2014."""
    pandas = pytest.importorskip("pandas")
    table = pandas.read_csv(public_data / FILE, encoding="utf-8-sig", dtype=str)
    due = pandas.to_datetime(table["Scheduled Delivery Date"], format="%d-%b-%y")
    came = pandas.to_datetime(table["Delivered to Client Date"], format="%d-%b-%y")
    facts = pandas.DataFrame(
        {
            "vendor": table["Vendor"].str.strip(),
            "in_time": came <= due,
            "quantity": table["Line Item Quantity"].astype("int64"),
            "year": due.dt.year,
        }
    )
    facts["quantity_in_time"] = facts["quantity"].where(facts["in_time"], 0)
    return facts


@pytest.fixture(scope="module")
def history(django_db_setup, django_db_blocker, public_data):
    """The file is loaded once for this module, in a transaction that is rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command(
            "import", "orders", str(public_data / FILE), profile="usaid-scms", json=True, stdout=StringIO()
        )
        yield
        transaction.set_rollback(True)


def by_vendor(facts):
    grouped = facts.groupby("vendor").agg(
        passed=("in_time", "sum"),
        lines=("in_time", "count"),
        quantity_in_time=("quantity_in_time", "sum"),
        quantity=("quantity", "sum"),
    )
    return {vendor: tuple(map(int, row)) for vendor, row in zip(grouped.index, grouped.values, strict=True)}


@pytest.mark.parametrize(("kpi", "above", "below"), [("otif_lines", 0, 1), ("on_time_quantity", 2, 3)])
def test_every_vendor_and_all_together(history, truth, kpi, above, below):
    expected = by_vendor(truth)
    names = dict(Partner.objects.values_list("pk", "name"))
    found = figures(CATALOGUE[kpi], ALL)
    pooled = found.pop(None)
    assert len(expected) == len(found) == 73
    for partner, one in found.items():
        row = expected[names[partner]]
        assert (one.numerator, one.denominator) == (row[above], row[below]), names[partner]
        assert one.value == Fraction(row[above], row[below])
    total = [sum(row[index] for row in expected.values()) for index in (above, below)]
    assert pooled.value == Fraction(*total)
    if kpi == "otif_lines":
        assert total == [9138, 10324]


def test_rows_add_up_to_the_figure_for_every_kpi_and_vendor(history):
    found = check_adding_up("--from=2006-01-01", "--to=2015-12-31", "--as-of=2026-01-01")
    assert {kpi: found[kpi] for kpi in ("otif_lines", "promise_kept", "accepted_rate")} == dict.fromkeys(
        ("otif_lines", "promise_kept", "accepted_rate"), 73
    )


def test_a_year_is_published_as_computed(history, truth):
    template = ScorecardTemplate.objects.get(name=SHIPPED_NAME)
    year = Period.parse("2014")
    expected = by_vendor(truth[truth["year"] == 2014])
    first = publish(by=system_actor(), template=template, period=year, today=date(2026, 1, 1))
    assert (first.unchanged, first.revised, first.refused) == (0, 0, ())
    again = publish(by=system_actor(), template=template, period=year, today=date(2026, 1, 1))
    assert (again.published, again.unchanged, again.revised) == (0, first.published, 0)
    results = KpiResult.objects.filter(kpi="otif_lines", n__gt=0).select_related("card__partner")
    assert {one.card.partner.name: (one.numerator, one.denominator) for one in results} == {
        vendor: (row[0], row[1]) for vendor, row in expected.items()
    }


def test_the_command_says_the_same(history, truth):
    out = StringIO()
    call_command(
        "kpis",
        "--from=2014-01-01",
        "--to=2014-12-31",
        "--as-of=2026-01-01",
        "--kpi=otif_lines",
        "--json",
        stdout=out,
    )
    records = {record["partner"]: record for record in json.loads(out.getvalue())}
    expected = by_vendor(truth[truth["year"] == 2014])
    assert len(records) == 74
    for vendor, row in expected.items():
        assert (records[vendor]["numerator"], records[vendor]["n"]) == row[:2]
    assert Decimal(records[None]["value"]) == round(
        Decimal(sum(row[0] for row in expected.values())) / sum(row[1] for row in expected.values()), 12
    )
