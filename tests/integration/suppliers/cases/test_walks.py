"""Random walks through cases: whoever does whatever in whatever order, these hold after every step."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.enums import Side
from suppliers.actions import cases, remedies
from suppliers.enums import CaseAct, CaseStage, RemedyState
from suppliers.facts.cases import remedies_read
from suppliers.models import Case, CaseMessage
from suppliers.permissions_cases import limit_of
from suppliers.policies_cases import CASE_ACTS, CaseRefused, side_of_party
from tests.cases import talk

PROMISED = ("acknowledge_by", "understand_by", "agree_by")
FIRST = ("acknowledged_at", "understood_at", "agreed_at", "followed_up_at")
PEOPLE = ("ben", "alice", "erin", "bob", "anna")
SECRET = "Kept inside"


class Walk(RuleBasedStateMachine):
    @initialize(opener=st.sampled_from(["ben", "bob"]))
    def open(self, opener):
        self.talk = talk()
        self.case = self.talk.open(getattr(self.talk, opener))
        self.promised = [getattr(self.case, name) for name in PROMISED]
        self.kept = dict.fromkeys(FIRST)
        self.was = self.case.stage

    def attempt(self, do):
        """What is refused changes nothing; what is done is remembered."""
        before = Case.objects.filter(pk=self.case.pk).values().get()
        try:
            with transaction.atomic():
                do()
        except (CaseRefused, PermissionDenied):
            assert Case.objects.filter(pk=self.case.pk).values().get() == before
            return False
        self.case.refresh_from_db()
        return True

    @rule(act=st.sampled_from(CaseAct), name=st.sampled_from(PEOPLE))
    def do(self, act, name):
        by = getattr(self.talk, name)
        stage = CaseStage(Case.objects.get(pk=self.case.pk).stage)
        if act in (CaseAct.GRANT, CaseAct.REFUSE):
            return
        if self.attempt(lambda: self.talk.do(act, by)):
            side = Side.COMPANY if by.is_staff else Side.PARTNER
            assert side in side_of_party(self.case, CASE_ACTS[stage][act]), "acted for the other side"
            assert name != "erin", "only reads and grants"

    @rule(side=st.sampled_from(["opener", "ower"]))
    def go_on(self, side):
        """One step further on the way, so that walks come far."""
        for act in (
            CaseAct.ACKNOWLEDGE, CaseAct.UNDERSTAND, CaseAct.OFFER, CaseAct.AGREE, CaseAct.DONE,
            CaseAct.FOLLOW_UP, CaseAct.CLOSE, CaseAct.LEARN,
        ):  # fmt: skip
            by = getattr(self.talk, side)
            if self.attempt(lambda act=act, by=by: self.talk.do(act, by)):
                return

    @rule(amount=st.integers(0, 6_000_000), name=st.sampled_from(["ben", "alice"]))
    def offer(self, amount, name):
        by = getattr(self.talk, name)
        case = Case.objects.get(pk=self.case.pk)

        def do():
            remedies.offer(by=by, case=case, text="So much.", amount_minor=amount, at=self.talk.later())

        self.attempt(do)

    @rule(name=st.sampled_from(PEOPLE), says_yes=st.booleans())
    def grant(self, name, says_yes):
        by, remedy = getattr(self.talk, name), self.talk.remedy(RemedyState.WAITING)
        if remedy is None:
            return
        act = remedies.grant if says_yes else remedies.refuse
        if self.attempt(lambda: act(by=by, remedy=remedy, words="Word.", at=self.talk.later())):
            assert by.user != remedy.offered_by, "their own"
            assert remedy.amount_minor <= limit_of(by), "above the limit"

    @rule(name=st.sampled_from(PEOPLE))
    def whisper(self, name):
        by = getattr(self.talk, name)
        case = Case.objects.get(pk=self.case.pk)

        def do():
            cases.say(by=by, case=case, text=SECRET, staff_only=True, at=self.talk.later())

        if self.attempt(do):
            assert by.is_staff

    @rule(days=st.integers(1, 40))
    def wait(self, days):
        self.talk.later(timedelta(days=days))

    @invariant()
    def no_clock_moves(self):
        case = Case.objects.get(pk=self.case.pk)
        assert [getattr(case, name) for name in PROMISED] == self.promised
        for name in FIRST:
            now = getattr(case, name)
            assert self.kept[name] in (None, now), f"{name} moved"
            self.kept[name] = now

    @invariant()
    def closed_means_put_right_followed_up_and_learned(self):
        case = Case.objects.get(pk=self.case.pk)
        assert (case.stage == CaseStage.CLOSED) == (case.closed_at is not None)
        if case.stage != CaseStage.CLOSED:
            return
        agreed = case.remedies.filter(state=RemedyState.AGREED)
        assert agreed.exists() or case.messages.filter(act=CaseAct.FORGO).exists()
        assert not agreed.filter(done_at=None).exists()
        assert case.followed_up_at
        assert case.cause
        assert case.change

    @invariant()
    def nobody_goes_beyond_their_limit(self):
        for one in self.case.remedies.filter(side=Side.COMPANY, granted_at__isnull=False):
            by_themselves = not one.granted_by_label
            limits = {"Ben Buyer": 50_000, "Alice Moreau": 500_000, "Erin Falk": 5_000_000}
            who = one.offered_by_label if by_themselves else one.granted_by_label
            assert (one.amount_minor or 0) <= limits[who]
            assert by_themselves or one.granted_by_label != one.offered_by_label

    @invariant()
    def what_is_inside_stays_inside(self):
        mine = CaseMessage.objects.for_actor(self.talk.bob)
        assert not mine.filter(staff_only=True).exists()
        assert not mine.filter(text=SECRET).exists()
        hidden = (RemedyState.WAITING, RemedyState.REFUSED)
        assert not remedies_read(self.talk.bob).filter(state__in=hidden).exists()


class WalkTest(TestCase):
    def test_walks(self):
        run_state_machine_as_test(
            RolledBack,
            settings=settings(
                max_examples=25,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


class RolledBack(Walk):
    """Each walk in a transaction that is taken back."""

    def __init__(self):
        super().__init__()
        self.held = transaction.atomic()
        self.held.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.held.__exit__(None, None, None)
