"""Which loader takes the rows of which dataset."""

from collections.abc import Callable
from typing import Protocol

from suppliers.actions.loading.book import Book, Rows
from suppliers.actions.loading.ledger import LedgerLoader, RateLoader
from suppliers.actions.loading.notices import ShipNoticeLoader
from suppliers.actions.loading.orders import OrderLoader
from suppliers.actions.loading.papers import DocumentLoader, InvoiceLoader
from suppliers.actions.loading.partners import ContactLoader, PartnerLoader
from suppliers.actions.loading.promises import PromiseLoader
from suppliers.actions.loading.receipts import ReceiptLoader
from suppliers.actions.loading.selling import CommissionLoader, CustomerCountLoader, TargetLoader
from suppliers.actions.loading.tally import Tally


class Loader(Protocol):
    def load(self, rows: Rows, tally: Tally) -> None: ...


LOADERS: dict[str, Callable[[Book], Loader]] = {
    "partners": PartnerLoader,
    "contacts": ContactLoader,
    "orders": OrderLoader,
    "promises": PromiseLoader,
    "receipts": ReceiptLoader,
    "documents": DocumentLoader,
    "ship_notices": ShipNoticeLoader,
    "invoices": InvoiceLoader,
    "rates": RateLoader,
    "ledger": LedgerLoader,
    "targets": TargetLoader,
    "commission_agreements": CommissionLoader,
    "customer_counts": CustomerCountLoader,
}
