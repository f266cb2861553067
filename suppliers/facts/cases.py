"""Cases in figures: what comes up by area and month, what a change did, and how cases were dealt with.

A withdrawn case counts as opened, for the trouble was there; it is never closed and has no mark.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from portal.actors import Actor
from portal.clocks import local_day, working_hours
from portal.enums import Side
from suppliers.enums import CaseStage
from suppliers.facts.case_clocks import end_of
from suppliers.models import Case, CaseRemedy

# How far the counts before and after a change reach, where so many days have passed.
AROUND_DAYS = 90


@dataclass(frozen=True)
class Trend:
    """How many cases of an area (empty: none given) were opened in a month, by its first day."""

    area: str
    month: dt.date
    count: int


@dataclass(frozen=True)
class Effect:
    """Cases of the same area in so many days before a change, and in as many from its day on.

    What a partner changed is counted in the cases that we have with it; what we changed in those of all
    partners that the reader may see. `days` is 0 for a change that has not begun.
    """

    case: Case
    changed_on: dt.date
    days: int
    before: int
    after: int


@dataclass(frozen=True)
class Outcome:
    """Of the cases closed in a span: `n`, the median of the calendar days, the mean mark of `marked`."""

    n: int
    days: Decimal | None
    mark: Decimal | None
    marked: int


def remedies_for(actor: Actor, case: Case) -> QuerySet[CaseRemedy]:
    """Those of one case, as `remedies_read`."""
    return remedies_read(actor).filter(case=case)


def remedies_read(actor: Actor) -> QuerySet[CaseRemedy]:
    """What this reader may know of: a partner reads what was offered to it or by it, and no more."""
    rows = CaseRemedy.objects.all()
    if actor.is_staff:
        return rows
    if actor.partner_id is None:
        return rows.none()
    own = rows.filter(case__partner_id=actor.partner_id)
    return own.filter(Q(granted_at__isnull=False) | Q(side=Side.PARTNER))


def cases_of(actor: Actor, kind: str = "") -> QuerySet[Case]:
    """Those that this reader may see; `kind`: with partners of one kind alone."""
    rows = Case.objects.for_actor(actor)
    return rows.filter(partner__kind=kind) if kind else rows


def trends(actor: Actor, first: dt.date, last: dt.date, *, kind: str = "") -> list[Trend]:
    """By area and month of opening, both days included: one query. Months without any are left out."""
    found = (
        opened_within(cases_of(actor, kind), first, last)
        .order_by()
        .annotate(month=TruncMonth("opened_at", tzinfo=working_hours().zone))
        .values("area", "month")
        .annotate(count=Count("pk"))
        .order_by("month", "area")
    )
    return [Trend(one["area"], local_day(one["month"]).replace(day=1), one["count"]) for one in found]


def after_change(
    actor: Actor, today: dt.date, *, days: int = AROUND_DAYS, cases: Collection[int] | None = None
) -> list[Effect]:
    """What each change did, the newest first: two queries, however many there are.

    Of closed cases with an area and the day of their change; `cases`: of these alone, closed or not.
    """
    known = Case.objects.for_actor(actor).exclude(area="").filter(changed_on__isnull=False)
    known = known.filter(stage=CaseStage.CLOSED) if cases is None else known.filter(pk__in=cases)
    changes = list(known.select_related("partner").order_by("-changed_on", "pk"))
    if not changes:
        return []
    first = min(one.changed_on for one in changes) - dt.timedelta(days=days)
    opened = _days_opened(actor, {one.area for one in changes}, first, today)
    return [_effect(one, opened, today, days) for one in changes]


def outcome(actor: Actor, first: dt.date, last: dt.date, *, kind: str = "", area: str = "") -> Outcome:
    """Of the cases that were closed from `first` to `last`: one query."""
    rows = cases_of(actor, kind)
    rows = rows.filter(area=area) if area else rows
    rows = rows.filter(closed_at__gte=end_of(first - dt.timedelta(days=1)), closed_at__lt=end_of(last))
    found = list(rows.order_by().values_list("opened_at", "closed_at", "satisfaction"))
    took = [(local_day(closed) - local_day(opened)).days for opened, closed, _mark in found]
    marks = [Decimal(mark) for *_times, mark in found if mark is not None]
    return Outcome(
        n=len(found),
        days=Decimal(median(took)) if took else None,
        mark=mean(marks) if marks else None,
        marked=len(marks),
    )


# By area and the side that opened them: (partner, day opened).
_Opened = dict[tuple[str, str], list[tuple[int, dt.date]]]


def _days_opened(actor: Actor, areas: Collection[str], first: dt.date, last: dt.date) -> _Opened:
    rows = opened_within(Case.objects.for_actor(actor).filter(area__in=areas), first, last)
    opened: _Opened = defaultdict(list)
    for area, side, partner, at in rows.order_by().values_list(
        "area", "opened_by_side", "partner_id", "opened_at"
    ):
        opened[area, side].append((partner, local_day(at)))
    return opened


def _effect(case: Case, opened: _Opened, today: dt.date, most: int) -> Effect:
    changed_on = case.changed_on
    days = max(0, min(most, (today - changed_on).days + 1))
    span = dt.timedelta(days=days)
    is_theirs = case.opened_by_side == Side.COMPANY
    counted = [
        day
        for partner, day in opened[case.area, case.opened_by_side]
        if partner == case.partner_id or not is_theirs
    ]
    before = sum(changed_on - span <= day < changed_on for day in counted)
    after = sum(changed_on <= day < changed_on + span for day in counted)
    return Effect(case, changed_on, days, before, after)


def opened_within(cases: QuerySet[Case], first: dt.date, last: dt.date) -> QuerySet[Case]:
    """Opened from the first to the last day, both included."""
    return cases.filter(opened_at__gte=end_of(first - dt.timedelta(days=1)), opened_at__lt=end_of(last))
