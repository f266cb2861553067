"""The rows behind the KPIs, as querysets: figures sum them up, drill-down and evidence show them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from scorecards.engine.catalogue import COLUMNS, LEADING, Kpi, Source
from scorecards.facts.scope import Scope
from scorecards.facts.sources import (
    cases,
    changes,
    documents,
    invoices,
    lines,
    parts,
    ratings,
    receipts,
    talk,
    words,
)
from scorecards.facts.sources.common import Piece, Row

Found = QuerySet[Any] | list[Piece]
SOURCES: dict[Source, Callable[[Scope], Found]] = {
    Source.JUDGED_LINES: lines.judged_lines,
    Source.PROMISED_PARTS: parts.promised_parts,
    Source.COMPLETED_LINES: lines.completed_lines,
    Source.ANSWERED_LINES: lines.answered_lines,
    Source.CONFIRMED_LINES: lines.confirmed_lines,
    Source.SLIPPED_LINES: words.slipped_lines,
    Source.ASKED_LINES: words.asked_lines,
    Source.RECEIPTS: receipts.receipts,
    Source.DOCUMENTS: documents.documents,
    Source.RATINGS: ratings.ratings,
    Source.CASES_AND_LINES: cases.cases_and_lines,
    Source.CLOSED_CASES: cases.closed_cases,
    Source.RATED_CASES: cases.rated_cases,
    Source.DUE_INVOICES: invoices.due_invoices,
    Source.INVOICES_IN_30_DAYS: invoices.invoices_in_30_days,
    Source.ASKED_DAYS: changes.asked_days,
    Source.QUESTIONS: talk.questions,
    Source.CONTESTS: talk.contests,
    Source.POOLED_ANSWERS: ratings.no_rows,
}
# Rows of which the last columns are worked out here: what the database gives, and what is made of it.
WORKED: dict[Source, tuple[tuple[str, ...], Callable[..., Row]]] = {
    Source.SLIPPED_LINES: (("due_on", "warned_at", "arrived_on"), words.notice),
    Source.ASKED_LINES: (("sent_at", "answered_at"), words.answer_time),
    Source.CASES_AND_LINES: (("about", "opened_by", "opened_at", "due_on", "cases", "lines"), cases.dated),
    Source.CLOSED_CASES: (("case", "title", "opened_by", "opened_at", "closed_at"), cases.days_open),
    Source.QUESTIONS: (("question", "about", "asked_at", "answered_at", "ended_at"), talk.answer_time),
    Source.CONTESTS: (("contest", "filed_at", "decided_at"), talk.days_to_decide),
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
        leading = LEADING if kpi.of_lines else ()
        columns, finished = (*leading, *read), _finisher(work_out, scope, len(leading))
    read_from = [piece.rows.values_list(piece.partner, *_named(columns)) for piece in pieces(kpi, scope)]
    for partner_id, *row in together(read_from):
        rows[partner_id].append(finished(row))
    return rows


def together(querysets: list[QuerySet[Any]]) -> Iterator[Any]:
    """What all of them find, from one query."""
    if not querysets:
        return iter(())
    first, *others = querysets
    return (first.union(*others, all=True) if others else first).iterator(5000)


def _as_it_is(row: list[Any]) -> Row:
    return tuple(row)


def _finisher(work_out: Callable[..., Row], scope: Scope, leading: int) -> Callable[[list[Any]], Row]:
    return lambda row: (*row[:leading], *work_out(scope, *row[leading:]))


def _named(columns: tuple[str, ...]) -> Iterator[str]:
    """Annotations wear a suffix, for many columns are fields of the model as well."""
    return (f"{column}_" for column in columns)


def pieces(kpi: Kpi, scope: Scope) -> list[Piece]:
    """The querysets behind a KPI, with every column of its source annotated as `<column>_`.

    Most have one; together they are the rows.
    """
    scope = scope.for_kpi(kpi)
    found = SOURCES[kpi.source](scope)
    return [_asked_for(piece, scope) for piece in (found if isinstance(found, list) else [Piece(found)])]


def _asked_for(piece: Piece, scope: Scope) -> Piece:
    rows = piece.rows
    if scope.partners is not None:
        rows = rows.filter(**{f"{piece.partner}__in": scope.partners})
    if scope.kind:
        rows = rows.filter(**{f"{piece.path}__kind": scope.kind})
    if scope.segment:
        rows = rows.filter(**{f"{piece.path}__segment": scope.segment})
    return replace(piece, rows=rows.order_by())
