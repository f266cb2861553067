"""What dead workers leave behind: a worker killed with -9 cannot hand back its task."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.enums import JobState
from portal.jobs.declaring import options_of, resolve
from portal.jobs.pulse import STALE_AFTER
from portal.jobs.running import execute, finish, requeue
from portal.models import JobRun, WorkerBeat

LIVES = 3  # workers that one task may take down with it before it is given up
KEEP_TASKS = timedelta(days=7)
KEEP_RUNS = timedelta(days=90)


def reap() -> None:
    """Queues again what a dead worker was at, if a second run does no harm; otherwise says that it failed."""
    beats = WorkerBeat.objects.filter(seen_at__gt=timezone.now() - STALE_AFTER)
    alive = set(beats.values_list("name", flat=True))
    for left in DBTaskResult.objects.running():
        if alive.isdisjoint(left.worker_ids):
            with transaction.atomic():
                _bury(left)
    WorkerBeat.objects.exclude(name__in=alive).delete()


def _bury(left: DBTaskResult) -> None:
    over = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now(), "traceback": "The worker died."}
    ours = DBTaskResult.objects.filter(pk=left.pk, status=TaskResultStatus.RUNNING)
    if left.task_path == execute.module_path:
        if ours.update(**over):
            _bury_run(left.args_kwargs["args"][0])
    elif len(left.worker_ids) < LIVES:  # tasks of the libraries (the search index): all bear a second run
        ours.update(status=TaskResultStatus.READY, started_at=None)
    else:
        ours.update(**over)


def _bury_run(run_id: int) -> None:
    run = JobRun.objects.filter(pk=run_id, state=JobState.RUNNING).first()
    if run is None:
        return
    if run.attempts < LIVES and options_of(resolve(run.task)).idempotent:
        requeue(run)
    else:
        advice = _("The work stopped in the middle. Look at what is there, then start it again.")
        finish(run, JobState.FAILED, error=advice)


def prune() -> None:
    """Forgets finished runs after 90 days, and the queue's own finished entries after 7."""
    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASKS).delete()
    JobRun.objects.filter(finished_at__lt=now - KEEP_RUNS).delete()
