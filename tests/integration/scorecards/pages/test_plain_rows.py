"""Rows that are not about lines: a plain table, and a file, of what stands behind the figure."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from portal.enums import Side
from suppliers.models import Case, Invoice, PartnerDocument

pytestmark = pytest.mark.django_db
PARTNERS = [("documents_valid", Side.PARTNER), ("case_days_to_close", Side.PARTNER)]
OURS = [("paid_within_terms", Side.COMPANY), ("changes_inside_lead_time", Side.COMPANY)]


@pytest.fixture(autouse=True)
def lines(template):
    version = template.versions.get()
    version.lines.filter(kpi__in=[kpi for kpi, _ in PARTNERS + OURS]).delete()
    for position, (kpi, side) in enumerate(PARTNERS + OURS, 10):
        version.lines.create(kpi=kpi, side=side, position=position, weight=50, target=1, floor=0, min_n=1)


@pytest.fixture(autouse=True)
def facts(brandt, kestrel):
    for partner in (brandt, kestrel):
        for number, paid in ((f"{partner.code}-1", 10), (f"{partner.code}-2", 12), (f"{partner.code}-3", 9)):
            Invoice.objects.create(
                partner=partner,
                number=number,
                received_on=date(2026, 9, 1),
                due_on=date(2026, 9, 10),
                paid_on=date(2026, 9, paid),
                currency="EUR",
                amount_minor=98_765_43,
                disputed=number.endswith("3"),
            )
        PartnerDocument.objects.create(
            partner=partner, type="ISO 9001", number=f"{partner.code}-iso", expires_on=date(2026, 9, 30)
        )
        Case.objects.create(
            partner=partner,
            title=f"Cracks at {partner.code}",
            opened_by_side=Side.COMPANY,
            opened_at=datetime(2026, 9, 1, 9, tzinfo=UTC),
            closed_at=datetime(2026, 9, 5, 9, tzinfo=UTC),
        )


def rows(login, user, card, kpi, query="?show=all"):
    return login(user).get(f"/scorecards/{card.public_id}/rows/{kpi}/{query}")


def texts(response):
    return [
        [row.name, *(cell.text.replace("\u00a0", " ") for cell in row.cells)]
        for row in response.context["rows"].rows
    ]


def test_invoices_that_were_late_come_first(login, bob, card):
    response = rows(login, bob, card, "paid_within_terms", "")
    shown = response.context["rows"]
    assert shown.title == "1 of 2 invoices did not pass, 1 is excused"
    assert [column.name for column in shown.columns] == [
        "Invoice",
        "Received",
        "Due",
        "Paid",
        "Within the terms",
    ]
    assert texts(response) == [["BRANDT-2", "1 Sep", "10 Sep", "12 Sep", "no"]]


def test_an_excused_one_says_so(login, bob, card):
    response = rows(login, bob, card, "paid_within_terms", "?show=excused")
    assert [(row.name, row.chip) for row in response.context["rows"].rows] == [("BRANDT-3", "Excused")]
    assert b"Excused" in response.content


def test_no_amount_and_nothing_of_a_rival(login, bob, card):
    for kpi, _ in PARTNERS + OURS:
        content = rows(login, bob, card, kpi).content.decode()
        assert "KESTREL" not in content
        assert "98,765" not in content
        assert "9876543" not in content


def test_documents_and_cases(login, bob, card):
    assert texts(rows(login, bob, card, "documents_valid")) == [["ISO 9001", "BRANDT-iso", "30 Sep", "no"]]
    assert texts(rows(login, bob, card, "case_days_to_close")) == [
        ["Cracks at BRANDT", "Company", "1 Sep", "5 Sep", "4"]
    ]


def test_lines_that_we_changed_keep_their_track(login, bob, card):
    shown = rows(login, bob, card, "changes_inside_lead_time").context["rows"]
    assert shown.of_lines
    assert len(shown.rows) == 7
    assert all(row.track for row in shown.rows)


def test_sorted_by_any_column(login, bob, card):
    for column in ("number", "paid_on", "in_terms", "-paid_on"):
        names = [
            line[0] for line in texts(rows(login, bob, card, "paid_within_terms", f"?show=all&sort={column}"))
        ]
        assert len(names) == 3
    assert names == ["BRANDT-2", "BRANDT-1", "BRANDT-3"]


def test_the_file_holds_the_columns(login, bob, card):
    response = rows(login, bob, card, "paid_within_terms", "?format=csv")
    found = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode().lstrip("\ufeff"))))
    assert [(one["invoice"], one["paid_on"], one["in_terms"]) for one in found] == [
        ("BRANDT-1", "2026-09-10", "1"),
        ("BRANDT-2", "2026-09-12", "0"),
        ("BRANDT-3", "2026-09-09", "1"),
    ]


def test_the_preview_opens_them_too(login, bob, card):
    response = login(bob).get("/scorecards/preview/rows/paid_within_terms/?period=2026-09&show=all")
    assert len(texts(response)) == 3


def test_a_rivals_rows_are_not_there(login, bob, cards):
    assert rows(login, bob, cards["KESTREL"], "paid_within_terms").status_code == 404
