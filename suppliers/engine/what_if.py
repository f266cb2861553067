"""What would be if: the change of a yearly contribution, by assumptions that somebody names.

Amounts are integer minor units, signed as the profit sees them; each part is rounded half up once.
"""

from dataclasses import dataclass
from decimal import Decimal

from portal.engine.rounding import half_up


@dataclass(frozen=True)
class Leaving:
    """What changes when a partner leaves: its revenue goes, cost is saved, others take a part over."""

    revenue: int
    cost: int
    taken_over: int
    once: int

    @property
    def change(self) -> int:
        return self.revenue + self.cost + self.taken_over + self.once


def leaves(revenue: int, cost: int, *, taken: Decimal, margin: Decimal, saved: Decimal, once: int) -> Leaving:
    """`revenue` net, `cost` negative, of the partner's entries.

    `taken`: share of the revenue that others sell then, of which the share `margin` stays with us; `saved`:
    share of the cost that goes with the partner; `once`: what the change costs.
    """
    return Leaving(-revenue, -_minor(cost * saved), _minor(revenue * taken * margin), -once)


def commission_changes(base: int, points: Decimal) -> int:
    """The change of the contribution when so many points of 100 more of `base` are paid as commission."""
    return -_minor(base * points / 100)


def otif_rises(trouble: int, now: Decimal, target: Decimal) -> int:
    """What is saved of `trouble` (negative) when the failing share of lines falls from 1 - now to 1 - target.

    0 when the target is reached. Raises ValueError for a share outside 0 to 1.
    """
    if not (0 <= now <= 1 and 0 <= target <= 1):
        raise ValueError(f"Shares run from 0 to 1, not {now} to {target}.")
    if target <= now:
        return 0
    return -_minor(trouble * (target - now) / (1 - now))


def _minor(amount: Decimal) -> int:
    return int(half_up(Decimal(amount), 0))
