"""What waits for us: proposals, refusals and questions; whom each is for, and who stands in for them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from portal.actors import Actor
from portal.enums import Channel, Side
from portal.models import Deputy, User
from suppliers.enums import LineStatus, PromiseEvent
from suppliers.facts.colleagues import acting_people
from suppliers.facts.questions import waits_for, with_last
from suppliers.facts.standing import OPEN
from suppliers.models import OrderLine, Promise, Question, QuestionMessage
from suppliers.registry import ask_sources

# Events of a line that wait for our answer.
ASKING = (PromiseEvent.PROPOSE, PromiseEvent.REJECT)


@dataclass(frozen=True)
class Whose:
    """Whose asks are shown. `away`: by the person away, who stands in for them today.

    `people` are the reader and those for whom they stand in; None: everybody's.
    """

    me: int
    people: frozenset[int] | None
    away: Mapping[int, Deputy] = field(default_factory=dict)

    def holds(self, owners: frozenset[int]) -> bool:
        """What has no owner belongs to everybody."""
        return self.people is None or not owners or bool(owners & self.people)

    def instead_of(self, owners: frozenset[int]) -> Deputy | None:
        """The absence because of which the reader has this ask; None when it is their own."""
        if self.me in owners:
            return None
        standing = (self.away.get(owner) for owner in sorted(owners))
        return next((one for one in standing if one is not None and one.deputy_id == self.me), None)


def our_people() -> dict[str, int]:
    """Those who may decide, by address in small letters: one query."""
    return {email.lower(): pk for pk, email in acting_people("").values_list("pk", "email")}


def waiting_lines(actor: Actor, *events: PromiseEvent) -> QuerySet[OrderLine]:
    """Open lines whose last word of the partner waits for us; a refusal we agreed to does not."""
    agreed = Promise.objects.filter(
        line_id=OuterRef("pk"),
        event=PromiseEvent.AGREE,
        made_at=OuterRef("standing__last_at"),
        voided_by__isnull=True,
    )
    return OrderLine.objects.for_actor(actor).filter(
        OPEN, ~Exists(agreed), status=LineStatus.CONFIRMED, standing__last_event__in=events
    )


def waiting_questions(actor: Actor) -> QuerySet[Question]:
    return with_last(Question.objects.for_actor(actor)).filter(waits_for(Side.COMPANY))


def owners_of(owner_id: int | None, email: str, ours: Mapping[str, int]) -> frozenset[int]:
    """The partner's owner and the order's buyer, those of them who may decide."""
    found = {owner_id} & set(ours.values()) | {ours.get(email.lower())}
    return frozenset(one for one in found if one is not None)


def count_for(actor: Actor, today: dt.date) -> int:
    """How many asks wait for this buyer, those for whom they stand in, and nobody: one statement."""
    me = actor.user
    away = Deputy.objects.filter(deputy=me, scope="").on(today)
    ours = acting_people("").order_by()
    lines = (
        waiting_lines(actor, *ASKING)
        .annotate(buyer=Lower("order__buyer_email"))
        .filter(
            Q(partner__owner=me)
            | Q(partner__owner__in=away.values("user_id"))
            | Q(buyer=me.email.lower())
            | Q(buyer__in=away.values(email=Lower("user__email")))
            | ~Q(partner__owner__in=ours.values("pk")) & ~Q(buyer__in=ours.values(low=Lower("email")))
        )
    )
    asked = waiting_questions(actor).filter(
        Q(owner=me) | Q(owner__in=away.values("user_id")) | ~Q(owner__in=ours.values("pk"))
    )
    more = [source.mine(actor, away) for source in ask_sources() if source.mine is not None]
    total = sum((_count(rows) for rows in more), _count(lines) + _count(asked))
    return User.objects.filter(pk=me.pk).values_list(total, flat=True).first() or 0


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values(every=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


@dataclass(frozen=True)
class WithoutUs:
    """What partners promised since a moment: as asked, otherwise but within tolerance, and what waited."""

    as_asked: int
    within: int
    waited: int


def accepted_without_us(actor: Actor, since: dt.datetime) -> WithoutUs:
    """One query. Who leaves what was agreed says why: a promise with a cause is one that differs."""
    own = Q(event=PromiseEvent.CONFIRM) & (Q(answers=None) | ~Q(answers__event=PromiseEvent.PROPOSE))
    said = Promise.objects.for_actor(actor).in_force().filter(made_at__gte=since)
    counts = said.exclude(channel=Channel.IMPORT).aggregate(
        as_asked=Count("pk", filter=own & Q(reason_code="")),
        within=Count("pk", filter=own & ~Q(reason_code="")),
        waited=Count("pk", filter=Q(event=PromiseEvent.PROPOSE)),
    )
    return WithoutUs(**counts)


def decided_since(actor: Actor, since: dt.datetime, answered: PromiseEvent) -> QuerySet[Promise]:
    """Our answers to proposals or refusals since that moment, the newest first."""
    return (
        Promise.objects.for_actor(actor)
        .in_force()
        .filter(made_at__gte=since, answers__event=answered)
        .filter(event__in=_OURS[answered])
        .select_related("line__order", "partner")
        .order_by("-made_at", "-pk")
    )


_OURS = {
    PromiseEvent.PROPOSE: (PromiseEvent.CONFIRM, PromiseEvent.COUNTER, PromiseEvent.DECLINE),
    PromiseEvent.REJECT: (PromiseEvent.COUNTER, PromiseEvent.AGREE),
}


def answered_since(actor: Actor, since: dt.datetime) -> QuerySet[Question]:
    """Questions of partners that we answered since that moment, the newest first; with the first answer."""
    return (
        with_last(Question.objects.for_actor(actor))
        .filter(asked_by_side=Side.PARTNER, answered_at__gte=since)
        .annotate(
            answered_by=Subquery(
                QuestionMessage.objects.filter(question_id=OuterRef("pk"), at=OuterRef("answered_at")).values(
                    "said_by"
                )[:1]
            )
        )
        .select_related("partner")
        .order_by(F("answered_at").desc())
    )
