"""The sign of life of a worker and its job: written beside the job, never inside its transactions."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from portal.enums import JobState
from portal.models import JobRun, WorkerBeat

logger = logging.getLogger(__name__)

BEAT_EVERY = timedelta(seconds=5)
STALE_AFTER = timedelta(seconds=60)  # a worker that was silent for so long is dead


class Withdrawn(Exception):
    """The run was cancelled, or given to another worker: stop, and undo what is not committed."""


class Interrupted(Exception):
    """The worker has to stop; the run goes back into the queue."""


def progress(run: JobRun, done: int, total: int = 0, message: str = "") -> None:
    """Says how far a job is, in whatever unit it counts; costs nothing, so call it after every batch.

    Shown within a second. Raises Withdrawn or Interrupted when the job should end here.
    """
    run.done, run.total, run.message = done, total, message[:250]
    followed: Followed | None = getattr(run, "followed", None)
    if followed is not None:
        followed.check()


@dataclass
class Followed:
    """The run that a worker is at, and what its job must hear at the next report."""

    run: JobRun
    pulse: "Pulse"
    interruptible: bool
    withdrawn: bool = False

    def check(self) -> None:
        if self.withdrawn:
            raise Withdrawn
        if self.interruptible and self.pulse.stopping:
            raise Interrupted

    def report(self, now: datetime) -> None:
        still_ours = JobRun.objects.filter(pk=self.run.pk, state=JobState.RUNNING, attempts=self.run.attempts)
        self.withdrawn = not still_ours.update(
            heartbeat_at=now, done=self.run.done, total=self.run.total, message=self.run.message
        )


class Pulse(threading.Thread):
    """A thread with a database connection of its own that beats for the worker and for its current job."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker_id = worker_id
        # A signal handler sets it: no Event, whose lock the interrupted code may hold.
        self.stopping = False
        self._over = threading.Event()
        self._followed: Followed | None = None
        self._seen_at = timezone.now() - BEAT_EVERY

    @contextmanager
    def following(self, run: JobRun, *, interruptible: bool) -> Iterator[None]:
        """Beats for this run while it lasts."""
        self._followed = run.followed = Followed(run, self, interruptible)
        try:
            yield
        finally:
            self._followed = None

    def beat(self) -> None:
        now = timezone.now()
        if now - self._seen_at >= BEAT_EVERY:
            WorkerBeat.objects.update_or_create(name=self.worker_id, defaults={"seen_at": now})
            self._seen_at = now
        if (followed := self._followed) is not None:
            followed.report(now)

    def run(self) -> None:
        try:
            while not self._over.wait(1):
                close_old_connections()
                try:
                    self.beat()
                except DatabaseError:
                    # A database that is busy or away for a moment must not end the beat.
                    logger.warning("The worker could not write its sign of life.", exc_info=True)
                    connection.close()
        finally:
            connection.close()

    def end(self) -> None:
        """Stops the thread and takes the worker off the list of the living."""
        self._over.set()
        self.join(timeout=BEAT_EVERY.total_seconds())
        WorkerBeat.objects.filter(name=self.worker_id).delete()
