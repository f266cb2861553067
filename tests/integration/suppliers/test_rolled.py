"""The sums by month follow every write to the ledger, and a doubt can be settled."""

import json
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.actors import system_actor
from portal.db import guarding
from suppliers.actions.rolling import rebuild
from suppliers.enums import EntryKind, EntryRole
from suppliers.facts.rolled import differences, strays
from suppliers.models import Attribution, AttributionRule, LedgerEntry, LedgerMonth, Partner
from suppliers.models.rolled import ROLLED

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 5, 8, tzinfo=UTC)
CURRENCIES = ("EUR", "USD", "JPY")


@pytest.fixture
def partners():
    made = {
        kind: [Partner.objects.create(kind=kind, code=f"{kind}{n}", name=f"{kind} {n}") for n in range(3)]
        for kind in ("supplier", "distributor", "dealer", "agent")
    }
    return {
        EntryRole.SUPPLIER: made["supplier"],
        EntryRole.DISTRIBUTOR: made["distributor"] + made["dealer"],
        EntryRole.AGENT: made["agent"],
    }


def entry(number, partners, dice):
    named = {str(role): dice.choice([*of, None]) for role, of in partners.items()}
    on = date(2025 + dice.randint(0, 1), dice.randint(1, 12), dice.randint(1, 28))
    return LedgerEntry(
        entry_id=f"E{number}",
        date=on,
        month=on.year * 100 + on.month,
        kind=dice.choice(EntryKind.values),
        amount_minor=dice.randint(-(10**6), 10**6),
        company_minor=dice.randint(-(10**6), 10**6),
        currency=dice.choice(CURRENCIES),
        **named,
    )


def part(of, role, partner, rule, **facts):
    return Attribution(
        entry=of,
        role=role,
        partner=partner,
        **{
            "date": of.date, "month": of.month, "kind": of.kind, "currency": of.currency,
            "amount_minor": of.amount_minor, "company_minor": of.company_minor,
        } | facts,
        rule=rule,
        rule_version=1,
        at=AT,
    )  # fmt: skip


@pytest.fixture
def rule():
    return AttributionRule.objects.create(name="Any", place=1, role=EntryRole.AGENT)


@pytest.fixture
def book(partners):
    dice = Random(7)
    return LedgerEntry.objects.bulk_create([entry(number, partners, dice) for number in range(400)])


def total():
    return sum(LedgerMonth.objects.filter(role="").values_list("company_minor", flat=True))


def test_sums_are_those_of_the_entries(book):
    assert differences() == []
    assert total() == sum(one.company_minor for one in book)
    of_supplier = LedgerMonth.objects.filter(role=EntryRole.SUPPLIER)
    assert of_supplier.count() > 100


def test_everything_that_changes_an_entry_moves_its_sums(book, partners, rule):
    agent, other = partners[EntryRole.AGENT][:2]
    unnamed = [one for one in book if one.agent_id is None]
    Attribution.objects.bulk_create(part(one, EntryRole.AGENT, agent, rule) for one in unnamed)
    assert differences() == []
    LedgerEntry.objects.filter(kind="goods").update(company_minor=F("company_minor") * 2)
    LedgerEntry.objects.filter(supplier=partners[EntryRole.SUPPLIER][0]).update(
        supplier=partners[EntryRole.SUPPLIER][1]
    )
    LedgerEntry.objects.filter(month=202501).update(month=202502, date=date(2025, 2, 1))
    LedgerEntry.objects.filter(currency="JPY").update(currency="USD", kind="other")
    Attribution.objects.filter(partner=agent, place=1).update(partner=other, amount_minor=3, company_minor=5)
    Attribution.objects.filter(month=202503).delete()
    LedgerEntry.objects.filter(month=202603).delete()
    one = LedgerEntry.objects.first()
    one.amount_minor, one.agent = 12, agent
    one.save()
    LedgerEntry.objects.bulk_update(
        [LedgerEntry(pk=one.pk, company_minor=9) for one in book[5:50]], ["company_minor"]
    )
    assert differences() == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["add", "change", "go"]), st.integers(0, 10**6)), max_size=12))
def test_any_walk_of_writes_keeps_the_sums(partners, steps):
    for what, seed in steps:
        dice = Random(seed)
        if what == "add":
            start = LedgerEntry.objects.count() + seed * 100
            found = [entry(f"{seed}-{start + n}-{dice.random()}", partners, dice) for n in range(5)]
            LedgerEntry.objects.bulk_create(found)
        elif what == "change":
            rows = LedgerEntry.objects.filter(kind=dice.choice(EntryKind.values))
            rows.update(company_minor=dice.randint(-99, 99), agent=dice.choice(partners[EntryRole.AGENT]))
        else:
            LedgerEntry.objects.filter(month=202500 + dice.randint(1, 12)).delete()
    assert differences() == []


def test_a_wrong_sum_is_named_and_made_right(book, capsys):
    """Only somebody who goes behind the triggers can make one."""
    wrong = LedgerMonth.objects.filter(role="").first()
    LedgerMonth.objects.filter(pk=wrong.pk).update(company_minor=F("company_minor") + 1)
    with pytest.raises(SystemExit):
        call_command("verify_contribution", "--json")
    (found,) = json.loads(capsys.readouterr().out)["differences"]
    assert (found["month"], found["stored"] - found["summed"]) == (wrong.month, 1)
    call_command("verify_contribution", "--rebuild")
    assert "0 sums differ" in capsys.readouterr().out


def test_without_its_triggers_the_sums_stay_behind(book, partners):
    guarding.remove(connection, ROLLED)
    LedgerEntry.objects.filter(kind="goods").update(company_minor=1)
    assert differences() != []
    guarding.install(connection, ROLLED)
    rebuild(by=system_actor())
    assert differences() == []


@pytest.mark.parametrize(
    "facts",
    [{"month": 202401}, {"kind": "unlike"}, {"company_minor": 10**9}, {"amount_minor": -(10**9)}],
)
def test_an_attribution_unlike_its_entry_is_found(book, partners, rule, facts):
    agent = partners[EntryRole.AGENT][0]
    one = next(entry for entry in book if entry.agent_id is None)
    fits = part(one, EntryRole.AGENT, agent, rule)
    fits.save()
    assert not strays().exists()
    Attribution.objects.filter(pk=fits.pk).update(**facts)
    assert list(strays()) == [fits]


def test_an_attribution_where_the_file_names_somebody_is_found(book, partners, rule):
    one = next(entry for entry in book if entry.agent_id is not None)
    stray = part(one, EntryRole.AGENT, partners[EntryRole.AGENT][0], rule)
    stray.save()
    assert list(strays()) == [stray]
