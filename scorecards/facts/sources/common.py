"""What many sources are made of: spans of days, lines that are excused, what was said of a line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from django.db.models.functions import Coalesce
from django.utils import timezone

from scorecards.facts.scope import Scope
from suppliers.engine.judging import Rule
from suppliers.models import DeliveryOutcome, Exclusion, Promise

DEFAULT_RULE = Rule()
Row = tuple[Any, ...]
NONE_YET = Value(0, output_field=BigIntegerField())


@dataclass(frozen=True)
class Piece:
    """Rows of a source: `partner` names the column with the key of their partner, `path` leads to it."""

    rows: QuerySet[Any]
    partner: str = "partner_id"
    path: str = "partner"


def asked_for(piece: Piece, scope: Scope) -> Piece:
    """Only the rows of the partners that the scope asks for."""
    rows = piece.rows
    if scope.partners is not None:
        rows = rows.filter(**{f"{piece.partner}__in": scope.partners})
    wanted = {"kind": scope.kind, "segment": scope.segment}
    if alike := {f"{piece.path}__{name}": value for name, value in wanted.items() if value}:
        also = Q(**{f"{piece.partner}__in": scope.also}) if scope.also else Q()
        rows = rows.filter(Q(**alike) | also)
    return replace(piece, rows=rows.order_by())


def together(querysets: list[QuerySet[Any]]) -> Iterator[Any]:
    """What all of them find, from one query."""
    if not querysets:
        return iter(())
    first, *others = querysets
    return (first.union(*others, all=True) if others else first).iterator(5000)


def excusable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """An excused line is shown and does not count."""
    excused = Exclusion.objects.filter(line_id=OuterRef("line_id"), undone_at__isnull=True)
    return rows.annotate(excused_=Exists(excused))


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What every row tells of its line. Sums do without, and without the tables that it takes."""
    return rows.annotate(
        line_=F("line__public_id"), order_number_=F("line__order__number"), line_number_=F("line__number")
    )


def of_line(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Named, and excused or not."""
    return named(excusable(rows))


def outcomes(scope: Scope, basis: str, rule: Rule = DEFAULT_RULE) -> QuerySet[DeliveryOutcome]:
    return DeliveryOutcome.objects.filter(basis=basis, rule=rule.key).known_on(scope.as_of)


def within(scope: Scope, field: str) -> Q:
    return Q(**{f"{field}__range": (scope.start, scope.end)})


def midnight(day: date) -> datetime:
    """The moment at which it begins, in the company's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def end_of(day: date) -> datetime:
    """The moment at which it is over, in the company's time zone."""
    return midnight(day + timedelta(days=1))


def moment_within(scope: Scope, field: str) -> Q:
    """A moment in the span of days, and known at the end of the as-of day."""
    until = end_of(min(scope.end, scope.as_of))
    return Q(**{f"{field}__gte": midnight(scope.start), f"{field}__lt": until})


def known_at(scope: Scope, field: str) -> Case:
    """The moment in this field, or None where it was not known yet at the end of the as-of day."""
    return Case(When(**{f"{field}__lt": end_of(scope.as_of)}, then=field))


def with_survivor(rows: QuerySet[Any]) -> Piece:
    """Rows that stay with a partner when it is merged into another: they are the other's."""
    owner = Coalesce("partner__merged_into_id", "partner_id")
    return Piece(rows.annotate(partner_key=owner), partner="partner_key")


def words_about(scope: Scope, *events: str, line: str = "line_id") -> QuerySet[Promise]:
    """What was said of the outer row's line by the end of the as-of date and holds, the oldest first."""
    return (
        Promise.objects.in_force()
        .filter(line_id=OuterRef(line), event__in=events, made_at__lt=end_of(scope.as_of))
        .order_by("made_at", "pk")
    )


def as_number(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())
