"""What is asked of the facts: a span of days, as of which day, on which basis, by which rule, for whom."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from scorecards.engine.catalogue import Kpi
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, DayCount


@dataclass(frozen=True)
class Scope:
    """Both `start` and `end` are inside. Facts after `as_of` do not exist.

    `kept`: the outcomes of `rule` are stored; otherwise it is applied to the hand-out in SQL.
    `partners` None means all of `kind` and `segment`; where these are empty, of all kinds and segments. Those
    in `also` are asked for whatever their kind and segment are by now.
    `days`: a DayCount; the days of `rule` are calendar days, or working days of the receiving site.
    """

    start: date
    end: date
    as_of: date
    basis: str = Basis.FIRST_CONFIRMED
    rule: Rule = field(default_factory=Rule)
    kept: bool = True
    partners: frozenset[int] | None = None
    kind: str = ""
    segment: str = ""
    also: frozenset[int] = frozenset()
    days: str = DayCount.CALENDAR

    def for_kpi(self, kpi: Kpi) -> Self:
        """Without the options that this KPI does not use."""
        scope = self
        if not kpi.uses_basis:
            scope = replace(scope, basis=Basis.FIRST_CONFIRMED)
        if not kpi.uses_rule:
            scope = replace(scope, rule=Rule(), kept=True, days=DayCount.CALENDAR)
        return scope


def calendar_days(days: str, late_days: int) -> int:
    """Calendar days from a due day until a window of so many late days has closed; `days` is a DayCount.

    In working days a bound, not a count: the closing day of a period must not move when a calendar does. It
    holds for weeks of three working days and two weeks of holidays; whose sites receive less often gives more
    days of grace.
    """
    if days == DayCount.CALENDAR or not late_days:
        return late_days
    return late_days * 2 + 14
