"""Has a plan worked? Judged by the periods over which its target must hold; docs/plans.md has examples."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.engine.periods import Period


class Effect(StrEnum):
    OPEN = "open"
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"


@dataclass(frozen=True, slots=True)
class Reading:
    """One period: its value in the KPI's unit. `holds`: it lies in the time over which the target must hold.

    Not graded, or without a value: it can neither meet the target nor miss it.
    """

    value: Decimal | None
    holds: bool = True
    is_graded: bool = True

    def met(self, target: Decimal, *, higher_is_better: bool) -> bool | None:
        """Exactly the target meets it; None where there is too little to say."""
        if self.value is None or not self.is_graded:
            return None
        return self.value >= target if higher_is_better else self.value <= target


@dataclass(frozen=True, slots=True)
class Found:
    """What the periods come to; `held` of the `needed` ones met the target before one missed it."""

    effect: Effect
    held: int
    needed: int


def judge(readings: Iterable[Reading], target: Decimal, hold: int, *, higher_is_better: bool) -> Found:
    """`readings` in the order of their periods.

    The first `hold` periods with data in the holding time must all meet the target: then it is effective,
    whatever comes after. The first of them that misses decides that it is not.
    """
    held = 0
    for one in readings:
        met = one.met(target, higher_is_better=higher_is_better) if one.holds else None
        if met is None:
            continue
        if not met:
            return Found(Effect.NOT_EFFECTIVE, held, hold)
        held += 1
        if held == hold:
            return Found(Effect.EFFECTIVE, held, hold)
    return Found(Effect.OPEN, held, hold)


def holding_from(by_when: date, months: int, before: Period | None = None) -> Period:
    """The first period that must hold: that of the day, or the one after `before` where that is later.

    `before` is the last period that an earlier round has measured: a miss is not asked again.
    """
    first = Period.containing(by_when, months)
    return first if before is None else max(first, before.shifted(1))
