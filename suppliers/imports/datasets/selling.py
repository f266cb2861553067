"""What selling partners shall sell and what they get for it; how many customers we keep."""

from dataclasses import replace

from suppliers.imports.columns import (
    ChoiceColumn,
    CurrencyColumn,
    DateColumn,
    DecimalColumn,
    IntegerColumn,
    MonthColumn,
    ShareColumn,
)
from suppliers.imports.datasets.base import PARTNER_CODE, Dataset
from suppliers.imports.messages import gettext_noop as _
from suppliers.imports.records import CommissionRecord, CustomerCountRecord, TargetRecord

AGREEMENT_BASES = ("net_revenue", "margin")
TIER_METHODS = ("whole_base", "marginal")

SELLER_CODE = replace(
    PARTNER_CODE, example="NORDHAUS", help=_("Our code of the distributor, dealer or agent.")
)

TARGETS = Dataset(
    "targets",
    _("Sales targets"),
    (
        SELLER_CODE,
        IntegerColumn(identifier="year", required=True, key=True, example="2026", help=_("The year.")),
        IntegerColumn(
            identifier="month", required=True, key=True, example="9", help=_("The month, 1 to 12.")
        ),
        CurrencyColumn(identifier="currency", example="EUR", help=_("ISO 4217; the company's by default.")),
        DecimalColumn(
            identifier="revenue_target",
            required=True,
            example="150000",
            help=_("What they shall sell in that month; the months add up to the year."),
        ),
    ),
    TargetRecord,
)

COMMISSION_AGREEMENTS = Dataset(
    "commission_agreements",
    _("Commission agreements"),
    (
        SELLER_CODE,
        IntegerColumn(
            identifier="version",
            required=True,
            key=True,
            example="1",
            help=_("Number of the agreement; a new one ends the one before. One row for each of its tiers."),
        ),
        DateColumn(
            identifier="valid_from",
            required=True,
            example="2026-01-01",
            help=_("The first day on which it holds."),
        ),
        ChoiceColumn(
            identifier="base",
            required=True,
            choices=AGREEMENT_BASES,
            example="net_revenue",
            help=_("Of what they get a share."),
        ),
        DecimalColumn(
            identifier="tier_from",
            required=True,
            key=True,
            example="100000",
            help=_("From how much of the base on, in the company's currency; 0 for the first tier."),
        ),
        ShareColumn(
            identifier="rate",
            required=True,
            example="0.05",
            help=_("The share, 0 to 1: 0.05 for five of a hundred."),
        ),
        ChoiceColumn(
            identifier="method",
            choices=TIER_METHODS,
            example="marginal",
            help=_("Does a tier's rate hold for the whole base, or only within the tier? Whole by default."),
        ),
    ),
    CommissionRecord,
)

CUSTOMER_COUNTS = Dataset(
    "customer_counts",
    _("Customer counts"),
    (
        MonthColumn(identifier="month", required=True, key=True, example="2026-09", help=_("The month.")),
        IntegerColumn(
            identifier="active_at_start",
            required=True,
            example="412",
            help=_("Customers on its first day."),
        ),
        IntegerColumn(
            identifier="lost_dissatisfied",
            required=True,
            example="3",
            help=_("Lost in it because they were not content."),
        ),
        IntegerColumn(identifier="lost_other", example="2", help=_("Lost for other reasons; 0 by default.")),
        IntegerColumn(identifier="won", example="9", help=_("Won in it; 0 by default.")),
    ),
    CustomerCountRecord,
)
