"""One run of a job, from the queue to its end."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from portal.enums import JobState
from portal.jobs.declaring import JobFunction, JobOptions, JobRefused, options_of, resolve
from portal.jobs.pulse import Interrupted, Pulse, Withdrawn
from portal.models import JobRun

logger = logging.getLogger(__name__)
current_pulse: Pulse | None = None  # of this process, when it is a worker


@task()
def execute(run_id: int) -> None:
    """Runs what is queued as JobRun `run_id`; does nothing when it was cancelled or runs elsewhere."""
    run = _claim(run_id)
    if run is None:
        return
    try:
        function = resolve(run.task)
    except ImportError:
        logger.exception("Job %s: there is no %s", run.public_id, run.task)
        finish(run, JobState.FAILED, error=_("This installation no longer knows how to do this."))
    else:
        _attempt(run, function)


def _claim(run_id: int) -> JobRun | None:
    now = timezone.now()
    claimed = JobRun.objects.filter(pk=run_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=now, heartbeat_at=now, error=""
    )
    return JobRun.objects.select_related("started_by").get(pk=run_id) if claimed else None


def _attempt(run: JobRun, function: JobFunction) -> None:
    options = options_of(function)
    try:
        result = _call(run, function, options)
    except Withdrawn:
        logger.info("Job %s was withdrawn", run.public_id)
    except Interrupted:
        requeue(run)
    except JobRefused as refusal:
        finish(run, JobState.FAILED, error=str(refusal))
    except Exception:  # whatever goes wrong in a job must reach the person who waits for it, and the log
        logger.exception("Job %s (%s) failed, attempt %s", run.public_id, run.task, run.attempts)
        _retry_or_fail(run, options)
    else:
        finish(run, JobState.DONE, result=result)


def _call(run: JobRun, function: JobFunction, options: JobOptions) -> Any:
    if current_pulse is None:
        return function(run, **run.args)
    with current_pulse.following(run, interruptible=options.idempotent):
        return function(run, **run.args)


def _retry_or_fail(run: JobRun, options: JobOptions) -> None:
    delay = options.retry_delay(run.attempts)
    if delay is not None and execute.get_backend().supports_defer:
        requeue(run, delay)
    else:
        finish(run, JobState.FAILED, error=_("Something went wrong on our side, and we have noted it."))


def requeue(run: JobRun, delay: timedelta | None = None) -> None:
    """Back into the queue, unless somebody withdrew the run."""
    with transaction.atomic():
        ours = JobRun.objects.filter(pk=run.pk, state=JobState.RUNNING, attempts=run.attempts)
        if ours.update(state=JobState.QUEUED):
            (execute.using(run_after=timezone.now() + delay) if delay else execute).enqueue(run.pk)


def finish(run: JobRun, state: JobState, *, result: Any = None, error: str = "") -> None:
    """Records the end of this attempt; a run that was cancelled too late shows how it really ended."""
    JobRun.objects.filter(pk=run.pk, attempts=run.attempts).update(
        state=state,
        result=result,
        error=error,
        done=run.done,
        total=run.total,
        message=run.message,
        finished_at=timezone.now(),
    )
