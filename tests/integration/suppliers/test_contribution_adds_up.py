"""Partners and what names none add up to the company, to the minor unit, wherever it is read.

100,000 entries of four kinds of partners in three currencies, some named by rules; whole and cut months.
"""

import csv
import io
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from django.core.management import call_command

from portal.actors import system_actor
from suppliers.actions import attribution, attribution_rules
from suppliers.enums import EntryRole, PartnerKind, SplitMethod
from suppliers.facts.attribution import CONDITIONS
from suppliers.facts.rolled import differences, strays
from suppliers.models import Attribution, AttributionRun, LedgerEntry, Partner
from tests.bulk import make_ledger

pytestmark = pytest.mark.django_db
ENTRIES = 100_000
CURRENCIES = ("EUR", "USD", "JPY")
SPANS = {
    "whole months": (date(2025, 10, 1), date(2026, 9, 30)),
    "cut months": (date(2025, 11, 13), date(2026, 9, 7)),
    "a few days": (date(2026, 5, 11), date(2026, 5, 19)),
}
ASKED = list(product(PartnerKind.values, ("", *CURRENCIES), SPANS))


def rule(name, partners, shares, **conditions):
    return attribution_rules.add(
        by=system_actor(),
        facts={
            "name": name,
            "role": EntryRole.of(partners[0].kind),
            "method": SplitMethod.SHARES,
            **{name: [] for name in CONDITIONS},
            "valid_from": None,
            "valid_until": None,
            **conditions,
        },
        shares=list(zip(partners, map(Decimal, shares), strict=True)),
    )


@pytest.fixture
def ledger(db):
    """Rules name a third more: in halves, and in parts that do not go into a cent."""
    made = make_ledger(37, ENTRIES, currencies=CURRENCIES)
    thirds = ["0.33333333", "0.33333333", "0.33333334"]
    rule("Trouble", made["supplier"][:3], thirds, kinds=["quality", "returns"])
    rule("Sales", made["agent"][:2], ["0.5", "0.5"], kinds=["revenue"])
    rule("Goods", [made["distributor"][0], made["dealer"][0]], ["0.7", "0.3"], kinds=["goods"])
    run = AttributionRun.objects.create(started_at="2026-10-01T08:00Z", by_label="Alice")
    attribution.run(by=system_actor(), run=run, progress=lambda done, total: None)
    assert Attribution.objects.count() > 10_000
    return made


@pytest.fixture
def oracle(ledger):
    """Sums that read rows one by one: {(kind of partner, currency, span): ({code: minor}, company)}."""
    rows = list(LedgerEntry.objects.values_list("pk", "date", "currency", "amount_minor", "company_minor",
                                                "supplier_id", "distributor_id", "agent_id"))  # fmt: skip
    parts = defaultdict(list)
    for entry, partner, amount, company in Attribution.objects.values_list(
        "entry_id", "partner_id", "amount_minor", "company_minor"
    ):
        parts[entry].append((partner, amount, company))
    kinds = dict(Partner.objects.values_list("pk", "kind"))
    codes = dict(Partner.objects.values_list("pk", "code"))
    found = {key: (defaultdict(int), [0]) for key in ASKED}
    for pk, on, currency, amount, company, *named in rows:
        who = [(partner, amount, company) for partner in named if partner] + parts[pk]
        for (span, (start, end)), booked_in in product(SPANS.items(), ("", currency)):
            if not start <= on <= end:
                continue
            for kind in PartnerKind.values:
                found[kind, booked_in, span][1][0] += amount if booked_in else company
            for partner, part, part_company in who:
                sums, _total = found[kinds[partner], booked_in, span]
                sums[codes[partner]] += part if booked_in else part_company
    return {key: (dict(sums), total[0]) for key, (sums, total) in found.items()}


def printed(*arguments):
    out = io.StringIO()
    call_command("contribution", *arguments, stdout=out)
    return out.getvalue()


def test_everything_adds_up_in_every_kind_and_currency(ledger, oracle, capsys):
    assert differences() == []
    assert not strays().exists()
    dice = Random(5)
    for kind, currency, span in ASKED:
        start, end = SPANS[span]
        expected, total = oracle[kind, currency, span]
        asked = ["--from", str(start), "--to", str(end), "--kind", kind]
        asked += ["--currency", currency] if currency else []
        said = json.loads(printed(*asked, "--json"))
        of = {row["partner"]: row["contribution_minor"] for row in said["rows"]}
        assert of == expected, (kind, currency, span)
        assert said["total_minor"] == total
        assert sum(of.values()) + said["unattributed_minor"] == total
        if dice.random() < 0.25:
            rows = list(csv.DictReader(io.StringIO(printed(*asked, "--csv"))))
            assert sum(int(row["contribution_minor"]) for row in rows) == total
            assert all(
                int(row["revenue_minor"]) + int(row["cost_minor"]) == int(row["contribution_minor"])
                for row in rows
            )
