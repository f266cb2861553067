"""The datasets: their columns in the documented order, and the record that a row becomes."""

from suppliers.imports.datasets.base import Dataset
from suppliers.imports.datasets.money import ENTRY_KINDS, INVOICES, LEDGER, RATES
from suppliers.imports.datasets.orders import (
    EVENTS,
    LINE_STATES,
    ORDERS,
    PROMISES,
    RECEIPTS,
    SHIP_NOTICES,
)
from suppliers.imports.datasets.partners import (
    CONTACTS,
    DOCUMENTS,
    PARTNER_KINDS,
    PARTNER_STATES,
    PARTNERS,
)
from suppliers.imports.datasets.selling import (
    AGREEMENT_BASES,
    COMMISSION_AGREEMENTS,
    CUSTOMER_COUNTS,
    TARGETS,
    TIER_METHODS,
)

__all__ = (
    "AGREEMENT_BASES", "DATASETS", "ENTRY_KINDS", "EVENTS", "LINE_STATES", "PARTNER_KINDS", "PARTNER_STATES",
    "TIER_METHODS", "Dataset",
)  # fmt: skip

# In the order in which they are loaded: a line before its promises, a promise before its receipts, the rates
# before the entries that they convert.
DATASETS = {
    dataset.name: dataset
    for dataset in (
        PARTNERS, CONTACTS, DOCUMENTS, ORDERS, PROMISES, SHIP_NOTICES, RECEIPTS, INVOICES, RATES, LEDGER,
        TARGETS, COMMISSION_AGREEMENTS, CUSTOMER_COUNTS,
    )
}  # fmt: skip
