"""Puts ledger entries, targets and rates of the golden tables into the database. Amounts in whole units."""

from datetime import date
from decimal import Decimal
from itertools import count

from portal.actors import system_actor
from suppliers.actions import attribution_rules
from suppliers.actions.rates import derive
from suppliers.facts.attribution import CONDITIONS
from suppliers.models import ExchangeRate, LedgerEntry, SalesTarget

_numbers = count(1)


def book(kind, amount, on, *, currency="EUR", **names):
    """`names`: supplier, distributor, agent, customer, reference."""
    entry = LedgerEntry(
        entry_id=f"E{next(_numbers)}",
        date=on,
        kind=kind,
        amount_minor=int(Decimal(str(amount)) * 100),
        currency=currency,
        **names,
    )
    derive([entry])
    entry.save()
    return entry


def share_out(*shares, role, name="Shared", **conditions):
    """A rule that names partners, by per cent, in entries that fit."""
    facts = {"name": name, "role": role, "method": "shares", "valid_from": None, "valid_until": None}
    facts |= {key: conditions.get(key, []) for key in CONDITIONS}
    pairs = [(partner, Decimal(percent) / 100) for partner, percent in shares]
    return attribution_rules.add(by=system_actor(), facts=facts, shares=pairs)


def aim(partner, month, amount, currency="EUR"):
    """A sales target; `month` as 2026-03."""
    year, number = map(int, month.split("-"))
    minor = int(Decimal(str(amount)) * 100)
    return SalesTarget.objects.create(
        partner=partner, year=year, month=number, currency=currency, revenue_minor=minor
    )


def rate(currency, on, value):
    return ExchangeRate.objects.create(currency=currency, date=on, rate=Decimal(value))


def month_of(text):
    """First and last day of 2026-03."""
    first = date.fromisoformat(f"{text}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)
