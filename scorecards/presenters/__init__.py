"""What a reader sees of cards and figures: frozen, with allow-lists, and no field about profit or cost."""

from scorecards.presenters.card import present, rule_in_words
from scorecards.presenters.rows import SharedRow, SharedRows, parts_of, rows_of, shared_rows
from scorecards.presenters.shared import (
    SharedBand,
    SharedGate,
    SharedKpi,
    SharedResponse,
    SharedRevision,
    SharedSatisfaction,
    SharedScorecard,
    TrendPoint,
)

__all__ = [
    "SharedBand",
    "SharedGate",
    "SharedKpi",
    "SharedResponse",
    "SharedRevision",
    "SharedRow",
    "SharedRows",
    "SharedSatisfaction",
    "SharedScorecard",
    "TrendPoint",
    "parts_of",
    "present",
    "rows_of",
    "rule_in_words",
    "shared_rows",
]
