"""How much of order lines the partner says it has sent. Quantities are scaled by 10^6."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from suppliers.models import OrderLine, ShipNotice


def shipped_of(line_ids: Iterable[int]) -> dict[int, int]:
    """All notices of each line added up; lines without one are not in it. One query."""
    notices = ShipNotice.objects.filter(line_id__in=list(line_ids)).order_by()
    return dict(notices.values("line_id").annotate(total=Sum("quantity")).values_list("line_id", "total"))


def with_shipped(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Adds `shipped`, 0 where nothing was sent."""
    notices = ShipNotice.objects.filter(line_id=OuterRef("pk")).order_by().values("line_id")
    total = Subquery(
        notices.annotate(total=Sum("quantity")).values("total")[:1], output_field=BigIntegerField()
    )
    return lines.annotate(shipped=Coalesce(total, Value(0), output_field=BigIntegerField()))
