"""What a partner billed us, and when we paid. Never an amount."""

from datetime import timedelta

from django.db.models import Case, F, Q, QuerySet, When

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import as_number, within
from suppliers.models import Invoice

THIRTY = timedelta(days=30)


def due_invoices(scope: Scope) -> QuerySet[Invoice]:
    """Invoices that fell due in the period; credit notes are none."""
    return _due(scope).annotate(in_terms_=as_number(_paid(scope) & Q(paid_on__lte=F("due_on"))))


def invoices_in_30_days(scope: Scope) -> QuerySet[Invoice]:
    """Those of them that are paid, or whose 30 days are over."""
    decided = _paid(scope) | Q(received_on__lt=scope.as_of - THIRTY)
    in_time = _paid(scope) & Q(paid_on__lte=F("received_on") + THIRTY)
    return _due(scope).filter(decided).annotate(in_30_days_=as_number(in_time))


def _due(scope: Scope) -> QuerySet[Invoice]:
    rows = Invoice.objects.filter(
        within(scope, "due_on"), due_on__lt=scope.as_of, received_on__lte=scope.as_of, amount_minor__gte=0
    )
    return rows.annotate(
        invoice_=F("number"),
        excused_=F("disputed"),
        received_on_=F("received_on"),
        due_on_=F("due_on"),
        paid_on_=Case(When(_paid(scope), then="paid_on")),
    )


def _paid(scope: Scope) -> Q:
    return Q(paid_on__lte=scope.as_of)
