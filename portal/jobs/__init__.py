"""Work that takes longer than a page: queued with the data it concerns, run by `manage.py work`.

A job is a function `def load(run, *, batch): ...` in some app's `jobs.py`, named by its dotted path. It
reports with `progress(run, done, total)`, which is also where it learns that it was cancelled, and returns
what JSON can hold.
"""

from portal.jobs.declaring import JobRefused, job
from portal.jobs.pulse import Interrupted, Withdrawn, progress
from portal.jobs.queue import actor_of, cancel, enqueue

__all__ = ["Interrupted", "JobRefused", "Withdrawn", "actor_of", "cancel", "enqueue", "job", "progress"]
