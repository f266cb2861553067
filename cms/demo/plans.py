"""Plans that both sides own: Brandt's is being measured, one has worked, one waits for a signature."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from random import Random

from cms.demo.days import moment, moment_before, month_start, workday
from cms.demo.people import member
from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions import gains, ideas, plan_actions, plans
from scorecards.engine.catalogue import Kpi
from scorecards.engine.plan_terms import ActionTerm, Benefit, Cause, Obligation, PlanRule, Terms
from scorecards.enums import PlanSource, PlanState
from scorecards.facts.plans import baseline, closing_day, plannable_kpis
from scorecards.models import ImprovementPlan, PlanAction
from suppliers.models import Partner

OTIF = "otif_lines"
RULE = PlanRule()
MONEY = (
    Benefit("both", "Less safety stock at Halden", "278 units × 12 EUR × 22 %", 73_300),
    Benefit("both", "Fewer rush freights", "Booked in the 12 months before the start", 926_701),
)
WHYS = (
    ("problem", "Pump housings leave the foundry up to five days late"),
    ("why1", "The one core box is rebuilt for each variant"),
    ("why2", "Our revisions of the drawing come during the week of casting"),
    ("why3", "Nobody froze the order inside ten days"),
)


def agree_on_plans(*, alice: Actor, dana: Actor, as_of: date) -> None:
    """Everything through the actions, at moments counted back from the as-of day."""
    dice = Random(as_of.isoformat())
    _measured(alice, dana, as_of, dice)
    _closed(alice, dana, as_of, dice)
    _waiting(alice, as_of, dice)
    bob = member("BRANDT", "bob@brandt.example")
    ideas.propose(
        by=bob,
        partner=_partner("BRANDT"),
        title="Returnable crates instead of cardboard",
        text="Crates that go back with your truck: no waste at your dock, and no chipped edges.",
        their_minor=420_000,
        our_minor=310_000,
        basis="3,900 boxes a year, 1.87 EUR each, less the crates over five years",
        at=moment_before(as_of, 6),
    )


def _measured(alice: Actor, dana: Actor, as_of: date, dice: Random) -> None:
    """Brandt's OTIF: agreed four months ago, five of eight actions done, one of ours late."""
    partner, bob = _partner("BRANDT"), member("BRANDT", "bob@brandt.example")
    begun = workday(month_start(as_of, -4))
    proposed = moment(workday(month_start(as_of, -5) + timedelta(days=11)), dice)
    span = (month_start(as_of, -10), month_start(as_of, -5) - timedelta(days=1))
    was = baseline(partner, OTIF, RULE, *span, proposed.date()).value
    target = (
        Decimal("0.9")
        if was is None or was < Decimal("0.88")
        else min((was + Decimal("0.02")).quantize(Decimal("0.01")), Decimal(1))
    )
    terms = Terms(
        target=target,
        by_when=month_start(as_of, 1) - timedelta(days=1),
        hold=3,
        cause=Cause("five_whys", WHYS),
        actions=_actions(as_of, begun),
        obligations=(
            Obligation("company", "No change inside ten days of the promised day"),
            Obligation("partner", "A word seven days ahead of a slip"),
        ),
        benefits=MONEY,
        currency="EUR",
    )
    plan = plans.propose(
        by=bob,
        partner=partner,
        title="Castings that leave on their day",
        kpi=OTIF,
        rule=RULE,
        baseline=span,
        terms=terms,
        source=PlanSource.CARD,
        at=proposed,
    )
    changed = replace(terms, partner_share=Decimal("0.5"), obligations=terms.obligations[::-1])
    plans.change(
        by=alice,
        plan=plan,
        terms=changed,
        why="Your warning first: it helps us most.",
        sign=True,
        at=moment(workday(proposed.date() + timedelta(days=6)), dice),
    )
    version = plan.versions.get(number=2)
    plans.sign(by=bob, version=version, at=moment(begun, dice))
    plan.refresh_from_db()
    plans.start(by=alice, plan=plan, at=moment(begun, dice, 16, 16))
    for key, days in (("capacity", 14), ("freeze", 18), ("forecast", 40), ("furnace", 44), ("receipts", 110)):
        action = PlanAction.objects.get(plan=plan, key=key)
        by = bob if action.side == "partner" else alice
        done = min(moment(workday(begun + timedelta(days=days)), dice), moment_before(as_of, 2))
        plan_actions.finish(by=by, action=action, evidence=_EVIDENCE[key], at=done)
    plan_actions.begin(by=bob, action=PlanAction.objects.get(plan=plan, key="warn"), at=moment(begun, dice))
    _verify(dana, plan, as_of, dice)
    plans.claim(by=bob, plan=plan, at=moment_before(as_of, 3))


_EVIDENCE = {
    "capacity": "The list comes each Monday; the first went out on the day.",
    "freeze": "The order screen refuses changes inside ten days.",
    "forecast": "Thirteen weeks, sent on the first working day of each month.",
    "furnace": "Second shift since the 15th; the log is with the foreman.",
    "receipts": "Moss books what the truck brings before it leaves.",
}


def _actions(as_of: date, begun: date) -> tuple[ActionTerm, ...]:
    def day(after: int) -> date:
        return workday(begun + timedelta(days=after))

    late, next_step = workday(as_of - timedelta(days=4), -1), workday(as_of + timedelta(days=10))
    bob, maja, alice, dana = (
        "bob@brandt.example",
        "maja@brandt.example",
        "alice@halden.example",
        "dana@halden.example",
    )
    return (
        ActionTerm("capacity", "partner", "Weekly capacity list to Halden", bob, "Bob Brandt", day(14)),
        ActionTerm("furnace", "partner", "Second furnace shift", maja, "Maja Brandt", day(44)),
        ActionTerm("warn", "partner", "Warn seven days ahead of a slip", bob, "Bob Brandt", day(150)),
        ActionTerm(
            "box", "partner", "Second core box for PH-40", bob, "Bob Brandt", next_step, waits_for="drawing"
        ),
        ActionTerm("freeze", "company", "Freeze dates inside 10 days", alice, "Alice Moreau", day(18)),
        ActionTerm("forecast", "company", "Rolling forecast, 13 weeks", dana, "Dana Lund", day(40)),
        ActionTerm("drawing", "company", "Release core box drawing", alice, "Alice Moreau", late),
        ActionTerm("receipts", "company", "Book receipts the same day", "", "Moss warehouse", day(110)),
    )


def _verify(dana: Actor, plan: ImprovementPlan, as_of: date, dice: Random) -> None:
    """Each month that has closed before the as-of day, soon after it closed."""
    one = Period.containing(plan.started_on or as_of)
    while (closes := workday(closing_day(RULE, one.end))) < as_of and one.end < as_of:
        if plan.state not in (PlanState.IN_PROGRESS, PlanState.MEASURING):
            return
        plans.verify(by=dana, plan=plan, period=one, at=moment(closes, dice))
        one = one.shifted(1)


_OTHERS = (
    ("SANDVIKA", "ingrid@sandvika.example"),
    ("OSTROWSKI", "zofia@ostrowski.example"),
    ("KESTREL", "charlie@kestrel.example"),
)


def _closed(alice: Actor, dana: Actor, as_of: date, dice: Random) -> None:
    """What did get better, as the facts have it: measured for two months, booked, split and closed."""
    for code, email in _OTHERS:
        partner = _partner(code)
        found = _better(partner, as_of)
        if found is None:
            continue
        kpi, target = found
        theirs, begun = member(code, email), workday(month_start(as_of, -6))
        terms = Terms(
            target=target,
            by_when=month_start(as_of, -3) + timedelta(days=14),
            hold=2,
            actions=(
                ActionTerm("slots", "company", "Fixed slots at our dock", due_on=begun + timedelta(days=30)),
                ActionTerm("plan", "partner", "Plan by our forecast", due_on=begun + timedelta(days=45)),
            ),
            benefits=(Benefit("both", "Fewer rush freights", "The 12 months before", 1_000_001),),
            currency="EUR",
        )
        plan = plans.propose(
            by=alice,
            partner=partner,
            title="Steadier weeks for both",
            kpi=kpi.code,
            rule=RULE,
            baseline=_before(as_of),
            terms=terms,
            sign=True,
            at=moment(begun, dice),
        )
        plans.sign(
            by=theirs, version=plan.versions.get(), at=moment(workday(begun + timedelta(days=3)), dice)
        )
        plan.refresh_from_db()
        at = moment(workday(begun + timedelta(days=4)), dice)
        plans.start(by=theirs, plan=plan, at=at)
        for action in plan.actions.all():
            by = alice if action.side == "company" else theirs
            plan_actions.finish(by=by, action=action, evidence="In use since then.", at=_later(at, 20))
        plans.claim(by=theirs, plan=plan, at=_later(at, 60))
        _verify(dana, plan, as_of, dice)
        if plan.state == PlanState.EFFECTIVE:
            _share(alice, plan, moment_before(as_of, 12))
        return


def _share(alice: Actor, plan: ImprovementPlan, at: datetime) -> None:
    gains.book(
        by=alice,
        plan=plan,
        text="Fewer rush freights",
        basis="Rush freights of the 12 months before, less those since",
        total_minor=1_000_001,
        booked_on=at.date(),
        at=at,
    )
    learned = "Fixed slots did more than any reminder. We offer them to other partners too."
    plans.close(by=alice, plan=plan, learned=learned, at=_later(at, 1))


def _better(partner: Partner, as_of: date) -> tuple[Kpi, Decimal] | None:
    """The first KPI that was better in both of two months than in the three before the plan."""
    first, last = _before(as_of)
    months = [Period.containing(month_start(as_of, -back)) for back in (3, 2)]
    for kpi in plannable_kpis():
        if kpi.side != "partner" or kpi.unit not in ("share", "days", "hours"):
            continue
        was = baseline(partner, kpi.code, RULE, first, last, as_of)
        found = [baseline(partner, kpi.code, RULE, one.start, one.end, as_of) for one in months]
        values = [one.value for one in found if one.is_graded and one.value is not None]
        if was.value is None or len(values) < len(months):
            continue
        up = kpi.higher_is_better
        worst = min(values) if up else max(values)
        target = worst.quantize(Decimal("0.01"), ROUND_FLOOR if up else ROUND_CEILING)
        if target > was.value if up else target < was.value:
            return kpi, target
    return None


def _before(as_of: date) -> tuple[date, date]:
    return month_start(as_of, -10), month_start(as_of, -7) - timedelta(days=1)


def _waiting(alice: Actor, as_of: date, dice: Random) -> None:
    """Alice has signed; Paolo has not yet."""
    span = (month_start(as_of, -7), month_start(as_of, -1) - timedelta(days=1))
    plans.propose(
        by=alice,
        partner=_partner("LAMBERTI"),
        title="A first word within a day",
        kpi="response_hours",
        rule=RULE,
        baseline=span,
        terms=Terms(
            target=Decimal(2),
            by_when=month_start(as_of, 4) - timedelta(days=1),
            hold=2,
            cause=Cause("words", (("words", "Orders go to one mailbox that nobody reads on Fridays."),)),
            actions=(
                ActionTerm(
                    "box", "partner", "Two people read the mailbox", due_on=as_of + timedelta(days=30)
                ),
                ActionTerm("mail", "company", "Send orders before noon", due_on=as_of + timedelta(days=20)),
            ),
            obligations=(Obligation("company", "A named person answers questions the same day"),),
            currency="EUR",
        ),
        sign=True,
        at=moment_before(as_of, 4),
    )


def _later(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)


def _partner(code: str) -> Partner:
    return Partner.objects.select_related("owner", "merged_into").get(code=code)
