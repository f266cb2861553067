"""The whole product of states, acts and sides: a new state or act must be placed here too."""

from itertools import product

import pytest

from portal.enums import Side
from scorecards.enums import PlanAct, PlanState
from scorecards.models import ImprovementPlan
from scorecards.policies_plans import ENDED, PLAN_ACTS, PlanRefused, Waiting, allowed, check_can_act

US, THEM = str(Side.COMPANY), str(Side.PARTNER)
NOBODY, BOTH = frozenset(), frozenset({US, THEM})
# What a plan may wait for; ours stand for either side's.
NOTHING = Waiting()
OUR_TERMS = Waiting(maker=US)
OUR_SIGNED_TERMS = Waiting(maker=US, signed=frozenset({US}))
WE_ASKED = Waiting(stop_asked_by=US)
WAITINGS = {
    "nothing": NOTHING,
    "terms": OUR_TERMS,
    "signed": OUR_SIGNED_TERMS,
    "stop": WE_ASKED,
}

_NONE = dict.fromkeys(WAITINGS, NOBODY)
_ALWAYS = dict.fromkeys(WAITINGS, BOTH)
_COMPANY = dict.fromkeys(WAITINGS, frozenset({US}))
_TERMS_OF_OURS = {
    PlanAct.CHANGE: _ALWAYS,
    PlanAct.SIGN: {**_NONE, "terms": BOTH, "signed": frozenset({THEM})},
    PlanAct.DECLINE: {**_NONE, "terms": frozenset({THEM}), "signed": frozenset({THEM})},
    PlanAct.WITHDRAW: {**_NONE, "terms": frozenset({US}), "signed": frozenset({US})},
}
_STOPPING = {
    PlanAct.ASK_STOP: {**_ALWAYS, "stop": NOBODY},
    PlanAct.AGREE_STOP: {**_NONE, "stop": frozenset({THEM})},
    PlanAct.KEEP_GOING: {**_NONE, "stop": BOTH},
}
# state -> act -> what it waits for -> the sides that may. What is not named, nobody may.
EXPECTED = {
    PlanState.PROPOSED: _TERMS_OF_OURS,
    PlanState.AGREED: {**_TERMS_OF_OURS, **_STOPPING, PlanAct.START: _ALWAYS},
    PlanState.IN_PROGRESS: {
        **_TERMS_OF_OURS,
        **_STOPPING,
        PlanAct.CLAIM: _ALWAYS,
        PlanAct.VERIFY: _COMPANY,
    },
    PlanState.MEASURING: {**_TERMS_OF_OURS, **_STOPPING, PlanAct.VERIFY: _COMPANY},
    PlanState.NOT_EFFECTIVE: {**_TERMS_OF_OURS, **_STOPPING, PlanAct.RESUME: _ALWAYS},
    PlanState.EFFECTIVE: {**_TERMS_OF_OURS, PlanAct.CLOSE: _COMPANY},
    PlanState.CLOSED: {},
    PlanState.DECLINED: {},
    PlanState.WITHDRAWN: {},
    PlanState.CALLED_OFF: {},
}
PRODUCT = [
    (state, act, name, side) for state, act, name, side in product(PlanState, PlanAct, WAITINGS, Side.values)
]


def test_every_state_and_every_act_is_placed():
    assert set(EXPECTED) == set(PlanState) == set(PLAN_ACTS)
    assert {act for acts in EXPECTED.values() for act in acts} == set(PlanAct)


@pytest.mark.parametrize(("state", "act", "name", "side"), PRODUCT)
def test_who_may_do_what_in_which_state(state, act, name, side):
    sides = EXPECTED[state].get(act, _NONE)[name]
    assert allowed(act, state, side, WAITINGS[name]) == (side in sides)


@pytest.mark.parametrize(("state", "act", "name", "side"), PRODUCT)
def test_the_other_way_round_for_terms_of_theirs(state, act, name, side):
    """Nothing but verifying and closing depends on which side is ours."""
    swap = {US: THEM, THEM: US}
    ours = WAITINGS[name]
    theirs = Waiting(
        swap.get(ours.maker, ""),
        frozenset(swap[one] for one in ours.signed),
        swap.get(ours.stop_asked_by, ""),
    )
    if act in (PlanAct.VERIFY, PlanAct.CLOSE):
        assert not allowed(act, state, THEM, theirs)
    else:
        assert allowed(act, state, swap[side], theirs) == allowed(act, state, side, ours)


@pytest.mark.parametrize(("state", "act", "side"), list(product(PlanState, PlanAct, Side.values)))
def test_every_refusal_says_why(state, act, side, monkeypatch):
    plan = ImprovementPlan(state=state, title="Casting dates")
    monkeypatch.setattr("scorecards.policies_plans.open_version", lambda plan: None)
    if allowed(act, state, side, NOTHING):
        check_can_act(act, plan, side)
    else:
        with pytest.raises(PlanRefused) as refused:
            check_can_act(act, plan, side)
        assert len(str(refused.value)) > 20


@pytest.mark.parametrize("state", PlanState)
def test_a_stranger_does_nothing(state):
    assert not any(allowed(act, state, side, OUR_TERMS) for act in PlanAct for side in ("", "system"))


def test_acts_lead_to_states_that_are_there_and_ends_are_ends():
    reached = {one for acts in PLAN_ACTS.values() for move in acts.values() for one in move.to}
    assert reached | {PlanState.PROPOSED} == set(PlanState)
    assert {PlanState.CLOSED, PlanState.DECLINED, PlanState.WITHDRAWN, PlanState.CALLED_OFF} == ENDED


def test_only_a_verified_effect_leads_to_the_end():
    """Closed is reached from effective alone, and effective by verifying while it is measured alone."""
    into = lambda end: {  # noqa: E731
        (state, act) for state, acts in PLAN_ACTS.items() for act, move in acts.items() if end in move.to
    }
    assert into(PlanState.CLOSED) == {(PlanState.EFFECTIVE, PlanAct.CLOSE)}
    assert {pair for pair in into(PlanState.EFFECTIVE) if pair[0] != PlanState.EFFECTIVE} == {
        (PlanState.MEASURING, PlanAct.VERIFY)
    }
