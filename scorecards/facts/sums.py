"""Figures of all partners at once: the database sums over the same rows that drill-down shows."""

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Mod

from scorecards.engine.catalogue import Kpi, Source
from scorecards.engine.figures import NOTHING, SCALE, SPREADS, Figure, Sums, figure, sums_of
from scorecards.facts.satisfaction import partner_satisfaction
from scorecards.facts.scope import Scope
from scorecards.facts.sources import is_summed_here, pieces, rows_by_partner
from scorecards.facts.sources.common import together

_COUNTED = Q(excused_=False)


def figures(kpi: Kpi, scope: Scope) -> dict[int | None, Figure]:
    """By partner; None holds the figure of all of them together, pooled."""
    if kpi.source is Source.POOLED_ANSWERS:
        return {None: partner_satisfaction(scope)}
    sums = sums_by_partner(kpi, scope)
    found: dict[int | None, Figure] = {partner: figure(kpi, one) for partner, one in sums.items()}
    found[None] = figure(kpi, reduce(add, sums.values(), NOTHING))
    return found


def sums_by_partner(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    """One query, whatever the number of partners."""
    if is_summed_here(kpi, scope):
        return {partner: sums_of(kpi, rows) for partner, rows in rows_by_partner(kpi, scope).items()}
    return _spreads(kpi, scope) if kpi.statistic in SPREADS else _ratios(kpi, scope)


def _grouped(kpi: Kpi, scope: Scope, sums: dict[str, Any], *by: str) -> Iterator[Any]:
    """(partner, values of `by`, sums) of every piece."""
    return together(
        [
            piece.rows.values(piece.partner, *by).annotate(**sums).values_list(piece.partner, *by, *sums)
            for piece in pieces(kpi, scope)
        ]
    )


def _counts(kpi: Kpi) -> tuple[Q | None, dict[str, Any]]:
    """(which rows count, how many of them there are and how many are excused)."""
    counted = _COUNTED if "excused" in kpi.columns else None
    n = Sum(F(f"{kpi.counted}_"), filter=counted) if kpi.counted else Count("pk", filter=counted)
    return counted, {"n_": n, "excused_n": Count("pk", filter=~counted if counted else Q(pk=None))}


def _ratios(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    # Quantities times days outgrow 64 bits when summed: whole units and the rest are summed apart.
    numerator = F(f"{kpi.numerator}_")
    counted, sums = _counts(kpi)
    sums["whole_"] = Sum(numerator / SCALE, filter=counted)
    sums["rest_"] = Sum(Mod(numerator, SCALE), filter=counted)
    if kpi.denominator:
        sums["denominator_"] = Sum(F(f"{kpi.denominator}_"), filter=counted)
    found: defaultdict[int, Sums] = defaultdict(lambda: NOTHING)
    for partner, n, excused, whole, rest, *below in _grouped(kpi, scope, sums):
        total = int(whole or 0) * SCALE + int(rest or 0)
        divisor = int(below[0] or 0) if below else n or 0
        found[partner] += Sums(n or 0, excused, total, divisor)
    return found


def _spreads(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    """How often each value occurs: mean, rank and deviation follow from it exactly."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    excused: defaultdict[int, int] = defaultdict(int)
    for partner, value, n, excused_n in _grouped(kpi, scope, _counts(kpi)[1], f"{kpi.numerator}_"):
        excused[partner] += excused_n
        if n:
            found[partner].append((value, n))
    return {
        partner: Sums(
            sum(times for _, times in found[partner]), excused[partner], days=tuple(sorted(found[partner]))
        )
        for partner in excused
    }
