"""What was corrected stands: a file does not correct it twice, and what takes it back takes all of it."""

import datetime as dt

import pytest
from django.db.models import Sum

from portal.actors import system_actor
from suppliers.actions import imports, undoing
from suppliers.actions.ledger_corrections import correct
from suppliers.actions.loading.run import Options, no_progress
from suppliers.facts.rolled import differences, strays
from suppliers.models import ImportBatch, LedgerEntry
from tests.integration.suppliers.attribution.booking import LEDGER, bring, entry
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
