"""How often we changed what we had asked for, when it was too late for a change."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import as_number, excusable, outcomes, within, words_about
from suppliers.enums import Basis, PromiseEvent
from suppliers.models import DeliveryOutcome, Promise, PromisePart


def asked_days(scope: Scope) -> QuerySet[DeliveryOutcome]:
    """Lines asked for in the period, with the last change of ours that came inside the lead time."""
    late = _late_changes(scope).order_by("-made_at", "-pk")
    rows = (
        outcomes(scope, Basis.REQUESTED)
        .filter(within(scope, "due_on"))
        .annotate(moved_at=Subquery(late.values("made_at")[:1]), held_on_=Subquery(late.values("held")[:1]))
    )
    return excusable(rows).annotate(
        requested_on_=F("due_on"),
        changed_at_=F("moved_at"),
        changed_=as_number(Q(moved_at__isnull=False)),
    )


def _late_changes(scope: Scope) -> QuerySet[Promise]:
    """Of the outer row's line, with the day that `held` before each."""
    earlier = PromisePart.objects.filter(
        promise__line_id=OuterRef("line_id"),
        promise__event=PromiseEvent.BUYER_CHANGE,
        promise__voided_by__isnull=True,
        promise__made_at__lt=OuterRef("made_at"),
    ).order_by("-promise__made_at", "-promise_id", "-promised_on")
    return (
        words_about(scope, PromiseEvent.BUYER_CHANGE)
        .annotate(
            held=Coalesce(
                Subquery(earlier.values("promised_on")[:1]),
                "line__original_requested_on",
                "line__requested_on",
            ),
            said_on=TruncDate("made_at", tzinfo=timezone.get_default_timezone()),
        )
        .filter(said_on__gt=F("held") - timedelta(days=settings.LEAD_TIME_DAYS))
    )
