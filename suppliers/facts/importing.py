"""Is a file being saved right now? Pages of trade facts say so while it is."""

from django.db.models import Q

from portal.enums import JobState
from suppliers.enums import BatchState
from suppliers.models import ImportBatch

WRITING = (BatchState.LOADING, BatchState.UNDOING)


def is_importing() -> bool:
    """One query. Work whose job is over has stopped: nothing moves then."""
    at_work = Q(job=None) | Q(job__state__in=(JobState.QUEUED, JobState.RUNNING))
    return ImportBatch.objects.filter(at_work, state__in=WRITING).exists()
