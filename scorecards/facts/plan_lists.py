"""Plans as lists read them: with their terms, reviews and who waits, in a fixed number of queries."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.db.models.lookups import GreaterThan

from portal.actors import Actor
from scorecards.enums import PlanState
from scorecards.facts.plans import terms_of, with_waiting
from scorecards.models import ImprovementPlan, PlanVersion
from scorecards.policies_plans import ENDED

OPEN = Q(state__in=[state for state in PlanState if state not in ENDED])


def listed(actor: Actor, today: date) -> QuerySet[ImprovementPlan]:
    """Those that this actor may see, each with what facts.plans.with_waiting adds."""
    rows = with_waiting(ImprovementPlan.objects.for_actor(actor), today)
    return rows.select_related("partner", "terms", "our_owner", "their_owner").prefetch_related(
        "versions", "reviews"
    )


def is_late() -> Q:
    """With an action whose signed day is over."""
    return Q(GreaterThan(F("late_"), 0))


def waits_for(actor: Actor) -> Q:
    """For the reader's side."""
    return Q(waits_for_us_=True) if actor.is_staff else Q(waits_for_them_=True)


def waits_for_other(actor: Actor) -> Q:
    return Q(waits_for_them_=True) if actor.is_staff else Q(waits_for_us_=True)


def counts(actor: Actor, today: date) -> dict[str, int]:
    """For the tabs: one query."""
    rows = with_waiting(ImprovementPlan.objects.for_actor(actor), today)
    return rows.order_by().aggregate(
        open=Count("pk", filter=OPEN),
        yours=Count("pk", filter=OPEN & waits_for(actor)),
        late=Count("pk", filter=OPEN & is_late()),
        effective=Count("pk", filter=Q(state=PlanState.EFFECTIVE)),
        all=Count("pk"),
    )


def shown_version(plan: ImprovementPlan) -> PlanVersion | None:
    """The terms in force, or the newest that were put forward; asks for nothing where both are fetched."""
    return plan.terms or next(iter(plan.versions.all()), None)


def target_of(plan: ImprovementPlan) -> Decimal | None:
    version = shown_version(plan)
    return terms_of(version).target if version else None


def by_when_of(plan: ImprovementPlan) -> date | None:
    version = shown_version(plan)
    return terms_of(version).by_when if version else None


def last_verified(plan: ImprovementPlan) -> Decimal | None:
    """The value of the newest period that was verified."""
    reviews = [one for one in plan.reviews.all() if one.value is not None]
    return max(reviews, key=lambda one: one.starts_on).value if reviews else None
