"""The table of acts against the real actions: what it allows works, what it refuses changes nothing."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.enums import Side
from scorecards.actions import plans
from scorecards.enums import PlanAct, PlanActionState, PlanState
from scorecards.models import ImprovementPlan, PlanVersion
from scorecards.policies_plans import ENDED, PLAN_ACTS, PlanRefused, acts_for
from tests.integration.scorecards.plans.conftest import moment, terms, version_of

AT = moment("2026-11-10")


def other_terms(plan):
    """A day that is not over yet, unless both have signed one."""
    later = {"by_when": date(2026, 12, 31)} if plan.state == PlanState.PROPOSED else {}
    return terms(obligations=(), **later)


ACTS = {
    PlanAct.CHANGE: lambda by, plan: plans.change(
        by=by, plan=plan, terms=other_terms(plan), why="Less", at=AT
    ),
    PlanAct.SIGN: lambda by, plan: plans.sign(by=by, version=version_of(plan), at=AT),
    PlanAct.DECLINE: lambda by, plan: plans.decline(by=by, version=version_of(plan), words="No", at=AT),
    PlanAct.WITHDRAW: lambda by, plan: plans.withdraw(by=by, version=version_of(plan), at=AT),
    PlanAct.START: lambda by, plan: plans.start(by=by, plan=plan, at=AT),
    PlanAct.CLAIM: lambda by, plan: plans.claim(by=by, plan=plan, at=AT),
    PlanAct.VERIFY: lambda by, plan: plans.verify(by=by, plan=plan, period="2026-07", at=AT),
    PlanAct.RESUME: lambda by, plan: plans.resume(by=by, plan=plan, words="Again", at=AT),
    PlanAct.CLOSE: lambda by, plan: plans.close(by=by, plan=plan, learned="Measure early", at=AT),
    PlanAct.ASK_STOP: lambda by, plan: plans.ask_stop(by=by, plan=plan, words="No orders", at=AT),
    PlanAct.AGREE_STOP: lambda by, plan: plans.agree_stop(by=by, plan=plan, at=AT),
    PlanAct.KEEP_GOING: lambda by, plan: plans.keep_going(by=by, plan=plan, at=AT),
}
# Beside what is in force: nothing, terms of ours that wait, a question of ours whether to call it off.
WAITS = ("nothing", "terms", "stop")


def bring(plan, state, waits, us, them, colleague, figures):
    """Lead the plan to a state through the actions alone."""
    if state == PlanState.PROPOSED:
        return
    if state == PlanState.DECLINED:
        plans.decline(by=them, version=version_of(plan), words="No", at=AT)
        return
    if state == PlanState.WITHDRAWN:
        plans.withdraw(by=us, version=version_of(plan), at=AT)
        return
    for by in (us, them):
        plans.sign(by=by, version=version_of(plan), at=AT)
    plan.refresh_from_db()
    if state != PlanState.AGREED:
        plans.start(by=them, plan=plan, at=moment("2026-07-02"))
    if state in (PlanState.MEASURING, PlanState.EFFECTIVE, PlanState.NOT_EFFECTIVE, PlanState.CLOSED):
        plans.claim(by=them, plan=plan, at=moment("2026-07-03"))
    if state in (PlanState.EFFECTIVE, PlanState.NOT_EFFECTIVE, PlanState.CLOSED):
        figures["2026-09"] = 0.8 if state == PlanState.NOT_EFFECTIVE else 0.95
        plans.verify(by=us, plan=plan, period="2026-09", at=AT)
    if state in (PlanState.CLOSED, PlanState.EFFECTIVE):
        plan.actions.update(state=PlanActionState.DONE)
    if state == PlanState.CLOSED:
        plans.close(by=us, plan=plan, learned="Early", at=AT)
    if state == PlanState.CALLED_OFF:
        plans.ask_stop(by=us, plan=plan, words="No orders", at=AT)
        plans.agree_stop(by=them, plan=plan, at=AT)
    if waits == "terms" and state not in ENDED:
        plans.change(by=us, plan=plan, terms=terms(benefits=()), why="Else", at=AT)
    if waits == "stop" and PlanAct.ASK_STOP in PLAN_ACTS[state]:
        plans.ask_stop(by=us, plan=plan, words="No orders", at=AT)


@pytest.mark.parametrize(("state", "waits"), list(product(PlanState, WAITS)))
def test_the_actions_do_what_the_table_says(state, waits, plan, us, them, colleague, figures):
    bring(plan, state, waits, us, them, colleague, figures)
    plan.refresh_from_db()
    assert plan.state == state
    for act, side in product(PlanAct, Side.values):
        plan = ImprovementPlan.objects.get(pk=plan.pk)
        may = act in acts_for(plan, side)
        if act == PlanAct.CLOSE and waits == "terms" and may:
            continue  # other terms are settled first: see test_effect
        by = us if side == Side.COMPANY else them
        point = transaction.savepoint()
        if may:
            ACTS[act](by, plan)
            after = ImprovementPlan.objects.get(pk=plan.pk)
            assert after.state in PLAN_ACTS[state][act].to, (act, side)
        else:
            with pytest.raises((PlanRefused, PermissionDenied)):
                ACTS[act](by, plan)
            after = ImprovementPlan.objects.get(pk=plan.pk)
            assert (after.state, after.version) == (plan.state, plan.version), (act, side)
        transaction.savepoint_rollback(point)


def test_a_rival_does_nothing_with_it(plan, charlie, actor_of):
    rival = actor_of(charlie)
    for act in PlanAct:
        with pytest.raises(PermissionDenied):
            ACTS[act](rival, plan)
    assert PlanVersion.objects.get(plan=plan).signatures.count() == 0


def test_a_viewer_does_nothing_with_it(plan, viewer, actor_of):
    looking = actor_of(viewer)
    for act in PlanAct:
        with pytest.raises(PermissionDenied):
            ACTS[act](looking, plan)
