"""Every state of a proposal, every act, every role: who may do what when."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from portal.models import User
from scorecards.enums import BandAction, ProposalAct, ProposalDecision, ProposalKind, ProposalState
from scorecards.models import ProposedAction, Tier
from scorecards.permissions import can_answer_proposal, can_decide_proposal
from scorecards.policies import (
    can_do_with_proposal,
    check_can_do_with_proposal,
    check_end,
    is_welcome,
    proposal_state,
)
from suppliers.models import Partner

TODAY = date(2026, 10, 20)
BEFORE, SINCE = date(2026, 10, 19), datetime(2026, 10, 12, tzinfo=UTC)
LOW, HIGH = Tier(pk=1, name="Approved", rank=10), Tier(pk=2, name="Preferred", rank=20)


def proposal(action=BandAction.WARN, **facts):
    partner = Partner(pk=7, name="Brandt Castings")
    kind = {"kind": ProposalKind.BAND, "action": action, "answer_by": TODAY}
    return ProposedAction(partner=partner, **{**kind, **facts})


IN_STATE = {
    ProposalState.ASKED: proposal(),
    ProposalState.WELCOME: proposal(BandAction.THANK),
    ProposalState.ANSWERED: proposal(answered_at=SINCE),
    ProposalState.SILENT: proposal(answer_by=BEFORE),
    ProposalState.GRANTED: proposal(decision=ProposalDecision.GRANTED),
    ProposalState.DECLINED: proposal(decision=ProposalDecision.DECLINED, answered_at=SINCE),
    ProposalState.OVERTAKEN: proposal(decision=ProposalDecision.OVERTAKEN),
}
ANSWER, GRANT, DECLINE = ProposalAct.ANSWER, ProposalAct.GRANT, ProposalAct.DECLINE
TABLE = {
    ProposalState.ASKED: {ANSWER},
    ProposalState.WELCOME: {ANSWER, GRANT, DECLINE},
    ProposalState.ANSWERED: {GRANT, DECLINE},
    ProposalState.SILENT: {GRANT, DECLINE},
    ProposalState.GRANTED: set(),
    ProposalState.DECLINED: set(),
    ProposalState.OVERTAKEN: set(),
}
STAFF_DECIDE = {StaffRole.ADMINISTRATOR, StaffRole.PURCHASING_MANAGER}
PARTNER_ANSWERS = {PartnerRole.ADMIN, PartnerRole.EDITOR}


def test_the_table_speaks_of_every_state():
    assert set(TABLE) == set(ProposalState) == set(IN_STATE)


@pytest.mark.parametrize("act", ProposalAct)
@pytest.mark.parametrize("state", ProposalState)
def test_what_a_state_allows(state, act):
    one = IN_STATE[state]
    assert proposal_state(one, TODAY) == state
    assert can_do_with_proposal(act, one, TODAY) == (act in TABLE[state])
    if act not in TABLE[state]:
        with pytest.raises(ValidationError):
            check_can_do_with_proposal(act, one, TODAY)


def staff(role):
    return Actor(user=User(name="Somebody", role=role))


def member(role, partner=7):
    return Actor(user=User(name="Bob"), membership=SimpleNamespace(partner_id=partner, role=role))


@pytest.mark.parametrize("role", StaffRole)
def test_who_decides(role):
    assert can_decide_proposal(staff(role), proposal()) == (role in STAFF_DECIDE)
    assert can_decide_proposal(staff(role), proposal(BandAction.HOLD)) == (role in STAFF_DECIDE)
    thanks = role in STAFF_DECIDE | {StaffRole.BUYER}
    assert can_decide_proposal(staff(role), proposal(BandAction.THANK)) == thanks
    assert not can_answer_proposal(staff(role), proposal())


@pytest.mark.parametrize("role", PartnerRole)
def test_who_answers(role):
    assert can_answer_proposal(member(role), proposal()) == (role in PARTNER_ANSWERS)
    assert not can_answer_proposal(member(role, partner=8), proposal())
    assert not can_decide_proposal(member(role), proposal(BandAction.THANK))


def test_a_merged_partner_answers_through_the_one_it_became():
    one = proposal()
    one.partner.merged_into_id = 8
    assert can_answer_proposal(member(PartnerRole.ADMIN, partner=8), one)


@pytest.mark.parametrize(
    ("tier", "from_tier", "welcome"),
    [(HIGH, LOW, True), (HIGH, None, True), (HIGH, HIGH, True), (LOW, HIGH, False), (None, LOW, False)],
)
def test_a_lower_tier_is_no_good_news(tier, from_tier, welcome):
    one = proposal("", kind=ProposalKind.TIER, tier=tier, from_tier=from_tier)
    assert is_welcome(one) == welcome


@pytest.mark.parametrize("day", [None, TODAY, BEFORE, date(2030, 1, 1)])
def test_what_is_granted_ends_in_the_future_and_within_three_years(day):
    with pytest.raises(ValidationError):
        check_end(day, TODAY)
    assert check_end(date(2027, 10, 20), TODAY) == date(2027, 10, 20)
