"""What was corrected stands: a file does not correct it twice, and what takes it back takes all of it."""

import datetime as dt

import pytest
from django.db.models import Sum

from portal.actors import system_actor
from suppliers.actions import attribution_rules, imports, undoing
from suppliers.actions.ledger_corrections import correct
from suppliers.actions.loading.run import Options, no_progress
from suppliers.facts.rolled import differences, strays
from suppliers.models import Attribution, ImportBatch, LedgerEntry
from tests.integration.suppliers.attribution.booking import LEDGER, bring, entry, log, named, rule, run
from tests.integration.suppliers.imports.files import counts, load, reasons
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sums_follow(db):
    yield
    assert differences() == []
    assert not strays().exists()


def mend(name, **other):
    """Two new entries, the second with other facts; without any it is only taken back."""
    one = LedgerEntry.objects.get(entry_id=name)
    names = ("date", "kind", "amount_minor", "quantity", "supplier", "distributor", "agent", "item_code",
             "category", "customer", "reference")  # fmt: skip
    facts = {name: getattr(one, name) for name in names} | other if other else None
    return correct(by=system_actor(), entry=one, facts=facts, reason="Wrong")


def read(*rows, **options):
    return load(system_actor(), "ledger", csv_file(*rows, header=LEDGER), **options)


def total():
    return LedgerEntry.objects.aggregate(sum=Sum("company_minor"))["sum"]


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("row", "column"),
    [
        (entry("E1", "90", order="SO-1"), "amount"),
        (entry("E1", "100", order="SO-1", on="2026-03-16"), "date"),
        (entry("E1", "100", order="SO-1", kind="discount"), "kind"),
        (entry("E1", "100", order="SO-1", supplier="BRANDT"), "supplier_code"),
        (entry("E1", "100", order="SO-2"), "reference"),
    ],
)
def test_a_corrected_entry_is_not_corrected_again_by_a_file(brandt, row, column, dry_run):
    bring(entry("E1", "100", order="SO-1"))
    mend("E1", amount_minor=9_000)
    tally = read(row, entry("E2", "1"), dry_run=dry_run)
    assert reasons(tally) == [(2, column, "This entry was corrected by E1-C since.")]
    assert str(tally.errors[0].way_out) == "Correct that one, or leave the row out."
    assert counts(tally) == (1, 0, 0, 1)
    assert total() == (9_000 if dry_run else 9_100)


def test_the_same_row_again_is_the_same(db):
    row = entry("E1", "100", order="SO-1")
    bring(row)
    mend("E1", amount_minor=9_000)
    assert counts(bring(row)) == (0, 0, 1, 0)
    assert counts(bring(entry("E1-C", "95", order="SO-1"))) == (0, 1, 0, 0)
    assert total() == 9_500


def test_what_takes_back_stays_and_what_was_taken_back_too(db):
    bring(entry("E1", "100"))
    mend("E1")
    tally = read(entry("E1", "90"), entry("E1-R", "-90"))
    assert reasons(tally) == [
        (2, "amount", "This entry was taken back by E1-R since."),
        (3, "amount", "This entry takes E1 back and stays as it is."),
    ]
    assert total() == 0


def test_taking_an_import_back_keeps_what_was_corrected_since(db):
    bring(entry("E1", "100"), entry("E2", "10"))
    _report, batch = imports.import_file(
        by=system_actor(),
        stream=csv_file(entry("E1", "80"), entry("E2", "20"), header=LEDGER),
        name="ledger.csv",
        options=Options("ledger"),
    )
    mend("E1", amount_minor=9_000)
    undoing.undo(
        by=system_actor(),
        batch=undoing.ask_to_undo(by=system_actor(), batch=batch),
        progress=no_progress,
    )
    assert ImportBatch.objects.get(pk=batch.pk).undo_report == [
        ["ledger entry", "E1", "It has been corrected since, by E1-C."]
    ]
    # 90.00 and, as it was, 10.00.
    assert total() == 10_000
    assert LedgerEntry.objects.get(entry_id="E1").date == dt.date(2026, 3, 15)


def sums(role="supplier"):
    """{partner's code: all that rules gave it}"""
    rows = Attribution.objects.filter(role=role).order_by().values_list("partner__code")
    return dict(rows.annotate(sum=Sum("company_minor")))


def test_what_takes_a_discount_back_takes_back_what_the_lines_gave_of_it(brandt, kestrel):
    rule(method="lines", name="Discounts follow", kinds=["discount"])
    bring(
        entry("A", "60", supplier="BRANDT", item="A", order="SO-1"),
        entry("B", "40", supplier="KESTREL", item="B", order="SO-1"),
        entry("D1", "-10", kind="discount", order="SO-1"),
    )
    assert sums() == {"BRANDT": -600, "KESTREL": -400}
    mend("D1")
    assert named()["D1-R"] == [("BRANDT", 600), ("KESTREL", 400)]
    assert sums() == {"BRANDT": 0, "KESTREL": 0}
    run()
    assert sums() == {"BRANDT": 0, "KESTREL": 0}
    # Another line comes: both are split anew.
    bring(entry("C", "100", supplier="KESTREL", item="C", order="SO-1"))
    assert named()["D1"] == [("BRANDT", -300), ("KESTREL", -200), ("KESTREL", -500)]
    assert sums() == {"BRANDT": 0, "KESTREL": 0}


def test_a_line_that_was_taken_back_draws_no_freight(brandt, kestrel):
    bring(
        entry("A", "60", supplier="BRANDT", item="A", order="SO-1"),
        entry("B", "40", supplier="KESTREL", item="B", order="SO-1"),
        entry("F", "-10", kind="freight", order="SO-1"),
    )
    assert named()["F"] == [("BRANDT", -600), ("KESTREL", -400)]
    mend("A", item_code="A2")
    assert named()["F"] == [("BRANDT", -600), ("KESTREL", -400)]
    mend("A-C")
    assert named()["F"] == [("KESTREL", -1_000)]
    before = log()
    run()
    assert log() == before


def test_it_takes_back_what_a_retired_rule_gave(brandt, kestrel):
    first = rule((brandt, 60), (kestrel, 40), item_codes=["A"])
    bring(entry("L1", "100", item="A"), entry("L2", "50", item="A"))
    attribution_rules.retire(by=system_actor(), rule=first)
    rule((kestrel, 100), name="All Kestrel's", item_codes=["A"])
    mend("L1")
    assert named()["L1"] == [("BRANDT", 6_000), ("KESTREL", 4_000)]
    assert named()["L1-R"] == [("BRANDT", -6_000), ("KESTREL", -4_000)]
    run()
    assert named() == {
        "L1": [("KESTREL", 10_000)],
        "L1-R": [("KESTREL", -10_000)],
        "L2": [("KESTREL", 5_000)],
    }


def test_what_no_rule_gave_when_it_was_booked_is_taken_from_nobody(brandt):
    bring(entry("L1", "100", item="A"))
    rule((brandt, 100), item_codes=["A"])
    mend("L1", amount_minor=9_000)
    assert named() == {"L1-C": [("BRANDT", 9_000)]}
    run()
    assert sums() == {"BRANDT": 9_000}


def test_a_rate_splits_both_anew(brandt, kestrel):
    header = "currency,date,rate"
    load(system_actor(), "rates", csv_file("USD,2026-01-01,1.1", header=header))
    rule((brandt, 60), (kestrel, 40), item_codes=["A"])
    bring(entry("L1", "100.01", item="A", currency="USD"))
    mend("L1")
    load(system_actor(), "rates", csv_file("USD,2026-01-01,1.3", header=header))
    assert sums() == {"BRANDT": 0, "KESTREL": 0}
    assert sum(minor for _code, minor in named()["L1-R"]) == -7_693
