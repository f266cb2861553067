"""What runs by itself: the registry's schedule and the bottom app's own, and what was missed, once."""

import logging
import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from portal.jobs.declaring import resolve
from portal.models import ScheduleMark
from portal.registry import Scheduled, schedule

logger = logging.getLogger(__name__)

OWN = [
    Scheduled("portal.jobs.outbox.deliver", 5),
    Scheduled("portal.jobs.reaping.reap", 30),
    Scheduled("portal.jobs.reaping.prune", 86_400),
]
LONG_AGO = datetime(2000, 1, 1, tzinfo=timezone.get_fixed_timezone(0))


def run_due(now: datetime) -> list[str]:
    """Runs what is due and returns its names. However many runs were missed, one catches up."""
    due = [entry.task for entry in (*schedule(), *OWN) if _take(entry, now)]
    for name in due:
        try:
            resolve(name)()
        except Exception:  # one that fails must not keep the others from running; it is due again next time
            logger.exception("%s failed; it runs again when it is due", name)
    return due


def _take(entry: Scheduled, now: datetime) -> bool:
    """Is it due, and was this worker the first to say so?"""
    mark, _made = ScheduleMark.objects.get_or_create(task=entry.task, defaults={"last_run_at": LONG_AGO})
    if mark.last_run_at + timedelta(seconds=entry.seconds) > now:
        return False
    return bool(ScheduleMark.objects.filter(pk=mark.pk, last_run_at=mark.last_run_at).update(last_run_at=now))


class Clock(threading.Thread):
    """Runs what is due beside the jobs, so that mails go out while a long job runs."""

    def __init__(self) -> None:
        super().__init__(name="clock", daemon=True)
        self._over = threading.Event()

    def run(self) -> None:
        try:
            while not self._over.wait(1):
                close_old_connections()
                try:
                    run_due(timezone.now())
                except DatabaseError:
                    # A database that is busy or away for a moment must not stop the clock.
                    logger.warning("The clock could not read what is due.", exc_info=True)
                    connection.close()
        finally:
            connection.close()

    def end(self) -> None:
        self._over.set()
        self.join(timeout=10)
