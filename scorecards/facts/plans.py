"""What a plan's KPI came to, by period, counted as cards count it; and who waits for whom.

A period is read as of the day on which it closes, so facts that come in later do not change it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from portal.engine.periods import Period
from portal.enums import Side
from scorecards.engine.catalogue import CATALOGUE, Kpi, Source, kpi_of
from scorecards.engine.effect import Found, Reading, holding_from, judge
from scorecards.engine.figures import Figure, to_decimal
from scorecards.engine.plan_terms import PlanRule, Terms
from scorecards.engine.scoring import wilson
from scorecards.enums import PlanActionState, PlanState, VersionState
from scorecards.facts.scope import Scope, calendar_days
from scorecards.facts.sums import figures
from scorecards.models import (
    GainShareEntry,
    ImprovementPlan,
    PlanAction,
    PlanReview,
    PlanSignature,
    PlanVersion,
)
from suppliers.engine.judging import Rule
from suppliers.enums import DayCount
from suppliers.models import JudgingRule, Partner

_PLACES = Decimal(1).scaleb(-12)
OPEN_ACTIONS = (PlanActionState.OPEN, PlanActionState.RUNNING)


@dataclass(frozen=True)
class Measured:
    """One span of days on the plan's KPI, in the KPI's unit. `low` and `high`: the 95 % interval of a share.

    `is_closed`: nothing that comes in later counts. `is_graded`: enough rows to judge by.
    """

    period: str
    starts_on: date
    ends_on: date
    as_of: date
    value: Decimal | None
    n: int
    low: Decimal | None
    high: Decimal | None
    is_closed: bool
    is_graded: bool


def can_be_planned(code: str) -> bool:
    """KPIs of the catalogue that both sides read and that each partner has a value of its own in."""
    kpi = CATALOGUE.get(code)
    return kpi is not None and kpi.is_shared and kpi.source is not Source.POOLED_ANSWERS


def plannable_kpis() -> list[Kpi]:
    return [kpi for code, kpi in CATALOGUE.items() if can_be_planned(code)]


def rule_of(plan: ImprovementPlan) -> PlanRule:
    return PlanRule.from_json(plan.rule)


def terms_of(version: PlanVersion) -> Terms:
    return Terms.from_json(version.terms)


def closing_day(rule: PlanRule, ends_on: date) -> date:
    """From this day on a span that ends on `ends_on` is closed: as for cards by the same rule."""
    return ends_on + timedelta(days=max(rule.grace_days, calendar_days(rule.days, rule.late_days) + 1))


def is_closed(plan: ImprovementPlan, period: Period, today: date) -> bool:
    return closing_day(rule_of(plan), period.end) <= today


def measured(plan: ImprovementPlan, periods: Sequence[Period], today: date) -> list[Measured]:
    """The plan's KPI in these periods; one that is still open as of today. One query a period, one more."""
    rule, kept = rule_of(plan), _is_kept(rule_of(plan))
    kpi = kpi_of(plan.kpi)
    partner = plan.partner.merged_into_id or plan.partner_id
    return [_measure(kpi, rule, partner, (one.key, one.start, one.end), today, kept=kept) for one in periods]


def baseline(partner: Partner, kpi: str, rule: PlanRule, first: date, last: date, today: date) -> Measured:
    """What it was from `first` to `last`, both inside, before anybody did anything about it."""
    return _measure(
        kpi_of(kpi), rule, partner.merged_into_id or partner.pk, ("", first, last), today, kept=_is_kept(rule)
    )


def periods_of(plan: ImprovementPlan, today: date, *, before: int = 0) -> list[Period]:
    """From `before` periods ahead of the start (of the proposal, until it starts) to the one of today."""
    months = rule_of(plan).months
    begun = plan.started_on or plan.proposed_at.date()
    first = Period.containing(min(begun, today), months).shifted(-before)
    return _until(first, Period.containing(today, months))


@dataclass(frozen=True)
class Round:
    """The measuring of one round: from which period on, which must hold, which may be verified next.

    `verifiable` holds those that are closed and may be verified now, by their order: `first_holding` is the
    first of the time over which the target must hold; `found` what the verified ones come to.
    """

    first: Period
    first_holding: Period
    reviews: tuple[PlanReview, ...]
    verifiable: tuple[Period, ...]
    found: Found


def current_round(plan: ImprovementPlan, today: date) -> Round | None:
    """None until it has started. With `reviews` prefetched and `terms` joined it asks for nothing."""
    if plan.terms is None or plan.started_on is None:
        return None
    rule, terms = rule_of(plan), terms_of(plan.terms)
    reviews = sorted(plan.reviews.all(), key=lambda one: one.starts_on)
    mine = tuple(one for one in reviews if one.round == plan.round)
    earlier = [Period.parse(one.period) for one in reviews if one.round < plan.round]
    last = max(earlier) if earlier else None
    first = last.shifted(1) if last else Period.containing(plan.started_on, rule.months)
    holding = max(holding_from(terms.by_when, rule.months, last), first)
    return Round(
        first,
        holding,
        mine,
        tuple(_verifiable(plan, first, holding, mine, today)),
        judge(
            [Reading(one.value, one.holds, one.is_graded) for one in mine],
            terms.target,
            terms.hold,
            higher_is_better=kpi_of(plan.kpi).higher_is_better,
        ),
    )


def _verifiable(
    plan: ImprovementPlan, first: Period, holding: Period, reviews: Sequence[PlanReview], today: date
) -> Iterable[Period]:
    """Closed ones after the last verified; of those that must hold only the next: none is passed over."""
    start = Period.parse(reviews[-1].period).shifted(1) if reviews else first
    for one in _until(start, Period.containing(today, first.months)):
        if not is_closed(plan, one, today):
            return
        if one < holding:
            yield one
        elif plan.state == PlanState.MEASURING:
            yield one
            return


def _until(first: Period, last: Period) -> list[Period]:
    found = []
    while first <= last:
        found.append(first)
        first = first.shifted(1)
    return found


def _is_kept(rule: PlanRule) -> bool:
    judged = _judging(rule)
    return rule.days == DayCount.CALENDAR and (
        judged.key == Rule().key or JudgingRule.objects.filter(is_ready=True, key=judged.key).exists()
    )


def _judging(rule: PlanRule) -> Rule:
    return Rule(rule.early_days, rule.late_days, rule.tolerance)


def _measure(
    kpi: Kpi, rule: PlanRule, partner_id: int, span: tuple[str, date, date], today: date, *, kept: bool
) -> Measured:
    key, first, last = span
    closes = closing_day(rule, last)
    as_of = min(closes, today)
    scope = Scope(
        first,
        last,
        as_of,
        rule.basis,
        _judging(rule),
        kept=kept,
        partners=frozenset({partner_id}),
        days=rule.days,
    ).for_kpi(kpi)
    found = figures(kpi, scope).get(partner_id, Figure(None, None, None, 0, 0))
    low, high = _interval(kpi, found)
    value = to_decimal(found.value)
    graded = value is not None and found.n >= rule.min_n
    return Measured(key, first, last, as_of, value, found.n, low, high, closes <= today, graded)


def _interval(kpi: Kpi, found: Figure) -> tuple[Decimal | None, Decimal | None]:
    ends = wilson(int(found.numerator or 0), found.n) if kpi.has_interval else None
    return (None, None) if ends is None else (ends[0].quantize(_PLACES), ends[1].quantize(_PLACES))


def open_actions(plan: ImprovementPlan) -> int:
    return plan.actions.filter(state__in=OPEN_ACTIONS).count()


def due(action: PlanAction) -> date:
    """When it is to be expected: a later day that its side has named since, or the day that was signed."""
    return action.expected_on or action.due_on


def lateness(action: PlanAction, today: date) -> int:
    """Days past the day that was signed; 0 when it is done, dropped or in time."""
    return max((today - action.due_on).days, 0) if action.state in OPEN_ACTIONS else 0


def with_waiting(plans: QuerySet[ImprovementPlan], today: date) -> QuerySet[ImprovementPlan]:
    """Adds `waits_for_us_` and `waits_for_them_` (a signature, an answer, a late action), `late_`, `open_`,
    `done_` (counts of actions), `next_due_` and `late_since_`, in the statement that reads the plans.
    """
    signature = PlanSignature.objects.filter(version=OuterRef("pk"))
    waiting = PlanVersion.objects.filter(plan=OuterRef("pk"), state=VersionState.OPEN)
    late = PlanAction.objects.filter(plan=OuterRef("pk"), state__in=OPEN_ACTIONS, due_on__lt=today)
    unsigned = {side: Exists(waiting.exclude(Exists(signature.filter(side=side)))) for side in Side.values}
    is_open = Q(actions__state__in=OPEN_ACTIONS)
    live = Q(state__in=LIVE)
    return plans.annotate(
        open_=Count("actions", filter=is_open, distinct=True),
        done_=Count("actions", filter=Q(actions__state=PlanActionState.DONE), distinct=True),
        late_=Count("actions", filter=is_open & Q(actions__due_on__lt=today) & live, distinct=True),
        next_due_=Min(Coalesce("actions__expected_on", "actions__due_on"), filter=is_open & live),
        late_since_=Min("actions__due_on", filter=is_open & Q(actions__due_on__lt=today) & live),
        **{
            f"waits_for_{name}_": unsigned[side]
            | (Exists(late.filter(side=side)) & live)
            | Q(stop_asked_by_side=other)
            for side, other, name in _ASKED
        },
    )


LIVE = (
    PlanState.AGREED,
    PlanState.IN_PROGRESS,
    PlanState.MEASURING,
    PlanState.NOT_EFFECTIVE,
    PlanState.EFFECTIVE,
)
_ASKED = (
    (Side.COMPANY, Side.PARTNER, "us"),
    (Side.PARTNER, Side.COMPANY, "them"),
)


def gains_of(plans: Collection[int]) -> dict[int, tuple[int, int]]:
    """By plan: what the partner and what we gained, in minor units of the plan's currency; one query."""
    rows = GainShareEntry.objects.filter(plan__in=plans).order_by().values("plan_id")
    summed = rows.annotate(theirs_=Sum("partner_minor"), ours_=Sum("company_minor"))
    return {one["plan_id"]: (one["theirs_"], one["ours_"]) for one in summed}
