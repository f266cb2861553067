"""Random walks over plans, with the database: whatever people try, in whatever order."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.actors import Actor
from portal.engine.periods import Period
from portal.enums import PartnerRole, Side, StaffRole
from scorecards.actions import gains, plan_actions, plans
from scorecards.engine.plan_terms import Terms
from scorecards.enums import PlanActionState, PlanState, VersionState
from scorecards.facts.plans import Measured, open_actions
from scorecards.models import GainShareEntry, ImprovementPlan, PlanAction, PlanReview, PlanSignature
from scorecards.policies_plans import PlanRefused
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory
from tests.integration.scorecards.plans.conftest import propose, terms

TRIED = (PlanRefused, PermissionDenied)
WHO = st.sampled_from(["manager", "executive", "buyer", "admin", "editor", "viewer", "rival"])
VALUES = st.sampled_from([None, "0.72", "0.89", "0.9", "0.97"])
DAY = timedelta(days=1)


def measured(values):
    def read(plan, periods, today):
        found = []
        for one in periods:
            value = None if values.get(one.key) is None else Decimal(values[one.key])
            found.append(
                Measured(one.key, one.start, one.end, today, value, 20, None, None, True, value is not None)
            )
        return found

    return read


class Walk(RuleBasedStateMachine):
    """One plan of one partner, a rival beside it, and a clock that only goes on."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.values = {}
        self.patched = patch("scorecards.actions.plan_effect.measured", measured(self.values))
        self.patched.start()
        self.at = datetime(2026, 5, 12, 9, tzinfo=UTC)
        self.closed = None

    def teardown(self):
        self.patched.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(hold=st.integers(1, 3), share=st.sampled_from(["0", "0.333333", "0.5", "1"]))
    def begin(self, hold, share):
        brandt, kestrel = PartnerFactory(name="Brandt"), PartnerFactory(name="Kestrel")
        roles = {
            "manager": StaffRole.PURCHASING_MANAGER,
            "executive": StaffRole.EXECUTIVE,
            "buyer": StaffRole.BUYER,
        }
        self.people = {name: Actor(user=StaffFactory(role=role)) for name, role in roles.items()}
        for name, partner, role in (
            ("admin", brandt, PartnerRole.ADMIN),
            ("editor", brandt, PartnerRole.EDITOR),
            ("viewer", brandt, PartnerRole.VIEWER),
            ("rival", kestrel, PartnerRole.ADMIN),
        ):
            user = UserFactory()
            self.people[name] = Actor(
                user=user, membership=MembershipFactory(user=user, partner=partner, role=role)
            )
        given = terms(hold=hold, partner_share=Decimal(share), by_when=date(2026, 8, 15))
        self.pk = propose(self.people["manager"], brandt, given=given, at=self.at).pk

    @property
    def plan(self):
        return ImprovementPlan.objects.select_related("partner", "terms").get(pk=self.pk)

    def attempt(self, act):
        """Refused, it leaves nothing behind."""
        before = self.plan
        try:
            with transaction.atomic():
                act()
        except TRIED:
            assert (self.plan.state, self.plan.version) == (before.state, before.version)

    @rule(days=st.integers(1, 45))
    def wait(self, days):
        self.at += days * DAY

    @rule(who=WHO, hold=st.integers(1, 3), drop=st.booleans(), sign=st.booleans())
    def change(self, who, hold, drop, sign):
        was = self.plan
        base = Terms.from_json((was.terms or was.versions.first()).terms)
        given = terms(
            hold=hold,
            by_when=base.by_when,
            actions=() if drop else terms().actions,
            partner_share=base.partner_share,
        )
        self.attempt(
            lambda: plans.change(
                by=self.people[who], plan=was, terms=given, why="Else", sign=sign, at=self.at
            )
        )

    @rule(who=WHO, act=st.sampled_from(["sign", "sign", "sign", "decline", "withdraw"]))
    def answer_terms(self, who, act):
        by, version = self.people[who], self.plan.versions.order_by("-number").first()
        more = {"words": "No"} if act == "decline" else {}
        self.attempt(lambda: getattr(plans, act)(by=by, version=version, at=self.at, **more))

    @rule()
    def agree(self):
        """Both sides at once, so that walks come far."""
        for who in ("executive", "admin"):
            version = self.plan.versions.order_by("-number").first()
            self.attempt(partial(plans.sign, by=self.people[who], version=version, at=self.at))
        self.attempt(partial(plans.start, by=self.people["editor"], plan=self.plan, at=self.at))

    @rule(who=WHO, act=st.sampled_from(["start", "claim", "claim", "agree_stop", "keep_going"]))
    def go_on(self, who, act):
        self.attempt(lambda: getattr(plans, act)(by=self.people[who], plan=self.plan, at=self.at))

    @rule(who=WHO, act=st.sampled_from(["resume", "ask_stop"]))
    def with_words(self, who, act):
        self.attempt(lambda: getattr(plans, act)(by=self.people[who], plan=self.plan, words="So", at=self.at))

    @rule(who=WHO, back=st.integers(0, 6), value=VALUES)
    def verify(self, who, back, value):
        period = Period.containing(self.at.date()).shifted(-back).key
        self.values.setdefault(period, value)
        self.attempt(lambda: plans.verify(by=self.people[who], plan=self.plan, period=period, at=self.at))

    @rule(who=WHO, key=st.sampled_from(["box", "draw"]), act=st.sampled_from(["begin", "finish", "reopen"]))
    def work(self, who, key, act):
        action = PlanAction.objects.filter(plan=self.pk, key=key).first()
        if action is None:
            return
        by, before = self.people[who], action.state
        more = {"finish": {"evidence": "Photo"}, "reopen": {"why": "No"}}.get(act, {})
        self.attempt(lambda: getattr(plan_actions, act)(by=by, action=action, at=self.at, **more))
        action.refresh_from_db()
        if action.state != before:
            assert action.side == self.side(who)

    @rule(who=WHO)
    def close(self, who):
        self.attempt(lambda: plans.close(by=self.people[who], plan=self.plan, learned="Early", at=self.at))

    @rule(who=WHO, minor=st.integers(-10_000, 1_000_001))
    def book(self, who, minor):
        self.attempt(
            lambda: gains.book(
                by=self.people[who],
                plan=self.plan,
                text="Freight",
                basis="12 months",
                total_minor=minor,
                booked_on=self.at.date(),
                at=self.at,
            )
        )

    def side(self, who):
        return Side.COMPANY if self.people[who].user.role else Side.PARTNER

    @invariant()
    def nothing_closes_without_an_effect(self):
        plan = self.plan
        if plan.state not in (PlanState.EFFECTIVE, PlanState.CLOSED):
            assert not GainShareEntry.objects.filter(plan=plan).exists()
            return
        hold = Terms.from_json(plan.terms.terms).hold
        held = [
            one.met
            for one in plan.reviews.filter(round=plan.round, holds=True).order_by("starts_on")
            if one.met is not None
        ]
        assert held[:hold] == [True] * hold
        if plan.state == PlanState.CLOSED:
            assert open_actions(plan) == 0

    @invariant()
    def a_miss_is_never_passed_over(self):
        """Of the time it must hold, each period from the first on is verified, in order."""
        for number in range(1, self.plan.round + 1):
            rows = self.plan.reviews.filter(round=number, holds=True).order_by("starts_on")
            keys = [Period.parse(one.period) for one in rows]
            assert all(a.shifted(1) == b for a, b in pairwise(keys))

    @invariant()
    def nobody_acts_for_the_other_side(self):
        rival, viewer = self.people["rival"].user.pk, self.people["viewer"].user.pk
        signed = PlanSignature.objects.filter(version__plan=self.pk)
        for one in signed.select_related("user", "version"):
            assert one.digest == one.version.digest == Terms.from_json(one.version.terms).digest
            assert one.side == (Side.COMPANY if one.user.role else Side.PARTNER)
            assert one.user_id not in (rival, viewer)
            assert one.user_id not in (self.people["editor"].user.pk, self.people["buyer"].user.pk)

    @invariant()
    def never_verified_by_who_claims(self):
        plan = self.plan
        for one in PlanReview.objects.filter(plan=self.pk).select_related("verified_by"):
            assert one.verified_by.role
            if one.round == plan.round and plan.claimed_at is not None and one.verified_at >= plan.claimed_at:
                assert one.verified_by_id != plan.claimed_by_id or one.verified_at == plan.claimed_at

    @invariant()
    def what_is_in_force_was_signed_by_both(self):
        plan = self.plan
        assert (plan.terms is None) == (
            plan.state in (PlanState.PROPOSED, PlanState.DECLINED, PlanState.WITHDRAWN)
        )
        if plan.terms is not None:
            assert plan.terms.state == VersionState.SIGNED
            assert set(plan.terms.signatures.values_list("side", flat=True)) == set(Side.values)
            rows = plan.actions.exclude(state__in=[PlanActionState.DROPPED, PlanActionState.DONE])
            assert {one.key for one in rows} <= {one["key"] for one in plan.terms.terms["actions"]}

    @invariant()
    def gains_add_up(self):
        for one in GainShareEntry.objects.filter(plan=self.pk):
            assert one.partner_minor + one.company_minor == one.total_minor


@pytest.mark.django_db
def test_no_walk_breaks_the_rules():
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
