"""The worker: takes jobs out of the queue one by one until it is told to stop."""

import os
import signal
import socket
import time
from types import FrameType

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from portal.jobs import running
from portal.jobs.pulse import Pulse
from portal.jobs.scheduling import Clock

LOOK_EVERY = 0.5  # seconds between two looks into an empty queue


class JobWorker(Worker):
    """django-tasks-db's worker, with a pulse, a clock, and a queue that is only read while it is empty."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=LOOK_EVERY,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}",
            excluded_queue_names=[],
        )
        self.pulse = Pulse(self.worker_id)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """The current job ends at its next report if it can run again, else when it is done."""
        self.pulse.stopping = True

    def run(self) -> None:
        """Works until it is told to stop."""
        clock = Clock()
        running.current_pulse = self.pulse
        self.pulse.beat()
        self.pulse.start()
        clock.start()
        try:
            while not self.pulse.stopping:
                close_old_connections()
                if not self.run_next():
                    time.sleep(self.interval)
        finally:
            clock.end()
            self.pulse.end()
            running.current_pulse = None

    def run_waiting(self) -> None:
        """Does what waits now, then returns."""
        while self.run_next():
            pass

    def run_next(self) -> bool:
        """Runs the next task; False when none waits. Only a task that waits costs a write transaction."""
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not ready.exists():
            return False
        with exclusive_transaction():
            waiting = ready.get_locked()
            if waiting is not None:
                waiting.claim(self.worker_id)
        if waiting is not None:
            self.run_task(waiting)
        return waiting is not None

    def work_until_told(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.shutdown)
        self.run()
