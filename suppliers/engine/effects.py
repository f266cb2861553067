"""What a service programme did: the lines of a span of days, summed up as they stood on its last day.

A span before joining and one after it are as long as each other and each is looked at from its own last day:
what came later helps neither. Quantities are scaled by 10^6, days are calendar days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean, stdev

from suppliers.engine.stock import safety_stock

SCALE = 1_000_000
LONGEST = 365
WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to before `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


def spans(joined_on: date, until: date) -> tuple[Span, Span]:
    """(before, after) joining: the newest days in the programme, a year at most, and as many before it."""
    length = timedelta(days=max(0, min((until - joined_on).days, LONGEST)))
    return Span(joined_on - length, joined_on), Span(until - length, until)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A state of one line against what was asked for; it holds on days from `since` to before `until`."""

    since: date
    until: date
    ordered_on: date
    due_on: date
    completed_on: date | None
    lead_days: int | None
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state of one line against its first promise, judged by the programme's rule."""

    since: date
    until: date
    ordered_on: date
    counts_from: date
    passed: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was ordered on a day."""

    ordered_on: date
    quantity: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """Units a day, from the ordered quantities of `weeks` whole weeks; `sd` is that of the sample."""

    mean: Decimal
    sd: Decimal
    weeks: int
    unit: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One span in figures; None is no data. Days with as many decimals as they have; `otif` is 0..1.

    `within`: lines that were complete in the programme's lead time, of those complete.
    """

    lead: Decimal | None = None
    lead_sd: Decimal | None = None
    lead_n: int = 0
    within: int = 0
    otif: Decimal | None = None
    otif_passed: int = 0
    otif_n: int = 0
    waited: Decimal | None = None
    waited_n: int = 0
    stock: Decimal | None = None


def effect(
    span: Span,
    arrivals: Iterable[Arrival],
    verdicts: Iterable[Verdict],
    demand: Demand | None,
    *,
    lead_days: int,
) -> Effect:
    """The figures of the lines ordered in `span`, with what was known at the end of its last day."""
    known = [one for one in arrivals if _is_of(one, span)]
    done = [one for one in known if one.completed_on is not None and one.completed_on <= span.last_day]
    leads = [Decimal(one.lead_days) for one in done if one.lead_days is not None]
    judged = [one for one in verdicts if _is_of(one, span) and one.counts_from <= span.last_day]
    waits = [_waited(one, span.last_day) for one in known if one.due_on <= span.last_day and not one.fails]
    lead = mean(leads) if leads else None
    lead_sd = stdev(leads) if len(leads) > 1 else None
    passed = sum(one.passed for one in judged)
    return Effect(
        lead=lead,
        lead_sd=lead_sd,
        lead_n=len(leads),
        within=sum(one <= lead_days for one in leads),
        otif=Decimal(passed) / len(judged) if judged else None,
        otif_passed=passed,
        otif_n=len(judged),
        waited=mean(map(Decimal, waits)) if waits else None,
        waited_n=len(waits),
        stock=_stock(demand, lead, lead_sd),
    )


def demand_of(span: Span, wanted: Iterable[Wanted]) -> Demand | None:
    """By whole weeks from the start of `span`; None under two weeks, without orders, or in several units."""
    weeks = span.days // WEEK
    asked = [one for one in wanted if span.start <= one.ordered_on < span.start + timedelta(weeks=weeks)]
    units = {one.unit for one in asked}
    if weeks < 2 or len(units) != 1:
        return None
    sums = [0] * weeks
    for one in asked:
        sums[(one.ordered_on - span.start).days // WEEK] += one.quantity
    daily = [Decimal(total) / (SCALE * WEEK) for total in sums]
    return Demand(mean(daily), stdev(daily), weeks, units.pop())


def monthly(span: Span, arrivals: Sequence[Arrival]) -> list[tuple[date, Decimal | None, int]]:
    """(first day, mean lead time, n) of each month of ordering that `span` touches."""
    found = []
    month = span.start.replace(day=1)
    while month < span.end:
        after = (month + timedelta(days=32)).replace(day=1)
        leads = [
            Decimal(one.lead_days)
            for one in arrivals
            if one.lead_days is not None
            and _is_of(one, span)
            and month <= one.ordered_on < after
            and one.completed_on is not None
            and one.completed_on <= span.last_day
        ]
        found.append((month, mean(leads) if leads else None, len(leads)))
        month = after
    return found


def _is_of(one: Arrival | Verdict, span: Span) -> bool:
    return span.holds(one.ordered_on) and one.since <= span.last_day < one.until


def _waited(one: Arrival, today: date) -> int:
    """Days past the day that was asked for; of what is open, so far."""
    came = one.completed_on if one.completed_on is not None and one.completed_on <= today else today
    return max(0, (came - one.due_on).days)


def _stock(demand: Demand | None, lead: Decimal | None, lead_sd: Decimal | None) -> Decimal | None:
    if demand is None or lead is None or lead_sd is None:
        return None
    return safety_stock(demand.mean, demand.sd, lead, lead_sd)
