"""How soon we answer: partners' questions, the lines they contest, and their ideas."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from portal.clocks import local_day, working_hours
from portal.engine.scaled import to_scaled
from portal.enums import Side
from scorecards.enums import ContestState, IdeaState
from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import Piece, end_of, known_at, moment_within, with_survivor
from scorecards.models import Contest, PlanIdea
from suppliers.models import Question


def questions(scope: Scope) -> QuerySet[Question]:
    """What partners asked in the period."""
    rows = Question.objects.filter(moment_within(scope, "asked_at"), asked_by_side=Side.PARTNER)
    return rows.annotate(
        question_=F("public_id"),
        about_=Coalesce("line__order__number", "order__number", "invoice__number", Value("")),
        asked_at_=F("asked_at"),
        answered_at_=known_at(scope, "answered_at"),
        ended_at_=known_at(scope, "closed_at"),
    )


def answer_time(
    scope: Scope,
    question: str,
    about: str,
    asked_at: datetime,
    answered_at: datetime | None,
    ended_at: datetime | None,
) -> tuple[str, str, datetime, datetime | None, int]:
    """(question, about, asked, answered, working hours until then scaled by 10^6)."""
    until = answered_at or ended_at or end_of(scope.as_of)
    hours = working_hours().hours_between(asked_at, max(asked_at, until))
    return question, about, asked_at, answered_at, to_scaled(hours)


def contests(scope: Scope) -> list[Piece]:
    """What partners contested in the period and did not withdraw by the as-of day."""
    withdrawn = Q(state=ContestState.WITHDRAWN, closed_at__lt=end_of(scope.as_of))
    rows = Contest.objects.filter(moment_within(scope, "filed_at")).exclude(withdrawn)
    rows = rows.annotate(
        contest_=F("public_id"), filed_at_=F("filed_at"), decided_at_=known_at(scope, "closed_at")
    )
    return [with_survivor(rows)]


def days_to_decide(
    scope: Scope, contest: str, filed_at: datetime, decided_at: datetime | None
) -> tuple[str, date, date | None, int]:
    """(contest, day filed, day of the last decision, calendar days until then or so far)."""
    filed_on = local_day(filed_at)
    decided_on = None if decided_at is None else local_day(decided_at)
    return contest, filed_on, decided_on, ((decided_on or scope.as_of) - filed_on).days


def ideas(scope: Scope) -> list[Piece]:
    """What partners proposed in the period and did not withdraw by the as-of day."""
    withdrawn = Q(state=IdeaState.WITHDRAWN, decided_at__lt=end_of(scope.as_of))
    rows = PlanIdea.objects.filter(moment_within(scope, "proposed_at"), side=Side.PARTNER)
    rows = rows.exclude(withdrawn).annotate(
        idea_=F("public_id"), proposed_at_=F("proposed_at"), decided_at_=known_at(scope, "decided_at")
    )
    return [with_survivor(rows)]


def days_to_answer(
    scope: Scope, idea: str, proposed_at: datetime, decided_at: datetime | None
) -> tuple[str, date, date | None, int]:
    """(idea, day proposed, day of the answer, working days after the first of them until then or so far)."""
    proposed_on = local_day(proposed_at)
    decided_on = None if decided_at is None else local_day(decided_at)
    hours, until = working_hours(), decided_on or scope.as_of
    days = (proposed_on + timedelta(days=number) for number in range(1, (until - proposed_on).days + 1))
    return idea, proposed_on, decided_on, sum(hours.is_working(day) for day in days)
