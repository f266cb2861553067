"""Entries by import, rules by action, and what came of them."""

from decimal import Decimal

from portal.actors import system_actor
from suppliers.actions import attribution, attribution_rules
from suppliers.facts.attribution import CONDITIONS
from suppliers.models import Attribution, AttributionRule, LedgerEntry
from tests.integration.suppliers.imports.files import load
from tests.unit.suppliers.imports.files import csv_file

LEDGER = (
    "entry_id,date,kind,amount,currency,supplier_code,distributor_code,agent_code,item_code,category,customer,"
    "reference"
)


def entry(number, amount, *, kind="revenue", on="2026-03-15", currency="", supplier="", distributor="",
          agent="", item="", category="", customer="", order=""):  # fmt: skip
    """A row of the file; the names of partners are codes."""
    return (
        f"{number},{on},{kind},{amount},{currency},{supplier},{distributor},{agent},{item},{category},"
        f"{customer},{order}"
    )


def bring(*rows, **options):
    tally = load(system_actor(), "ledger", csv_file(*rows, header=LEDGER), **options)
    assert not tally.errors, [str(error.reason) for error in tally.errors]
    return tally


def facts(name="Valves are Brandt's", role="supplier", method="shares", **conditions):
    empty = dict.fromkeys(CONDITIONS, ())
    found = {"name": name, "role": role, "method": method, "valid_from": None, "valid_until": None}
    return {**found, **{key: list(value) for key, value in (empty | conditions).items()}}


def rule(*shares, by=None, **conditions):
    """`shares`: (partner, per cent)."""
    pairs = [(partner, Decimal(percent) / 100) for partner, percent in shares]
    return attribution_rules.add(by=by or system_actor(), facts=facts(**conditions), shares=pairs)


def without_shipped():
    AttributionRule.objects.update(is_active=False)


def run():
    """The job runs at once in tests."""
    started, _job = attribution.ask_to_run(by=system_actor())
    started.refresh_from_db()
    assert started.finished_at is not None
    return started


def named(role="supplier"):
    """{entry: [(partner's code, amount in the company's currency)]}"""
    found = {}
    rows = Attribution.objects.filter(role=role).order_by("entry_id", "place")
    for number, code, minor in rows.values_list("entry__entry_id", "partner__code", "company_minor"):
        found.setdefault(number, []).append((code, minor))
    return found


def log():
    """All that is stored of it but when."""
    return list(Attribution.objects.order_by("pk").values_list("pk", "entry_id", "role", "partner_id", "run"))


def ledger():
    return list(LedgerEntry.objects.order_by("pk").values())
