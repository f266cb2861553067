"""Rules applied, in SQL, to what was handed out to the parts of a plan."""

from django.db.models import BigIntegerField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scorecards.facts.sources.common import NONE_YET
from suppliers.engine.judging import Rule
from suppliers.models import DeliverySlice


def slices_of_plan() -> QuerySet[DeliverySlice]:
    """The slices of the outer row's line, basis and state."""
    return DeliverySlice.objects.filter(
        line_id=OuterRef("line_id"), basis=OuterRef("basis"), since=OuterRef("since")
    ).order_by()


def total(slices: QuerySet[DeliverySlice], field: str) -> Subquery:
    return Subquery(slices.values("line_id").annotate(total_=Sum(field)).values("total_"))


def _window(rule: Rule) -> Q:
    timely = Q(offset_days__lte=rule.late_days)
    return timely if rule.early_days is None else timely & Q(offset_days__gte=-rule.early_days)


def in_window(rule: Rule, field: str, *, of_part: bool) -> Coalesce:
    """What reached the outer row's plan (or one part of it) in the window."""
    slices = slices_of_plan().filter(_window(rule))
    if of_part:
        slices = slices.filter(part=OuterRef("part"))
    return Coalesce(total(slices, field), NONE_YET)


def is_enough(rule: Rule) -> Q:
    """Exactly at the limit is enough."""
    return Q(accepted_in_window_times__gte=F("quantity") * rule.needed_of_10000)


def with_accepted(parts: QuerySet[DeliverySlice], rule: Rule) -> QuerySet[DeliverySlice]:
    return parts.filter(received_on__isnull=True).annotate(
        accepted_in_window_=in_window(rule, "accepted", of_part=True),
        accepted_in_window_times=ExpressionWrapper(
            F("accepted_in_window_") * 10_000, output_field=BigIntegerField()
        ),
    )


def missed_parts(rule: Rule) -> QuerySet[DeliverySlice]:
    return with_accepted(slices_of_plan(), rule).exclude(is_enough(rule))
