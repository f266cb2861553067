"""What a job says of itself, and how its dotted name becomes the function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string

JobFunction = Callable[..., Any]


class JobRefused(Exception):
    """The job cannot be done, now or later. Its message is shown to the person who started it."""


@dataclass(frozen=True)
class JobOptions:
    """`retries`: tries after the first. `idempotent`: a second run after half a run does no harm."""

    retries: int = 0
    idempotent: bool = False

    def retry_delay(self, attempts: int) -> timedelta | None:
        """The wait after so many failed attempts: 15 s, 1 min, 4 min ... at most an hour; None: give up."""
        if attempts > self.retries:
            return None
        return timedelta(seconds=min(15 * 4 ** (attempts - 1), 3600))


def job(*, retries: int = 0, idempotent: bool = False) -> Callable[[JobFunction], JobFunction]:
    """Declares a job that may run again: after an error (`retries`), after its worker died (`idempotent`)."""

    def declare(function: JobFunction) -> JobFunction:
        vars(function)["job_options"] = JobOptions(retries, idempotent or retries > 0)
        return function

    return declare


def resolve(name: str) -> JobFunction:
    """The function of that dotted name. Raises ImportError when there is none."""
    function: JobFunction = import_string(name)
    return function


def options_of(function: JobFunction) -> JobOptions:
    options: JobOptions = getattr(function, "job_options", JobOptions())
    return options
