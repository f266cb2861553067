"""Cases as lines of the composed pages."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from portal.actors import Actor
from suppliers.models import Case
from suppliers.presenters.cases.clocks import CaseClock, clock_of
from suppliers.presenters.cases.words import Turn, next_words, turn_of

SHOWN = 5


@dataclass(frozen=True)
class CaseLine:
    title: str
    partner: str
    next_words: str
    clock: CaseClock
    turn: Turn
    url: str


def case_lines(cases: QuerySet[Case], actor: Actor, now: dt.datetime) -> list[CaseLine]:
    """At most SHOWN of them, in their order: one query."""
    return [
        CaseLine(
            one.title,
            one.partner.name,
            next_words(one),
            clock_of(one, now),
            turn_of(one, actor),
            reverse("suppliers:case", args=[one.public_id]),
        )
        for one in cases.select_related("partner", "owner")[:SHOWN]
    ]
