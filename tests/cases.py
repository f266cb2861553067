"""A case between Brandt and us, and every act in it as the real actions take it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.actors import Actor
from portal.enums import PartnerRole, StaffRole
from suppliers.actions import cases, remedies
from suppliers.enums import CaseAct, CaseStage, RemedyState
from suppliers.models import Case, Membership, Partner, RemedyLimit
from tests.factories import MembershipFactory, PartnerFactory, StaffFactory, UserFactory

MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=ZoneInfo("Europe/Oslo"))
HOUR = timedelta(hours=1)

# Acts on a remedy; where none was offered, one that was taken back stands in for it.
OF_REMEDIES = (
    *(CaseAct.GRANT, CaseAct.REFUSE, CaseAct.TAKE_BACK),
    *(CaseAct.AGREE, CaseAct.DECLINE, CaseAct.DONE),
)


@dataclass
class Talk:
    """Ben (500) and Alice (5,000) of ours, Erin (50,000) who is asked; Bob and Anna of Brandt’s."""

    brandt: Partner
    ben: Actor
    alice: Actor
    erin: Actor
    bob: Actor
    anna: Actor
    case: Case | None = None
    now: datetime = field(default=MONDAY)

    def later(self, by: timedelta = HOUR) -> datetime:
        self.now += by
        return self.now

    def open(self, by: Actor) -> Case:
        self.case = cases.open(by=by, partner=self.brandt, title="Held", text="It waits.", at=self.later())
        return self.case

    @property
    def opener(self) -> Actor:
        return self.bob if self.case.opened_by_side == "partner" else self.ben

    @property
    def ower(self) -> Actor:
        return self.ben if self.case.opened_by_side == "partner" else self.bob

    def remedy(self, *states: str):
        found = self.case.remedies.filter(state__in=states) if states else self.case.remedies.all()
        return found.order_by("pk").last()

    def do(self, act: CaseAct, by: Actor) -> None:
        """One act, as `by`, to the newest remedy where it is about one."""
        case, at = Case.objects.select_related("partner").get(pk=self.case.pk), self.later()
        colleague = (self.alice if by.is_staff else self.anna).user
        newest = self.remedy() or (_none(case) if act in OF_REMEDIES else None)
        if newest is not None:
            newest.case = case
        {
            CaseAct.SAY: lambda: cases.say(by=by, case=case, text="A word.", at=at),
            CaseAct.ACKNOWLEDGE: lambda: cases.acknowledge(by=by, case=case, text="Sorry.", at=at),
            CaseAct.UNDERSTAND: lambda: cases.understand(by=by, case=case, text="It lay there.", at=at),
            CaseAct.OFFER: lambda: remedies.offer(by=by, case=case, text="We pay.", amount_minor=9, at=at),
            CaseAct.GRANT: lambda: remedies.grant(by=self._colleague(by), remedy=newest, at=at),
            CaseAct.REFUSE: lambda: remedies.refuse(
                by=self._colleague(by), remedy=newest, words="No.", at=at
            ),
            CaseAct.TAKE_BACK: lambda: remedies.withdraw(by=by, remedy=newest, at=at),
            CaseAct.AGREE: lambda: remedies.agree(by=by, remedy=newest, at=at),
            CaseAct.DECLINE: lambda: remedies.decline(by=by, remedy=newest, words="More.", at=at),
            CaseAct.FORGO: lambda: remedies.forgo(by=by, case=case, at=at),
            CaseAct.DONE: lambda: remedies.done(by=by, remedy=newest, at=at),
            CaseAct.FOLLOW_UP: lambda: cases.follow_up(by=by, case=case, text="All well?", at=at),
            CaseAct.LEARN: lambda: cases.learn(
                by=by, case=case, cause="The gate", change="Book", changed_on=date(2026, 10, 1), at=at
            ),
            CaseAct.CLOSE: lambda: cases.close(by=by, case=case, at=at),
            CaseAct.MARK: lambda: cases.mark(by=by, case=case, satisfaction=8, at=at),
            CaseAct.REOPEN: lambda: cases.reopen(by=by, case=case, text="Again.", at=at),
            CaseAct.WITHDRAW: lambda: cases.withdraw(by=by, case=case, at=at),
            CaseAct.HAND_OVER: lambda: cases.hand_over(by=by, case=case, to=colleague, at=at),
            CaseAct.HELP: lambda: cases.add_helper(by=by, case=case, user=colleague, what="Books", at=at),
        }[act]()
        self.case.refresh_from_db()

    def _colleague(self, by: Actor) -> Actor:
        """Nobody grants their own: of ours Alice says yes to Ben."""
        return self.alice if by == self.ben else by

    def offer_over_the_limit(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        remedies.offer(by=self.ben, case=case, text="A quarter.", amount_minor=172_000, at=self.later())

    def bring_to(self, stage: CaseStage) -> None:
        """By the shortest way, as each side walks it."""
        if stage == CaseStage.WITHDRAWN:
            return self.do(CaseAct.WITHDRAW, self.opener)
        for act in WAY:
            if self.case.stage == stage:
                return None
            self.do(act, self.opener if act == CaseAct.AGREE else self.ower)
        assert self.case.stage == stage
        return None


WAY = (
    CaseAct.ACKNOWLEDGE,
    CaseAct.UNDERSTAND,
    CaseAct.OFFER,
    CaseAct.AGREE,
    CaseAct.DONE,
    CaseAct.FOLLOW_UP,
    CaseAct.LEARN,
    CaseAct.CLOSE,
)


def _none(case: Case):
    """A remedy that was taken back: for acts of stages in which nothing is offered."""
    user = case.partner.owner
    return case.remedies.create(
        text="None", side="company", state=RemedyState.WITHDRAWN, offered_by=user, offered_at=MONDAY
    )


def talk() -> Talk:
    """The people, their limits and Brandt."""
    for role, minor in ((StaffRole.BUYER, 50_000), (StaffRole.PURCHASING_MANAGER, 500_000)):
        RemedyLimit.objects.update_or_create(role=role, defaults={"amount_minor": minor})
    RemedyLimit.objects.update_or_create(role=StaffRole.EXECUTIVE, defaults={"amount_minor": 5_000_000})
    RemedyLimit.objects.filter(role=StaffRole.ADMINISTRATOR).delete()
    ben = StaffFactory(name="Ben Buyer", email="ben@halden.example", role=StaffRole.BUYER)
    alice = StaffFactory(name="Alice Moreau", email="al@halden.example", role=StaffRole.PURCHASING_MANAGER)
    erin = StaffFactory(name="Erin Falk", email="er@halden.example", role=StaffRole.EXECUTIVE)
    brandt = PartnerFactory(code="CASE-BRANDT", name="Brandt Castings", owner=ben)
    bob = _person("Bob Brandt", "bob@cases.example", brandt, PartnerRole.ADMIN)
    anna = _person("Anna Brandt", "anna@cases.example", brandt, PartnerRole.EDITOR)
    return Talk(brandt, Actor(ben), Actor(alice), Actor(erin), bob, anna)


def _person(name: str, email: str, partner: Partner, role: str) -> Actor:
    user = UserFactory(name=name, email=email)
    MembershipFactory(user=user, partner=partner, role=role)
    return Actor(user, Membership.objects.select_related("partner").get(user=user))
