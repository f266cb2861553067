"""Order lines: judged, completed, answered, confirmed."""

from datetime import timedelta

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import (
    DEFAULT_RULE,
    NONE_YET,
    as_number,
    excusable,
    outcomes,
    within,
    words_about,
)
from scorecards.facts.sources.handed_out import in_window, missed_parts, slices_of_plan, total
from suppliers.enums import Basis, PromiseEvent
from suppliers.models import DeliveryOutcome


def judged_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines due in the period whose window has closed. A rule that is not kept is applied to the hand-out."""
    rule = scope.rule if scope.kept else DEFAULT_RULE
    rows = outcomes(scope, scope.basis, rule).filter(
        within(scope, "due_on"), due_on__lt=scope.as_of - timedelta(days=scope.rule.late_days)
    )
    if scope.kept:
        rows = rows.annotate(
            quantity_in_window_=F("quantity_in_window"),
            accepted_in_window_=F("accepted_in_window"),
            passed_=as_number(Q(passed=True)),
        )
    else:
        rows = rows.annotate(
            quantity_in_window_=in_window(scope.rule, "received", of_part=False),
            accepted_in_window_=in_window(scope.rule, "accepted", of_part=False),
            passed_=as_number(Q(fails=False) & ~Exists(missed_parts(scope.rule))),
        )
    is_complete = Q(completed_on__lte=scope.as_of)
    arrived = slices_of_plan().filter(received_on__lte=scope.as_of)
    open_quantity = F("quantity") - Coalesce(total(arrived, "received"), NONE_YET)
    rows = rows.annotate(
        due_on_=F("due_on"),
        quantity_=F("quantity"),
        completed_on_=Case(When(is_complete, then="completed_on")),
        days_late_=Case(When(is_complete, then="days_late")),
        open_quantity_=Case(When(is_complete, then=NONE_YET), default=open_quantity),
    )
    late = Value(scope.as_of.toordinal(), output_field=BigIntegerField()) - F("due_day")
    return excusable(rows).annotate(
        open_quantity_days_=ExpressionWrapper(F("open_quantity_") * late, output_field=BigIntegerField())
    )


def completed_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines that were completed, as asked for, in the period."""
    rows = outcomes(scope, Basis.REQUESTED).filter(
        within(scope, "completed_on"), completed_on__lte=scope.as_of, lead_days__isnull=False
    )
    return excusable(rows).annotate(
        ordered_on_=F("line__order__ordered_on"),
        completed_on_=F("completed_on"),
        lead_days_=F("lead_days"),
    )


def answered_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines asked for in the period that were confirmed or rejected by the as-of date."""
    confirmed = outcomes(scope, Basis.FIRST_CONFIRMED).filter(line_id=OuterRef("line_id"))
    rejections = words_about(scope, PromiseEvent.REJECT)
    rows = (
        outcomes(scope, Basis.REQUESTED)
        .filter(within(scope, "due_on"))
        .annotate(promised=Subquery(confirmed.order_by().values("quantity")[:1]))
        .filter(Q(promised__isnull=False) | Exists(rejections))
    )
    return excusable(rows).annotate(
        due_on_=F("due_on"),
        quantity_=F("quantity"),
        confirmed_quantity_=Least(Coalesce("promised", NONE_YET), F("quantity")),
    )


def confirmed_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines first promised for the period, and whether that day is still the promised one."""
    last = outcomes(scope, Basis.LAST_CONFIRMED).filter(line_id=OuterRef("line_id"))
    rows = (
        outcomes(scope, Basis.FIRST_CONFIRMED)
        .filter(within(scope, "due_on"))
        .annotate(last_due_on_=Subquery(last.order_by().values("due_on")[:1]))
    )
    return excusable(rows).annotate(due_on_=F("due_on"), stayed_=as_number(Q(last_due_on_=F("due_on"))))
