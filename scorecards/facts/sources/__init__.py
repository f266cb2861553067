"""The rows behind the KPIs, as querysets: figures sum them up, drill-down and evidence show them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from scorecards.engine.catalogue import COLUMNS, LEADING, Kpi, Source
from scorecards.facts.scope import Scope
from scorecards.facts.sources import lines, parts, receipts, words
from scorecards.facts.sources.common import Row

SOURCES: dict[Source, Callable[[Scope], QuerySet[Any]]] = {
    Source.JUDGED_LINES: lines.judged_lines,
    Source.PROMISED_PARTS: parts.promised_parts,
    Source.COMPLETED_LINES: lines.completed_lines,
    Source.ANSWERED_LINES: lines.answered_lines,
    Source.CONFIRMED_LINES: lines.confirmed_lines,
    Source.SLIPPED_LINES: words.slipped_lines,
    Source.ASKED_LINES: words.asked_lines,
    Source.RECEIPTS: receipts.receipts,
}
# Rows of which the last columns are worked out here: what the database gives, and what is made of it.
WORKED: dict[Source, tuple[tuple[str, ...], Callable[..., Row]]] = {
    Source.SLIPPED_LINES: (("due_on", "warned_at", "arrived_on"), words.notice),
    Source.ASKED_LINES: (("sent_at", "answered_at"), words.answer_time),
}


def source_key(kpi: Kpi, scope: Scope) -> str:
    """Names the rows of a KPI: KPIs with the same key count the same rows."""
    key = [kpi.source.value]
    if kpi.source in (Source.JUDGED_LINES, Source.PROMISED_PARTS):
        scope = scope.for_kpi(kpi)
        key += [str(scope.basis), scope.rule.key]
    return "/".join(key)


def rows_by_partner(kpi: Kpi, scope: Scope) -> dict[int, list[Row]]:
    """The rows of all partners with the columns of the KPI's source, from one query."""
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    columns, finished = COLUMNS[kpi.source], _as_it_is
    if kpi.source in WORKED:
        read, work_out = WORKED[kpi.source]
        columns, finished = (*LEADING, *read), _finisher(work_out, scope)
    for partner_id, *row in annotated(kpi, scope).values_list("partner_id", *_named(columns)).iterator(5000):
        rows[partner_id].append(finished(row))
    return rows


def _as_it_is(row: list[Any]) -> Row:
    return tuple(row)


def _finisher(work_out: Callable[..., Row], scope: Scope) -> Callable[[list[Any]], Row]:
    leading = len(LEADING)
    return lambda row: (*row[:leading], *work_out(scope, *row[leading:]))


def _named(columns: tuple[str, ...]) -> Iterator[str]:
    """Annotations wear a suffix, for many columns are fields of the model as well."""
    return (f"{column}_" for column in columns)


def annotated(kpi: Kpi, scope: Scope) -> QuerySet[Any]:
    """The queryset behind a KPI, with every column of its source annotated as `<column>_`."""
    scope = scope.for_kpi(kpi)
    rows = SOURCES[kpi.source](scope)
    if scope.partners is not None:
        rows = rows.filter(partner_id__in=scope.partners)
    if scope.kind:
        rows = rows.filter(partner__kind=scope.kind)
    if scope.segment:
        rows = rows.filter(partner__segment=scope.segment)
    return rows.order_by()
