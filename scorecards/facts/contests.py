"""Contests as facts: which lines are disputed, what waits for us, what was decided about a line of a card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.actors import Actor
from scorecards.enums import ContestState
from scorecards.models import Contest, ContestLine, Scorecard


@dataclass(frozen=True)
class LineContest:
    """The last contest of a line about one card; `verdict` empty while it is open."""

    public_id: str
    verdict: str
    note: str
    due_on: date
    taken_back: bool


def of_series(card: Scorecard) -> Q:
    """Contests of any revision of this card."""
    return Q(card__partner=card.partner_id, card__template=card.template_id, card__period=card.period)


def open_about(prefix: str = "") -> QuerySet[Contest]:
    """For Exists over cards: contests of any revision of the outer card that wait for us."""
    return Contest.objects.filter(
        state=ContestState.OPEN,
        card__partner=OuterRef(f"{prefix}partner"),
        card__template=OuterRef(f"{prefix}template"),
        card__period=OuterRef(f"{prefix}period"),
    )


def by_line(actor: Actor, card: Scorecard) -> dict[str, LineContest]:
    """By the line's public id, the newest contest of any revision of this card: one query."""
    contests = Contest.objects.for_actor(actor).filter(of_series(card)).exclude(state=ContestState.WITHDRAWN)
    rows = ContestLine.objects.filter(contest__in=contests).order_by("contest__filed_at", "pk")
    return {
        line: LineContest(public_id, verdict, note, due_on, undone_at is not None)
        for line, public_id, verdict, note, due_on, undone_at in rows.values_list(
            "line__public_id", "contest__public_id", "verdict", "note", "contest__due_on",
            "exclusion__undone_at",
        )
    }  # fmt: skip


def disputed(line_ids: Collection[int]) -> dict[int, str]:
    """Of these lines, those in an open contest, with its public id: one query."""
    rows = ContestLine.objects.filter(line_id__in=line_ids, contest__state=ContestState.OPEN, verdict="")
    return dict(rows.values_list("line_id", "contest__public_id"))


def open_lines(card: Scorecard) -> tuple[int, date | None]:
    """How many lines of this card (any revision) wait for our answer, and the first day it is due."""
    contests = Contest.objects.filter(of_series(card), state=ContestState.OPEN)
    found = contests.aggregate(lines=Count("lines", filter=Q(lines__verdict="")), due_on=Min("due_on"))
    return found["lines"], found["due_on"]


def waiting(actor: Actor) -> QuerySet[Contest]:
    """Open contests, those with the least time left first."""
    return Contest.objects.for_actor(actor).filter(state=ContestState.OPEN).order_by("due_on", "pk")


def counted(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    """Annotates how many lines there are, were excused and stay."""
    return contests.annotate(
        line_count=Count("lines"),
        excused_count=Count("lines", filter=Q(lines__verdict="excused")),
        kept_count=Count("lines", filter=Q(lines__verdict="explained")),
    )


def due_at(contest: Contest) -> datetime:
    """The moment at which its clock runs out: the end of our last working hour of the day."""
    return end_of(contest.due_on)


def end_of(day: date) -> datetime:
    closes: time = settings.WORKING_HOURS[1]
    return datetime.combine(day, closes, timezone.get_default_timezone())
