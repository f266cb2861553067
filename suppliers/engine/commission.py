"""What an agreement makes of a base: tiers of the whole base or of its parts, exact until the end.

Amounts are integer minor units of one currency; rates are shares of the base.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

MARGINAL = "marginal"


class BadTiers(ValueError):
    """Tiers of which some base has none, or two. `problem`: "empty", "gap" or "twice"; `at`: where."""

    def __init__(self, problem: str, words: str, at: int = 0) -> None:
        self.problem = problem
        self.at = at
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Tier:
    """From `from_minor` of the base on `rate` holds, 0 to 1."""

    from_minor: int
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of an agreement. `base`: net_revenue or margin; `method`: whole_base or marginal."""

    version: int
    valid_from: date
    base: str
    method: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What of the base a rate holds for; `until_minor` None: without an end. `exact`: its commission."""

    from_minor: int
    until_minor: int | None
    rate: Fraction
    base_minor: int

    @property
    def exact(self) -> Fraction:
        return self.base_minor * self.rate


@dataclass(frozen=True, slots=True)
class Earned:
    """The commission of a base, rounded once, halves away from zero; `rate` is that of the tier reached."""

    base_minor: int
    rate: Fraction
    steps: tuple[Step, ...]

    @property
    def minor(self) -> int:
        exact = sum((step.exact for step in self.steps), Fraction(0))
        whole = int(abs(exact) + Fraction(1, 2))
        return whole if exact >= 0 else -whole


def check_tiers(tiers: Sequence[Tier]) -> None:
    """Raises BadTiers when there is no tier, none from 0, or two from the same amount."""
    if not tiers:
        raise BadTiers("empty", "there is no tier")
    starts = sorted(tier.from_minor for tier in tiers)
    if starts[0] != 0:
        raise BadTiers("gap", f"there is no tier for what lies below {starts[0]}", starts[0])
    for before, after in pairwise(starts):
        if before == after:
            raise BadTiers("twice", f"a tier begins twice from {after}", after)


def earned(terms: Terms, base_minor: int) -> Earned:
    """A negative base takes commission back at the lowest rate. Raises BadTiers."""
    check_tiers(terms.tiers)
    steps = _steps(terms.tiers)
    reached = max((place for place, step in enumerate(steps) if step[0] <= base_minor), default=0)
    start, until, rate = steps[reached]
    if terms.method != MARGINAL or base_minor < 0:
        return Earned(base_minor, rate, (Step(start, until, rate, base_minor),))
    parts = []
    for start, until, part_rate in steps[: reached + 1]:
        part = (base_minor if until is None else min(base_minor, until)) - start
        parts.append(Step(start, until, part_rate, part))
    return Earned(base_minor, rate, tuple(parts))


def next_tier(terms: Terms, base_minor: int) -> tuple[Tier, int] | None:
    """The next tier above and how much base is missing to it; None on the highest."""
    above = [tier for tier in terms.tiers if tier.from_minor > max(base_minor, 0)]
    tier = min(above, key=lambda one: one.from_minor, default=None)
    return (tier, tier.from_minor - base_minor) if tier else None


def stretches(versions: Iterable[Terms], start: date, end: date) -> list[tuple[Terms, date, date]]:
    """Which version holds from when to when, both ends inside; days before the first one are left out.

    On a day the version with the latest first day holds, of those from one day the highest.
    """
    known = sorted(
        (one for one in versions if one.valid_from <= end), key=lambda one: (one.valid_from, one.version)
    )
    found: list[tuple[Terms, date, date]] = []
    for one in known:
        since = max(one.valid_from, start)
        if found and found[-1][1] == since:
            found.pop()
        elif found:
            found[-1] = (found[-1][0], found[-1][1], since - timedelta(days=1))
        found.append((one, since, end))
    return found


def _steps(tiers: Sequence[Tier]) -> list[tuple[int, int | None, Fraction]]:
    order = sorted(tiers, key=lambda tier: tier.from_minor)
    ends: list[int | None] = [*(tier.from_minor for tier in order[1:]), None]
    return [(tier.from_minor, end, tier.rate) for tier, end in zip(order, ends, strict=True)]
