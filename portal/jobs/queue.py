"""Putting a job into the queue, and taking it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.actors import Actor, system_actor
from portal.enums import Channel, JobState
from portal.jobs.declaring import resolve
from portal.jobs.running import execute
from portal.models import JobRun
from portal.registry import memberships_of

UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


def enqueue(
    task: str,
    *,
    by: Actor,
    scope: str = "",
    key: str = "",
    title: str = "",
    back_url: str = "",
    **args: Any,
) -> JobRun:
    """Queues the job `task` with `args` (what JSON can hold), in the caller's transaction.

    While a run of the same task with the same `key` is unfinished, that one is returned instead. `scope` is
    the public id of the partner whose people may see the run; `title` and `back_url` stand on its page.
    Raises ImportError for a task that does not exist.
    """
    resolve(task)
    with transaction.atomic():
        run = JobRun(
            task=task, key=key, scope=scope, title=title, back_url=back_url, args=args, started_by=by.user
        )
        if (twin := _twin_of(run)) is not None:
            return twin
        execute.enqueue(run.pk)
    run.refresh_from_db()
    return run


def _twin_of(run: JobRun) -> JobRun | None:
    """The unfinished run with the same key; when there is none, this one is stored instead."""
    twins = JobRun.objects.filter(task=run.task, key=run.key, state__in=UNFINISHED)
    if run.key and (twin := twins.first()) is not None:
        return twin
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        # Somebody else asked for the same at this very moment; that one counts, unless it was over at once.
        if (twin := twins.first()) is not None:
            return twin
        run.save()
    return None


def cancel(run: JobRun) -> bool:
    """Withdraws a run: at once when it waits, at its next report when it runs. False when it was over."""
    return bool(
        JobRun.objects.filter(pk=run.pk, state__in=UNFINISHED).update(
            state=JobState.CANCELLED, finished_at=timezone.now()
        )
    )


def actor_of(run: JobRun) -> Actor:
    """For whom a job acts: the person who started it, with the rights that person has now.

    Raises PermissionDenied when the person has left the partner, or was deactivated, since.
    """
    user = run.started_by
    if user is None:
        return system_actor(Channel.JOB)
    if not user.is_active:
        raise PermissionDenied(f"{user} is no longer active.")
    if not run.scope:
        return Actor(user, channel=Channel.JOB)
    for membership in memberships_of(user):
        if membership.partner.public_id == run.scope:
            return Actor(user, membership, channel=Channel.JOB)
    raise PermissionDenied(f"{user} no longer belongs to this partner.")
