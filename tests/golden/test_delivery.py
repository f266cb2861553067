"""The hand-worked cases of delivery and quality: in the engine, stored, and with the rule applied in SQL."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions.judging import judge_lines, keep_rule
from suppliers.engine.judging import judge_line
from suppliers.models import Exclusion, OrderLine, Receipt
from tests.factories import LineFactory, OrderFactory, promise, receipt
from tests.golden.delivery import BOTH_WAYS, CASES
from tests.golden.otif import day
from tests.golden.storing import store

JUDGED = ("otif_lines", "otif_units", "on_time_quantity")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_in_the_engine(case):
    as_of = day(case.as_of)
    judged = [
        judge_line(facts, case.rule, as_of).get(case.basis)
        for index, facts in enumerate(case.lines)
        if index not in case.excused
    ]
    counted = [one for one in judged if one is not None and one.counts_from <= as_of]
    assert len(counted) == case.n
    if "otif_lines" not in case.figures:
        return
    quantity = sum(one.quantity for one in counted)
    found = {
        "otif_lines": (sum(one.passed for one in counted), len(counted)),
        "otif_units": (sum(one.accepted_in_window for one in counted), quantity),
        "on_time_quantity": (sum(one.quantity_in_window for one in counted), quantity),
    }
    for code, (above, below) in found.items():
        assert (Fraction(above, below) if below else None) == case.figures[code], code


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [True, False], ids=["stored", "in SQL"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_in_the_database(case, brandt, alice, kept):
    if kept:
        keep_rule(by=system_actor(), rule=case.rule)
    order = OrderFactory(partner=brandt, ordered_on=day(1))
    lines = [
        store(facts, order, str(index), excused_by=alice if index in case.excused else None)
        for index, facts in enumerate(case.lines)
    ]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
    scope = Scope(day(1), day(31), day(case.as_of), case.basis, case.rule, kept)
    for code, expected in case.figures.items():
        kpi = CATALOGUE[code]
        found = figures(kpi, scope)[None]
        assert found.value == expected, code
        assert expected is not None or found.n == 0 or code.startswith(("lead", "rejected", "accepted")), code
        rows = rows_by_partner(kpi, scope).get(brandt.pk, [])
        assert figure(kpi, sums_of(kpi, rows)) == found, code
    assert figures(CATALOGUE["otif_lines"], scope)[None].n == case.n


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code",
    [
        "otif_lines",
        "otif_units",
        "on_time_quantity",
        "lead_time_mean",
        "lead_time_p90",
        "acceptance_rate",
        "promise_kept",
        "promise_stability",
        "notice_days",
        "response_hours",
        "overdue_quantity_days",
        "rejected_ppm",
        "accepted_rate",
    ],
)
def test_an_excused_line_is_counted_beside_the_figure_and_returns(brandt, alice, code):
    sent = datetime(2026, 3, 1, 9, tzinfo=UTC)
    order = OrderFactory(partner=brandt, ordered_on=day(1), sent_at=sent)
    lines = [store(BOTH_WAYS, order, str(number)) for number in (1, 2)]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in lines])
    kpi, scope = CATALOGUE[code], Scope(day(1), day(31), day(31))
    both = figures(kpi, scope)[None]
    receipts = 2 if kpi.graded_by == "receipts" else 1
    assert (both.n, both.excused) == (2 * receipts, 0)
    excuse = Exclusion.objects.create(line=lines[0], partner=brandt, reason="strike", approved_by=alice)
    one = figures(kpi, scope)[None]
    assert (one.n, one.excused) == (receipts, receipts)
    assert one.value is not None
    excuse.undone_at = sent
    excuse.save()
    assert figures(kpi, scope)[None] == both


@pytest.mark.django_db
def test_a_return_lowers_what_was_accepted(brandt):
    """100 came and were accepted; 10 of them go back: the receipt is 90 accepted and 10 rejected now."""
    order = OrderFactory(partner=brandt, ordered_on=day(1))
    line = LineFactory(order=order, requested_on=day(10))
    promise(line, day(10), at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    came = receipt(line, day(10))
    assert returned_figures(line) == (1, 1, 1, 0, 1, 9)
    Receipt.objects.filter(pk=came.pk).update(accepted_quantity=90 * SCALE, rejected_quantity=10 * SCALE)
    # received is what it was: on time, nothing overdue; no longer complete
    assert returned_figures(line) == (0, Fraction(9, 10), 1, 100_000, Fraction(9, 10), None)
    receipt(line, day(14), 10)
    assert returned_figures(line) == (
        0,
        Fraction(9, 10),
        1,
        Fraction(10 * 10**6, 110),
        Fraction(100, 110),
        13,
    )


def returned_figures(line):
    judge_lines(by=system_actor(), line_ids=[line.pk])
    scope = Scope(day(1), day(31), day(31))
    codes = (*JUDGED, "rejected_ppm", "accepted_rate", "lead_time_mean")
    assert figures(CATALOGUE["overdue_quantity_days"], scope)[None].value == 0
    return tuple(figures(CATALOGUE[code], scope)[None].value for code in codes)


@pytest.mark.django_db
def test_a_split_promise_over_the_end_of_the_month(brandt):
    """60 for the 31st of March, 40 for the 2nd of April: the line is April's, each part its own month's."""
    order = OrderFactory(partner=brandt, ordered_on=day(1))
    line = LineFactory(order=order, requested_on=day(31))
    made = promise(line, day(31), 60, at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    made.parts.create(number=2, quantity=40 * SCALE, promised_on=date(2026, 4, 2))
    receipt(line, day(31), 60)
    receipt(line, date(2026, 4, 3), 40)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    as_of = date(2026, 5, 1)
    march = Scope(day(1), day(31), as_of)
    april = Scope(date(2026, 4, 1), date(2026, 4, 30), as_of)
    assert figures(CATALOGUE["otif_lines"], march)[None].n == 0
    assert figures(CATALOGUE["promise_kept"], march)[None].value == 1
    assert figures(CATALOGUE["rejected_ppm"], march)[None].denominator == 60
    assert figures(CATALOGUE["otif_units"], april)[None].value == Fraction(60, 100)
    assert figures(CATALOGUE["promise_kept"], april)[None].value == 0
    assert figures(CATALOGUE["lead_time_mean"], april)[None].value == 33
    assert figures(CATALOGUE["lead_time_mean"], march)[None].n == 0


@pytest.mark.django_db
def test_a_block_that_is_lifted_counts_again(brandt):
    line = LineFactory(order=OrderFactory(partner=brandt, ordered_on=day(1)), requested_on=day(10))
    promise(line, day(10), at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    receipt(line, day(10))
    counted = []
    for status in ("confirmed", "blocked", "confirmed"):
        OrderLine.objects.filter(pk=line.pk).update(status=status)
        judge_lines(by=system_actor(), line_ids=[line.pk])
        found = figures(CATALOGUE["otif_lines"], Scope(day(1), day(31), day(31)))[None]
        counted.append((found.n, found.value))
    assert counted == [(1, 1), (0, None), (1, 1)]
