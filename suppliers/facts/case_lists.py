"""Cases in lists: what is open, whom each waits for, and the next moment that was promised."""

import datetime as dt
from typing import Any

from django.db.models import Case as Choose
from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from portal.actors import Actor
from portal.clocks import local_day
from portal.enums import Side
from suppliers.enums import CaseStage, RemedyState
from suppliers.models import Case, CaseMessage, CaseRemedy

ENDED = (CaseStage.CLOSED, CaseStage.WITHDRAWN)
OPEN = tuple(stage for stage in CaseStage if stage not in ENDED)
# In their order: the moment that was promised, and the first time that it was done.
PROMISES = (
    ("acknowledge_by", "acknowledged_at"),
    ("understand_by", "understood_at"),
    ("agree_by", "agreed_at"),
)
WORDS = ("title", "partner__name", "partner__code", "opened_by_label")


def side_of(actor: Actor) -> Side:
    return Side.COMPANY if actor.is_staff else Side.PARTNER


def other(side: str) -> Side:
    return Side.PARTNER if side == Side.COMPANY else Side.COMPANY


def is_open() -> Q:
    return Q(stage__in=OPEN)


def waits_for(side: Side) -> Q:
    """Open, and the next step is this side’s: an offer waits for who opened it, all else for who owes."""
    owed = Q(stage__in=[stage for stage in OPEN if stage != CaseStage.OFFERED])
    return (owed & ~Q(opened_by_side=side)) | Q(stage=CaseStage.OFFERED, opened_by_side=side)


def waited_for(case: Case) -> Side | None:
    """The side that is next; None once it is over."""
    if case.stage in ENDED:
        return None
    opener = Side(case.opened_by_side)
    return opener if case.stage == CaseStage.OFFERED else other(opener)


def overdue(now: dt.datetime) -> Q:
    """Open, and the promise that is next to be kept has run out."""
    late, before = Q(), Q()
    for due, done in PROMISES:
        late |= before & Q(**{f"{done}__isnull": True, f"{due}__lt": now})
        before &= Q(**{f"{done}__isnull": False})
    late |= before & Q(followed_up_at=None, follow_up_on__lt=local_day(now))
    return is_open() & late


def next_due(case: Case) -> dt.datetime | dt.date | None:
    """The promise to be kept next: a moment, or the day of the follow-up; kept ones never run again."""
    if case.stage in ENDED:
        return None
    for due, done in PROMISES:
        if getattr(case, done) is None:
            found: dt.datetime | None = getattr(case, due)
            return found
    return case.follow_up_on if case.followed_up_at is None else None


def with_due(cases: QuerySet[Any]) -> QuerySet[Any]:
    """`due_at` and, for order, `due_day`: the same in the database. Without a promise it comes last."""
    none = When(stage__in=ENDED, then=Value(None))
    due_at = Choose(
        none,
        *(When(**{f"{done}__isnull": True, "then": F(due)}) for due, done in PROMISES),
        default=Value(None),
        output_field=DateTimeField(),
    )
    rows = cases.annotate(due_at=due_at)
    follows = Q(agreed_at__isnull=False, followed_up_at=None) & is_open()
    due_day = Choose(
        When(follows, then=F("follow_up_on")), default=TruncDate("due_at"), output_field=DateField()
    )
    return rows.annotate(due_day=due_day)


def least_time_first(*, falls: bool = False) -> tuple[Any, ...]:
    """For rows `with_due`; without a promise they come last, whichever way it goes."""
    if falls:
        return F("due_day").desc(nulls_last=True), F("due_at").desc(nulls_last=True), "-opened_at", "-pk"
    return F("due_day").asc(nulls_last=True), F("due_at").asc(nulls_last=True), "opened_at", "pk"


def found_by(cases: QuerySet[Any], words: str, actor: Actor) -> QuerySet[Any]:
    """Every word occurs in the title, a name, or in what this reader may read of what was said."""
    for word in words.split():
        said = CaseMessage.objects.for_actor(actor).filter(case_id=OuterRef("pk"), text__icontains=word)
        anywhere = Q(Exists(said))
        for field in WORDS:
            anywhere |= Q(**{f"{field}__icontains": word})
        if word.upper().startswith("C-"):
            anywhere |= Q(public_id__istartswith=word[2:])
        cases = cases.filter(anywhere)
    return cases


def waiting_grants() -> QuerySet[CaseRemedy]:
    """Remedies of ours that wait for somebody who may go further."""
    return CaseRemedy.objects.filter(state=RemedyState.WAITING, case__stage__in=OPEN)
