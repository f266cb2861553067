"""What partners contribute to the profit: margins, shares, classes and the whale curve.

Amounts are integer minor units of one currency, signed as the profit sees them: costs are negative. Shares
and margins are exact fractions; nothing is rounded here.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import accumulate
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

NET_REVENUE = ("revenue", "discount", "rebate", "returns")
GOODS = ("goods",)
LOGISTICS = ("freight", "duty")
SELLING = ("commission", "marketing", "service")
TROUBLE = ("quality", "expedite")
OTHER = ("other",)
# The groups of cost, as columns show them; with the net revenue they are all kinds, each once.
COSTS: Mapping[str, tuple[str, ...]] = {
    "goods": GOODS,
    "logistics": LOGISTICS,
    "selling": SELLING,
    "trouble": TROUBLE,
    "other": OTHER,
}
# What trouble cost, as booked: returns lower the net revenue, and are trouble all the same.
NON_PERFORMANCE = ("quality", "expedite", "returns")

CLASSES = ("A", "B", "C", "D")
# Per cent of the positive contributions that stand before a partner: below them it is an A, or a B.
LIMITS = (("A", 80), ("B", 95))


@dataclass(frozen=True)
class Figures:
    """The sums of somebody's entries, in minor units; what costs is negative."""

    net_revenue: int
    goods: int
    logistics: int
    selling: int
    trouble: int
    other: int
    contribution: int

    @property
    def cost(self) -> int:
        """All but the net revenue: negative where it costs."""
        return self.contribution - self.net_revenue

    @property
    def margin(self) -> Fraction | None:
        """Contribution / net revenue; None when that is 0."""
        return Fraction(self.contribution, self.net_revenue) if self.net_revenue else None

    def share_of(self, whole: "Figures") -> Fraction | None:
        """Of the contribution of the whole; None when that is not positive."""
        return _of(self.contribution, whole.contribution)


def groups(kinds: Mapping[str, int]) -> Figures:
    """From the sum of each kind of entry; KeyError for a kind that there is not."""
    unknown = set(kinds) - {*NET_REVENUE, *(kind for names in COSTS.values() for kind in names)}
    if unknown:
        raise KeyError(*sorted(unknown))
    return Figures(
        net_revenue=_sum(kinds, NET_REVENUE),
        contribution=sum(kinds.values()),
        **{name: _sum(kinds, names) for name, names in COSTS.items()},
    )


def non_performance(kinds: Mapping[str, int]) -> int:
    """Booked quality, expedite and returns: what trouble cost, negative."""
    return _sum(kinds, NON_PERFORMANCE)


def _sum(kinds: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(kinds.get(name, 0) for name in names)


@dataclass(frozen=True)
class Place(Generic[Key]):
    """Where a partner stands, the best first.

    `share`: of the whole, which is the company's contribution and so the same for each kind of partner;
    None when the whole is not positive. `running`: the contributions up to and with this one. `cumulative`:
    that as a share of all named contributions; None when those together are not positive.
    """

    key: Key
    place: int
    contribution: int
    share: Fraction | None
    running: int
    cumulative: Fraction | None
    grade: str


def ranked(contributions: Mapping[Key, int], whole: int) -> list[Place[Key]]:
    """Everybody in the order of their contributions, the highest first; equals keep the order given."""
    best = sorted(contributions.items(), key=lambda item: -item[1])
    total = sum(contributions.values())
    positive = sum(minor for minor in contributions.values() if minor > 0)
    places = []
    running = 0
    for place, (key, minor) in enumerate(best, 1):
        # What stands before a positive contribution is positive too: the running sum.
        grade = _grade(minor, running, positive)
        running += minor
        places.append(Place(key, place, minor, _of(minor, whole), running, _of(running, total), grade))
    return places


def _grade(minor: int, before: int, positive: int) -> str:
    """The class by the share of the positive contributions *before* the partner; zero is C, a cost D."""
    if minor < 0:
        return "D"
    if minor == 0:
        return "C"
    return next((name for name, limit in LIMITS if before * 100 < limit * positive), "C")


def _of(minor: int, whole: int) -> Fraction | None:
    return Fraction(minor, whole) if whole > 0 else None


@dataclass(frozen=True)
class Whale:
    """Points of the whale curve after 0, 1, 2 ... partners, the best first.

    In minor units; with `shares` the same as shares of the total, None when the total is zero or below: then
    the curve is drawn in currency. `peak`: how many partners earn, so where the curve turns.
    """

    points: tuple[int, ...]
    shares: tuple[Fraction, ...] | None
    peak: int

    @property
    def total(self) -> int:
        return self.points[-1]


def whale(contributions: Iterable[int]) -> Whale:
    """The curve of these contributions, in whatever order they come."""
    best = sorted(contributions, reverse=True)
    points = tuple(accumulate(best, initial=0))
    total = points[-1]
    shares = tuple(Fraction(point, total) for point in points) if total > 0 else None
    return Whale(points, shares, sum(minor > 0 for minor in best))


_PLACES = Decimal(1).scaleb(-12)


def to_decimal(share: Fraction | None) -> Decimal | None:
    """Twelve decimals, as shares and margins are exported: 0.25, -0.333333333333."""
    if share is None:
        return None
    with localcontext(prec=60):
        number = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(_PLACES)
        whole = number.to_integral_value()
        return whole if number == whole else number.normalize()
