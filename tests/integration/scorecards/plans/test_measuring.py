"""What a plan measures is what a card of the same rule would say; what comes in later changes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import to_decimal
from scorecards.engine.plan_terms import PlanRule
from scorecards.facts import Scope, figures
from scorecards.facts.plans import can_be_planned, closing_day, measured, plannable_kpis
from suppliers.actions.judging import judge_lines
from suppliers.enums import LineStatus
from tests.factories import LineFactory, OrderFactory, promise, receipt
from tests.integration.scorecards.plans.conftest import BASELINE, PROPOSED, moment, propose, terms

pytestmark = pytest.mark.django_db
MAY = Period.parse("2026-05")


@pytest.fixture
def lines(brandt, kestrel):
    """In March 7 of 10 lines on their day; in May 9 of 10. Kestrel's are all late."""
    made = []
    for partner, month, late in ((brandt, 3, 3), (brandt, 5, 1), (kestrel, 3, 10)):
        order = OrderFactory(partner=partner, ordered_on=date(2026, 1, 5))
        for number in range(10):
            day = date(2026, month, 10)
            line = LineFactory(order=order, requested_on=day, status=LineStatus.CONFIRMED)
            promise(line, day, at=moment(f"2026-{month:02d}-01"))
            receipt(line, date(2026, month, 25 if number < late else 10))
            made.append(line)
    judge_lines(by=system_actor(), line_ids=[line.pk for line in made])
    return made


def test_the_baseline_is_frozen_with_its_n_and_interval(lines, us, brandt):
    plan = propose(us, brandt, baseline=BASELINE)
    assert (plan.baseline, plan.baseline_n) == (Decimal("0.7"), 10)
    assert Decimal("0.39") < plan.baseline_low < Decimal("0.7") < plan.baseline_high < Decimal("0.9")
    assert plan.baseline_as_of == date(2026, 4, 3)


def test_a_period_is_what_a_card_would_say(lines, us, brandt):
    plan = propose(us, brandt)
    found = measured(plan, [MAY], date(2026, 7, 1))[0]
    kpi = CATALOGUE["otif_lines"]
    card = figures(kpi, Scope(MAY.start, MAY.end, MAY.closing_day(3, 0), partners=frozenset({brandt.pk})))
    assert found.value == to_decimal(card[brandt.pk].value) == Decimal("0.9")
    assert (found.n, found.is_closed, found.is_graded) == (10, True, True)


def test_what_is_received_after_the_closing_day_changes_nothing(us, brandt):
    plan = propose(us, brandt)
    order = OrderFactory(partner=brandt, ordered_on=date(2026, 1, 5))
    line = LineFactory(order=order, requested_on=date(2026, 5, 30), status=LineStatus.CONFIRMED)
    promise(line, date(2026, 5, 30), at=moment("2026-05-01"))
    judge_lines(by=system_actor(), line_ids=[line.pk])
    before = measured(plan, [MAY], date(2026, 7, 1))
    receipt(line, date(2026, 6, 20))
    judge_lines(by=system_actor(), line_ids=[line.pk])
    assert measured(plan, [MAY], date(2026, 7, 1)) == before
    assert (before[0].value, before[0].n, before[0].is_graded) == (0, 1, False)


def test_as_many_queries_for_more_periods_but_one_each(lines, us, brandt, django_assert_num_queries):
    plan = propose(us, brandt)
    assert plan.partner == brandt  # read once
    for periods in ([MAY], [MAY.shifted(back) for back in range(-5, 1)]):
        with django_assert_num_queries(len(periods)):
            measured(plan, periods, date(2026, 7, 1))


def test_every_kpi_that_can_be_planned_is_measured(us, brandt):
    kpis = plannable_kpis()
    assert len(kpis) > 20
    for kpi in kpis:
        target = Decimal(1) if kpi.higher_is_better else Decimal(0)
        plan = propose(us, brandt, kpi=kpi.code, given=terms(target=target))
        assert measured(plan, [MAY], PROPOSED.date())[0].period == MAY.key
    assert not any(can_be_planned(code) for code in ("partner_satisfaction", "cost_index", "nonsense"))


def test_the_closing_day_counts_the_late_window():
    end = date(2026, 5, 31)
    assert closing_day(PlanRule(), end) == date(2026, 6, 3)
    assert closing_day(PlanRule(late_days=5), end) == date(2026, 6, 6)
    assert closing_day(PlanRule(late_days=2, days="working"), end) == date(2026, 6, 19)
