"""Partners, trade facts and what became of them."""

from suppliers.models.delivery import DeliveryOutcome, DeliverySlice, Exclusion, JudgingRule
from suppliers.models.imports import (
    ImportBatch,
    ImportError,
    ImportProfile,
    ImportProfileVersion,
    ImportRefusedRow,
    ImportStep,
)
from suppliers.models.invoice import Invoice
from suppliers.models.ledger import CommissionAgreement, CustomerCount, ExchangeRate, LedgerEntry, SalesTarget
from suppliers.models.order import Order, OrderLine, Promise, PromisePart, Receipt, ShipNotice
from suppliers.models.partner import Contact, Membership, Partner, PartnerDocument, PartnerMerge

__all__ = [
    "CommissionAgreement",
    "Contact",
    "CustomerCount",
    "DeliveryOutcome",
    "DeliverySlice",
    "ExchangeRate",
    "Exclusion",
    "ImportBatch",
    "ImportError",
    "ImportProfile",
    "ImportProfileVersion",
    "ImportRefusedRow",
    "ImportStep",
    "Invoice",
    "JudgingRule",
    "LedgerEntry",
    "Membership",
    "Order",
    "OrderLine",
    "Partner",
    "PartnerDocument",
    "PartnerMerge",
    "Promise",
    "PromisePart",
    "Receipt",
    "SalesTarget",
    "ShipNotice",
]
