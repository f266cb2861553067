"""Partners, trade facts and what became of them."""

from suppliers.models.delivery import DeliveryOutcome, DeliverySlice, Exclusion, JudgingRule
from suppliers.models.imports import ImportBatch, ImportError, ImportProfile
from suppliers.models.order import Order, OrderLine, Promise, PromisePart, Receipt
from suppliers.models.partner import Contact, Membership, Partner

__all__ = [
    "Contact",
    "DeliveryOutcome",
    "DeliverySlice",
    "Exclusion",
    "ImportBatch",
    "ImportError",
    "ImportProfile",
    "JudgingRule",
    "Membership",
    "Order",
    "OrderLine",
    "Partner",
    "Promise",
    "PromisePart",
    "Receipt",
]
