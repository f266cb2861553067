"""The effect of a plan as its page shows it: the chart, before and after, the numbers under it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.charts import Course, NamedLevel, Pair, Point, effect
from portal.clocks import local_day
from portal.engine.periods import Period
from portal.presentation import NONE, day, number
from scorecards.engine.catalogue import Unit, kpi_of
from scorecards.engine.effect import holding_from
from scorecards.engine.plan_terms import Terms
from scorecards.facts.plans import Round, closing_day, is_closed, measured, rule_of
from scorecards.models import ImprovementPlan, PlanReview
from scorecards.pages.plan_page_words import (
    hold_words,
    rule_text,
)
from scorecards.pages.plan_words import kpi_name, target_words, value_text
from scorecards.pages.words import count_words, interval_text, period_name, period_short

# How many periods the chart shows: before the baseline ends, measured at most, and to come at most.
BEFORE, MOST, AHEAD = 3, 18, 12


@dataclass(frozen=True)
class EffectNumber:
    """One period, or the baseline: what it came to, on how much, and who looked at it."""

    name: str
    value: str
    counted: str
    interval: str
    state: str
    result: str = ""
    tone: str = ""


@dataclass(frozen=True)
class EffectCard:
    """`next_day` says from when on the period that runs may be verified."""

    title: str
    basis: str
    chart: Pair
    numbers: list[EffectNumber]
    before: EffectNumber
    after: EffectNumber | None
    foot: str
    next_day: str


@dataclass(frozen=True)
class _Value:
    period: Period
    value: Decimal | None
    n: int
    low: Decimal | None
    high: Decimal | None
    is_graded: bool
    review: PlanReview | None = None


def effect_card(plan: ImprovementPlan, terms: Terms, now: Round | None, today: dt.date) -> EffectCard:
    """One query for each closed period that nobody has verified; `reviews` and `actions` come prefetched.

    A period that is still open is not drawn: half a month looks like a fall.
    """
    first_holding = now.first_holding if now else holding_from(terms.by_when, rule_of(plan).months)
    closed = _values(plan, _closed(plan, today), today)
    skipped = sum(one.holds and one.met is None for one in now.reviews) if now else 0
    ahead = _ahead(plan, today, first_holding.shifted(terms.hold + skipped), len(closed))
    shown = [*(one.period for one in closed), *ahead]
    known = [one for one in closed if one.value is not None]
    since = local_day(plan.agreed_at) if plan.agreed_at else None
    last = next((one for one in reversed(known) if since and one.period.end >= since), None)
    title = _title(plan, last)
    return EffectCard(
        title=title,
        basis=", ".join(filter(None, [kpi_name(plan), rule_text(plan.kpi, rule_of(plan))])),
        chart=_chart(plan, terms, title, closed, shown, (first_holding, terms.hold + skipped)),
        numbers=[_number(plan, terms, one) for one in closed],
        before=_before(plan),
        after=_number(plan, terms, last) if last else None,
        foot=_foot(plan, terms, first_holding),
        next_day=_next_day(plan, today),
    )


def _closed(plan: ImprovementPlan, today: dt.date) -> list[Period]:
    """From the baseline on, or a little before it, to the newest that is closed."""
    months = rule_of(plan).months
    one = Period.containing(plan.baseline_from, months)
    begun = Period.containing(local_day(plan.proposed_at), months).shifted(-BEFORE)
    found, one = [], min(one, begun)
    while is_closed(plan, one, today):
        found.append(one)
        one = one.shifted(1)
    return found[-MOST:]


def _ahead(plan: ImprovementPlan, today: dt.date, end: Period, drawn: int) -> list[Period]:
    """From the one that is still open to the end of the holding time, not further than paper is wide."""
    one = Period.containing(today, rule_of(plan).months)
    while is_closed(plan, one.shifted(-1), today) is False:
        one = one.shifted(-1)
    found: list[Period] = []
    while (one < end or not found) and len(found) < AHEAD:
        found.append(one)
        one = one.shifted(1)
    return found if drawn or found else [one]


def _values(plan: ImprovementPlan, periods: Sequence[Period], today: dt.date) -> list[_Value]:
    """What was verified stays as it was verified; the rest is counted."""
    reviews = {one.period: one for one in plan.reviews.all()}
    counted = {
        one.period: one
        for one in measured(plan, [period for period in periods if period.key not in reviews], today)
    }
    found = []
    for period in periods:
        one = reviews.get(period.key) or counted[period.key]
        review = reviews.get(period.key)
        found.append(_Value(period, one.value, one.n, one.low, one.high, one.is_graded, review))
    return found


def _chart(
    plan: ImprovementPlan,
    terms: Terms,
    title: str,
    closed: Sequence[_Value],
    shown: Sequence[Period],
    hold: tuple[Period, int],
) -> Pair:
    values = {one.period: one for one in closed}
    since = local_day(plan.agreed_at) if plan.agreed_at else None
    is_share = kpi_of(plan.kpi).unit == Unit.SHARE
    known = [one for one in closed if one.value is not None]
    course = Course(
        points=[_point(one, values.get(one), since) for one in shown],
        target=NamedLevel(terms.target, _("Target %(value)s") % {"value": target_words(plan, terms.target)}),
        baseline=_baseline(plan),
        signed=_place(since, shown),
        signed_words=_("Signed %(day)s") % {"day": day(since, "short")} if since else "",
        done=[
            place
            for one in plan.actions.all()
            if one.done_at and (place := _place(local_day(one.done_at), shown)) is not None
        ],
        hold=_held(shown, *hold),
        hold_words=_("must hold"),
        end=value_text(plan, known[-1].value) if known else "",
    )
    return effect(
        course,
        f"{kpi_name(plan)}: {title}. {_foot(plan, terms, hold[0])}",
        write=(lambda tick: number(tick * 100, None)) if is_share else (lambda tick: number(tick, None)),
        floor=0,
        ceiling=1 if is_share else None,
    )


def _point(period: Period, one: _Value | None, since: dt.date | None) -> Point:
    is_after = since is not None and period.end >= since
    if one is None:
        return Point(period_short(period), is_after=is_after)
    return Point(period_short(period), one.value, one.low, one.high, is_after)


def _baseline(plan: ImprovementPlan) -> NamedLevel | None:
    if plan.baseline is None:
        return None
    return NamedLevel(plan.baseline, _("Baseline %(value)s") % {"value": value_text(plan, plan.baseline)})


def _place(on: dt.date | None, shown: Sequence[Period]) -> float | None:
    """In periods from the left; None for a day that is not drawn."""
    for place, one in enumerate(shown):
        if on is not None and one.start <= on <= one.end:
            return place + (on - one.start).days / ((one.end - one.start).days + 1)
    return None


def _held(shown: Sequence[Period], first: Period, hold: int) -> tuple[int, int] | None:
    places = [place for place, one in enumerate(shown) if first <= one < first.shifted(hold)]
    return (places[0], places[-1] + 1) if places else None


def _before(plan: ImprovementPlan) -> EffectNumber:
    span = _("Before, %(first)s to %(last)s") % {
        "first": day(plan.baseline_from),
        "last": day(plan.baseline_to),
    }
    state = _("frozen as of %(day)s") % {"day": day(plan.baseline_as_of)}
    return EffectNumber(
        span,
        value_text(plan, plan.baseline),
        _counted(plan, plan.baseline_n),
        interval_text(plan.baseline_low, plan.baseline_high),
        state,
    )


def _number(plan: ImprovementPlan, terms: Terms, one: _Value) -> EffectNumber:
    result, tone = _result(plan, terms, one)
    return EffectNumber(
        period_name(one.period),
        value_text(plan, one.value) if one.value is not None else NONE,
        _counted(plan, one.n),
        interval_text(one.low, one.high),
        _verified(one),
        result,
        tone,
    )


def _verified(one: _Value) -> str:
    if one.review is None:
        return ""
    names = {"name": one.review.verified_by_label, "day": day(local_day(one.review.verified_at))}
    return _("verified by %(name)s on %(day)s") % names


def _result(plan: ImprovementPlan, terms: Terms, one: _Value) -> tuple[str, str]:
    if one.value is None:
        return "", ""
    if not one.is_graded:
        return _("too few to judge"), ""
    better = kpi_of(plan.kpi).higher_is_better
    met = one.value >= terms.target if better else one.value <= terms.target
    if met:
        return _("meets the target"), "ok"
    return "", ""


def _counted(plan: ImprovementPlan, n: int) -> str:
    return count_words(kpi_of(plan.kpi).graded_by, n)


def _title(plan: ImprovementPlan, last: _Value | None) -> str:
    names = {"baseline": value_text(plan, plan.baseline)}
    if plan.agreed_at is None:
        return _("What is to get better: it was %(baseline)s") % names
    if last is None:
        return _("No closed period yet since it was signed; the baseline is %(baseline)s") % names
    names["value"] = value_text(plan, last.value)
    if plan.closed_at or plan.decided_at:
        return _("Effect: %(value)s, from a baseline of %(baseline)s") % names
    return _("Effect so far: %(value)s, from a baseline of %(baseline)s") % names


def _foot(plan: ImprovementPlan, terms: Terms, first: Period) -> str:
    better = kpi_of(plan.kpi).higher_is_better
    names = {
        "target": target_words(plan, terms.target),
        "first": period_name(first),
        "long": hold_words(first.months, terms.hold),
    }
    if better:
        return _("Must hold at %(target)s or more from %(first)s on, for %(long)s.") % names
    return _("Must hold at %(target)s or less from %(first)s on, for %(long)s.") % names


def _next_day(plan: ImprovementPlan, today: dt.date) -> str:
    """From when on the first period that is still open counts."""
    rule = rule_of(plan)
    one = Period.containing(today, rule.months)
    if not is_closed(plan, one.shifted(-1), today):
        one = one.shifted(-1)
    names = {"period": period_name(one), "day": day(closing_day(rule, one.end), "week")}
    return _("%(period)s counts from %(day)s on: until then figures may still change.") % names
