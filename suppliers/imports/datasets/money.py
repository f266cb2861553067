"""Invoices, the ledger, and the rates that bring it into one currency."""

from suppliers.imports.columns import (
    BooleanColumn,
    ChoiceColumn,
    CurrencyColumn,
    DateColumn,
    DecimalColumn,
    TextColumn,
)
from suppliers.imports.datasets.base import PARTNER_CODE, Dataset
from suppliers.imports.messages import gettext_noop as _
from suppliers.imports.records import InvoiceRecord, LedgerRecord, RateRecord

ENTRY_KINDS = (
    "revenue", "discount", "rebate", "commission", "goods", "freight", "duty", "returns", "quality",
    "expedite", "service", "marketing", "other",
)  # fmt: skip

INVOICES = Dataset(
    "invoices",
    _("Invoices"),
    (
        PARTNER_CODE,
        TextColumn(
            identifier="invoice_number",
            required=True,
            key=True,
            example="RE-2026-118",
            help=_("The partner's number of the invoice."),
        ),
        TextColumn(identifier="order_number", example="4500130", help=_("The order that it bills.")),
        DateColumn(identifier="issued_on", example="2026-10-16", help=_("The day on the invoice.")),
        DateColumn(
            identifier="received_on", required=True, example="2026-10-18", help=_("The day it reached us.")
        ),
        DateColumn(
            identifier="due_on", required=True, example="2026-11-17", help=_("The last day on which to pay.")
        ),
        DateColumn(identifier="paid_on", example="2026-11-13", help=_("The day we paid; empty: not yet.")),
        CurrencyColumn(identifier="currency", example="EUR", help=_("ISO 4217; the company's by default.")),
        DecimalColumn(
            identifier="amount",
            required=True,
            example="3840.00",
            help=_("The sum to pay; a credit note is negative."),
        ),
        BooleanColumn(
            identifier="disputed",
            example="false",
            help=_("Do we contest it? false by default."),
        ),
    ),
    InvoiceRecord,
)

RATES = Dataset(
    "rates",
    _("Exchange rates"),
    (
        DateColumn(
            identifier="date",
            required=True,
            key=True,
            example="2026-09-01",
            help=_("The day from which the rate holds, until the next one."),
        ),
        CurrencyColumn(
            identifier="currency", required=True, key=True, example="NOK", help=_("ISO 4217, three letters.")
        ),
        DecimalColumn(
            identifier="rate",
            required=True,
            places=9,
            example="11.4275",
            help=_("Units of that currency for one unit of the company's."),
        ),
    ),
    RateRecord,
)

LEDGER = Dataset(
    "ledger",
    _("Ledger entries"),
    (
        TextColumn(
            identifier="entry_id",
            required=True,
            key=True,
            example="2026-09-000417",
            help=_("Number of the entry in your books."),
        ),
        DateColumn(
            identifier="date", required=True, example="2026-09-14", help=_("The day to which it belongs.")
        ),
        ChoiceColumn(
            identifier="kind",
            required=True,
            choices=ENTRY_KINDS,
            example="revenue",
            help=_("What it is for."),
        ),
        DecimalColumn(
            identifier="amount",
            required=True,
            example="12480.00",
            help=_("Signed as the profit sees it: costs, discounts and rebates are negative."),
        ),
        DecimalColumn(identifier="quantity", example="64", help=_("Units sold or bought, where it has any.")),
        CurrencyColumn(identifier="currency", example="EUR", help=_("ISO 4217; the company's by default.")),
        TextColumn(identifier="supplier_code", example="BRANDT", help=_("The supplier to whom it is due.")),
        TextColumn(
            identifier="distributor_code",
            example="NORDHAUS",
            help=_("The distributor or dealer to whom it is due."),
        ),
        TextColumn(identifier="agent_code", example="VIKEN", help=_("The agent to whom it is due.")),
        TextColumn(identifier="item_code", example="PH-40", help=_("Our code of the item.")),
        TextColumn(identifier="category", example="pumps", help=_("The group of items.")),
        TextColumn(identifier="customer", example="Aker Vann", help=_("Who bought it.")),
        TextColumn(identifier="reference", example="INV-20417", help=_("Invoice, order or the like.")),
    ),
    LedgerRecord,
)
