"""What stands on the executives' page: reviews that are due, what waits, what was thanked and earned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.conf import settings
from django.utils import timezone

from cms.facts.answers import waiting
from cms.models import MissionPage, PlaybookPage, PolicyPage, StandardPage
from portal.actors import Actor
from portal.clocks import local_day, working_hours
from portal.engine.periods import Period
from suppliers.enums import EntryRole
from suppliers.facts.contribution import Span, contributions
from suppliers.facts.inbox import waiting_questions
from suppliers.models import Partner, Recognition

REVIEWED = (MissionPage, PolicyPage, PlaybookPage, StandardPage)
MONTHS = 12


@dataclass(frozen=True)
class Due:
    """A text that is to be looked at again: it is stale once its day has passed."""

    pk: int
    title: str
    url: str
    owner: str
    review_on: date
    is_stale: bool


@dataclass(frozen=True)
class Waits:
    """So many wait, so many of them past what was promised."""

    count: int
    late: int


@dataclass(frozen=True)
class Earned:
    """What one partner contributed, in minor units of the company's currency."""

    public_id: str
    name: str
    minor: int


def reviews(today: date) -> list[Due]:
    """Texts whose review is due within REVIEW_NOTICE_DAYS, the longest overdue first; one query a type."""
    until = today + timedelta(days=settings.REVIEW_NOTICE_DAYS)
    rows = chain.from_iterable(
        model.objects.live().filter(review_on__lte=until).select_related("keeper") for model in REVIEWED
    )
    found = [
        Due(
            one.pk,
            one.title,
            one.get_url() or "",
            one.keeper.name if one.keeper else "",
            one.review_on,
            one.review_on < today,
        )
        for one in rows
        if one.review_on is not None
    ]
    return sorted(found, key=lambda one: (one.review_on, one.title))


def policy_questions(actor: Actor, today: date) -> Waits:
    days = list(waiting(actor).values_list("due_on", flat=True))
    return Waits(len(days), sum(day < today for day in days))


def questions(actor: Actor, now: datetime) -> Waits:
    """Questions of partners about orders, invoices and all else that wait for our word."""
    due = list(waiting_questions(actor).values_list("answer_due_at", flat=True))
    return Waits(len(due), sum(moment < now for moment in due))


def thanked(actor: Actor, month: Period) -> list[Recognition]:
    """What was said in that month and not taken back, the newest first."""
    zone = timezone.get_default_timezone()
    start = datetime.combine(month.start, time(), zone)
    end = datetime.combine(month.end + timedelta(days=1), time(), zone)
    rows = Recognition.objects.for_actor(actor).filter(at__gte=start, at__lt=end, taken_back_at=None)
    return list(rows.select_related("partner").order_by("-at", "-pk"))


def earned(actor: Actor, month: Period) -> tuple[Span, list[Earned]]:
    """What suppliers contributed in the twelve months that end with this one, the most first; two queries."""
    span = Span(month.shifted(1 - MONTHS).start, month.end)
    found = contributions(actor, EntryRole.SUPPLIER, span)
    names = _names(found)
    rows = [Earned(*names[pk], minor) for pk, minor in found.items() if pk in names]
    return span, sorted(rows, key=lambda one: (-one.minor, one.name))


def _names(pks: Collection[int]) -> dict[int, tuple[str, str]]:
    rows = Partner.objects.filter(pk__in=pks).values_list("pk", "public_id", "name")
    return {pk: (public_id, name) for pk, public_id, name in rows}


def month_of(now: datetime) -> Period:
    """The month that is over."""
    return Period.containing(local_day(now), 1).shifted(-1)


def first_working_day(month: Period) -> date:
    """Of the month: the day on which the report about the one before it is sent."""
    clock, day = working_hours(), month.start
    while not clock.is_working(day):
        day += timedelta(days=1)
    return day


def is_report_time(now: datetime) -> bool:
    """From the first working day of the month on, once the day has begun."""
    clock = working_hours()
    first = first_working_day(Period.containing(local_day(now), 1))
    return now >= datetime.combine(first, clock.opens, clock.zone)
