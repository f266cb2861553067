"""From signature to verified end, with both sides acting."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from portal.enums import PartnerRole, StaffRole
from portal.models import Notice
from scorecards.actions import gains, plan_actions, plans
from scorecards.enums import PlanActionState, PlanState, VersionState
from scorecards.models import Frozen, GainShareEntry, PlanAction, PlanReview
from scorecards.policies_plans import PlanRefused
from tests.factories import MembershipFactory, StaffFactory, UserFactory
from tests.integration.scorecards.plans.conftest import moment, propose, terms, version_of

AT = moment("2026-10-06")


def verify(by, plan, *periods, at=AT):
    for period in periods:
        plans.verify(by=by, plan=plan, period=period, at=at)


def finish_all(us, them, plan):
    for key, by in (("draw", us), ("box", them)):
        action = PlanAction.objects.get(plan=plan, key=key)
        plan_actions.finish(by=by, action=action, evidence="Photo", at=AT)


def test_72_85_91_is_effective_and_closes(measuring, us, them, colleague, figures):
    figures |= {"2026-07": 0.72, "2026-08": 0.85, "2026-09": 0.91}
    verify(colleague, measuring, "2026-07", "2026-08")
    assert measuring.state == PlanState.MEASURING
    verify(colleague, measuring, "2026-09")
    assert measuring.state == PlanState.EFFECTIVE
    finish_all(us, them, measuring)
    plans.close(by=us, plan=measuring, learned="Freeze dates early", at=AT)
    assert (measuring.state, measuring.learned) == (PlanState.CLOSED, "Freeze dates early")
    assert [(one.period, one.met, one.holds) for one in measuring.reviews.all()] == [
        ("2026-07", False, False),
        ("2026-08", False, False),
        ("2026-09", True, True),
    ]


def test_72_85_88_is_not_and_stays_open(measuring, us, them, colleague, figures):
    figures |= {"2026-07": 0.72, "2026-08": 0.85, "2026-09": 0.88}
    verify(colleague, measuring, "2026-07", "2026-08", "2026-09")
    assert measuring.state == PlanState.NOT_EFFECTIVE
    finish_all(us, them, measuring)
    with pytest.raises(PlanRefused, match="stays open"):
        plans.close(by=us, plan=measuring, learned="-", at=AT)


def test_a_new_round_measures_new_periods(measuring, us, them, colleague, figures):
    figures |= {"2026-09": 0.88, "2026-10": 0.95}
    verify(colleague, measuring, "2026-09")
    plans.resume(by=them, plan=measuring, words="A third furnace", at=AT)
    assert (measuring.state, measuring.round, measuring.claimed_by) == (PlanState.IN_PROGRESS, 2, None)
    plans.claim(by=them, plan=measuring, at=AT)
    later = moment("2026-11-10")
    with pytest.raises(PlanRefused, match="before this round"):
        plans.verify(by=us, plan=measuring, period="2026-09", at=later)
    plans.verify(by=us, plan=measuring, period="2026-10", at=later)
    assert measuring.state == PlanState.EFFECTIVE


def test_who_claims_does_not_verify_and_no_partner_does(measuring, us, them, figures):
    with pytest.raises(PermissionDenied, match="colleague"):
        plans.verify(by=us, plan=measuring, period="2026-07", at=AT)
    with pytest.raises(PermissionDenied):
        plans.verify(by=them, plan=measuring, period="2026-07", at=AT)
    assert not PlanReview.objects.exists()


def test_a_month_that_may_still_change_is_not_verified(measuring, colleague, figures):
    with pytest.raises(PlanRefused, match="from Sat"):
        plans.verify(by=colleague, plan=measuring, period="2026-09", at=moment("2026-10-02"))
    plans.verify(by=colleague, plan=measuring, period="2026-09", at=moment("2026-10-03"))


def test_no_month_that_must_hold_is_passed_over(running, us, them, colleague, figures):
    plans.change(by=us, plan=running, terms=terms(hold=2), why="Longer", sign=True, at=AT)
    plans.sign(by=them, version=version_of(running), at=AT)
    running.refresh_from_db()
    plans.claim(by=us, plan=running, at=AT)
    figures |= {"2026-09": 0.5, "2026-10": 0.95, "2026-11": 0.95}
    later = moment("2026-12-10")
    with pytest.raises(PlanRefused, match="2026-09 first"):
        plans.verify(by=colleague, plan=running, period="2026-10", at=later)
    plans.verify(by=colleague, plan=running, period="2026-09", at=later)
    assert running.state == PlanState.NOT_EFFECTIVE


def test_a_month_without_data_leaves_its_place_to_the_next(measuring, colleague, figures):
    figures["2026-10"] = 0.93
    later = moment("2026-11-10")
    verify(colleague, measuring, "2026-09", at=later)
    assert measuring.state == PlanState.MEASURING
    verify(colleague, measuring, "2026-10", at=later)
    assert measuring.state == PlanState.EFFECTIVE


def test_while_it_is_worked_on_the_months_before_are_verified(running, us, figures):
    figures["2026-07"] = 0.78
    plans.verify(by=us, plan=running, period="2026-07", at=AT)
    with pytest.raises(PlanRefused, match="say first"):
        plans.verify(by=us, plan=running, period="2026-09", at=AT)
    assert running.state == PlanState.IN_PROGRESS


def test_it_does_not_close_with_an_open_action(measuring, us, colleague, figures):
    figures["2026-09"] = 0.91
    verify(colleague, measuring, "2026-09")
    with pytest.raises(PlanRefused, match="2 actions"):
        plans.close(by=us, plan=measuring, learned="-", at=AT)


def test_nor_while_other_terms_wait(measuring, us, them, colleague, figures):
    figures["2026-09"] = 0.91
    verify(colleague, measuring, "2026-09")
    finish_all(us, them, measuring)
    plans.change(by=them, plan=measuring, terms=terms(benefits=()), why="Less", at=AT)
    with pytest.raises(PlanRefused, match="wait for a signature"):
        plans.close(by=us, plan=measuring, learned="-", at=AT)


def test_both_sign_exactly_what_was_put_forward(plan, us, them):
    version = version_of(plan)
    plans.sign(by=us, version=version, at=AT)
    with pytest.raises(PlanRefused, match="already"):
        plans.sign(by=us, version=version, at=AT)
    plans.sign(by=them, version=version, at=AT)
    plan.refresh_from_db()
    assert (plan.state, plan.terms) == (PlanState.AGREED, version)
    assert {one.digest for one in version.signatures.all()} == {
        terms().digest == version.digest and version.digest
    }
    assert {(one.key, one.side) for one in plan.actions.all()} == {("box", "partner"), ("draw", "company")}


def test_terms_that_were_tampered_with_are_not_signed(plan, us):
    version = version_of(plan)
    version.terms["target"] = "0.5"
    version.save()
    with pytest.raises(PlanRefused, match="not the one"):
        plans.sign(by=us, version=version, at=AT)


def test_who_only_works_does_not_sign(plan, brandt, actor_of):
    editor, buyer = UserFactory(), StaffFactory(role=StaffRole.BUYER)
    MembershipFactory(user=editor, partner=brandt, role=PartnerRole.EDITOR)
    for user in (editor, buyer):
        with pytest.raises(PermissionDenied):
            plans.sign(by=actor_of(user), version=version_of(plan), at=AT)


def test_replaced_terms_are_signed_no_more(plan, us, them):
    first = version_of(plan)
    plans.sign(by=us, version=first, at=AT)
    plans.change(by=them, plan=plan, terms=terms(hold=2), why="Two months", at=moment("2026-05-20"))
    with pytest.raises(PlanRefused, match="Other terms"):
        plans.sign(by=them, version=first, at=AT)
    assert first.state == VersionState.OPEN  # as the caller read it
    first.refresh_from_db()
    assert first.state == VersionState.REPLACED


def test_what_both_signed_stays_in_force_until_both_sign_anew(running, us, them):
    old = running.terms
    new = terms(actions=tuple(one for one in terms().actions if one.key == "draw"))
    plans.change(by=us, plan=running, terms=new, why="No second box", sign=True, at=AT)
    running.refresh_from_db()
    assert (running.terms, running.state) == (old, PlanState.IN_PROGRESS)
    assert PlanAction.objects.get(key="box").state == PlanActionState.OPEN
    plans.sign(by=them, version=version_of(running), at=AT)
    running.refresh_from_db()
    assert (running.terms.number, running.state) == (2, PlanState.IN_PROGRESS)
    assert PlanAction.objects.get(key="box").state == PlanActionState.DROPPED


def test_another_target_while_it_is_measured_begins_anew(measuring, us, them):
    for given, state, number in (
        (terms(obligations=()), PlanState.MEASURING, 1),
        (terms(hold=3), PlanState.IN_PROGRESS, 2),
    ):
        plans.change(by=us, plan=measuring, terms=given, why="Because", sign=True, at=AT)
        plans.sign(by=them, version=version_of(measuring), at=AT)
        measuring.refresh_from_db()
        assert (measuring.state, measuring.round) == (state, number)


def test_nobody_finishes_for_the_other_side(running, us, them):
    box = PlanAction.objects.get(key="box")
    with pytest.raises(PermissionDenied, match="other side"):
        plan_actions.finish(by=us, action=box, evidence="-", at=AT)
    with pytest.raises(PlanRefused, match="waits for"):
        plan_actions.finish(by=them, action=box, evidence="Photo", at=AT)
    finish_all(us, them, running)
    box.refresh_from_db()
    assert (box.state, box.evidence, box.done_by_label) == (PlanActionState.DONE, "Photo", "Bob Brandt")
    plan_actions.reopen(by=them, action=box, why="It leaks", at=AT)
    assert box.state == PlanActionState.OPEN
    plan_actions.expect(by=them, action=box, day=date(2026, 10, 16), why="New seal", at=AT)
    assert (box.expected_on, box.due_on) == (date(2026, 10, 16), date(2026, 7, 15))


def test_a_gain_is_split_to_the_cent_and_taken_back_once(measuring, us, them, colleague, figures):
    booking = {"text": "Freight", "basis": "12 months", "total_minor": 1_000_001, "booked_on": AT.date()}
    with pytest.raises(PlanRefused, match="verified"):
        gains.book(by=us, plan=measuring, at=AT, **booking)
    figures["2026-09"] = 0.91
    verify(colleague, measuring, "2026-09")
    with pytest.raises(PermissionDenied):
        gains.book(by=them, plan=measuring, at=AT, **booking)
    entry = gains.book(by=us, plan=measuring, at=AT, **booking)
    assert (entry.partner_minor, entry.company_minor) == (500_001, 500_000)
    back = gains.take_back(by=us, entry=entry, why="Twice", at=AT)
    assert (back.partner_minor, back.company_minor) == (-500_001, -500_000)
    for one in (entry, back):
        with pytest.raises(PlanRefused):
            gains.take_back(by=us, entry=one, why="Again", at=AT)
    assert sum(one.total_minor for one in GainShareEntry.objects.all()) == 0


def test_what_was_signed_verified_and_booked_never_changes(measuring, us, colleague, figures):
    figures["2026-09"] = 0.91
    verify(colleague, measuring, "2026-09")
    entry = gains.book(
        by=us, plan=measuring, text="Freight", basis="x", total_minor=1, booked_on=AT.date(), at=AT
    )
    for row in (entry, measuring.reviews.get(), measuring.terms.signatures.first()):
        with pytest.raises(Frozen):
            row.save()


def test_each_is_told_once_and_never_who_did_it(measuring, us, alice, bob, dana, figures):
    told = set(Notice.objects.values_list("user__name", "key"))
    assert {name for name, key in told if key.startswith("plan-proposed")} == {"Bob Brandt"}
    assert {name for name, key in told if key.startswith("plan-claimed")} == {"Bob Brandt"}
    assert len(told) == Notice.objects.count()


def test_a_target_that_is_there_already_is_refused(us, brandt, monkeypatch):
    with pytest.raises(PlanRefused) as refused:
        propose(us, brandt, given=terms(target=terms().target * 2))
    assert refused.value.field == "target"
    with pytest.raises(PlanRefused) as refused:
        propose(us, brandt, kpi="partner_satisfaction")
    assert refused.value.field == "kpi"
    with pytest.raises(PlanRefused) as refused:
        propose(us, brandt, kpi="price_variance")
    assert refused.value.field == "kpi"
