"""Partners, trade facts and what became of them."""

from suppliers.models.calendar import Calendar
from suppliers.models.commission import CommissionStatement
from suppliers.models.contribution import (
    Attribution,
    AttributionRule,
    AttributionRun,
    AttributionShare,
    CostRate,
    LedgerMonth,
)
from suppliers.models.delivery import DeliveryOutcome, DeliverySlice, JudgingRule
from suppliers.models.desk import CalendarFeed, LineSkip, Reconfirmation, TaskLink, Tolerance
from suppliers.models.exclusion import Exclusion, ExclusionCandidate, ExclusionRequest
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
from suppliers.models.order import (
    LineRemoval,
    LineStanding,
    Order,
    OrderLine,
    Promise,
    PromisePart,
    Receipt,
    ShipNotice,
)
from suppliers.models.partner import Contact, Membership, Partner, PartnerDocument, PartnerMerge
from suppliers.models.programme import Enrolment, ServiceProgramme
from suppliers.models.question import Question, QuestionMessage
from suppliers.models.relationship import Case, Recognition
from suppliers.models.segments import Assessment, ReliabilitySum, SegmentRule

__all__ = [
    "Assessment",
    "Attribution",
    "AttributionRule",
    "AttributionRun",
    "AttributionShare",
    "Calendar",
    "CalendarFeed",
    "Case",
    "CommissionAgreement",
    "CommissionStatement",
    "Contact",
    "CostRate",
    "CustomerCount",
    "DeliveryOutcome",
    "DeliverySlice",
    "Enrolment",
    "ExchangeRate",
    "Exclusion",
    "ExclusionCandidate",
    "ExclusionRequest",
    "ImportBatch",
    "ImportError",
    "ImportProfile",
    "ImportProfileVersion",
    "ImportRefusedRow",
    "ImportStep",
    "Invoice",
    "JudgingRule",
    "LedgerEntry",
    "LedgerMonth",
    "LineRemoval",
    "LineSkip",
    "LineStanding",
    "Membership",
    "Order",
    "OrderLine",
    "Partner",
    "PartnerDocument",
    "PartnerMerge",
    "Promise",
    "PromisePart",
    "Question",
    "QuestionMessage",
    "Receipt",
    "Recognition",
    "Reconfirmation",
    "ReliabilitySum",
    "SalesTarget",
    "SegmentRule",
    "ServiceProgramme",
    "ShipNotice",
    "TaskLink",
    "Tolerance",
]
