"""Each further dataset: a small file, the facts it stores, the same file again, every refusal."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.actors import system_actor
from suppliers.actions import undoing
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options, no_progress
from suppliers.enums import AgreementBase, EntryKind, TierMethod
from suppliers.imports.datasets import AGREEMENT_BASES, DATASETS, ENTRY_KINDS, TIER_METHODS
from suppliers.imports.profiles import profile_of
from suppliers.models import (
    CommissionAgreement,
    CustomerCount,
    ExchangeRate,
    Invoice,
    LedgerEntry,
    PartnerDocument,
    SalesTarget,
    ShipNotice,
)
from tests.factories import PartnerFactory
from tests.integration.suppliers.imports.files import LINE, counts, load, orders
from tests.unit.suppliers.imports.files import csv_file

pytestmark = pytest.mark.django_db
SCALE = 1_000_000

RATES = "date,currency,rate"
LEDGER = (
    "entry_id,date,kind,amount,quantity,currency,supplier_code,distributor_code,agent_code,item_code,"
    "category,customer,reference"
)
INVOICES = (
    "partner_code,invoice_number,order_number,issued_on,received_on,due_on,paid_on,currency,amount,disputed"
)
TARGETS = "partner_code,year,month,currency,revenue_target"
AGREEMENTS = "partner_code,version,valid_from,base,tier_from,rate,method"
COUNTS = "month,active_at_start,lost_dissatisfied,lost_other,won"
DOCUMENTS = "partner_code,type,number,issued_on,expires_on"
NOTICES = (
    "partner_code,order_number,line_number,notice_number,lot,shipped_on,expected_on,quantity,carrier,tracking"
)


@pytest.fixture
def by():
    return system_actor()


@pytest.fixture
def partners(brandt):
    """One of each kind."""
    return {
        partner.code: partner
        for partner in (
            brandt,
            PartnerFactory(code="NORD", name="Nordhaus", kind="distributor"),
            PartnerFactory(code="DEAL", name="Fjord Deal", kind="dealer"),
            PartnerFactory(code="VIKEN", name="Viken Agency", kind="agent"),
        )
    }


@pytest.fixture
def dollars(by):
    """A Thursday, a Friday and the Monday after."""
    load(by, "rates", csv_file("2026-09-03,USD,1.25", "2026-09-04,USD,1.5", "2026-09-07,USD,2", header=RATES))


def said(tally):
    """What a person reads of each refused row: row, column, value, reason, way out."""
    return [
        (error.row, error.column, error.value, str(error.reason), str(error.way_out))
        for error in tally.errors
    ]


def send(by, dataset, header, *rows, **options):
    return load(by, dataset, csv_file(*rows, header=header), **options)


# A small file of each dataset: what it stores, and what a row of it says when it is changed.
SMALL = {
    "documents": (
        DOCUMENTS,
        ("BRANDT,ISO 9001,QM-1,2025-04-01,2028-03-31", "BRANDT,Insurance,,,2026-12-31"),
        PartnerDocument,
        ("partner__code", "type", "number", "issued_on", "expires_on"),
        [
            ("BRANDT", "ISO 9001", "QM-1", dt.date(2025, 4, 1), dt.date(2028, 3, 31)),
            ("BRANDT", "Insurance", "", None, dt.date(2026, 12, 31)),
        ],
        ("2028-03-31", "2029-03-31", [("expires_on", "2028-03-31", "2029-03-31")]),
    ),
    "ship_notices": (
        NOTICES,
        (
            "BRANDT,4500130,10,DES-1,,2026-10-13,2026-10-15,60,Nordfrakt,NF1",
            "BRANDT,4500130,10,DES-1,L-2,2026-10-13,,40.5,,",
        ),
        ShipNotice,
        (
            "line__number", "partner__code", "number", "lot", "shipped_on", "expected_on", "quantity",
            "carrier",
        ),
        [
            (
                "10", "BRANDT", "DES-1", "", dt.date(2026, 10, 13), dt.date(2026, 10, 15), 60 * SCALE,
                "Nordfrakt",
            ),
            ("10", "BRANDT", "DES-1", "L-2", dt.date(2026, 10, 13), None, 40_500_000, ""),
        ],
        (",60,", ",58,", [("quantity", "60", "58")]),
    ),
    "invoices": (
        INVOICES,
        (
            "BRANDT,RE-1,4500130,2026-10-16,2026-10-18,2026-11-17,2026-11-13,,3840.10,ja",
            "BRANDT,RE-2,,,2026-10-18,2026-11-17,,JPY,-500,",
        ),
        Invoice,
        ("partner__code", "number", "order_number", "paid_on", "currency", "amount_minor", "disputed"),
        [
            ("BRANDT", "RE-1", "4500130", dt.date(2026, 11, 13), "EUR", 384_010, True),
            ("BRANDT", "RE-2", "", None, "JPY", -500, False),
        ],
        ("3840.10,ja", "3840,no", [("amount", "3840.10", "3840.00"), ("disputed", "true", "false")]),
    ),
    "rates": (
        RATES,
        ("2026-09-01,NOK,11.4275", "2026-09-02,IDR,19012.123456789"),
        ExchangeRate,
        ("date", "currency", "rate"),
        [
            (dt.date(2026, 9, 1), "NOK", Decimal("11.4275")),
            (dt.date(2026, 9, 2), "IDR", Decimal("19012.123456789")),
        ],
        ("11.4275", "11.43", [("rate", "11.4275", "11.43")]),
    ),
    "ledger": (
        LEDGER,
        (
            "E1,2026-09-14,revenue,1000.00,64,,BRANDT,NORD,VIKEN,PH-40,pumps,Aker Vann,INV-1",
            "E2,2026-09-14,goods,-600.55,,USD,BRANDT,DEAL,,,,,",
        ),
        LedgerEntry,
        (
            "entry_id", "month", "kind", "amount_minor", "company_minor", "currency", "quantity",
            "supplier__code", "distributor__code", "agent__code", "customer",
        ),
        [
            (
                "E1", 202609, "revenue", 100_000, 100_000, "EUR", 64 * SCALE, "BRANDT", "NORD", "VIKEN",
                "Aker Vann",
            ),
            # 600.55 dollars at 2 are 300.275 euros: half a cent is rounded away from zero.
            ("E2", 202609, "goods", -60_055, -30_028, "USD", None, "BRANDT", "DEAL", None, ""),
        ],
        (
            "1000.00,64,,BRANDT,NORD,VIKEN",
            "1000.50,64,USD,BRANDT,DEAL,",
            [
                ("amount", "1000.00", "1000.50"),
                ("currency", "EUR", "USD"),
                ("distributor_code", "NORD", "DEAL"),
            ],
        ),
    ),
    "targets": (
        TARGETS,
        ("NORD,2026,9,,150000", "VIKEN,2026,12,USD,0"),
        SalesTarget,
        ("partner__code", "year", "month", "currency", "revenue_minor"),
        [("NORD", 2026, 9, "EUR", 15_000_000), ("VIKEN", 2026, 12, "USD", 0)],
        ("150000", "160000.5", [("revenue_target", "150000.00", "160000.50")]),
    ),
    "commission_agreements": (
        AGREEMENTS,
        (
            "VIKEN,1,2026-01-01,net_revenue,100000,0.04,marginal",
            "VIKEN,1,2026-01-01,net_revenue,0,5 %,marginal",
            "NORD,1,2026-01-01,margin,0,0.1,",
        ),
        CommissionAgreement,
        ("partner__code", "version", "valid_from", "base", "method", "tier_from_minor", "rate"),
        [
            ("VIKEN", 1, dt.date(2026, 1, 1), "net_revenue", "marginal", 10_000_000, Decimal("0.04")),
            ("VIKEN", 1, dt.date(2026, 1, 1), "net_revenue", "marginal", 0, Decimal("0.05")),
            ("NORD", 1, dt.date(2026, 1, 1), "margin", "whole_base", 0, Decimal("0.1")),
        ],
        ("0.1,", "0.12,", [("rate", "0.1", "0.12")]),
    ),
    "customer_counts": (
        COUNTS,
        ("2026-09,412,3,2,9", "2026-10,416,0,,"),
        CustomerCount,
        ("month", "active_at_start", "lost_dissatisfied", "lost_other", "won"),
        [(202609, 412, 3, 2, 9), (202610, 416, 0, 0, 0)],
        ("412,3", "412,4", [("lost_dissatisfied", "3", "4")]),
    ),
}  # fmt: skip


@pytest.fixture
def small(by, partners, dollars):
    load(by, "orders", orders(LINE))


@pytest.mark.parametrize("dataset", SMALL)
def test_a_small_file_becomes_these_facts(by, small, dataset):
    header, rows, model, names, expected, (old, new, changes) = SMALL[dataset]
    before = model.objects.count()
    assert counts(send(by, dataset, header, *rows, dry_run=True)) == (len(rows), 0, 0, 0)
    assert model.objects.count() == before

    tally = send(by, dataset, header, *rows)
    assert counts(tally) == (len(rows), 0, 0, 0), said(tally)
    stored = model.objects.order_by("pk")
    assert list(stored.values_list(*names))[before:] == expected
    facts = list(stored.values())

    assert counts(send(by, dataset, header, *rows)) == (0, 0, len(rows), 0)
    assert list(stored.values()) == facts

    changed = [row.replace(old, new) for row in rows]
    for options in ({"dry_run": True}, {}):
        tally = send(by, dataset, header, *changed, **options)
        assert counts(tally) == (0, 1, len(rows) - 1, 0)
        assert [(item.column, item.was, item.now) for item in tally.changes] == changes
    assert counts(send(by, dataset, header, *changed)) == (0, 0, len(rows), 0)
    assert model.objects.count() == before + len(rows)


def facts_of(model):
    moments = {"updated_at"}
    return [
        {name: value for name, value in row.items() if name not in moments}
        for row in model.objects.order_by("pk").values()
    ]


@pytest.mark.parametrize("dataset", SMALL)
def test_all_of_it_can_be_taken_back(by, small, dataset):
    header, rows, model, _names, _expected, (old, new, _changes) = SMALL[dataset]
    states, batches = [facts_of(model)], []
    for lines in (rows, [row.replace(old, new) for row in rows]):
        options = Options(dataset)
        file = csv_file(*lines, header=header)
        batches.append(import_file(by=by, stream=file, name="x.csv", options=options)[1])
        states.append(facts_of(model))
    for batch, state in zip(reversed(batches), reversed(states[:-1]), strict=True):
        undoing.undo(by=by, batch=undoing.ask_to_undo(by=by, batch=batch), progress=no_progress)
        batch.refresh_from_db()
        assert batch.undo_report == []
        assert facts_of(model) == state


@pytest.mark.parametrize("dataset", SMALL)
def test_an_empty_cell_changes_nothing(by, small, dataset):
    header, rows, model, *_ = SMALL[dataset]
    send(by, dataset, header, *rows)
    facts = list(model.objects.order_by("pk").values())
    columns = DATASETS[dataset].columns
    emptied = [
        ",".join(
            cell if column.required or column.key else ""
            for cell, column in zip(row.split(","), columns, strict=True)
        )
        for row in rows
    ]
    assert counts(send(by, dataset, header, *emptied)) == (0, 0, len(rows), 0)
    assert list(model.objects.order_by("pk").values()) == facts


@pytest.mark.parametrize("dataset", SMALL)
def test_the_same_row_twice_in_a_file_is_one(by, small, dataset):
    header, rows, _model, _names, _expected, (old, new, _changes) = SMALL[dataset]
    first = next(row for row in rows if old in row)
    tally = send(by, dataset, header, first, first, first.replace(old, new))
    assert counts(tally) == (1, 0, 1, 1)
    (error,) = tally.errors
    assert str(error.reason) == "Row 2 already says something else of the same one."
    assert str(error.way_out) == "Keep the row that is right and leave the other out."


@pytest.mark.parametrize("dataset", SMALL)
def test_a_chunk_costs_the_same_however_many_rows_it_has(by, small, dataset):
    header, rows, *_ = SMALL[dataset]
    sizes = []
    send(by, dataset, header, *rows)
    for some in (rows[-1:], rows):
        with CaptureQueriesContext(connection) as seen:
            send(by, dataset, header, *some)
        sizes.append(len(seen))
    assert sizes[0] == sizes[1]


PARTNER_FIRST = "Create the partner first, then send this file again."
MEND = "Mend it in the file and send the file again."
RIGHT_COLUMN = "Name the partner in the column of its kind, or correct its kind."
ROUND = "Round it in the file, or correct the currency."
NO_MINUS = "Write it without a minus, or leave the row out."

REFUSED = [
    ("documents", "NOBODY,ISO 9001,,,", "partner_code", "NOBODY",
     "No partner has the code “NOBODY”.", PARTNER_FIRST),
    ("documents", "BRANDT,ISO 9001,,2026-02-01,2026-01-31", "expires_on", "2026-01-31",
     "It expires before it was issued (2026-02-01).", MEND),
    ("ship_notices", "BRANDT,4500131,10,D1,,2026-10-13,,1,,", "order_number", "4500131",
     "Brandt Castings has no order 4500131.", "Import the order first, then this file again."),
    ("ship_notices", "BRANDT,4500130,10,D1,,2026-10-13,,0,,", "quantity", "0",
     "0 is not more than 0.", "Write a number above zero, or leave the row out."),
    ("invoices", "BRANDT,RE-1,,,2026-10-18,2026-11-17,,JPY,10.5,", "amount", "10.5",
     "10.5 has more decimals than JPY has (0).", ROUND),
    ("invoices", "BRANDT,RE-1,,,2026-10-18,2026-11-17,,,10.505,", "amount", "10.505",
     "10.505 has more decimals than EUR has (2).", ROUND),
    ("invoices", "BRANDT,RE-1,,,2026-10-18,2026-11-17,,,10,maybe", "disputed", "maybe",
     "“maybe” is neither yes nor no.", "Write true or false; yes and no, 1 and 0 are understood too."),
    ("rates", "2026-09-01,EUR,1", "currency", "EUR",
     "EUR is the company's own currency and needs no rate.", "Leave the row out."),
    ("rates", "2026-09-01,NOK,0", "rate", "0", "0 is not more than 0.",
     "Write how many units of the currency one unit of the company's currency buys."),
    ("rates", "2026-09-01,NOK,11.1234567891", "rate", "11.1234567891",
     "11.1234567891 has more than 9 decimals.", "Round it to 9 decimals in the file."),
    ("rates", "2026-09-01,NOK,12345678.12345678", "rate", "12345678.12345678",
     "The rate has more than 15 digits.", "Round it in the file."),
    ("ledger", "E1,2026-09-02,goods,-1,,USD,,,,,,,", "date", "2026-09-02",
     "There is no rate of USD on or before 2026-09-02.", "Import the rate first, then this file again."),
    ("ledger", "E1,2026-09-14,goods,-1,,SEK,,,,,,,", "date", "2026-09-14",
     "There is no rate of SEK on or before 2026-09-14.", "Import the rate first, then this file again."),
    ("ledger", "E1,2026-09-14,goods,-1.005,,USD,,,,,,,", "amount", "-1.005",
     "-1.005 has more decimals than USD has (2).", ROUND),
    ("ledger", "E1,2026-09-14,gift,-1,,,,,,,,,", "kind", "gift",
     "“gift” is none of the words this column knows.",
     "Write one of: revenue, discount, rebate, commission, goods, freight, duty, returns, quality, expedite, "
     "service, marketing, other."),
    ("ledger", "E1,2026-09-14,goods,-1,,,NORD,,,,,,", "supplier_code", "NORD",
     "Nordhaus is of the kind “Distributor”; this column takes: Supplier.", RIGHT_COLUMN),
    ("ledger", "E1,2026-09-14,goods,-1,,,,VIKEN,,,,,", "distributor_code", "VIKEN",
     "Viken Agency is of the kind “Agent”; this column takes: Distributor, Dealer.", RIGHT_COLUMN),
    ("ledger", "E1,2026-09-14,goods,-1,,,,,BRANDT,,,,", "agent_code", "BRANDT",
     "Brandt Castings is of the kind “Supplier”; this column takes: Agent.", RIGHT_COLUMN),
    ("ledger", "E1,2026-09-14,goods,-1,,,,,NOBODY,,,,", "agent_code", "NOBODY",
     "No partner has the code “NOBODY”.", PARTNER_FIRST),
    ("targets", "BRANDT,2026,9,,1", "partner_code", "BRANDT",
     "Brandt Castings is of the kind “Supplier”; this column takes: Distributor, Dealer, Agent.",
     RIGHT_COLUMN),
    ("targets", "NORD,2026,13,,1", "month", "13", "13 is more than 12.",
     "Write the month as a number from 1 to 12."),
    ("targets", "NORD,26,9,,1", "year", "26", "26 is less than 1970.",
     "Write the year with four digits, 1970 to 2199."),
    ("targets", "NORD,2026,9,,-1", "revenue_target", "-1", "-1 is less than 0.", NO_MINUS),
    ("commission_agreements", "VIKEN,1,2026-01-01,net_revenue,0,5,", "rate", "5",
     "5 is not a share between 0 and 1.", "Write 0.05 for five of a hundred."),
    ("commission_agreements", "VIKEN,0,2026-01-01,net_revenue,0,0.05,", "version", "0",
     "0 is less than 1.", "Number the agreements of a partner from 1 on."),
    ("commission_agreements", "VIKEN,1,2026-01-01,net_revenue,-1,0.05,", "tier_from", "-1",
     "-1 is less than 0.", NO_MINUS),
    ("customer_counts", "2026-13,1,1,,", "month", "2026-13", "There is no month 13.", MEND),
    ("customer_counts", "September,1,1,,", "month", "September",
     "“September” is not a month we can read.", "Write the month as 2026-09, or as its first day."),
    ("customer_counts", "2026-09,-1,1,,", "active_at_start", "-1", "-1 is less than 0.", NO_MINUS),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "row", "column", "value", "reason", "way_out"), REFUSED)
def test_a_refused_row_says_where_what_why_and_the_way_out(
    by, small, dataset, row, column, value, reason, way_out
):
    header, rows, model, *_ = SMALL[dataset]
    before = model.objects.count()
    for options in ({"dry_run": True}, {}):
        tally = send(by, dataset, header, row, rows[-1], **options)
        assert said(tally) == [(2, column, value, reason, way_out)]
        assert counts(tally) == (1, 0, 0, 1)
    assert model.objects.count() == before + 1  # the good row beside it


def agreements(by, *rows, **options):
    return send(by, "commission_agreements", AGREEMENTS, *rows, **options)


TERMS = "Write the same in each of its rows, or give the new terms the next version."


@pytest.mark.parametrize(
    ("second", "column", "value", "other"),
    [
        ("2026-02-01,net_revenue,1000,0.04,marginal", "valid_from", "2026-02-01", "2026-01-01"),
        ("2026-01-01,margin,1000,0.04,marginal", "base", "margin", "net_revenue"),
        ("2026-01-01,net_revenue,1000,0.04,whole_base", "method", "whole_base", "marginal"),
    ],
)
def test_the_tiers_of_a_version_share_their_terms(by, partners, second, column, value, other):
    first, refusal = "VIKEN,1,2026-01-01,net_revenue,0,0.05,marginal", (column, value)
    reason = f"Version 1 has a tier with {other}: its tiers share their terms."
    for options in ({"dry_run": True}, {}):
        tally = agreements(by, first, f"VIKEN,1,{second}", **options)
        assert said(tally) == [(3, *refusal, reason, TERMS)]
        assert counts(tally) == (1, 0, 0, 1)
    assert said(agreements(by, f"VIKEN,1,{second}")) == [(2, *refusal, reason, TERMS)]
    # The next version is free, and so is another partner's.
    assert counts(agreements(by, f"VIKEN,2,{second}", f"NORD,1,{second}")) == (2, 0, 0, 0)


def test_a_version_of_one_tier_can_be_corrected(by, partners):
    agreements(by, "VIKEN,1,2026-01-01,net_revenue,0,0.05,")
    tally = agreements(by, "VIKEN,1,2026-02-01,margin,0,0.05,")
    assert [(item.column, item.was, item.now) for item in tally.changes] == [
        ("valid_from", "2026-01-01", "2026-02-01"),
        ("base", "net_revenue", "margin"),
    ]


def test_tiers_are_ordered_and_take_the_method_of_their_version(by, partners):
    agreements(by, "VIKEN,1,2026-01-01,margin,5000,0.03,marginal", "VIKEN,1,2026-01-01,margin,0,0.05,")
    tiers = CommissionAgreement.objects.values_list("tier_from_minor", "rate", "method")
    assert list(tiers) == [(0, Decimal("0.05"), "marginal"), (500_000, Decimal("0.03"), "marginal")]


@pytest.mark.parametrize(
    ("dataset", "row", "column", "reason"),
    [
        ("invoices", "BRANDT,R,,,2026-10-18,2026-10-17,,,1,", "due_on",
         "Due before it was received (2026-10-18)."),
        ("invoices", "BRANDT,R,,2026-10-19,2026-10-18,2026-11-17,,,1,", "issued_on",
         "Issued after it was received (2026-10-18)."),
        ("ship_notices", "BRANDT,4500130,10,D,,2026-10-13,2026-10-12,1,,", "expected_on",
         "Expected before it was shipped (2026-10-13)."),
        ("customer_counts", "2026-09,10,8,3,", "lost_dissatisfied",
         "More customers lost (11) than there were at the start (10)."),
    ],
)  # fmt: skip
def test_what_is_odd_is_stored_with_a_warning(by, small, dataset, row, column, reason):
    tally = send(by, dataset, SMALL[dataset][0], row)
    assert counts(tally) == (1, 0, 0, 0)
    assert [(item.row, item.column, str(item.reason)) for item in tally.warnings] == [(2, column, reason)]


def test_a_trial_knows_the_partners_that_the_same_file_brings(by):
    """Partners of their own rows, and their documents beside them."""
    profile = profile_of(
        {
            "name": "both",
            "columns": {
                "partners": {"kind": "k", "code": "c", "name": "n"},
                "documents": {"partner_code": "c", "type": {"constant": "ISO 9001"}, "expires_on": "e"},
                "targets": {"partner_code": "c", "year": "y", "month": "m", "revenue_target": "r"},
            },
        }
    )
    rows = ("agent,A,Anna,2027-01-01,2026,9,1", "supplier,S,Svea,2027-01-01,2026,9,1")
    for options in ({"dry_run": True}, {}):
        file = csv_file(*rows, header="k,c,n,e,y,m,r")
        report, _batch = import_file(
            by=by, stream=file, name="both.csv", options=Options("partners", profile, **options)
        )
        found = {name: counts(tally) for name, tally in report.tallies.items()}
        assert found == {"partners": (2, 0, 0, 0), "documents": (2, 0, 0, 0), "targets": (1, 0, 0, 1)}
        assert "Svea is of the kind “Supplier”" in str(report.tallies["targets"].errors[0].reason)


def test_the_words_of_the_columns_are_those_of_the_models():
    assert set(ENTRY_KINDS) == set(EntryKind.values)
    assert set(AGREEMENT_BASES) == set(AgreementBase.values)
    assert set(TIER_METHODS) == set(TierMethod.values)
