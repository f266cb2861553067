"""What a person may do with a run that works in the background."""

from django.db import transaction

from portal import jobs
from portal.actions import audit
from portal.actors import Actor
from portal.models import JobRun
from portal.permissions import check_can_cancel_job


def cancel(*, by: Actor, run: JobRun) -> bool:
    """Stops the run at its next report; False when it was over before. Raises PermissionDenied."""
    check_can_cancel_job(by, run)
    with transaction.atomic():
        in_time = jobs.cancel(run)
        if in_time:
            audit.record(by=by, verb="job.cancelled", obj=run, scope=run.scope)
    return in_time
