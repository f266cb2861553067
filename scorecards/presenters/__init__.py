"""What a reader sees of cards and figures: frozen, with allow-lists, and no field about profit or cost."""

from scorecards.presenters.card import (
    SharedBand,
    SharedGate,
    SharedKpi,
    SharedResponse,
    SharedRevision,
    SharedScorecard,
    TrendPoint,
    present,
    rule_in_words,
)
from scorecards.presenters.rows import SharedRow, SharedRows, rows_of

__all__ = [
    "SharedBand",
    "SharedGate",
    "SharedKpi",
    "SharedResponse",
    "SharedRevision",
    "SharedRow",
    "SharedRows",
    "SharedScorecard",
    "TrendPoint",
    "present",
    "rows_of",
    "rule_in_words",
]
