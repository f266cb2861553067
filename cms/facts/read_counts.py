"""How far the reading of texts has come, as the register counts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cms.facts.reading import asking, still_asked
from cms.models import Acknowledgement, TextVersion
from portal.actors import Actor
from portal.enums import StaffRole

# Who looks after all texts; everybody else after those that they own.
ALL_TEXTS = (StaffRole.ADMINISTRATOR, StaffRole.EXECUTIVE)


@dataclass(frozen=True)
class Progress:
    """Of those who were asked about this version and are still of its audience: how many people."""

    version: TextVersion
    asked: int
    read: int
    overdue: int


def looked_after(actor: Actor, on: date) -> list[Progress]:
    """The texts that ask somebody and that this person answers for."""
    if actor.user is None or not actor.is_staff:
        return []
    versions = asking(on)
    if not actor.has_role(*ALL_TEXTS):
        versions = [one for one in versions if one.owner_id == actor.user.pk]
    return progress(versions, on)


def progress(versions: Sequence[TextVersion], on: date) -> list[Progress]:
    """In the order of the versions, without those that nobody was asked about yet: two queries."""
    if not versions:
        return []
    rows = Acknowledgement.objects.filter(still_asked(versions)).order_by()
    counts = rows.values_list("version__page", "version__major").annotate(
        asked=Count("pk"),
        read=Count("pk", filter=Q(said_at__isnull=False)),
        overdue=Count("pk", filter=Q(said_at=None, due_on__lt=on)),
    )
    known = {(page, major): numbers for page, major, *numbers in counts}
    return [
        Progress(one, *known[one.page_id, one.major]) for one in versions if (one.page_id, one.major) in known
    ]
