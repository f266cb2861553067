"""What a KPI is: which rows it counts, and which columns of them it divides."""

from dataclasses import dataclass
from enum import StrEnum

from scorecards.engine.catalogue.rows import COLUMNS, Source


class Unit(StrEnum):
    """In what a value is measured. Shares are 0 to 1, points 0 to 10; an index is 1 when all is well.

    Money is in minor units (cents) of the company's currency.
    """

    SHARE = "share"
    DAYS = "days"
    HOURS = "hours"
    UNIT_DAYS = "unit_days"
    PPM = "ppm"
    POINTS = "points"
    MONEY = "money"
    INDEX = "index"


class Statistic(StrEnum):
    """How a KPI sums its rows up."""

    RATIO = "ratio"
    TOTAL = "total"
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    DEVIATION = "deviation"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI. An empty `denominator` counts the rows. `graded_by` names what n counts.

    `fixed_basis` is the one a KPI is always on, when it lets nobody choose. `counted` is the column that is 1
    in the rows that n counts, where it does not count them all. `side`: whose half of a card it stands in,
    the partner's or the company's.
    """

    code: str
    source: Source
    unit: Unit
    statistic: Statistic
    numerator: str
    denominator: str = ""
    counted: str = ""
    side: str = "partner"
    higher_is_better: bool = True
    graded_by: str = "lines"
    uses_basis: bool = False
    fixed_basis: str = ""
    uses_rule: bool = False
    is_shared: bool = True
    definition: str = ""
    period: str = ""
    example: str = ""

    def basis(self, asked: str) -> str:
        """The basis the figure is on when `asked` is asked for; empty where no promise plays a part."""
        return asked if self.uses_basis else self.fixed_basis

    @property
    def columns(self) -> tuple[str, ...]:
        """What each of its rows holds."""
        return COLUMNS[self.source]

    @property
    def of_lines(self) -> bool:
        """Do its rows name order lines? Only those can be contested and excused."""
        return "line" in self.columns

    @property
    def has_interval(self) -> bool:
        """A share of counted lines or parts has a Wilson interval."""
        counts = self.graded_by in ("lines", "parts")
        return self.statistic is Statistic.RATIO and not self.denominator and counts
