"""Partners, trade facts and what became of them."""

from suppliers.models.calendar import Calendar
from suppliers.models.cases import Case, CaseHelper, CaseMessage, CaseRemedy, CaseSubject, RemedyLimit
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
from suppliers.models.onboarding import (
    BankAccount,
    DataChange,
    DocumentNeed,
    PartnerForm,
    Questionnaire,
    QuestionnaireVersion,
    Registration,
)
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
from suppliers.models.relationship import Praise, Recognition
from suppliers.models.segments import Assessment, ReliabilitySum, SegmentRule
from suppliers.models.touch import ContactRule, Touchpoint

__all__ = [
    "Assessment",
    "Attribution",
    "AttributionRule",
    "AttributionRun",
    "AttributionShare",
    "BankAccount",
    "Calendar",
    "CalendarFeed",
    "Case",
    "CaseHelper",
    "CaseMessage",
    "CaseRemedy",
    "CaseSubject",
    "CommissionAgreement",
    "CommissionStatement",
    "Contact",
    "ContactRule",
    "CostRate",
    "CustomerCount",
    "DataChange",
    "DeliveryOutcome",
    "DeliverySlice",
    "DocumentNeed",
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
    "PartnerForm",
    "PartnerMerge",
    "Praise",
    "Promise",
    "PromisePart",
    "Question",
    "QuestionMessage",
    "Questionnaire",
    "QuestionnaireVersion",
    "Receipt",
    "Recognition",
    "Reconfirmation",
    "Registration",
    "ReliabilitySum",
    "RemedyLimit",
    "SalesTarget",
    "SegmentRule",
    "ServiceProgramme",
    "ShipNotice",
    "TaskLink",
    "Tolerance",
    "Touchpoint",
]
