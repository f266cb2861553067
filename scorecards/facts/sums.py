"""Figures of all partners at once: the database sums over the same rows that drill-down shows."""

from collections import defaultdict
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Mod

from scorecards.engine.catalogue import Kpi
from scorecards.engine.figures import NOTHING, SCALE, SPREADS, Figure, Sums, figure, sums_of
from scorecards.facts.scope import Scope
from scorecards.facts.sources import WORKED, annotated, rows_by_partner

_COUNTED = Q(excused_=False)


def figures(kpi: Kpi, scope: Scope) -> dict[int | None, Figure]:
    """By partner; None holds the figure of all of them together, pooled."""
    sums = sums_by_partner(kpi, scope)
    found: dict[int | None, Figure] = {partner: figure(kpi, one) for partner, one in sums.items()}
    found[None] = figure(kpi, reduce(add, sums.values(), NOTHING))
    return found


def sums_by_partner(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    """One query, whatever the number of partners."""
    if kpi.source in WORKED:  # no database knows our working hours
        return {partner: sums_of(kpi, rows) for partner, rows in rows_by_partner(kpi, scope).items()}
    return _spreads(kpi, scope) if kpi.statistic in SPREADS else _ratios(kpi, scope)


def _ratios(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    # Quantities times days outgrow 64 bits when summed: whole units and the rest are summed apart.
    numerator = F(f"{kpi.numerator}_")
    sums: dict[str, Any] = {
        "n_": Count("pk", filter=_COUNTED),
        "excused_n": Count("pk", filter=~_COUNTED),
        "whole_": Sum(numerator / SCALE, filter=_COUNTED),
        "rest_": Sum(Mod(numerator, SCALE), filter=_COUNTED),
    }
    if kpi.denominator:
        sums["denominator_"] = Sum(F(f"{kpi.denominator}_"), filter=_COUNTED)
    found = {}
    for row in annotated(kpi, scope).values("partner_id").annotate(**sums):
        total = int(row["whole_"] or 0) * SCALE + int(row["rest_"] or 0)
        below = int(row["denominator_"] or 0) if kpi.denominator else row["n_"]
        found[row["partner_id"]] = Sums(row["n_"], row["excused_n"], total, below)
    return found


def _spreads(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    """How often each value occurs: mean, rank and deviation follow from it exactly."""
    counts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    excused: defaultdict[int, int] = defaultdict(int)
    value = f"{kpi.numerator}_"
    grouped = (
        annotated(kpi, scope)
        .values("partner_id", value)
        .annotate(n_=Count("pk", filter=_COUNTED), excused_n=Count("pk", filter=~_COUNTED))
    )
    for row in grouped:
        excused[row["partner_id"]] += row["excused_n"]
        if row["n_"]:
            counts[row["partner_id"]].append((row[value], row["n_"]))
    return {
        partner: Sums(
            sum(times for _, times in counts[partner]), excused[partner], days=tuple(sorted(counts[partner]))
        )
        for partner in excused
    }
