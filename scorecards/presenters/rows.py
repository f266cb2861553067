"""The rows behind one figure of a card, as they were published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.engine.scaled import from_scaled
from scorecards.engine.catalogue import QUANTITIES, kpi_of
from scorecards.engine.evidence import unpack
from scorecards.enums import KpiName
from scorecards.models import Scorecard
from suppliers.models import OrderLine

_DAYS = frozenset(
    {"due_on", "completed_on", "ordered_on", "received_on", "last_due_on", "warned_on", "arrived_on"}
)
_MOMENTS = frozenset({"sent_at", "answered_at"})


@dataclass(frozen=True)
class SharedRow:
    """One row behind a figure. `item` comes from the order as it is now."""

    line: str
    order_number: str
    line_number: str
    item: str
    excused: bool
    values: dict[str, Any]


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
    """The rows behind one figure; quantities in whole units, days as dates. Raises KpiResult.DoesNotExist."""
    result = card.results.select_related("evidence").get(kpi=code)
    kpi = kpi_of(code)
    columns, rows = unpack(bytes(result.evidence.rows), result.evidence.digest)
    items = dict(
        OrderLine.objects.filter(
            partner_id=card.partner_id, public_id__in={row[0] for row in rows}
        ).values_list("public_id", "description")
    )
    return SharedRows(
        kpi=code,
        name=str(KpiName(code).label),
        columns=columns,
        numerator=kpi.numerator,
        denominator=kpi.denominator,
        digest=result.evidence.digest,
        rows=tuple(_rows(columns, rows, items)),
    )


def _rows(columns: Sequence[str], rows: list[list[Any]], items: dict[str, str]) -> Iterator[SharedRow]:
    for row in rows:
        line, order_number, line_number, excused = row[:4]
        values = {name: _value(name, value) for name, value in zip(columns, row, strict=True)}
        yield SharedRow(line, order_number, line_number, items.get(line, ""), bool(excused), values)


def _value(column: str, value: Any) -> Any:
    if value is None:
        return None
    if column in QUANTITIES:
        return from_scaled(value)
    if column in _MOMENTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column in _DAYS else value
