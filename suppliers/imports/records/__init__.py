"""What a good row is, dataset by dataset: typed, bounded, checked across its columns."""

from suppliers.imports.records.base import Record, problems_of
from suppliers.imports.records.money import InvoiceRecord, LedgerRecord, RateRecord
from suppliers.imports.records.orders import OrderRecord, PromiseRecord, ReceiptRecord, ShipNoticeRecord
from suppliers.imports.records.partners import ContactRecord, DocumentRecord, PartnerRecord
from suppliers.imports.records.selling import CommissionRecord, CustomerCountRecord, TargetRecord

__all__ = (
    "CommissionRecord", "ContactRecord", "CustomerCountRecord", "DocumentRecord", "InvoiceRecord",
    "LedgerRecord", "OrderRecord", "PartnerRecord", "PromiseRecord", "RateRecord", "ReceiptRecord", "Record",
    "ShipNoticeRecord", "TargetRecord", "problems_of",
)  # fmt: skip
