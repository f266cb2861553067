"""The rows behind the KPIs, as querysets: figures sum them up, drill-down and evidence show them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
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
    purchases,
    ratings,
    receipts,
    selling,
    staying,
    talk,
    words,
    working,
)
from scorecards.facts.sources.common import Piece, Row, asked_for, named, together
from suppliers.enums import DayCount
from suppliers.models import OrderLine

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
    Source.IDEAS: talk.ideas,
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
    Source.IDEAS: (("idea", "proposed_at", "decided_at"), talk.days_to_answer),
}
# Rows that are made here altogether, from what the database gives: (partner, row).
MADE: dict[Source, Callable[[Scope], Iterator[tuple[int, Row]]]] = {
    Source.PRICED_RECEIPTS: purchases.priced_receipts,
    Source.PURCHASE_COSTS: purchases.purchase_costs,
    Source.TARGET_MONTHS: selling.target_months,
    Source.GROWTH_MONTHS: selling.growth_months,
    Source.CONTRIBUTION_MONTHS: selling.contribution_months,
    Source.COMMISSION_MONTHS: selling.commission_months,
    Source.CUSTOMERS_BEFORE: selling.customers_before,
    Source.PARTNERS_STANDING: staying.partners_standing,
}
# The same for rules that count in working days.
IN_WORKING_DAYS: dict[Source, Callable[[Scope], Iterator[tuple[int, Row]]]] = {
    Source.JUDGED_LINES: working.judged_lines,
    Source.PROMISED_PARTS: working.promised_parts,
}


def source_key(kpi: Kpi, scope: Scope) -> str:
    """Names the rows of a KPI: KPIs with the same key count the same rows."""
    key = [kpi.source.value]
    if kpi.source in (Source.JUDGED_LINES, Source.PROMISED_PARTS):
        scope = scope.for_kpi(kpi)
        key += [str(scope.basis), scope.rule.key]
        key += [DayCount.WORKING.value] if scope.days == DayCount.WORKING else []
    return "/".join(key)


def rows_by_partner(kpi: Kpi, scope: Scope) -> dict[int, list[Row]]:
    """The rows of all partners with the columns of the KPI's source, from one query."""
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    if (make := _maker(kpi, scope)) is not None:
        for partner_id, made in make(scope.for_kpi(kpi)):
            rows[partner_id].append(made)
        return rows
    columns, finished = COLUMNS[kpi.source], _as_it_is
    if kpi.source in WORKED:
        read, work_out = WORKED[kpi.source]
        leading = LEADING if kpi.of_lines else ()
        columns, finished = (*leading, *read), _finisher(work_out, scope, len(leading))
    read_from = [
        _with_names(kpi, piece.rows).values_list(piece.partner, *_named(columns))
        for piece in pieces(kpi, scope)
    ]
    for partner_id, *row in together(read_from):
        rows[partner_id].append(finished(row))
    return rows


def is_summed_here(kpi: Kpi, scope: Scope) -> bool:
    """Can the database not sum its rows up, for want of our hours, days, calendars or rates?"""
    return kpi.source in WORKED or _maker(kpi, scope) is not None


def _maker(kpi: Kpi, scope: Scope) -> Callable[[Scope], Iterator[tuple[int, Row]]] | None:
    if scope.for_kpi(kpi).days == DayCount.WORKING:
        return IN_WORKING_DAYS.get(kpi.source)
    return MADE.get(kpi.source)


def _as_it_is(row: list[Any]) -> Row:
    return tuple(row)


def _finisher(work_out: Callable[..., Row], scope: Scope, leading: int) -> Callable[[list[Any]], Row]:
    return lambda row: (*row[:leading], *work_out(scope, *row[leading:]))


def _with_names(kpi: Kpi, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows of lines say which line they are of; lines themselves know."""
    return named(rows) if kpi.of_lines and rows.model is not OrderLine else rows


def _named(columns: tuple[str, ...]) -> Iterator[str]:
    """Annotations wear a suffix, for many columns are fields of the model as well."""
    return (f"{column}_" for column in columns)


def pieces(kpi: Kpi, scope: Scope) -> list[Piece]:
    """The querysets behind a KPI, with every column of its source annotated as `<column>_`, but for names.

    Most have one; together they are the rows.
    """
    scope = scope.for_kpi(kpi)
    found = SOURCES[kpi.source](scope)
    return [asked_for(piece, scope) for piece in (found if isinstance(found, list) else [Piece(found)])]
