"""Certificates and the like, as they stand on the as-of day."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from scorecards.facts.scope import Scope
from scorecards.facts.sources.common import as_number
from suppliers.models import PartnerDocument


def documents(scope: Scope) -> QuerySet[PartnerDocument]:
    """All there were, but for those that ran out and of whose type another one is valid."""
    issued = Q(issued_on__isnull=True) | Q(issued_on__lte=scope.as_of)
    valid = Q(expires_on__isnull=True) | Q(expires_on__gte=scope.as_of)
    renewed = PartnerDocument.objects.counting().filter(
        issued, valid, partner_id=OuterRef("partner_id"), type=OuterRef("type")
    )
    rows = PartnerDocument.objects.counting().filter(issued).filter(valid | ~Exists(renewed))
    return rows.annotate(
        type_=F("type"), number_=F("number"), expires_on_=F("expires_on"), valid_=as_number(valid)
    )
