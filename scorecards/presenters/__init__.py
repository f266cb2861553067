"""What a reader sees of cards and figures: frozen, with allow-lists. No field here is about profit or cost."""

from scorecards.presenters.card import (
    SharedBand,
    SharedKpi,
    SharedResponse,
    SharedRevision,
    SharedScorecard,
    TrendPoint,
    present,
)
from scorecards.presenters.rows import SharedRow, SharedRows, rows_of

__all__ = [
    "SharedBand",
    "SharedKpi",
    "SharedResponse",
    "SharedRevision",
    "SharedRow",
    "SharedRows",
    "SharedScorecard",
    "TrendPoint",
    "present",
    "rows_of",
]
