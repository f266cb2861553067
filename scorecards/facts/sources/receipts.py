"""Arrivals."""

from django.db.models import F, QuerySet

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import excusable, within
from suppliers.enums import LineStatus
from suppliers.models import Receipt


def receipts(scope: Scope) -> QuerySet[Receipt]:
    """Arrivals in the period; those of drafts and of blocked lines never count."""
    rows = Receipt.objects.filter(within(scope, "received_on"), received_on__lte=scope.as_of).exclude(
        line__status__in=(LineStatus.DRAFT, LineStatus.BLOCKED)
    )
    return excusable(rows).annotate(
        receipt_=F("number"),
        received_on_=F("received_on"),
        received_=F("accepted_quantity") + F("rejected_quantity"),
        accepted_=F("accepted_quantity"),
        rejected_=F("rejected_quantity"),
    )
