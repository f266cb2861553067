"""Parts of promises, each by its own day."""

from datetime import timedelta

from django.db.models import F, QuerySet

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import as_number, excusable, within
from scorecards.facts.sources.handed_out import is_enough, with_accepted
from suppliers.enums import Basis
from suppliers.models import DeliverySlice


def promised_parts(scope: Scope) -> QuerySet[DeliverySlice]:
    """Parts of the first promise, by their own day; every rule is applied to the hand-out."""
    parts = DeliverySlice.objects.filter(
        within(scope, "due_on"),
        basis=Basis.FIRST_CONFIRMED,
        due_on__lt=scope.as_of - timedelta(days=scope.rule.late_days),
    ).known_on(scope.as_of)
    return excusable(
        with_accepted(parts, scope.rule).annotate(
            part_=F("part"),
            due_on_=F("due_on"),
            quantity_=F("quantity"),
            kept_=as_number(is_enough(scope.rule)),
        )
    )
