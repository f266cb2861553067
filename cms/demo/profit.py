"""What the demo company's people decided about the ledger: shared fairs, rates of trouble, closed months."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from cms.demo.days import moment, moment_before, month_start, workday
from portal.actors import Actor
from portal.engine.rounding import half_up
from portal.engine.scaled import SCALE
from suppliers.actions import (
    agreements,
    attribution,
    attribution_rules,
    commission,
    cost_rates,
    reliability,
    segments,
)
from suppliers.engine.safety_stock import Question, Supply
from suppliers.engine.segments import ATTRACTIVENESS, RISK
from suppliers.enums import (
    AgreementBase,
    CostRateKind,
    EntryKind,
    EntryRole,
    Quadrant,
    SplitMethod,
    TierMethod,
)
from suppliers.facts.commission import days_of
from suppliers.facts.reliability import Group, measured
from suppliers.models import AttributionRun, Partner

# Euros that one of it costs; of all suppliers, and of one whose parts stop a line.
TROUBLE = ((CostRateKind.LATE_LINE_DAY, 6), (CostRateKind.REJECTED_UNIT, 9), (CostRateKind.SHORT_UNIT, 4))
STOPS_A_LINE = "ORBITA"
# So many of the newest whole months wait to be closed.
OPEN_MONTHS = 1
# How much we risk with whom, from 1 (little) to 5 (much), and how much we are to them; the rest by dice.
RISKY = {"HOLT": 4, "MERIDIAN": 4, "ORBITA": 5, "VASQUEZ": 3, "COPPERFIELD": 4, "VEGA": 3}
ASSESSED = (
    "BRANDT", "KESTREL", "OSTROWSKI", "SEALAND", "HOLT", "MERIDIAN", "TRESK", "VEGA", "ORBITA", "VASQUEZ",
    "COPPERFIELD", "KARTON", "LUMEN", "PERLE",
)  # fmt: skip
FAIR = (("FJORDVANN", Decimal("0.6")), ("AQUALIA", Decimal("0.4")))


def attribute(*, alice: Actor, as_of: date) -> None:
    """A rule of our own beside the shipped ones, and all entries held against them."""
    facts = {
        "name": "Spring and autumn fair, shared by two",
        "role": EntryRole.DISTRIBUTOR,
        "method": SplitMethod.SHARES,
        "kinds": [EntryKind.MARKETING],
        "item_codes": [],
        "categories": ["Trade fair"],
        "customers": [],
        "references": [],
        "valid_from": None,
        "valid_until": None,
    }
    shares = [(Partner.objects.get(code=code), share) for code, share in FAIR]
    attribution_rules.add(by=alice, facts=facts, shares=shares)
    run = AttributionRun.objects.create(started_at=timezone.now(), by_label=alice.label)
    attribution.run(by=alice, run=run, progress=lambda done, total: None)


def say_what_trouble_costs(*, alice: Actor, as_of: date) -> None:
    """Common rates since the beginning, and one of its own since a quarter."""
    common = {"partner": None, "valid_from": date(as_of.year - 3, 1, 1)}
    for kind, euros in TROUBLE:
        cost_rates.create(by=alice, facts={"kind": kind, "rate": euros * SCALE, **common})
    cost_rates.create(
        by=alice,
        facts={
            "kind": CostRateKind.LATE_LINE_DAY,
            "partner": Partner.objects.get(code=STOPS_A_LINE),
            "valid_from": month_start(as_of, -3),
            "rate": 25 * SCALE,
        },
    )


def close_months(*, alice: Actor, as_of: date) -> None:
    """All months of commission but the newest; one agent is better paid for half a year."""
    agreements.add(
        by=alice,
        partner=Partner.objects.get(code="OKORO"),
        offer=agreements.Offer(
            month_start(as_of, -6),
            AgreementBase.NET_REVENUE,
            TierMethod.WHOLE_BASE,
            ((0, Decimal("0.035")), (3_000_000, Decimal("0.045")), (7_500_000, Decimal("0.055"))),
        ),
        seen=1,
    )
    for month in commission.open_months(by=alice, today=as_of)[:-OPEN_MONTHS]:
        _first, last = days_of(month)
        at = moment(workday(last + timedelta(days=5)), Random(f"close {month}"))
        commission.close(by=alice, month=month, at=at, today=as_of)


def assess(*, alice: Actor, as_of: date) -> None:
    """Alice has looked at the larger suppliers; at one she decided otherwise than the scores say."""
    for place, code in enumerate(ASSESSED):
        dice = Random(f"assess {code}")
        around = RISKY.get(code, 2)
        risk = {name: min(5, max(1, around + dice.choice((-1, 0, 0, 1)))) for name in RISK}
        ours = {name: dice.randint(2, 5) for name in ATTRACTIVENESS}
        decided = {}
        if code == "KESTREL":
            reason = "The only forge nearby that can do our new flange. We want two sources by summer."
            decided = {"override": Quadrant.STRATEGIC, "reason": reason}
        segments.assess(
            by=alice,
            partner=Partner.objects.get(code=code),
            risk=risk,
            attractiveness=ours,
            at=moment_before(as_of, 20 + 9 * place),
            **decided,
        )


def keep_a_sum(*, alice: Actor, as_of: date) -> None:
    """What half the deviation of Kestrel's lead time would be worth, as it is measured."""
    partner = Partner.objects.get(code="KESTREL")
    found = measured(alice, partner, Group(), as_of)
    if found.lead is None or found.lead_sd is None or found.price is None:
        return
    lead, deviation = (half_up(Decimal(value), 1) for value in (found.lead, found.lead_sd))
    now = Supply(Decimal(6), Decimal("2.5"), lead, deviation)
    question = Question(
        before=now,
        after=replace(now, lead_sd=deviation / 2),
        level=Decimal("0.95"),
        unit_cost=Decimal("86.50"),
        rate=Decimal("0.22"),
    )
    reliability.keep(by=alice, partner=partner, group=Group(), question=question, at=moment_before(as_of, 8))
