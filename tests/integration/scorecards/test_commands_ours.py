"""The commands on figures that are not about order lines."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from scorecards.engine.catalogue import CATALOGUE, COLUMNS
from suppliers.models import Invoice, PartnerDocument

pytestmark = pytest.mark.django_db
SPAN = ("--from=2026-09-01", "--to=2026-09-30", "--as-of=2026-10-03")
# Options of lines: a KPI that does not use them ignores them.
IGNORED = ("--basis=requested", "--early=2", "--late=9", "--tolerance=5")


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def invoices(brandt, kestrel):
    for partner in (brandt, kestrel):
        for number, paid in ((f"{partner.code}-10", date(2026, 9, 10)), (f"{partner.code}-9", None)):
            Invoice.objects.create(
                partner=partner,
                number=number,
                received_on=date(2026, 9, 1),
                due_on=date(2026, 9, 10),
                paid_on=paid,
                currency="EUR",
                amount_minor=98_765,
            )


@pytest.mark.parametrize("options", [(), IGNORED], ids=["plain", "with options it does not use"])
def test_the_rows_of_one_partner_add_up(invoices, options):
    kpi = ("--kpi", "paid_within_terms", "--partner", "BRANDT")
    one, all_of_them = json.loads(run("kpis", *SPAN, *kpi, *options, "--json"))
    rows = list(csv.DictReader(StringIO(run("kpi-rows", *SPAN, *kpi, *options, "--csv"))))
    assert [row["invoice"] for row in rows] == ["BRANDT-10", "BRANDT-9"]
    assert rows[0] == {
        "invoice": "BRANDT-10",
        "excused": "0",
        "received_on": "2026-09-01",
        "due_on": "2026-09-10",
        "paid_on": "2026-09-10",
        "in_terms": "1",
    }
    assert (
        (one["numerator"], one["denominator"], one["n"])
        == (1, 2, 2)
        == (
            sum(int(row["in_terms"]) for row in rows),
            len(rows),
            len(rows),
        )
    )
    assert (one["value"], one["basis"], all_of_them["basis"]) == ("0.5", None, None)


def test_no_basis_is_printed_where_no_promise_plays_a_part(invoices):
    records = list(csv.DictReader(StringIO(run("kpis", *SPAN, "--kpi", "paid_within_terms", "--csv"))))
    assert [record["basis"] for record in records] == ["", "", ""]


def test_only_partners_of_the_kind(invoices, kestrel):
    kestrel.kind = "dealer"
    kestrel.save()
    records = json.loads(
        run("kpis", *SPAN, "--kpi", "paid_within_terms", "documents_valid", "--kind", "dealer", "--json")
    )
    assert [(record["partner"], record["n"]) for record in records] == [
        ("KESTREL", 2), (None, 2), ("KESTREL", 0), (None, 0),
    ]  # fmt: skip


def test_a_document_without_an_end(brandt):
    PartnerDocument.objects.create(partner=brandt, type="ISO 9001", number="1")
    text = run("kpi-rows", *SPAN, "--kpi", "documents_valid", "--partner", "BRANDT", "--csv")
    assert text.splitlines() == ["type,number,expires_on,valid", "ISO 9001,1,,1"]


@pytest.mark.parametrize("kpi", [code for code, kpi in CATALOGUE.items() if kpi.side == "company"])
def test_each_of_ours_has_its_header_without_data(brandt, kpi):
    text = run("kpi-rows", *SPAN, "--kpi", kpi, "--partner", "BRANDT", "--csv")
    assert text.splitlines() == [",".join(COLUMNS[CATALOGUE[kpi].source])]
    assert json.loads(run("kpi-rows", *SPAN, "--kpi", kpi, "--partner", "BRANDT", "--json")) == []
