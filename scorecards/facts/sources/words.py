"""What partners say: how early they warn, how soon they answer."""

from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from portal.clocks import local_day, working_hours
from portal.engine.scaled import to_scaled
from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import (
    NONE_YET,
    excusable,
    midnight,
    outcomes,
    within,
    words_about,
)
from scorecards.facts.sources.handed_out import slices_of_plan, total
from suppliers.enums import BY_PARTNER, Basis, LineStatus, PromiseEvent
from suppliers.models import DeliveryOutcome, Exclusion, OrderLine, PromisePart


def slipped_lines(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines of whose quantity something was missing at the end of their first promised day."""
    arrived = slices_of_plan().filter(received__gt=0, received_on__lte=scope.as_of)
    in_time = arrived.filter(received_on__lte=OuterRef("due_on"))
    changes = words_about(scope, PromiseEvent.BUYER_CHANGE).order_by("-made_at", "-pk")
    rows = (
        outcomes(scope, Basis.FIRST_CONFIRMED)
        .filter(within(scope, "due_on"), due_on__lt=scope.as_of)
        .annotate(came_in_time=Coalesce(total(in_time, "received"), NONE_YET))
        .filter(came_in_time__lt=F("quantity"))
        .annotate(
            came=Coalesce(total(arrived, "received"), NONE_YET),
            last_came_on=Subquery(arrived.order_by("-received_on").values("received_on")[:1]),
            baseline_at=Coalesce(
                Subquery(changes.values("made_at")[:1]),
                Subquery(words_about(scope, PromiseEvent.CONFIRM).values("made_at")[:1]),
            ),
        )
    )
    later = PromisePart.objects.filter(
        promise_id=OuterRef("pk"), promised_on__gt=OuterRef(OuterRef("due_on")), quantity__gt=0
    )
    warnings = words_about(scope, *BY_PARTNER).filter(
        Q(event=PromiseEvent.REJECT) | Exists(later), made_at__gt=OuterRef("baseline_at")
    )
    return excusable(rows).annotate(
        due_on_=F("due_on"),
        warned_at_=Subquery(warnings.values("made_at")[:1]),
        arrived_on_=Case(When(came__gte=F("quantity"), then="last_came_on")),
    )


def notice(
    scope: Scope, due_on: date, warned_at: datetime | None, arrived_on: date | None
) -> tuple[date, date | None, date | None, int]:
    """(first promised day, day of the warning, day all had come, days from the word to the promised day)."""
    warned_on = None if warned_at is None else local_day(warned_at)
    told_on = warned_on or arrived_on or scope.as_of
    return due_on, warned_on, arrived_on, (due_on - told_on).days


def asked_lines(scope: Scope) -> QuerySet[OrderLine]:
    """Lines of orders sent in the period, with the first word about them; those with none stay out."""
    sent = Q(
        order__sent_at__gte=midnight(scope.start),
        order__sent_at__lt=midnight(scope.end + timedelta(days=1)),
    )
    excused = Exclusion.objects.filter(line_id=OuterRef("pk"), undone_at__isnull=True)
    first = words_about(scope, *BY_PARTNER, line="pk").values("made_at")[:1]
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


def answer_time(scope: Scope, sent_at: datetime, answered_at: datetime) -> tuple[datetime, datetime, int]:
    """(sent, answered, working hours in between scaled by 10^6)."""
    hours = working_hours().hours_between(sent_at, max(sent_at, answered_at))
    return sent_at, answered_at, to_scaled(hours)
