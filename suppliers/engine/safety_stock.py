"""What reliability is worth: the safety stock before and after, the cash it frees, what that is a year.

Released cash = change x unit cost; yearly benefit = released cash x carrying rate (docs/contribution.md).
Units are exact; money is rounded half up once, to minor units, each figure from the exact units.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import NormalDist

from portal.engine.rounding import half_up
from suppliers.engine.stock import safety_stock

Z_PLACES = 4


@dataclass(frozen=True)
class Supply:
    """Units asked for a day, days until they come, and how much each of the two varies."""

    demand: Decimal
    demand_sd: Decimal
    lead: Decimal
    lead_sd: Decimal


@dataclass(frozen=True)
class Worth:
    """Units to keep before and after; `units` are released, and cash and yearly benefit with them."""

    before: Decimal
    after: Decimal
    cash_minor: int
    benefit_minor: int

    @property
    def units(self) -> Decimal:
        return self.before - self.after


def z_of(level: Decimal) -> Decimal:
    """0.95 of all cycles served from stock -> 1.6449. Raises ValueError under a half and from 1 on."""
    if not Decimal("0.5") <= level < 1:
        raise ValueError(f"A service level lies between a half and one, not at {level}.")
    return half_up(Decimal(NormalDist().inv_cdf(float(level))), Z_PLACES)


def stock(supply: Supply, z: Decimal) -> Decimal:
    """Units to keep; ValueError for anything below 0."""
    return safety_stock(supply.demand, supply.demand_sd, supply.lead, supply.lead_sd, z=z)


def worth(
    before: Supply, after: Supply, *, z: Decimal, unit_cost: Decimal, rate: Decimal, places: int
) -> Worth:
    """`unit_cost` in whole units of money, `rate` a share a year, `places`: decimals of the currency."""
    least, most = stock(after, z), stock(before, z)
    cash = (most - least) * unit_cost
    return Worth(most, least, _minor(cash, places), _minor(cash * rate, places))


def _minor(amount: Decimal, places: int) -> int:
    return int(half_up(amount.scaleb(places), 0))


@dataclass(frozen=True)
class Question:
    """What somebody asks: the supply now and as it could be, how much must be served, what a unit costs.

    `level` and `rate` are shares: 0.95 of all cycles, 0.22 a year. `unit_cost` in whole units of money.
    """

    before: Supply
    after: Supply
    level: Decimal
    unit_cost: Decimal
    rate: Decimal

    def answer(self, places: int) -> Worth:
        """`places`: decimals of the currency. Raises ValueError as `z_of` and `stock` do."""
        z = z_of(self.level)
        return worth(self.before, self.after, z=z, unit_cost=self.unit_cost, rate=self.rate, places=places)

    def instead(self, *, lead: Decimal | None = None, lead_sd: Decimal | None = None) -> "Question":
        """The same, with another lead time or deviation to come; what is left out is as it is now."""
        after = replace(
            self.before,
            lead=self.before.lead if lead is None else lead,
            lead_sd=self.before.lead_sd if lead_sd is None else lead_sd,
        )
        return replace(self, after=after)
