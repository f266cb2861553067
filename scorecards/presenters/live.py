"""Figures and rows as they are now, for commands and exports: one record for each partner and one for all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.engine.scaled import from_scaled
from scorecards.engine.catalogue import COLUMNS, QUANTITIES, Kpi
from scorecards.engine.figures import Figure, to_decimal
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.models import Partner

EMPTY = Figure(None, None, None, 0, 0)


@dataclass(frozen=True)
class LiveFigure:
    """One figure; `partner` None is all of them together, pooled."""

    kpi: str
    partner: str | None
    partner_name: str | None
    basis: str | None
    scope: Scope
    figure: Figure

    def as_record(self) -> dict[str, Any]:
        """As docs/commands.md lists it: `value` as a decimal text, whole numbers as such."""
        value = to_decimal(self.figure.value)
        return {
            "kpi": self.kpi,
            "partner": self.partner,
            "partner_name": self.partner_name,
            "basis": self.basis,
            "from": self.scope.start.isoformat(),
            "to": self.scope.end.isoformat(),
            "as_of": self.scope.as_of.isoformat(),
            "value": None if value is None else f"{value:f}",
            "numerator": plain(self.figure.numerator),
            "denominator": plain(self.figure.denominator),
            "n": self.figure.n,
            "excused": self.figure.excused,
        }


def live_figures(kpis: Iterable[Kpi], scope: Scope, partners: Sequence[Partner]) -> Iterator[LiveFigure]:
    """For each KPI every one of `partners`, also without data, then all of them; one query a KPI."""
    for kpi in kpis:
        found = figures(kpi, scope)
        basis = kpi.basis(scope.basis) or None
        for partner in partners:
            yield LiveFigure(kpi.code, partner.code, partner.name, basis, scope, found.get(partner.pk, EMPTY))
        yield LiveFigure(kpi.code, None, None, basis, scope, found[None])


def live_rows(kpi: Kpi, scope: Scope, partner: Partner) -> Iterator[dict[str, Any]]:
    """The rows behind one figure, in the order of their lines (or columns); quantities in whole units."""
    columns = COLUMNS[kpi.source]
    rows = rows_by_partner(kpi, scope).get(partner.pk, [])
    sorted_by = slice(1, 3) if kpi.of_lines else slice(None)
    for row in sorted(rows, key=lambda one: tuple(map(str, one[sorted_by]))):
        yield {name: _cell(name, value) for name, value in zip(columns, row, strict=True)}


def plain(number: Decimal | None) -> int | str | None:
    """A whole number as such, another one as text: nothing is rounded on the way out."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else f"{number:f}"


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in QUANTITIES:
        return plain(from_scaled(value))
    if isinstance(value, datetime):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
