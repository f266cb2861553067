"""The rows behind the KPIs, as querysets: figures sum them up, drill-down and evidence show them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from portal.clocks import working_hours
from portal.engine.scaled import to_scaled
from scorecards.engine.catalogue import COLUMNS, LEADING, Kpi, Source
from scorecards.facts.scope import Scope
from suppliers.engine.judging import Rule
from suppliers.enums import BY_PARTNER, Basis, LineStatus, PromiseEvent
from suppliers.models import (
    DeliveryOutcome,
    DeliverySlice,
    Exclusion,
    OrderLine,
    Promise,
    PromisePart,
    Receipt,
)

DEFAULT_RULE = Rule()
Row = tuple[Any, ...]
_NONE_YET = Value(0, output_field=BigIntegerField())


def source_key(kpi: Kpi, scope: Scope) -> str:
    """Names the rows of a KPI: KPIs with the same key count the same rows."""
    parts = [kpi.source.value]
    if kpi.source in (Source.JUDGED_LINES, Source.PROMISED_PARTS):
        scope = scope.for_kpi(kpi)
        parts += [str(scope.basis), scope.rule.key]
    return "/".join(parts)


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
    rows = _SOURCES[kpi.source](scope)
    if scope.partners is not None:
        rows = rows.filter(partner_id__in=scope.partners)
    if scope.kind:
        rows = rows.filter(partner__kind=scope.kind)
    return rows.order_by()


def _of_line(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What every row tells of its line. An excused line is shown and does not count."""
    excused = Exclusion.objects.filter(line_id=OuterRef("line_id"), undone_at__isnull=True)
    return rows.annotate(
        line_=F("line__public_id"),
        order_number_=F("line__order__number"),
        line_number_=F("line__number"),
        excused_=Exists(excused),
    )


def _outcomes(scope: Scope, basis: str, rule: Rule = DEFAULT_RULE) -> QuerySet[DeliveryOutcome]:
    return DeliveryOutcome.objects.filter(basis=basis, rule=rule.key).known_on(scope.as_of)


def _within(scope: Scope, field: str) -> Q:
    return Q(**{f"{field}__range": (scope.start, scope.end)})


def _judged_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines due in the period whose window has closed. A rule that is not kept is applied to the hand-out."""
    rule = scope.rule if scope.kept else DEFAULT_RULE
    rows = _outcomes(scope, scope.basis, rule).filter(
        _within(scope, "due_on"), due_on__lt=scope.as_of - timedelta(days=scope.rule.late_days)
    )
    if scope.kept:
        rows = rows.annotate(
            quantity_in_window_=F("quantity_in_window"),
            accepted_in_window_=F("accepted_in_window"),
            passed_=_as_number(Q(passed=True)),
        )
    else:
        rows = rows.annotate(
            quantity_in_window_=_in_window(scope.rule, "received", of_part=False),
            accepted_in_window_=_in_window(scope.rule, "accepted", of_part=False),
            passed_=_as_number(Q(fails=False) & ~Exists(_missed_parts(scope.rule))),
        )
    is_complete = Q(completed_on__lte=scope.as_of)
    arrived = _slices_of_plan().filter(received_on__lte=scope.as_of)
    open_quantity = F("quantity") - Coalesce(_total(arrived, "received"), _NONE_YET)
    rows = rows.annotate(
        due_on_=F("due_on"),
        quantity_=F("quantity"),
        completed_on_=Case(When(is_complete, then="completed_on")),
        days_late_=Case(When(is_complete, then="days_late")),
        open_quantity_=Case(When(is_complete, then=_NONE_YET), default=open_quantity),
    )
    late = Value(scope.as_of.toordinal(), output_field=BigIntegerField()) - F("due_day")
    return _of_line(rows).annotate(
        open_quantity_days_=ExpressionWrapper(F("open_quantity_") * late, output_field=BigIntegerField())
    )


def _slices_of_plan() -> QuerySet[DeliverySlice]:
    """The slices of the outer row's line, basis and state."""
    return DeliverySlice.objects.filter(
        line_id=OuterRef("line_id"), basis=OuterRef("basis"), since=OuterRef("since")
    ).order_by()


def _total(slices: QuerySet[DeliverySlice], field: str) -> Subquery:
    return Subquery(slices.values("line_id").annotate(total_=Sum(field)).values("total_"))


def _window(rule: Rule) -> Q:
    timely = Q(offset_days__lte=rule.late_days)
    return timely if rule.early_days is None else timely & Q(offset_days__gte=-rule.early_days)


def _in_window(rule: Rule, field: str, *, of_part: bool) -> Coalesce:
    """What reached the outer row's plan (or one part of it) in the window."""
    slices = _slices_of_plan().filter(_window(rule))
    if of_part:
        slices = slices.filter(part=OuterRef("part"))
    return Coalesce(_total(slices, field), _NONE_YET)


def _is_enough(rule: Rule) -> Q:
    """Exactly at the limit is enough."""
    return Q(accepted_in_window_times__gte=F("quantity") * rule.needed_of_10000)


def _with_accepted(parts: QuerySet[DeliverySlice], rule: Rule) -> QuerySet[DeliverySlice]:
    return parts.filter(received_on__isnull=True).annotate(
        accepted_in_window_=_in_window(rule, "accepted", of_part=True),
        accepted_in_window_times=ExpressionWrapper(
            F("accepted_in_window_") * 10_000, output_field=BigIntegerField()
        ),
    )


def _missed_parts(rule: Rule) -> QuerySet[DeliverySlice]:
    return _with_accepted(_slices_of_plan(), rule).exclude(_is_enough(rule))


def _promised_parts(scope: Scope) -> QuerySet[DeliverySlice]:
    """Parts of the first promise, by their own day; every rule is applied to the hand-out."""
    parts = DeliverySlice.objects.filter(
        _within(scope, "due_on"),
        basis=Basis.FIRST_CONFIRMED,
        due_on__lt=scope.as_of - timedelta(days=scope.rule.late_days),
    ).known_on(scope.as_of)
    return _of_line(
        _with_accepted(parts, scope.rule).annotate(
            part_=F("part"),
            due_on_=F("due_on"),
            quantity_=F("quantity"),
            kept_=_as_number(_is_enough(scope.rule)),
        )
    )


def _completed_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines that were completed, as asked for, in the period."""
    rows = _outcomes(scope, Basis.REQUESTED).filter(
        _within(scope, "completed_on"), completed_on__lte=scope.as_of, lead_days__isnull=False
    )
    return _of_line(rows).annotate(
        ordered_on_=F("line__order__ordered_on"),
        completed_on_=F("completed_on"),
        lead_days_=F("lead_days"),
    )


def _midnight(day: date) -> datetime:
    """The moment at which it begins, in the company's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _words(scope: Scope, *events: str, line: str = "line_id") -> QuerySet[Promise]:
    """What was said of the outer row's line by the end of the as-of date and holds, the oldest first."""
    return (
        Promise.objects.in_force()
        .filter(
            line_id=OuterRef(line), event__in=events, made_at__lt=_midnight(scope.as_of + timedelta(days=1))
        )
        .order_by("made_at", "pk")
    )


def _answered_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines asked for in the period that were confirmed or rejected by the as-of date."""
    confirmed = _outcomes(scope, Basis.FIRST_CONFIRMED).filter(line_id=OuterRef("line_id"))
    rejections = _words(scope, PromiseEvent.REJECT)
    rows = (
        _outcomes(scope, Basis.REQUESTED)
        .filter(_within(scope, "due_on"))
        .annotate(promised=Subquery(confirmed.order_by().values("quantity")[:1]))
        .filter(Q(promised__isnull=False) | Exists(rejections))
    )
    return _of_line(rows).annotate(
        due_on_=F("due_on"),
        quantity_=F("quantity"),
        confirmed_quantity_=Least(Coalesce("promised", _NONE_YET), F("quantity")),
    )


def _confirmed_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines first promised for the period, and whether that day is still the promised one."""
    last = _outcomes(scope, Basis.LAST_CONFIRMED).filter(line_id=OuterRef("line_id"))
    rows = (
        _outcomes(scope, Basis.FIRST_CONFIRMED)
        .filter(_within(scope, "due_on"))
        .annotate(last_due_on_=Subquery(last.order_by().values("due_on")[:1]))
    )
    return _of_line(rows).annotate(due_on_=F("due_on"), stayed_=_as_number(Q(last_due_on_=F("due_on"))))


def _slipped_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines of whose quantity something was missing at the end of their first promised day."""
    arrived = _slices_of_plan().filter(received__gt=0, received_on__lte=scope.as_of)
    in_time = arrived.filter(received_on__lte=OuterRef("due_on"))
    changes = _words(scope, PromiseEvent.BUYER_CHANGE).order_by("-made_at", "-pk")
    rows = (
        _outcomes(scope, Basis.FIRST_CONFIRMED)
        .filter(_within(scope, "due_on"), due_on__lt=scope.as_of)
        .annotate(came_in_time=Coalesce(_total(in_time, "received"), _NONE_YET))
        .filter(came_in_time__lt=F("quantity"))
        .annotate(
            came=Coalesce(_total(arrived, "received"), _NONE_YET),
            last_came_on=Subquery(arrived.order_by("-received_on").values("received_on")[:1]),
            baseline_at=Coalesce(
                Subquery(changes.values("made_at")[:1]),
                Subquery(_words(scope, PromiseEvent.CONFIRM).values("made_at")[:1]),
            ),
        )
    )
    later = PromisePart.objects.filter(
        promise_id=OuterRef("pk"), promised_on__gt=OuterRef(OuterRef("due_on")), quantity__gt=0
    )
    warnings = _words(scope, *BY_PARTNER).filter(
        Q(event=PromiseEvent.REJECT) | Exists(later), made_at__gt=OuterRef("baseline_at")
    )
    return _of_line(rows).annotate(
        due_on_=F("due_on"),
        warned_at_=Subquery(warnings.values("made_at")[:1]),
        arrived_on_=Case(When(came__gte=F("quantity"), then="last_came_on")),
    )


def _notice(
    scope: Scope, due_on: date, warned_at: datetime | None, arrived_on: date | None
) -> tuple[date, date | None, date | None, int]:
    """(first promised day, day of the warning, day all had come, days from the word to the promised day)."""
    warned_on = None if warned_at is None else _local_day(warned_at)
    told_on = warned_on or arrived_on or scope.as_of
    return due_on, warned_on, arrived_on, (due_on - told_on).days


def _local_day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def _asked_lines(scope: Scope) -> QuerySet[OrderLine]:
    """Lines of orders sent in the period, with the first word about them; those with none stay out."""
    sent = Q(
        order__sent_at__gte=_midnight(scope.start),
        order__sent_at__lt=_midnight(scope.end + timedelta(days=1)),
    )
    excused = Exclusion.objects.filter(line_id=OuterRef("pk"), undone_at__isnull=True)
    first = _words(scope, *BY_PARTNER, line="pk").values("made_at")[:1]
    return (
        OrderLine.objects.filter(sent)
        .exclude(status__in=(LineStatus.DRAFT, LineStatus.BLOCKED))
        .annotate(first_word=Subquery(first))
        .filter(first_word__isnull=False)
        .annotate(
            line_=F("public_id"),
            order_number_=F("order__number"),
            line_number_=F("number"),
            excused_=Exists(excused),
            sent_at_=F("order__sent_at"),
            answered_at_=F("first_word"),
        )
    )


def _answer_time(scope: Scope, sent_at: datetime, answered_at: datetime) -> tuple[datetime, datetime, int]:
    """(sent, answered, working hours in between scaled by 10^6)."""
    hours = working_hours().hours_between(sent_at, max(sent_at, answered_at))
    return sent_at, answered_at, to_scaled(hours)


def _receipts(scope: Scope) -> QuerySet[Receipt]:
    """Arrivals in the period; those of drafts and of blocked lines never count."""
    rows = Receipt.objects.filter(_within(scope, "received_on"), received_on__lte=scope.as_of).exclude(
        line__status__in=(LineStatus.DRAFT, LineStatus.BLOCKED)
    )
    return _of_line(rows).annotate(
        receipt_=F("number"),
        received_on_=F("received_on"),
        received_=F("accepted_quantity") + F("rejected_quantity"),
        accepted_=F("accepted_quantity"),
        rejected_=F("rejected_quantity"),
    )


def _as_number(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


_SOURCES: dict[Source, Callable[[Scope], QuerySet[Any]]] = {
    Source.JUDGED_LINES: _judged_lines,
    Source.PROMISED_PARTS: _promised_parts,
    Source.COMPLETED_LINES: _completed_lines,
    Source.ANSWERED_LINES: _answered_lines,
    Source.CONFIRMED_LINES: _confirmed_lines,
    Source.SLIPPED_LINES: _slipped_lines,
    Source.ASKED_LINES: _asked_lines,
    Source.RECEIPTS: _receipts,
}
# Rows of which the last columns are worked out here: what the database gives, and what is made of it.
WORKED: dict[Source, tuple[tuple[str, ...], Callable[..., Row]]] = {
    Source.SLIPPED_LINES: (("due_on", "warned_at", "arrived_on"), _notice),
    Source.ASKED_LINES: (("sent_at", "answered_at"), _answer_time),
}
