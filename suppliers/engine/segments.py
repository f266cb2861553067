"""Which of Kraljic's four quadrants a partner stands in: what it contributes against what we risk with it.

Source: P. Kraljic, Purchasing must become supply management, Harvard Business Review 61 (5), 1983.
High contribution is class A (engine.contribution): those who together bring the first 80 % of all positive
contributions. High risk is a mean of 3 or more.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from portal.engine.rounding import half_up

# What is scored from 1 (little) to 5 (much), all alike.
RISK = ("sources", "switching", "regions", "health", "knowhow", "supply")
ATTRACTIVENESS = ("sales_share", "growth", "pays", "ease", "fit")
LEAST, MOST = 1, 5
HIGH_RISK = Decimal(3)
HIGH_CLASS = "A"
_QUADRANTS = {
    (True, True): "strategic",
    (True, False): "leverage",
    (False, True): "bottleneck",
    (False, False): "routine",
}


def score(scored: Mapping[str, int], inputs: Collection[str]) -> Decimal | None:
    """Mean of those inputs that are scored, two decimals half up; None when none is.

    Raises ValueError for a score outside 1 to 5.
    """
    values = [scored[name] for name in inputs if name in scored]
    if any(not LEAST <= value <= MOST for value in values):
        raise ValueError(f"Scores run from {LEAST} to {MOST}: {values}")
    return half_up(Decimal(sum(values)) / len(values), 2) if values else None


def quadrant(grade: str, risk: Decimal | None, override: str = "") -> str:
    """By the class of the contribution (empty: no entry) and the risk; what was decided instead holds.

    Empty without a risk: not assessed is not low.
    """
    if override or risk is None:
        return override
    return _QUADRANTS[grade == HIGH_CLASS, risk >= HIGH_RISK]


def due_on(last: date, months: int) -> date:
    """The day so many months later, or the last day that month has."""
    number = last.year * 12 + last.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(last.day, monthrange(year, month)[1]))
