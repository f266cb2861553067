"""What a distributor, dealer or agent leaves of what it sells. Amounts are minor units, costs positive."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from suppliers.engine.contribution import GOODS, LOGISTICS, NET_REVENUE, SELLING, TROUBLE

COST = (*GOODS, *LOGISTICS, *TROUBLE)
EXPENSE = SELLING


@dataclass(frozen=True, slots=True)
class Channel:
    """Net marketing contribution: net revenue less cost less marketing and selling expense."""

    net_revenue: int
    cost: int
    expense: int

    @property
    def contribution(self) -> int:
        return self.net_revenue - self.cost - self.expense

    @property
    def return_on_sales(self) -> Fraction | None:
        """Of net revenue; None when that is 0."""
        return Fraction(self.contribution, self.net_revenue) if self.net_revenue else None

    @property
    def return_on_marketing(self) -> Fraction | None:
        """Of marketing and selling expense; None when that is 0."""
        return Fraction(self.contribution, self.expense) if self.expense else None


def channel(kinds: Mapping[str, int]) -> Channel:
    """From the sums of a partner's entries by kind, signed as the profit sees them."""
    revenue, cost, expense = (sum(kinds.get(kind, 0) for kind in of) for of in (NET_REVENUE, COST, EXPENSE))
    return Channel(revenue, -cost, -expense)
