"""Northwind: lines that look up their orders, products, suppliers and agents, against another reading."""

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from portal.actors import system_actor
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.facts.profiles import find_profile
from suppliers.imports.bundle import pack
from suppliers.models import ImportBatch, LedgerEntry, Order, OrderLine, Partner, Receipt
from tests.integration.suppliers.imports.files import counts, load_public

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def files(public_data):
    """The rows of each file, by its key."""

    def rows(name):
        with (public_data / "northwind" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    return {
        "lines": rows("OrderDetails"),
        "orders": {row["OrderID"]: row for row in rows("Orders")},
        "products": {row["ProductID"]: row for row in rows("Products")},
        "suppliers": {row["SupplierID"]: row for row in rows("Suppliers")},
    }


def command(capsys, *arguments):
    """Exit code and output of `manage.py import`."""
    try:
        call_command("import", *map(str, arguments))
    except SystemExit as done:
        return done.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def net(row):
    """Unit price x quantity less the discount, in cents, halves up."""
    amount = Decimal(row["UnitPrice"]) * int(row["Quantity"]) * (1 - Decimal(row["Discount"]))
    return int(amount.quantize(CENT, ROUND_HALF_UP) * 100)


def revenue_by(name):
    return {
        code: (minor, count)
        for code, minor, count in LedgerEntry.objects.filter(kind="revenue")
        .order_by()
        .values_list(f"{name}__code")
        .annotate(Sum("company_minor"), Count("pk"))
    }


@pytest.fixture
def northwind(public_data, capsys, db):
    folder = public_data / "northwind"
    assert command(capsys, "orders", folder / "OrderDetails.csv", "--profile", "northwind")[0] == 0
    assert command(capsys, "ledger", folder / "Orders.csv", "--profile", "northwind-freight")[0] == 0


def test_every_figure_equals_an_independent_reading(northwind, files):
    lines, orders, products = files["lines"], files["orders"], files["products"]
    assert Order.objects.count() == len(orders) == 830
    assert OrderLine.objects.count() == len(lines) == 2155
    kinds = dict(Partner.objects.order_by().values_list("kind").annotate(Count("pk")))
    assert kinds == {"supplier": 29, "agent": 9}
    names = dict(Partner.objects.filter(kind="supplier").values_list("code", "name"))
    assert names == {f"NW-S{key}": row["CompanyName"].strip() for key, row in files["suppliers"].items()}

    expected = {"agent": defaultdict(lambda: (0, 0)), "supplier": defaultdict(lambda: (0, 0))}
    for row in lines:
        supplier = f"NW-S{products[row['ProductID']]['SupplierID']}"
        agent = f"NW-E{orders[row['OrderID']]['EmployeeID']}"
        for name, code in (("supplier", supplier), ("agent", agent)):
            minor, count = expected[name][code]
            expected[name][code] = minor + net(row), count + 1
    assert revenue_by("agent") == expected["agent"]
    assert revenue_by("supplier") == expected["supplier"]
    total = LedgerEntry.objects.filter(kind="revenue").aggregate(total=Sum("company_minor"))["total"]
    assert total == sum(map(net, lines))
    # What everybody gets who does not round line by line.
    assert abs(total - 126_579_304) < len(lines)


def test_freight_is_one_cost_of_each_order(northwind, files):
    stored = dict(LedgerEntry.objects.filter(kind="freight").values_list("reference", "amount_minor"))
    expected = {
        number: -int((Decimal(row["Freight"]) * 100).to_integral_exact())
        for number, row in files["orders"].items()
    }
    assert stored == expected
    agents = LedgerEntry.objects.filter(kind="freight").values_list("reference", "agent__code")
    assert dict(agents) == {number: f"NW-E{row['EmployeeID']}" for number, row in files["orders"].items()}


def test_what_never_left_has_no_receipt(northwind, files):
    shipped = {number: row for number, row in files["orders"].items() if row["ShippedDate"]}
    assert len(files["orders"]) - len(shipped) == 21
    received = {
        (order, line): (day.isoformat(), quantity // 1_000_000)
        for order, line, day, quantity in Receipt.objects.values_list(
            "line__order__number", "line__number", "received_on", "accepted_quantity"
        )
    }
    assert received == {
        (row["OrderID"], row["ProductID"]): (shipped[row["OrderID"]]["ShippedDate"], int(row["Quantity"]))
        for row in files["lines"]
        if row["OrderID"] in shipped
    }


def test_a_line_knows_what_its_order_and_product_say(northwind, files):
    stored = OrderLine.objects.values_list("order__number", "number", "requested_on", "description")
    for order, line, requested, description in stored:
        assert requested.isoformat() == files["orders"][order]["RequiredDate"]
        assert description == files["products"][line]["ProductName"]


def test_the_same_files_again_change_nothing(northwind, public_data, capsys):
    facts = list(LedgerEntry.objects.order_by("pk").values())
    folder = public_data / "northwind"
    for dataset, path, profile in (
        ("orders", folder, "northwind"),
        ("ledger", folder / "Orders.csv", "northwind-freight"),
    ):
        code, out = command(capsys, dataset, path, "--profile", profile)
        assert code == 0
        assert "Every fact was already there" in out
    assert list(LedgerEntry.objects.order_by("pk").values()) == facts


def test_a_trial_counts_the_same(public_data):
    profile = find_profile("northwind")
    folder = public_data / "northwind"
    names = (profile.file, *(item.file for item in profile.lookups))
    for options in ({"dry_run": True}, {}):
        with pack({name: folder / name for name in names}) as stream:
            report, _batch = import_file(
                by=system_actor(),
                stream=stream,
                name="northwind.zip",
                options=Options("ledger", profile, **options),
            )
        assert {name: counts(tally) for name, tally in report.tallies.items()} == {
            "partners": (29, 0, 2126, 0),
            "orders": (2155, 0, 0, 0),
            "receipts": (2082, 0, 0, 0),
            "ledger": (2155, 0, 0, 0),
        }
    assert ImportBatch.objects.get().file_name == "northwind.zip"


def test_a_missing_file_is_named(public_data, tmp_path, capsys):
    path = tmp_path / "OrderDetails.csv"
    path.write_bytes((public_data / "northwind" / "OrderDetails.csv").read_bytes())
    with pytest.raises(CommandError, match=r"Orders\.csv"):
        command(capsys, "orders", path, "--profile", "northwind")
    assert not Order.objects.exists()


def test_adventureworks_vendor_by_vendor(public_data):
    """Quantities and value of every vendor, against the flat file read by hand."""
    path = public_data / "adventureworks" / "aw_receipts_flat.csv"
    load_public(system_actor(), path, "adventureworks")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 8845
    expected = defaultdict(lambda: [0, Decimal(0), Decimal(0), Decimal(0), Decimal(0)])
    for row in rows:
        if row["po_status"] == "3":
            continue
        vendor = expected[row["vendor_account"]]
        quantity = Decimal(row["ordered_qty"])
        vendor[0] += 1
        vendor[1] += quantity
        vendor[2] += quantity * Decimal(row["unit_price"])
        if row["po_status"] == "4":
            vendor[3] += Decimal(row["received_qty"])
            vendor[4] += Decimal(row["rejected_qty"])
    stored = defaultdict(lambda: [0, Decimal(0), Decimal(0), Decimal(0), Decimal(0)])
    for code, quantity, price in OrderLine.objects.values_list("partner__code", "quantity", "unit_price"):
        vendor = stored[code]
        vendor[0] += 1
        vendor[1] += Decimal(quantity) / 10**6
        vendor[2] += Decimal(quantity) * price / 10**12
    taken = Receipt.objects.values_list("partner__code", "accepted_quantity", "rejected_quantity")
    for code, accepted, rejected in taken:
        stored[code][3] += Decimal(accepted + rejected) / 10**6
        stored[code][4] += Decimal(rejected) / 10**6
    assert stored == expected
    states = dict(OrderLine.objects.order_by().values_list("status").annotate(Count("pk")))
    assert states == {
        "confirmed": sum(row["po_status"] == "4" for row in rows),
        "draft": sum(row["po_status"] in "12" for row in rows),
    }
    assert not Receipt.objects.filter(line__status="draft").exists()
    again = load_public(system_actor(), path, "adventureworks")
    assert {(tally.new, tally.changed, tally.refused) for tally in again.values()} == {(0, 0, 0)}
