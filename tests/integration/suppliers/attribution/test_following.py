"""Rules follow every way into the ledger: imports, corrections, rates, undoing, mergers; runs over all."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actors import system_actor
from suppliers.actions import attribution, attribution_rules, imports, merging, undoing
from suppliers.actions.loading.run import Options, no_progress
from suppliers.facts.attribution import named as rows_of
from suppliers.facts.rolled import differences, strays
from suppliers.models import Attribution, AttributionRule, AttributionRun, LedgerEntry, Partner
from tests.bulk import make_ledger
from tests.factories import PartnerFactory
from tests.integration.suppliers.attribution.booking import (
    LEDGER,
    bring,
    entry,
    facts,
    ledger,
    log,
    named,
    rule,
    run,
    without_shipped,
)
from tests.integration.suppliers.imports.files import load
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sums_follow(db):
    yield
    assert differences() == []
    assert not strays().exists()


@pytest.fixture
def anna(db):
    return PartnerFactory(code="ANNA", kind="agent")


@pytest.fixture
def ben(db):
    return PartnerFactory(code="BEN", kind="agent")


def test_an_import_is_named_as_it_is_stored(brandt, anna, ben):
    rule((brandt, 100), item_codes=["VALVE*"])
    rule((anna, 60), (ben, 40), name="The north", role="agent", customers=["Nord"])
    bring(
        entry("1", "100.01", item="VALVE-9", customer="Nord"),
        entry("2", "-20", item="VALVE-7", kind="goods"),
        entry("3", "50", item="PIPE"),
    )
    assert named() == {"1": [("BRANDT", 10_001)], "2": [("BRANDT", -2_000)]}
    # 6000.6 and 4000.4
    assert named("agent") == {"1": [("ANNA", 6_001), ("BEN", 4_000)]}


def test_what_the_file_says_no_rule_says_again(brandt, kestrel):
    rule((brandt, 100))
    bring(entry("1", "100", supplier="KESTREL"), entry("2", "100"))
    assert named() == {"2": [("BRANDT", 10_000)]}
    # The file comes again and says more: the rule steps back.
    bring(entry("2", "100", supplier="KESTREL"))
    assert named() == {}


def test_a_changed_entry_is_named_anew(brandt, kestrel):
    rule((brandt, 100), item_codes=["A"])
    rule((kestrel, 100), name="B", item_codes=["B"])
    bring(entry("1", "100", item="A"))
    bring(entry("1", "80", item="A", on="2026-04-01"))
    assert named() == {"1": [("BRANDT", 8_000)]}
    assert Attribution.objects.get().month == 202_604
    bring(entry("1", "80", item="B", on="2026-04-01"))
    assert named() == {"1": [("KESTREL", 8_000)]}


def test_freight_follows_its_order_whatever_comes_first(brandt, kestrel):
    """The shipped rule: 90.00 over lines of 200 and 100."""
    bring(entry("F", "-90", kind="freight", order="SO1"))
    assert named() == {}
    bring(entry("1", "200", supplier="BRANDT", item="A", order="SO1"))
    assert named() == {"F": [("BRANDT", -9_000)]}
    bring(entry("2", "100", supplier="KESTREL", item="B", order="SO1"))
    assert named() == {"F": [("BRANDT", -6_000), ("KESTREL", -3_000)]}
    # A line moves to another order: freight hears of it in both.
    bring(entry("G", "-10", kind="duty", order="SO2"))
    bring(entry("1", "200", supplier="BRANDT", item="A", order="SO2"))
    assert named() == {"F": [("KESTREL", -9_000)], "G": [("BRANDT", -1_000)]}


def test_freight_of_lines_that_a_rule_names(brandt, kestrel):
    rule((brandt, 50), (kestrel, 50), item_codes=["A"])
    bring(entry("1", "200", item="A", order="SO1"), entry("F", "-0.99", kind="freight", order="SO1"))
    assert named()["F"] == [("BRANDT", -50), ("KESTREL", -49)]


def test_a_run_names_what_was_there_before_and_a_second_changes_nothing(brandt, kestrel, anna):
    without_shipped()
    bring(
        entry("1", "100", item="A"),
        entry("2", "50", item="B", agent="ANNA"),
        entry("3", "10", supplier="KESTREL", item="A"),
    )
    first = rule((brandt, 100), item_codes=["A"])
    rule((anna, 100), name="Anna", role="agent")
    before = ledger()
    assert run().counts == {"named": 2, "changed": 0, "cleared": 0, "same": 0, "entries": 3}
    assert named() == {"1": [("BRANDT", 10_000)]}
    assert named("agent") == {"1": [("ANNA", 10_000)], "3": [("ANNA", 1_000)]}
    kept = log()
    assert run().counts == {"named": 0, "changed": 0, "cleared": 0, "same": 2, "entries": 3}
    assert log() == kept
    # A rule that changes changes what it named, and nothing else.
    attribution_rules.edit(
        by=system_actor(), rule=first, version=1, facts=facts(item_codes=["A", "B"]),
        shares=[(kestrel, Decimal(1))],
    )  # fmt: skip
    assert named() == {"1": [("BRANDT", 10_000)]}
    assert run().counts == {"named": 1, "changed": 1, "cleared": 0, "same": 1, "entries": 3}
    assert named() == {"1": [("KESTREL", 10_000)], "2": [("KESTREL", 5_000)]}
    attribution_rules.retire(by=system_actor(), rule=first)
    assert run().counts == {"named": 0, "changed": 0, "cleared": 2, "same": 1, "entries": 3}
    assert named() == {}
    assert ledger() == before


def test_a_run_that_broke_off_goes_on(brandt, monkeypatch):
    monkeypatch.setattr(attribution, "ENTRIES_AT_ONCE", 2)
    bring(*(entry(str(number), "1") for number in range(5)))
    rule((brandt, 100))
    started = AttributionRun.objects.create(started_at=timezone.now(), by_label="Alice")

    def stop(done, total):
        assert (done, total) == (2, 5)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        attribution.run(by=system_actor(), run=started, progress=stop)
    assert len(named()) == 2
    started.refresh_from_db()
    seen = []
    attribution.run(by=system_actor(), run=started, progress=lambda *at: seen.append(at))
    assert seen == [(4, 5), (5, 5)]
    assert started.counts == {"named": 5, "changed": 0, "cleared": 0, "same": 0, "entries": 5}


def counted_by_the_planner(model):
    """How many rows the database believes to be in the table when it plans a query."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples::int FROM pg_class WHERE relname = %s", [table])
        else:
            cursor.execute("SELECT max(CAST(stat AS int)) FROM sqlite_stat1 WHERE tbl = %s", [table])
        return cursor.fetchone()[0]


def test_after_a_run_over_many_the_database_plans_with_as_many():
    made = make_ledger(2, attribution.ENTRIES_AT_ONCE + 1)
    rule((made["agent"][0], 100), role="agent", kinds=["revenue"])
    run()
    for model in (LedgerEntry, Attribution):
        assert counted_by_the_planner(model) == model.objects.count() > 0


def test_a_rate_splits_again_to_the_cent(brandt, kestrel, anna, ben):
    by = system_actor()
    load(by, "rates", csv_file("2026-01-01,USD,1", header="date,currency,rate"))
    rule((brandt, 50), (kestrel, 50))
    bring(entry("1", "3.01", currency="USD"))
    bring(
        entry("a", "100", currency="USD", agent="ANNA", item="A", order="SO1"),
        entry("b", "100", agent="BEN", item="B", order="SO1"),
        entry("F", "-10.00", kind="freight", order="SO1"),
    )
    assert named()["1"] == [("BRANDT", 151), ("KESTREL", 150)]
    assert named("agent")["F"] == [("ANNA", -500), ("BEN", -500)]
    load(by, "rates", csv_file("2026-01-01,USD,4", header="date,currency,rate"))
    # 301 / 4 = 75.25; what is booked in our own currency follows what the lines are worth now: 25 and 100.
    assert named()["1"] == [("BRANDT", 38), ("KESTREL", 37)]
    assert named("agent")["F"] == [("ANNA", -200), ("BEN", -800)]
    assert run().counts["changed"] == 0


def test_an_import_taken_back_leaves_what_was_before(brandt, kestrel, anna):
    by = system_actor()
    rule((brandt, 100), item_codes=["A"])
    bring(entry("1", "100", item="A"), entry("F", "-30", kind="freight", order="SO1"))
    before = ledger(), named()

    def take_back(*rows):
        stream = csv_file(*rows, header=LEDGER)
        _report, batch = imports.import_file(
            by=by, stream=stream, name="ledger.csv", options=Options("ledger")
        )
        changed = named()
        batch = undoing.ask_to_undo(by=by, batch=batch)
        undoing.undo(by=by, batch=batch, progress=no_progress)
        batch.refresh_from_db()
        assert batch.undo_report == []
        return changed

    # What was changed is named as before; what was new goes with its naming; freight hears of both.
    assert take_back(
        entry("1", "70", supplier="KESTREL", item="A", order="SO1"),
        entry("2", "40", item="A", order="SO1"),
    ) == {"2": [("BRANDT", 4_000)], "F": [("KESTREL", -1_909), ("BRANDT", -1_091)]}
    after = ledger(), named()
    for rows in (before[0], after[0]):
        for row in rows:
            row.pop("updated_at")
    assert after == before


def test_a_partner_that_a_rule_still_names_is_kept(anna):
    """Taken back with its file, it would pull the naming from an entry of another file."""
    by = system_actor()
    bring(entry("F", "-30", kind="freight", order="SO1"))
    header = "kind,code,name"
    _report, partners = imports.import_file(
        by=by, stream=csv_file("supplier,NEW,New", header=header), name="p.csv", options=Options("partners")
    )
    bring(entry("1", "70", supplier="NEW", item="A", order="SO1"))
    assert named() == {"F": [("NEW", -3_000)]}
    undoing.undo(by=by, batch=undoing.ask_to_undo(by=by, batch=partners), progress=no_progress)
    partners.refresh_from_db()
    assert Partner.objects.filter(code="NEW").exists()
    assert "in use" in partners.undo_report[0][2]


def test_a_merger_takes_namings_and_shares_along_and_back(brandt, kestrel):
    by = system_actor()
    old = PartnerFactory(code="OLD", name="Brandt before")
    rule((old, 60), (kestrel, 40))
    bring(entry("1", "100"))
    merge = merging.merge(by=by, alias=old, survivor=brandt, reason="One firm")
    assert named() == {"1": [("BRANDT", 6_000), ("KESTREL", 4_000)]}
    assert run().counts == {"named": 0, "changed": 0, "cleared": 0, "same": 1, "entries": 1}
    merging.undo(by=by, merge=merge)
    assert named() == {"1": [("OLD", 6_000), ("KESTREL", 4_000)]}


def test_a_rule_that_names_both_stands_against_their_merger(brandt, kestrel):
    rule((brandt, 60), (kestrel, 40))
    with pytest.raises(merging.MergeRefused, match="Valves are Brandt's"):
        merging.merge(by=system_actor(), alias=brandt, survivor=kestrel, reason="One firm")


def test_a_chunk_costs_a_fixed_number_of_statements(brandt, kestrel):
    for number in range(5):
        rule((brandt, 50), (kestrel, 50), name=f"R{number}", item_codes=[f"I{number}*"])

    def statements(count, start):
        """Orders of two lines and their freight."""
        rows = [
            entry(
                f"{start}-{n}",
                "100",
                item=f"I{n % 5}-{n}",
                order=f"SO-{start}-{n // 3}",
                kind="freight" if n % 3 == 2 else "revenue",
            )
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            bring(*rows)
        return len(captured)

    few = statements(6, "a")
    assert statements(120, "b") <= few + 1
    assert Attribution.objects.count() == 84 * 2 + 42 * 4


def test_two_imports_and_a_run_end_alike(brandt, kestrel):
    """In whichever order entries and rules come, the outcome is the same."""
    rows = [
        entry("1", "70", item="A", order="SO1"),
        entry("2", "40", supplier="KESTREL", item="B", order="SO1"),
        entry("F", "-30", kind="freight", order="SO1"),
    ]
    rule((brandt, 100), item_codes=["A"])
    for row in reversed(rows):
        bring(row)
    piecemeal = named()
    Attribution.objects.all().delete()
    run()
    assert named() == piecemeal == {
        "1": [("BRANDT", 7_000)], "F": [("BRANDT", -1_909), ("KESTREL", -1_091)],
    }  # fmt: skip


def test_rows_of_a_partner_from_both(brandt, kestrel, anna):
    rule((brandt, 50), (kestrel, 50), item_codes=["A"])
    bring(
        entry("1", "70", item="A", customer="Nord"),
        entry("2", "40", supplier="BRANDT", customer="Sued"),
        entry("3", "5", agent="ANNA"),
    )
    found = sorted(
        row
        for rows in rows_of("supplier")
        for row in rows.filter(partner_key=brandt.pk).values_list(
            "entry_name", "entry_customer", "company_minor", "month", "kind", "item_code"
        )
    )
    assert found == [
        ("1", "Nord", 3_500, 202_603, "revenue", "A"),
        ("2", "Sued", 4_000, 202_603, "revenue", ""),
    ]


def test_shipped_rules_stand_once_and_stay_retired(db):
    shipped = AttributionRule.objects.filter(method="lines")
    assert sorted(shipped.values_list("role", flat=True)) == ["agent", "distributor", "supplier"]
    attribution_rules.retire(by=system_actor(), rule=shipped[0])
    attribution_rules.install_shipped(by=system_actor())
    assert AttributionRule.objects.count() == 3
    assert AttributionRule.objects.filter(is_active=True).count() == 2
    assert not LedgerEntry.objects.exists()
