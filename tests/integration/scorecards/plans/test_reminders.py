"""A year of plans with runs that are missed: each threshold is noticed exactly once, on both sides."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.enums import PartnerRole, StaffRole
from portal.models import Notice
from scorecards.actions import ideas, plan_actions, plans
from scorecards.actions.plan_reminding import remind
from scorecards.models import PlanAction
from tests.factories import MembershipFactory, StaffFactory, UserFactory
from tests.integration.scorecards.plans.conftest import moment, propose, version_of

pytestmark = pytest.mark.django_db
START = datetime(2026, 5, 12, 9, tzinfo=UTC)


def run_on(*days):
    for day in days:
        remind(now=moment(day))


def keys(prefix):
    """What was told (threshold at the end), how often to whom."""
    rows = Notice.objects.filter(key__startswith=f"{prefix}:").values_list("key", "user__name")
    return Counter((key.rpartition(":")[0].rpartition(":")[2], name) for key, name in rows)


@pytest.fixture
def year(us, them, brandt, agreed):
    """A plan in progress with an action of either side, other terms and two ideas that wait."""
    plans.start(by=us, plan=agreed, at=moment("2026-06-02"))
    waiting = propose(us, brandt, title="Second plan", at=START, sign=True)
    for by in (us, them):
        ideas.propose(by=by, partner=brandt, title="Crates", text="Use them twice", at=START)
    return agreed, waiting


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(gaps=st.lists(st.integers(1, 40), min_size=8, max_size=60))
def test_exactly_one_each_over_a_year_whatever_runs_are_missed(year, gaps):
    point = transaction.savepoint()
    now, end = START, START + timedelta(days=366)
    for gap in [*gaps, *([30] * 13)]:
        now = min(now + timedelta(days=gap), end)
        remind(now=now)
    remind(now=end)
    # Both actions, of either side, at each threshold; both sides hear that it is stuck.
    both = {("-3", "Alice Moreau"): 1, ("0", "Alice Moreau"): 1, ("1", "Alice Moreau"): 1}
    both |= {(days, "Bob Brandt"): n for (days, _name), n in both.items()}
    assert keys("plan-due") == both
    assert keys("plan-stuck") == {("partner", "Bob Brandt"): 2, ("company", "Alice Moreau"): 2}
    assert keys("plan-sign") == {("3", "Bob Brandt"): 1, ("10", "Bob Brandt"): 1}
    assert keys("idea-due") == {
        ("-2", "Alice Moreau"): 1,
        ("1", "Alice Moreau"): 1,
        ("-2", "Bob Brandt"): 1,
        ("1", "Bob Brandt"): 1,
    }
    transaction.savepoint_rollback(point)


def test_of_what_was_missed_the_latest_alone_is_mailed(year):
    run_on("2026-06-25")
    told = Notice.objects.filter(key__startswith="plan-due").order_by("pk")
    assert [one.dropped_at is None for one in told] == [False, False, True]
    assert "Overdue" in told[2].subject


def test_what_was_over_before_both_signed_is_not_noticed(us, them, plan):
    for by in (us, them):
        plans.sign(by=by, version=version_of(plan), at=moment("2026-06-20"))
    run_on("2026-06-20", "2026-06-21")
    # The drawing was due that day: three days before it nobody had signed.
    assert keys("plan-due") == {("0", "Alice Moreau"): 1, ("1", "Alice Moreau"): 1}


def test_what_is_done_reminds_of_nothing(year, us):
    draw = PlanAction.objects.get(plan=year[0], key="draw")
    plan_actions.finish(by=us, action=draw, evidence="Released", at=moment("2026-06-15"))
    run_on("2026-06-18", "2026-06-20", "2026-06-30")
    assert not keys("plan-due")


def test_a_plan_that_is_over_reminds_of_nothing(year, us, them):
    plan, waiting = year
    plans.ask_stop(by=us, plan=plan, words="No orders", at=moment("2026-06-03"))
    plans.agree_stop(by=them, plan=plan, at=moment("2026-06-03"))
    plans.withdraw(by=us, version=version_of(waiting), at=moment("2026-05-13"))
    run_on("2026-08-01")
    for prefix in ("plan-due", "plan-stuck", "plan-sign"):
        assert not keys(prefix)


def test_named_people_hear_when_it_is_stuck(year, us, them, brandt, erin):
    plan = year[0]
    maja = UserFactory(name="Maja Brandt")
    MembershipFactory(user=maja, partner=brandt, role=PartnerRole.EDITOR)
    plans.look_after(by=us, plan=plan, escalation=erin)
    plans.look_after(by=them, plan=plan, escalation=maja)
    run_on("2026-06-27")
    assert keys("plan-stuck") == {("partner", "Maja Brandt"): 1, ("company", "Erin Falk"): 1}


def test_who_comes_later_is_not_told_again(year, us):
    run_on("2026-06-20")
    ben = StaffFactory(role=StaffRole.BUYER, name="Ben Ott")
    plans.look_after(by=us, plan=year[0], owner=ben)
    run_on("2026-06-20")
    assert ("0", "Ben Ott") not in keys("plan-due")


def test_a_closed_month_waits_for_a_colleague_of_who_claimed(year, us, dana):
    plans.claim(by=us, plan=year[0], at=moment("2026-07-20"))
    run_on("2026-08-02", "2026-08-03", "2026-08-04")
    assert keys("plan-verify") == {("2026-07", "Dana Lund"): 1}
    # June had closed before anybody claimed anything.
    run_on("2026-10-10")
    assert keys("plan-verify") == {
        ("2026-07", "Dana Lund"): 1,
        ("2026-08", "Dana Lund"): 1,
        ("2026-09", "Dana Lund"): 1,
    }


def test_no_mail_about_a_confidential_idea_names_it(them, brandt):
    ideas.propose(by=them, partner=brandt, title="Zinc", text="Cheaper alloy", is_confidential=True, at=START)
    run_on("2026-05-25", "2026-06-30")
    told = Notice.objects.filter(key__startswith="idea")
    assert told.count() == 3
    assert not [one for one in told if "Zinc" in one.subject + one.words + str(one.facts)]


def test_as_many_statements_for_three_plans_as_for_one(us, them, brandt, django_assert_max_num_queries):
    for number in range(3):
        plan = propose(us, brandt, title=f"Plan {number}")
        for by in (us, them):
            plans.sign(by=by, version=version_of(plan), at=moment("2026-06-01"))
    run_on("2026-06-30")
    with django_assert_max_num_queries(40):
        run_on("2026-06-30")
