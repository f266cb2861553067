"""Figures of all partners at once: the database sums over the same rows that drill-down shows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value

from scorecards.engine.catalogue import QUANTITIES, Kpi, Source
from scorecards.engine.figures import NOTHING, SCALE, SPREADS, Figure, Sums, figure, sums_of
from scorecards.facts.satisfaction import partner_satisfaction
from scorecards.facts.scope import Scope
from scorecards.facts.sources import is_summed_here, pieces, rows_by_partner
from scorecards.facts.sources.common import Piece, together


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


# How the sums of all rows, and of the excused ones among them, come out of one query.
_ALL, _EXCUSED = 0, 1


def _grouped(kpi: Kpi, scope: Scope, sums: dict[str, Any], *by: str) -> Iterator[Any]:
    """(_ALL or _EXCUSED, partner, values of `by`, sums) of every piece; the excused are taken off later."""
    asked = []
    for piece in pieces(kpi, scope):
        asked.append(_summed(piece, piece.rows, _ALL, sums, by))
        if "excused" in kpi.columns:
            asked.append(_summed(piece, piece.rows.filter(excused_=True), _EXCUSED, sums, by))
    return together(asked)


def _summed(
    piece: Piece, rows: QuerySet[Any], which: int, sums: dict[str, Any], by: tuple[str, ...]
) -> QuerySet[Any, Any]:
    found = rows.values(piece.partner, *by).annotate(which_=Value(which), **sums)
    return found.values_list("which_", piece.partner, *by, *sums)


def _ratios(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    sums: dict[str, Any] = {"rows_": Count("pk")}
    sums["n_"] = Sum(F(f"{kpi.counted}_")) if kpi.counted else Count("pk")
    numerator = F(f"{kpi.numerator}_")
    if kpi.numerator in QUANTITIES:
        # Quantities times days outgrow 64 bits when summed: whole units and the rest are summed apart.
        sums |= {"rest_": Sum(numerator % SCALE), "whole_": Sum(numerator / SCALE)}
    else:
        sums |= {"rest_": Sum(numerator), "whole_": Count("pk", filter=Q(pk=None))}
    if kpi.denominator:
        sums["denominator_"] = Sum(F(f"{kpi.denominator}_"))
    found: defaultdict[int, Sums] = defaultdict(lambda: NOTHING)
    for which, partner, rows, n, rest, whole, *below in _grouped(kpi, scope, sums):
        total = int(whole or 0) * SCALE + int(rest or 0)
        divisor = int(below[0] or 0) if below else n or 0
        sign, excused = (1, 0) if which == _ALL else (-1, rows)
        found[partner] += Sums(sign * (n or 0), excused, sign * total, sign * divisor)
    return found


def _spreads(kpi: Kpi, scope: Scope) -> dict[int, Sums]:
    """How often each value occurs: mean, rank and deviation follow from it exactly."""
    days: defaultdict[int, Counter[int]] = defaultdict(Counter)
    excused: Counter[int] = Counter()
    for which, partner, value, n in _grouped(kpi, scope, {"n_": Count("pk")}, f"{kpi.numerator}_"):
        days[partner][value] += n if which == _ALL else -n
        excused[partner] += n if which == _EXCUSED else 0
    return {
        partner: Sums(
            counted.total(),
            excused[partner],
            days=tuple(sorted((value, n) for value, n in counted.items() if n)),
        )
        for partner, counted in days.items()
    }
