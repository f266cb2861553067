"""Windows in working days: the hand-out is read once and judged here, for no database knows our calendars."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Piece, Row, asked_for, of_line, outcomes, within
from suppliers.engine.judging import Rule, Slice, judge
from suppliers.engine.lines import Basis as PlanBasis
from suppliers.engine.lines import Part
from suppliers.engine.plans import Plan
from suppliers.enums import Basis, LineStatus
from suppliers.facts.calendars import known_calendars
from suppliers.models import DeliverySlice


class Handed(NamedTuple):
    """A slice of the hand-out with what a row tells of its line."""

    partner: int
    line: str
    order_number: str
    line_number: str
    excused: bool
    part: int
    due_on: date
    received_on: date | None
    quantity: int
    received: int
    accepted: int
    site: str
    status: str
    since: date
    until: date


Made = Iterator[tuple[int, Row]]
RowsOf = Callable[[Scope, Rule, list[Handed]], Iterator[Row]]
_READ = (
    "partner_id", "line_", "order_number_", "line_number_", "excused_", "part", "due_on", "received_on",
    "quantity", "received", "accepted", "line__ship_to", "line__status", "since", "until",
)  # fmt: skip


def judged_lines(scope: Scope) -> Made:
    """Lines due in the period whose window, in the working days of their site, has closed."""
    due = outcomes(scope, scope.basis).filter(within(scope, "due_on"))
    slices = _known(scope, scope.basis).filter(line_id__in=due.order_by().values("line_id"))
    return _judged(scope, slices, _line_rows)


def promised_parts(scope: Scope) -> Made:
    """Parts of the first promise, by their own day and window."""
    return _judged(scope, _known(scope, Basis.FIRST_CONFIRMED).filter(within(scope, "due_on")), _part_rows)


def _known(scope: Scope, basis: str) -> QuerySet[DeliverySlice]:
    return of_line(DeliverySlice.objects.filter(basis=basis).known_on(scope.as_of))


def _judged(scope: Scope, slices: QuerySet[DeliverySlice], rows_of: RowsOf) -> Made:
    """(partner, row) of each: one query, and one for the calendars."""
    calendars, asked = known_calendars(), scope.rule
    read = asked_for(Piece(slices), scope).rows.order_by("line_id", "part").values_list(*_READ)
    for _line, found in groupby(map(Handed._make, read.iterator(5000)), key=lambda one: one.line):
        handed = [one for one in found if one.received_on is None or one.received_on <= scope.as_of]
        first = handed[0]
        rule = Rule(asked.early_days, asked.late_days, asked.tolerance, calendars.of(first.site))
        for row in rows_of(scope, rule, handed):
            yield first.partner, (first.line, first.order_number, first.line_number, first.excused, *row)


def _line_rows(scope: Scope, rule: Rule, pieces: list[Handed]) -> Iterator[Row]:
    outcome = judge(_plan(scope.basis, pieces), map(_slice, pieces), rule)
    if outcome.counts_from > scope.as_of:
        return
    is_complete = outcome.completed_on is not None
    still_open = 0 if is_complete else outcome.quantity - sum(one.received for one in pieces)
    yield (
        outcome.due_on,
        outcome.quantity,
        outcome.quantity_in_window,
        outcome.accepted_in_window,
        int(outcome.passed),
        outcome.completed_on,
        outcome.days_late,
        still_open,
        still_open * (scope.as_of - outcome.due_on).days,
    )


def _part_rows(scope: Scope, rule: Rule, pieces: list[Handed]) -> Iterator[Row]:
    for number, found in groupby(pieces, key=lambda piece: piece.part):
        of_part = list(found)
        quantity, due_on = sum(one.quantity for one in of_part), of_part[0].due_on
        opens, closes = rule.window(due_on)
        if closes + timedelta(days=1) > scope.as_of:
            continue
        accepted = sum(
            one.accepted for one in of_part if one.received_on and opens <= one.received_on <= closes
        )
        yield number, due_on, quantity, accepted, int(rule.is_enough(accepted, quantity))


def _plan(basis: str, pieces: list[Handed]) -> Plan:
    parts = sorted(Part(one.due_on, one.part, one.quantity) for one in pieces if one.received_on is None)
    first = pieces[0]
    fails = first.status == LineStatus.CANCELLED_BY_PARTNER
    return Plan(PlanBasis(basis), first.since, first.until, tuple(parts), fails)


def _slice(piece: Handed) -> Slice:
    return Slice(piece.part, piece.due_on, piece.received_on, piece.quantity, piece.received, piece.accepted)
