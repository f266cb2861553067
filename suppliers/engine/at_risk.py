"""Who may leave us: reasons with their figures, each above a stated threshold, and what each weighs.

Every threshold of the page stands here and nowhere else; docs/relationship.md says them in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# Days looked back on, for orders, cases and invoices alike.
SPAN = 90
# The score fell so many points below the mean of the (up to three) cards before it.
SCORE_FALL = Decimal(5)
# Ordered value fell by this share, against the days before and, where known, the same days a year ago.
ORDERS_FALL = Decimal("0.30")
# So many of their invoices late, and this share of those that were due.
LATE_INVOICES = 2
LATE_SHARE = Decimal("0.20")
# So many cases about the same within the days looked back on are "again".
SAME_CASES = 2
# A paper that ends so soon and has no successor.
PAPER_DAYS = 30
# From this weight on somebody is on the list.
LISTED_FROM = 2

WEIGHTS = {
    "orders": 3,
    "score": 2,
    "cases": 2,
    "again": 2,
    "silent": 2,
    "late": 2,
    "promise": 1,
    "papers": 1,
}


@dataclass(frozen=True)
class Sign:
    """One reason: its `key`, and the figures that its words need."""

    key: str
    figures: tuple[Decimal | int, ...] = ()

    @property
    def weight(self) -> int:
        return WEIGHTS[self.key]


def falling_score(history: Sequence[Decimal | None]) -> Sign | None:
    """`history`: oldest first, the newest last. Figures: the newest, the mean before it."""
    if len(history) < 2 or history[-1] is None:
        return None
    before = [score for score in history[-4:-1] if score is not None]
    if not before:
        return None
    mean = sum(before, Decimal(0)) / len(before)
    return Sign("score", (history[-1], mean)) if mean - history[-1] >= SCORE_FALL else None


def falling_orders(now: int, before: int, year_ago: int) -> Sign | None:
    """Ordered value of three spans, in one currency. Figure: the share that is gone against the span before.

    A season is no reason: where the same days a year ago are known, they must have been as much better.
    """
    if before <= 0:
        return None
    fall = 1 - Decimal(now) / before
    if fall < ORDERS_FALL or (year_ago > 0 and 1 - Decimal(now) / year_ago < ORDERS_FALL):
        return None
    return Sign("orders", (fall,))


def late_payments(late: int, due: int) -> Sign | None:
    """Their invoices that we paid late or not yet, of those that were due."""
    if late < LATE_INVOICES or not due or Decimal(late) / due < LATE_SHARE:
        return None
    return Sign("late", (late, due))


def repeated(cases: int) -> Sign | None:
    """The most cases about the same."""
    return Sign("again", (cases,)) if cases >= SAME_CASES else None


def weight_of(signs: Sequence[Sign]) -> int:
    return sum(sign.weight for sign in signs)
