"""What the demo company's people decided about the ledger: shared fairs, rates of trouble, closed months."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cms.demo.days import moment, month_start, workday
from portal.actors import Actor
from portal.engine.scaled import SCALE
from suppliers.actions import agreements, attribution, attribution_rules, commission, cost_rates
from suppliers.enums import AgreementBase, CostRateKind, EntryKind, EntryRole, SplitMethod, TierMethod
from suppliers.facts.commission import days_of
from suppliers.models import AttributionRun, Partner

# Euros that one of it costs; of all suppliers, and of one whose parts stop a line.
TROUBLE = ((CostRateKind.LATE_LINE_DAY, 6), (CostRateKind.REJECTED_UNIT, 9), (CostRateKind.SHORT_UNIT, 4))
STOPS_A_LINE = "ORBITA"
# So many of the newest whole months wait to be closed.
OPEN_MONTHS = 1
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
    run = AttributionRun.objects.create(
        started_at=moment(as_of, Random(f"rules {as_of}"), 6, 7), by_label=alice.label
    )
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
