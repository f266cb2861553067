"""What rules named, rule by rule and run by run."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum

from portal.actors import Actor
from suppliers.models import Attribution, AttributionRule, AttributionRun

RUNS_SHOWN = 5


@dataclass(frozen=True)
class Named:
    """How many entries a rule names a partner in, and how much of them, in the company's minor units."""

    entries: int
    company_minor: int


def by_rule(actor: Actor) -> dict[int, Named]:
    """By the rule's primary key: one query."""
    rows = Attribution.objects.for_actor(actor).order_by().values_list("rule_id")
    counted = rows.annotate(entries=Count("pk", filter=Q(place=1)), minor=Sum("company_minor"))
    return {rule: Named(entries, minor) for rule, entries, minor in counted}


def last_runs(actor: Actor) -> list[AttributionRun]:
    """The newest first."""
    return list(AttributionRun.objects.for_actor(actor)[:RUNS_SHOWN])


def is_pending(actor: Actor) -> bool:
    """Has a rule changed since all entries were last held against them? Without a run: since any was made."""
    changed = AttributionRule.objects.for_actor(actor).aggregate(last=Max("updated_at"))["last"]
    finished = AttributionRun.objects.for_actor(actor).filter(finished_at__isnull=False)
    since = finished.aggregate(last=Max("started_at"))["last"]
    return changed is not None and (since is None or changed > since)
