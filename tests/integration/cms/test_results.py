"""What a standard shows is what `manage.py kpis` prints for the same days."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from cms.facts.results import newest_closed, results
from cms.presenters.results import kept
from suppliers.models import Partner
from tests.factories import PartnerFactory
from tests.integration.cms.promising import invoices, standard

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


def printed(page, result):
    """The record of all partners together, from the command."""
    out = StringIO()
    early = "none" if page.early_days is None else str(page.early_days)
    call_command(
        "kpis", f"--from={result.starts_on}", f"--to={result.ends_on}", f"--as-of={result.as_of}",
        f"--basis={page.basis}", f"--early={early}", f"--late={page.late_days}", f"--kpi={page.kpi}",
        *([f"--kind={page.kind}"] if page.kind else []), "--json", stdout=out,
    )  # fmt: skip
    (record,) = [one for one in json.loads(out.getvalue()) if one["partner"] is None]
    return record


def test_a_result_is_the_kpis_own_figure(brandt, kestrel):
    page = standard()
    invoices(brandt, 13, 2)
    invoices(kestrel, 5, 0)
    result = results([page], TODAY)[page.pk]
    record = printed(page, result)
    assert (result.starts_on, result.ends_on, result.as_of) == (
        date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 3),
    )  # fmt: skip
    assert (str(result.value), result.n) == (record["value"], record["n"]) == ("0.9", 20)
    assert result.met is False


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        ("2026-10-02", "2026-Q2"),
        ("2026-10-03", "2026-Q3"),
        ("2026-12-31", "2026-Q3"),
        ("2027-01-03", "2026-Q4"),
    ],
)
def test_a_quarter_counts_from_its_closing_day(today, quarter):
    assert newest_closed(standard(), date.fromisoformat(today)).key == quarter


def test_a_year_ends_with_the_quarter(brandt):
    page = standard(months=12)
    invoices(brandt, 4, 0, first=date(2025, 10, 1))
    invoices(brandt, 4, 0)
    result = results([page], TODAY)[page.pk]
    assert (result.starts_on, result.ends_on) == (date(2025, 10, 1), date(2026, 9, 30))
    assert (result.n, result.value, result.met) == (8, Decimal(1), True)


@pytest.mark.parametrize(("in_time", "late", "met"), [(19, 1, True), (18, 1, False), (20, 0, True)])
def test_exactly_at_the_mark_is_met(brandt, in_time, late, met):
    page = standard()
    invoices(brandt, in_time, late)
    assert results([page], TODAY)[page.pk].met is met


def test_less_may_be_better(brandt):
    page = standard(kpi="changes_inside_lead_time", target=Decimal(5))
    assert results([page], TODAY)[page.pk].met is None
    (row,) = kept([page], TODAY).rows
    assert (row.shown, row.chip, row.has_figure) == ("No figure yet", "No data", False)


def test_too_few_rows_are_no_figure(brandt):
    page = standard()
    invoices(brandt, 4, 0)
    result = results([page], TODAY)[page.pk]
    (row,) = kept([page], TODAY).rows
    assert (result.value, result.met, result.n) == (None, None, 4)
    assert (row.shown, row.counted, row.chip) == ("No figure yet", "4 invoices so far", "Too few invoices")


def test_bad_news_is_said_first(brandt):
    page = standard(remark="Receipts waited to be booked.", remark_on=date(2026, 10, 5))
    invoices(brandt, 18, 2)
    shown = kept([page], TODAY)
    (row,) = shown.rows
    assert (row.shown, row.counted, row.chip, row.tone) == (
        "90.0\u00a0%", "of 20 invoices", "Not met", "bad",
    )  # fmt: skip
    assert row.missed == "We promised at least 95\u00a0%. It went wrong for 2 invoices. We are sorry."
    assert (row.remark, row.span) == ("Receipts waited to be booked.", "July to September 2026")
    assert (shown.sentence, shown.span) == ("0 of 1 promise kept", "July to September 2026")


def test_an_old_remark_is_not_repeated(brandt):
    page = standard(remark="Receipts waited to be booked.", remark_on=date(2026, 9, 30))
    invoices(brandt, 18, 2)
    assert kept([page], TODAY).rows[0].remark == ""


def test_the_trend_is_eight_quarters_and_earlier_ones_are_counted_once(brandt, django_assert_num_queries):
    page = standard()
    invoices(brandt, 5, 0, first=date(2026, 6, 1))
    invoices(brandt, 4, 1)
    trend = results([page], TODAY)[page.pk].trend
    assert [one.period for one in trend][-2:] == ["2026-Q2", "2026-Q3"]
    assert [one.value for one in trend] == [None] * 6 + [Decimal(1), Decimal("0.8")]
    # What is published, what was counted lately, and the newest quarter by its KPI's query.
    with django_assert_num_queries(2):
        results([page], TODAY)


def test_partners_lost_in_a_year_is_what_the_command_prints(brandt, kestrel):
    page = standard(kpi="partners_lost", target=Decimal(5), months=12)
    for number in range(3):
        PartnerFactory(code=f"MORE-{number}", name=f"More {number}")
    Partner.objects.update(since=date(2020, 1, 1))
    Partner.objects.filter(pk=kestrel.pk).update(status="lost", lost_on=date(2026, 5, 5))
    result = results([page], TODAY)[page.pk]
    record = printed(page, result)
    assert (str(result.value), result.n) == (record["value"], record["n"]) == ("0.2", 5)
    (row,) = kept([page], TODAY).rows
    assert (row.shown, row.counted, row.chip) == ("20.0\u00a0%", "1 of 5 partners", "Not met")
    assert row.span == "October 2025 to September 2026"
    assert row.missed == "We promised at most 5\u00a0%. It went wrong for 1 partner. We are sorry."
