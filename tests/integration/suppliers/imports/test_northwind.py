"""Northwind: lines that look up their orders, products, suppliers and agents, against another reading."""

import csv
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q, Sum

from portal.actors import system_actor
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.facts.attribution import named
from suppliers.facts.contribution import Span, company, sums
from suppliers.facts.profiles import find_profile
from suppliers.facts.rolled import differences, strays
from suppliers.imports.bundle import pack
from suppliers.models import Attribution, ImportBatch, LedgerEntry, Order, OrderLine, Partner, Receipt
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


def gross(row):
    """Unit price x quantity, in cents: no line of Northwind has a fraction of one."""
    minor = Decimal(row["UnitPrice"]) * int(row["Quantity"]) * 100
    assert minor == int(minor)
    return int(minor)


def booked_by(name, kind):
    """{code: (sum, entries)}: of entries whose file names a partner, and of what rules attributed."""
    found = defaultdict(lambda: (0, 0))
    for rows in named(name, Q(kind=kind)):
        partner = "partner" if rows.model is Attribution else name
        for code, minor, count in rows.values_list(f"{partner}__code").annotate(
            Sum("company_minor"), Count("pk")
        ):
            found[code] = found[code][0] + minor, found[code][1] + count
    return found


def parted(minor, worth):
    """Largest remainder, of equal ones the first: {key: part}."""
    total = sum(worth.values())
    exact = {key: Fraction(minor * weight, total) for key, weight in worth.items()}
    parts = {key: floor(share) for key, share in exact.items()}
    order = sorted(worth, key=lambda key: -(exact[key] - parts[key]))
    for key in order[: minor - sum(parts.values())]:
        parts[key] += 1
    return parts


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

    expected = {
        (role, kind): defaultdict(lambda: (0, 0))
        for role in ("agent", "supplier")
        for kind in ("revenue", "discount")
    }
    for row in lines:
        codes = {
            "supplier": f"NW-S{products[row['ProductID']]['SupplierID']}",
            "agent": f"NW-E{orders[row['OrderID']]['EmployeeID']}",
        }
        discounted = [("discount", net(row) - gross(row))] if Decimal(row["Discount"]) else []
        for kind, amount in (("revenue", gross(row)), *discounted):
            for role, code in codes.items():
                minor, count = expected[role, kind][code]
                expected[role, kind][code] = minor + amount, count + 1
    for (role, kind), wanted in expected.items():
        assert booked_by(role, kind) == wanted
    assert LedgerEntry.objects.filter(kind="discount").count() == 838
    of_sales = LedgerEntry.objects.filter(kind__in=("revenue", "discount"))
    total = of_sales.aggregate(total=Sum("company_minor"))["total"]
    assert total == sum(map(net, lines))
    # What everybody gets who does not round line by line.
    assert abs(total - 126_579_304) < len(lines)
    assert of_sales.aggregate(total=Sum("quantity"))["total"] == 10**6 * sum(
        int(row["Quantity"]) for row in lines
    )


def test_freight_is_one_cost_of_each_order(northwind, files):
    stored = dict(LedgerEntry.objects.filter(kind="freight").values_list("reference", "amount_minor"))
    expected = {
        number: -int((Decimal(row["Freight"]) * 100).to_integral_exact())
        for number, row in files["orders"].items()
    }
    assert stored == expected
    agents = LedgerEntry.objects.filter(kind="freight").values_list("reference", "agent__code")
    assert dict(agents) == {number: f"NW-E{row['EmployeeID']}" for number, row in files["orders"].items()}


def test_freight_is_split_over_the_lines_of_its_order(northwind, files):
    """By the rule that Accord ships: by net value, largest remainder, of equal ones the lowest line."""
    of_order = defaultdict(dict)
    for row in sorted(files["lines"], key=lambda row: int(row["ProductID"])):
        of_order[row["OrderID"]][row["ProductID"]] = net(row)
    by_supplier, by_agent = defaultdict(int), defaultdict(int)
    for number, worth in of_order.items():
        order = files["orders"][number]
        freight = int(Decimal(order["Freight"]) * 100)
        by_agent[f"NW-E{order['EmployeeID']}"] -= freight
        for product, part in parted(freight, worth).items():
            by_supplier[f"NW-S{files['products'][product]['SupplierID']}"] -= part
    assert {code: minor for code, (minor, _) in booked_by("supplier", "freight").items()} == by_supplier
    assert {code: minor for code, (minor, _) in booked_by("agent", "freight").items()} == by_agent
    # Every cent of it is somebody's, and the sums by month say the same.
    total = LedgerEntry.objects.filter(kind="freight").aggregate(total=Sum("company_minor"))["total"]
    assert sum(by_supplier.values()) == sum(by_agent.values()) == total == -6_494_269
    assert differences() == []
    assert not strays().exists()


def test_contribution_by_supplier_and_by_agent(northwind, files):
    """Revenue, discount and freight together, for each of the 29 and the 9, and nothing without a name."""
    span = Span(date(1996, 1, 1), date(1998, 12, 31))
    for role, count in (("supplier", 29), ("agent", 9)):
        found = sums(system_actor(), role, span)
        codes = dict(Partner.objects.filter(kind=role).values_list("pk", "code"))
        assert len(found) == count
        for kind in ("revenue", "discount", "freight"):
            assert {codes[pk]: kinds.get(kind, 0) for pk, kinds in found.items()} == {
                code: booked_by(role, kind)[code][0] for code in codes.values()
            }
        whole = sum(minor for kinds in found.values() for minor in kinds.values())
        assert whole == sum(company(system_actor(), span).values())


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
            "ledger": (2155 + 838, 0, 0, 0),
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
