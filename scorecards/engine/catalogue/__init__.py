"""The KPIs we compute, each defined once: which rows it counts, and which columns of them it divides.

A figure on a page, in a command and on a card, and the rows behind it, all come from this table.
docs/numbers.md and the page of the numbers are written from it.
"""

from scorecards.engine.catalogue import cost, delivery, ours, quality, relationship, selling
from scorecards.engine.catalogue.kpi import Kpi, Statistic, Unit
from scorecards.engine.catalogue.rows import COLUMNS, FLAGS, LEADING, QUANTITIES, Source

__all__ = [
    "CATALOGUE",
    "COLUMNS",
    "FAMILIES",
    "FLAGS",
    "LEADING",
    "QUANTITIES",
    "Kpi",
    "Source",
    "Statistic",
    "Unit",
    "UnknownKpi",
    "kpi_of",
]

FAMILIES: dict[str, tuple[Kpi, ...]] = {
    "delivery": delivery.KPIS,
    "quality": quality.KPIS,
    "cost": cost.KPIS,
    "selling": selling.KPIS,
    "relationship": relationship.KPIS,
    "ours": ours.KPIS,
}
CATALOGUE: dict[str, Kpi] = {kpi.code: kpi for family in FAMILIES.values() for kpi in family}


class UnknownKpi(ValueError):
    """A code that the catalogue does not hold."""


def kpi_of(code: str) -> Kpi:
    """UnknownKpi names the code and the ones there are."""
    if code not in CATALOGUE:
        raise UnknownKpi(f"{code!r} is not a KPI: choose among {', '.join(CATALOGUE)}")
    return CATALOGUE[code]
