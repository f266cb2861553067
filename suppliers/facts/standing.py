"""Where order lines stand on a day: due, received, open, late, and who spoke last.

The day is always an argument; nothing here reads the clock. Quantities are scaled by 10^6. What does not
depend on the day is kept with each line (`LineStanding`), so ten thousand lines are read from an index.
"""

import datetime as dt

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from suppliers.engine.standing import RUNNING as _RUNNING
from suppliers.engine.standing import SETTING as _SETTING
from suppliers.enums import LineState, LineStatus, PromiseEvent
from suppliers.models import OrderLine

# Lines on which something is still to come; a blocked one is shown but is never late.
RUNNING = tuple(LineStatus(status) for status in sorted(_RUNNING))
# The partner has something to do: give a date, answer our change or counter-proposal, give a first word.
NEEDING_PARTNER = (LineState.LATE, LineState.CHANGED, LineState.COUNTERED, LineState.TO_CONFIRM)
# Events that set the day a line is due: the partner's accepted word, or our change.
SETTING = tuple(PromiseEvent(event) for event in sorted(_SETTING))


def with_standing(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Adds `received`, `open_quantity`, `due_on` (promised, else asked), `last_event`, `last_at`, `words`."""
    return lines.annotate(
        received=Coalesce("standing__received", Value(0), output_field=BigIntegerField()),
        open_quantity=Coalesce("standing__open_quantity", Value(0), output_field=BigIntegerField()),
        due_on=Coalesce("standing__due_on", F("requested_on"), output_field=DateField()),
        last_event=Coalesce("standing__last_event", Value(""), output_field=CharField()),
        last_at=F("standing__last_at"),
        words=Coalesce("standing__words", Value(0), output_field=IntegerField()),
    )


OPEN = Q(standing__is_open=True)


def late_on(today: dt.date) -> Q:
    """Open, not blocked, and its day has passed. For lines with standing."""
    return OPEN & Q(status=LineStatus.CONFIRMED, due_on__lt=today)


def with_state(lines: QuerySet[OrderLine], today: dt.date) -> QuerySet[OrderLine]:
    """Adds to the standing `state`, a LineState: of several the one that asks most of somebody."""
    spoken = {
        PromiseEvent.PROPOSE: LineState.PROPOSED,
        PromiseEvent.BUYER_CHANGE: LineState.CHANGED,
        PromiseEvent.COUNTER: LineState.COUNTERED,
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
