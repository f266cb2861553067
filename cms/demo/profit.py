"""What the demo company's people decided about the ledger: who shares a fair."""

from datetime import date
from decimal import Decimal
from random import Random

from cms.demo.days import moment
from portal.actors import Actor
from suppliers.actions import attribution, attribution_rules
from suppliers.enums import EntryKind, EntryRole, SplitMethod
from suppliers.models import AttributionRun, Partner

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
