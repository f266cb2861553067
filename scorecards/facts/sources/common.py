"""What many sources are made of: spans of days, lines that are excused, what was said of a line."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from scorecards.facts.scope import Scope
from suppliers.engine.judging import Rule
from suppliers.models import DeliveryOutcome, Exclusion, Promise

DEFAULT_RULE = Rule()
Row = tuple[Any, ...]
NONE_YET = Value(0, output_field=BigIntegerField())


def of_line(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What every row tells of its line. An excused line is shown and does not count."""
    excused = Exclusion.objects.filter(line_id=OuterRef("line_id"), undone_at__isnull=True)
    return rows.annotate(
        line_=F("line__public_id"),
        order_number_=F("line__order__number"),
        line_number_=F("line__number"),
        excused_=Exists(excused),
    )


def outcomes(scope: Scope, basis: str, rule: Rule = DEFAULT_RULE) -> QuerySet[DeliveryOutcome]:
    return DeliveryOutcome.objects.filter(basis=basis, rule=rule.key).known_on(scope.as_of)


def within(scope: Scope, field: str) -> Q:
    return Q(**{f"{field}__range": (scope.start, scope.end)})


def midnight(day: date) -> datetime:
    """The moment at which it begins, in the company's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def local_day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def words_about(scope: Scope, *events: str, line: str = "line_id") -> QuerySet[Promise]:
    """What was said of the outer row's line by the end of the as-of date and holds, the oldest first."""
    return (
        Promise.objects.in_force()
        .filter(
            line_id=OuterRef(line), event__in=events, made_at__lt=midnight(scope.as_of + timedelta(days=1))
        )
        .order_by("made_at", "pk")
    )


def as_number(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())
