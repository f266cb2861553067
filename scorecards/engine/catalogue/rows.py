"""The rows that KPIs count: what each of them holds."""

from enum import StrEnum


class Source(StrEnum):
    """Which rows a KPI counts; see `COLUMNS` for what each row holds."""

    JUDGED_LINES = "judged_lines"
    PROMISED_PARTS = "promised_parts"
    COMPLETED_LINES = "completed_lines"
    ANSWERED_LINES = "answered_lines"
    CONFIRMED_LINES = "confirmed_lines"
    SLIPPED_LINES = "slipped_lines"
    ASKED_LINES = "asked_lines"
    RECEIPTS = "receipts"
    DOCUMENTS = "documents"
    RATINGS = "ratings"
    CASES_AND_LINES = "cases_and_lines"
    CLOSED_CASES = "closed_cases"
    RATED_CASES = "rated_cases"
    PARTNERS_STANDING = "partners_standing"
    DUE_INVOICES = "due_invoices"
    INVOICES_IN_30_DAYS = "invoices_in_30_days"
    ASKED_DAYS = "asked_days"
    QUESTIONS = "questions"
    CONTESTS = "contests"
    IDEAS = "ideas"
    POOLED_ANSWERS = "pooled_answers"
    PRICED_RECEIPTS = "priced_receipts"
    PURCHASE_COSTS = "purchase_costs"
    TARGET_MONTHS = "target_months"
    GROWTH_MONTHS = "growth_months"
    CONTRIBUTION_MONTHS = "contribution_months"
    COMMISSION_MONTHS = "commission_months"
    CUSTOMERS_BEFORE = "customers_before"


# Rows about order lines start with these. `line` is the line's public id.
LEADING = ("line", "order_number", "line_number", "excused")
# The first column says which thing a row is about. `excused` (not in every source) is 1 when the row is out
# of the population. Columns that end in `_on` hold days, those in `_at` moments, those in `_minor` amounts in
# minor units of the company's currency.
COLUMNS: dict[Source, tuple[str, ...]] = {
    Source.JUDGED_LINES: (
        *LEADING,
        "due_on",
        "quantity",
        "quantity_in_window",
        "accepted_in_window",
        "passed",
        "completed_on",
        "days_late",
        "open_quantity",
        "open_quantity_days",
    ),
    Source.PROMISED_PARTS: (*LEADING, "part", "due_on", "quantity", "accepted_in_window", "kept"),
    Source.COMPLETED_LINES: (*LEADING, "ordered_on", "completed_on", "lead_days"),
    Source.ANSWERED_LINES: (*LEADING, "due_on", "quantity", "confirmed_quantity"),
    Source.CONFIRMED_LINES: (*LEADING, "due_on", "last_due_on", "stayed"),
    Source.SLIPPED_LINES: (*LEADING, "due_on", "warned_on", "arrived_on", "notice_days"),
    Source.ASKED_LINES: (*LEADING, "sent_at", "answered_at", "hours"),
    Source.RECEIPTS: (*LEADING, "receipt", "received_on", "received", "accepted", "rejected"),
    Source.DOCUMENTS: ("type", "number", "expires_on", "valid"),
    Source.RATINGS: ("survey", "role", "question", "score"),
    Source.CASES_AND_LINES: ("about", "opened_by", "day_on", "cases", "lines"),
    Source.CLOSED_CASES: ("case", "title", "opened_by", "opened_on", "closed_on", "days"),
    Source.RATED_CASES: ("case", "title", "opened_by", "closed_at", "satisfaction"),
    # `lost`: to dissatisfaction, also who came in the period and was not there at its start.
    Source.PARTNERS_STANDING: ("partner", "began_on", "lost_on", "at_start", "lost"),
    Source.DUE_INVOICES: ("invoice", "excused", "received_on", "due_on", "paid_on", "in_terms"),
    Source.INVOICES_IN_30_DAYS: ("invoice", "excused", "received_on", "due_on", "paid_on", "in_30_days"),
    Source.ASKED_DAYS: (*LEADING, "requested_on", "held_on", "changed_at", "changed"),
    Source.QUESTIONS: ("question", "about", "asked_at", "answered_at", "hours"),
    Source.CONTESTS: ("contest", "filed_on", "decided_on", "days"),
    Source.IDEAS: ("idea", "proposed_on", "decided_on", "days"),
    # Never a row: answers are confidential.
    Source.POOLED_ANSWERS: ("score",),
    Source.PRICED_RECEIPTS: (
        *LEADING,
        "receipt",
        "received_on",
        "received",
        "unit_price",
        "standard_price",
        "variance_minor",
    ),
    Source.PURCHASE_COSTS: (
        "document",
        "order_number",
        "booked_on",
        "kind",
        "purchase_minor",
        "non_performance_minor",
        "cost_minor",
    ),
    # What a partner reads of its own: months, without what stands behind them.
    Source.TARGET_MONTHS: ("month", "revenue_minor", "target_minor"),
    Source.GROWTH_MONTHS: ("month", "revenue_minor", "before_minor", "growth_minor"),
    Source.COMMISSION_MONTHS: ("month", "revenue_minor", "commission_minor"),
    Source.CUSTOMERS_BEFORE: ("month", "bought_again"),
    Source.CONTRIBUTION_MONTHS: (
        "month",
        "revenue_minor",
        "cost_minor",
        "expense_minor",
        "contribution_minor",
    ),
}
# Columns that hold quantities (also prices, and working hours): integers scaled by 10^6.
QUANTITIES = frozenset(
    {
        "quantity",
        "quantity_in_window",
        "accepted_in_window",
        "open_quantity",
        "open_quantity_days",
        "confirmed_quantity",
        "received",
        "accepted",
        "rejected",
        "hours",
        "unit_price",
        "standard_price",
    }
)
# Columns that are 1 for yes and 0 for no.
FLAGS = frozenset(
    {
        "excused",
        "passed",
        "kept",
        "stayed",
        "valid",
        "in_terms",
        "in_30_days",
        "changed",
        "bought_again",
        "at_start",
        "lost",
    }
)
