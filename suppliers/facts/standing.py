"""Where order lines stand on a day: due, received, open, late, and who spoke last.

The day is always an argument; nothing here reads the clock. Quantities are scaled by 10^6.
"""

import datetime as dt

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
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
from django.db.models.functions import Coalesce

from suppliers.enums import LineState, LineStatus, PromiseEvent
from suppliers.models import OrderLine, Promise, PromisePart, Receipt

# Lines on which something is still to come; a blocked one is shown but is never late.
RUNNING = (LineStatus.CONFIRMED, LineStatus.BLOCKED)
# The partner has something to do: give a date, answer our change, give a first word.
NEEDING_PARTNER = (LineState.LATE, LineState.CHANGED, LineState.TO_CONFIRM)
# Events that set the day a line is due: the partner's accepted word, or our change.
SETTING = (PromiseEvent.CONFIRM, PromiseEvent.BUYER_CHANGE)


def _due_on() -> Subquery:
    """The last part's day of the newest word in force."""
    parts = PromisePart.objects.filter(
        promise__line_id=OuterRef("pk"),
        promise__event__in=SETTING,
        promise__voided_by__isnull=True,
        quantity__gt=0,
    ).order_by("-promise__made_at", "-promised_on")
    return Subquery(parts.values("promised_on")[:1], output_field=DateField())


def _last_event() -> Subquery:
    """Who spoke last, and how: the newest event in force, empty when nobody did."""
    words = Promise.objects.in_force().filter(line_id=OuterRef("pk")).order_by("-made_at", "-pk")
    return Subquery(words.values("event")[:1], output_field=CharField())


def _received() -> Subquery:
    arrivals = (
        Receipt.objects.filter(line_id=OuterRef("pk"))
        .order_by()
        .values("line_id")
        .annotate(total=Sum(F("accepted_quantity") + F("rejected_quantity")))
    )
    return Subquery(arrivals.values("total")[:1], output_field=BigIntegerField())


def with_received(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """`received` (accepted and rejected) and `open_quantity`, which is 0 for a line that runs no more."""
    return lines.annotate(received=Coalesce(_received(), Value(0), output_field=BigIntegerField())).annotate(
        open_quantity=Case(
            When(status__in=RUNNING, received__lt=F("quantity"), then=F("quantity") - F("received")),
            default=Value(0),
            output_field=BigIntegerField(),
        )
    )


def with_standing(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Adds `received`, `open_quantity`, `due_on` (promised, else asked for) and `last_event`."""
    return with_received(lines).annotate(
        due_on=Coalesce(_due_on(), F("requested_on"), output_field=DateField()),
        last_event=Coalesce(_last_event(), Value(""), output_field=CharField()),
    )


OPEN = Q(open_quantity__gt=0)


def late_on(today: dt.date) -> Q:
    """Open, not blocked, and its day has passed. For lines with standing."""
    return OPEN & Q(status=LineStatus.CONFIRMED, due_on__lt=today)


def with_state(lines: QuerySet[OrderLine], today: dt.date) -> QuerySet[OrderLine]:
    """Adds to the standing `state`, a LineState: of several the one that asks most of somebody."""
    spoken = {
        PromiseEvent.PROPOSE: LineState.PROPOSED,
        PromiseEvent.BUYER_CHANGE: LineState.CHANGED,
        "": LineState.TO_CONFIRM,
        PromiseEvent.REJECT: LineState.REJECTED,
    }
    state = Case(
        When(status=LineStatus.DRAFT, then=LineState.DRAFT),
        When(~Q(status__in=RUNNING), then=LineState.CLOSED),
        When(open_quantity=0, then=LineState.RECEIVED),
        When(status=LineStatus.BLOCKED, then=LineState.BLOCKED),
        When(due_on__lt=today, then=LineState.LATE),
        *(When(last_event=event, then=value) for event, value in spoken.items()),
        When(due_on__gt=F("requested_on"), then=LineState.SLIPPED),
        default=LineState.ON_TRACK,
        output_field=IntegerField(),
    )
    return with_standing(lines).annotate(state=state)


# For lines with standing; a line may be late and unanswered at once.
UNANSWERED = OPEN & Q(status=LineStatus.CONFIRMED, last_event="")
PROPOSED = OPEN & Q(status=LineStatus.CONFIRMED, last_event=PromiseEvent.PROPOSE)


def due_between(first: dt.date, last: dt.date) -> Q:
    """Open lines due on a day of this span, both ends inside."""
    return OPEN & Q(status=LineStatus.CONFIRMED, due_on__gte=first, due_on__lte=last)
