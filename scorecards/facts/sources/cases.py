"""Problems that came up, and how they went."""

from datetime import date, datetime

from django.db.models import DateField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from portal.clocks import local_day
from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Piece, moment_within, outcomes, within
from suppliers.enums import Basis
from suppliers.models import Case

_NO_DAY = Cast(Value(None), DateField())
_NO_MOMENT = Cast(Value(None), DateTimeField())
_ONE, _ZERO = Value(1, output_field=IntegerField()), Value(0, output_field=IntegerField())


def cases_and_lines(scope: Scope) -> list[Piece]:
    """The cases opened in the period, and the lines due in it."""
    opened = Case.objects.filter(moment_within(scope, "opened_at")).annotate(
        about_=F("title"),
        opened_by_=F("opened_by_side"),
        opened_at_=F("opened_at"),
        due_on_=_NO_DAY,
        cases_=_ONE,
        lines_=_ZERO,
    )
    due = outcomes(scope, Basis.REQUESTED).filter(within(scope, "due_on"), due_on__lt=scope.as_of)
    lines = due.annotate(
        about_=Concat("line__order__number", Value("-"), "line__number"),
        opened_by_=Value(""),
        opened_at_=_NO_MOMENT,
        due_on_=F("due_on"),
        cases_=_ZERO,
        lines_=_ONE,
    )
    return [Piece(opened), Piece(lines)]


def dated(
    scope: Scope, about: str, opened_by: str, opened_at: datetime | None, due_on: date | None, *counts: int
) -> tuple[str, str, date | None, int, int]:
    """(what it is about, who opened it, its day, cases, lines)."""
    cases, lines = counts
    return about, opened_by, due_on if opened_at is None else local_day(opened_at), cases, lines


def closed_cases(scope: Scope) -> QuerySet[Case]:
    """Those closed in the period."""
    rows = Case.objects.filter(moment_within(scope, "closed_at"))
    return rows.annotate(
        case_=F("public_id"),
        title_=F("title"),
        opened_by_=F("opened_by_side"),
        opened_at_=F("opened_at"),
        closed_at_=F("closed_at"),
    )


def days_open(
    scope: Scope, case: str, title: str, opened_by: str, opened_at: datetime, closed_at: datetime
) -> tuple[str, str, str, date, date, int]:
    """(case, title, who opened it, day opened, day closed, calendar days in between)."""
    opened_on, closed_on = local_day(opened_at), local_day(closed_at)
    return case, title, opened_by, opened_on, closed_on, (closed_on - opened_on).days


def rated_cases(scope: Scope) -> QuerySet[Case]:
    """Those closed in the period that were given a mark."""
    return closed_cases(scope).filter(satisfaction__isnull=False).annotate(satisfaction_=F("satisfaction"))
