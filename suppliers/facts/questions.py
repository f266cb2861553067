"""Questions: on whom they wait, and how soon either side answers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import CharField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery

from portal.actors import Actor
from portal.clocks import working_hours
from portal.enums import Side
from suppliers.models import Question, QuestionMessage

# How far the published medians look back.
LOOKS_BACK = dt.timedelta(days=90)


def side_of(actor: Actor) -> Side:
    return Side.COMPANY if actor.is_staff else Side.PARTNER


def other(side: str) -> Side:
    return Side.PARTNER if side == Side.COMPANY else Side.COMPANY


def with_last(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Adds `first_text`, and `last_side`, `last_at` and `last_by`: who spoke last, and when."""
    said = QuestionMessage.objects.filter(question_id=OuterRef("pk")).order_by("-at", "-pk")
    return questions.annotate(
        first_text=Subquery(said.reverse().values("text")[:1], output_field=CharField()),
        last_side=Subquery(said.values("side")[:1], output_field=CharField()),
        last_at=Subquery(said.values("at")[:1], output_field=DateTimeField()),
        last_by=Subquery(said.values("said_by")[:1], output_field=CharField()),
    )


def waits_for(side: str) -> Q:
    """Open, asked by the other side, which spoke last as well. For questions with their last word."""
    return Q(closed_at=None, asked_by_side=other(side), last_side=other(side))


# Open, and who asked was answered: they close it, or go on. For questions with their last word.
ANSWERED = Q(closed_at=None) & ~Q(last_side=F("asked_by_side"))


@dataclass(frozen=True)
class Promptness:
    """How soon a side answers: the median in working hours (None: nobody asked), of `n` answers.

    `overdue` questions wait past the time that was promised.
    """

    hours: Decimal | None
    n: int
    overdue: int


def promptness(questions: QuerySet[Question], now: dt.datetime) -> dict[Side, Promptness]:
    """By the side that answers, of the last 90 days: one query."""
    return promptness_of(_asked_since(questions, now).values_list(*_FIELDS), now)


_FIELDS = ("asked_by_side", "asked_at", "answered_at", "answer_due_at", "closed_at")
_Asked = tuple[str, dt.datetime, dt.datetime | None, dt.datetime, dt.datetime | None]


def _asked_since(questions: QuerySet[Question], now: dt.datetime) -> QuerySet[Question]:
    return questions.order_by().filter(asked_at__gte=now - LOOKS_BACK, asked_at__lte=now)


def promptness_of(rows: Iterable[_Asked], now: dt.datetime) -> dict[Side, Promptness]:
    clock = working_hours()
    hours: defaultdict[str, list[Decimal]] = defaultdict(list)
    overdue: defaultdict[str, int] = defaultdict(int)
    for asked_by, asked_at, answered_at, due_at, closed_at in rows:
        side = other(asked_by)
        if answered_at is not None:
            hours[side].append(clock.hours_between(asked_at, answered_at))
        elif closed_at is None and due_at < now:
            overdue[side] += 1
    return {
        side: Promptness(median(hours[side]) if hours[side] else None, len(hours[side]), overdue[side])
        for side in Side
    }
