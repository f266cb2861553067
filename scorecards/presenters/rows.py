"""The rows behind one figure of a card, as they were published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.engine.scaled import from_scaled
from scorecards.engine.catalogue import QUANTITIES, kpi_of
from scorecards.engine.evidence import unpack
from scorecards.enums import KpiName
from scorecards.models import Evidence, Scorecard
from suppliers.models import OrderLine


@dataclass(frozen=True)
class SharedRow:
    """One row behind a figure. `item` comes from the order as it is now."""

    line: str
    order_number: str
    line_number: str
    item: str
    excused: bool
    values: dict[str, Any]

    @property
    def about(self) -> str:
        """What it is about: 4500-10, or the first column of a row that names no line."""
        if self.line:
            return f"{self.order_number}-{self.line_number}"
        return str(next(iter(self.values.values()), ""))


@dataclass(frozen=True)
class SharedRows:
    """The rows behind one figure of a card, as published. `numerator` names the column that is summed up."""

    kpi: str
    name: str
    columns: tuple[str, ...]
    numerator: str
    denominator: str
    digest: str
    rows: tuple[SharedRow, ...]


def rows_of(card: Scorecard, code: str) -> SharedRows:
    """The rows behind one figure; of a formula those of its first input. Raises KpiResult.DoesNotExist."""
    return parts_of(card, code)[0]


def parts_of(card: Scorecard, code: str) -> list[SharedRows]:
    """The rows behind one figure, or behind each input of a formula; quantities in whole units, ISO days."""
    result = card.results.select_related("evidence").get(kpi=code)
    if result.evidence is not None:
        return [_part(card, code, result.evidence)]
    by_source = {one.source: one for one in card.evidence.all()}
    return [_part(card, one["kpi"], by_source[one["source"]]) for one in result.inputs]


def _part(card: Scorecard, code: str, evidence: Evidence) -> SharedRows:
    columns, rows = unpack(bytes(evidence.rows), evidence.digest)
    return shared_rows(card.partner_id, code, columns, rows, evidence.digest)


def shared_rows(
    partner_id: int, code: str, columns: Sequence[str], rows: list[list[Any]], digest: str
) -> SharedRows:
    """Packed rows as a reader sees them. Lines are named as they are called now; other rows have no line."""
    kpi = kpi_of(code)
    items = {}
    if "line" in columns:
        wanted = {row[columns.index("line")] for row in rows}
        found = OrderLine.objects.filter(partner_id=partner_id, public_id__in=wanted)
        items = dict(found.values_list("public_id", "description"))
    return SharedRows(
        kpi=code,
        name=str(KpiName(code).label),
        columns=tuple(columns),
        numerator=kpi.numerator,
        denominator=kpi.denominator,
        digest=digest,
        rows=tuple(_rows(columns, rows, items)),
    )


def _rows(columns: Sequence[str], rows: list[list[Any]], items: dict[str, str]) -> Iterator[SharedRow]:
    for row in rows:
        values = {name: _value(name, value) for name, value in zip(columns, row, strict=True)}
        line = values.get("line") or ""
        yield SharedRow(
            line,
            values.get("order_number") or "",
            values.get("line_number") or "",
            items.get(line, ""),
            bool(values.get("excused")),
            values,
        )


def _value(column: str, value: Any) -> Any:
    if value is None:
        return None
    if column in QUANTITIES:
        return from_scaled(value)
    if column.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column.endswith("_on") else value
