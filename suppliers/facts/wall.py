"""What the public wall of thanks may show: what partners have said yes to, and nothing else."""

from django.db.models import QuerySet

from suppliers.enums import WallState
from suppliers.models import Recognition


def shown() -> QuerySet[Recognition]:
    """The newest first. A partner that goes by another name now is not shown by its old one."""
    allowed = Recognition.objects.filter(wall=WallState.YES, taken_back_at=None, partner__merged_into=None)
    return allowed.select_related("partner").order_by("-at", "-pk")


def is_shown(row: Recognition) -> bool:
    """Does this one stand there? The same as being among `shown`; its partner is loaded."""
    return row.wall == WallState.YES and row.taken_back_at is None and row.partner.merged_into_id is None
