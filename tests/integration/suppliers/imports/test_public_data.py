"""The public delivery history and AdventureWorks purchasing: every row, twice, in every spelling."""

import pandas as pd
import pytest

from portal.actors import system_actor
from suppliers.imports.problems import FileRefused
from suppliers.models import DeliveryOutcome, Order, OrderLine, Partner, Promise, PromisePart, Receipt
from tests.integration.suppliers.imports.files import counts, load_public

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
SCALE = 1_000_000
MODELS = (Partner, Order, OrderLine, Promise, PromisePart, Receipt)


def sizes():
    return [model.objects.count() for model in MODELS]


def test_the_delivery_history_in_both_spellings(public_data):
    by, folder = system_actor(), public_data / "scms"
    path = folder / "SCMS_Delivery_History_Dataset_20150929.csv"
    tallies = load_public(by, path, "usaid-scms")
    assert {name: counts(tally) for name, tally in tallies.items()} == dict.fromkeys(
        ("orders", "promises", "receipts"), (10324, 0, 0, 0)
    )
    assert sizes() == [73, 6_233, 10_324, 10_324, 10_324, 10_324]
    assert len(tallies["orders"].warnings) == 4

    _check_against(pd.read_csv(path, encoding="utf-8-sig"))
    judged = DeliveryOutcome.objects.count()
    for again, profile in ((path, "usaid-scms"), (folder / "SCMS_variant_cp1252.csv", "usaid-scms-cp1252")):
        tallies = load_public(by, again, profile)
        assert {counts(tally) for tally in tallies.values()} == {(0, 0, 10_324, 0)}
    assert sizes() == [73, 6_233, 10_324, 10_324, 10_324, 10_324]
    assert DeliveryOutcome.objects.count() == judged


def _check_against(rows):
    """Sums and days as pandas reads them."""
    lines = OrderLine.objects.all()
    assert sum(lines.values_list("quantity", flat=True)) == rows["Line Item Quantity"].sum() * SCALE
    value = (
        sum(quantity * price for quantity, price in lines.values_list("quantity", "unit_price")) / SCALE**2
    )
    assert value == pytest.approx(rows["Line Item Value"].sum(), rel=1e-6)
    scheduled = pd.to_datetime(rows["Scheduled Delivery Date"], format="%d-%b-%y").dt.date
    stored = dict(lines.values_list("number", "requested_on"))
    assert stored == dict(zip(rows["ID"].astype(str), scheduled, strict=True))
    sent = pd.to_datetime(
        rows["PO Sent to Vendor Date"].str.replace("-", "/"), format="%m/%d/%Y", errors="coerce"
    ).dt.date
    ordered = dict(lines.values_list("number", "order__ordered_on"))
    expected = {
        str(number): (None if pd.isna(day) else day) for number, day in zip(rows["ID"], sent, strict=True)
    }
    assert ordered == expected


def test_the_right_file_with_the_wrong_profile_stores_nothing(public_data):
    folder = public_data / "scms"
    with pytest.raises(FileRefused, match="position 560"):
        load_public(system_actor(), folder / "SCMS_variant_cp1252.csv", "usaid-scms")
    assert sizes() == [0] * len(MODELS)


def test_adventureworks(public_data):
    path = public_data / "adventureworks" / "aw_receipts_flat.csv"
    tallies = load_public(system_actor(), path, "adventureworks")
    rows = pd.read_csv(path)
    counted = rows[rows.po_status != 3]
    assert counts(tallies["orders"]) == (len(counted), 0, 0, 0)
    assert tallies["orders"].ignored == (rows.po_status == 3).sum()
    final = rows[rows.po_status == 4]
    assert counts(tallies["receipts"]) == (len(final), 0, 0, 0)
    assert sum(Receipt.objects.values_list("accepted_quantity", flat=True)) == int(
        (final.received_qty - final.rejected_qty).sum() * SCALE
    )
    assert sum(Receipt.objects.values_list("rejected_quantity", flat=True)) == int(
        final.rejected_qty.sum() * SCALE
    )
    drafts = OrderLine.objects.filter(status="draft")
    assert drafts.count() == rows.po_status.isin([1, 2]).sum()
    assert not DeliveryOutcome.objects.filter(line__in=drafts).exists()
