"""Judging all lines by the rule of a new programme is too long for a page."""

from portal.jobs import actor_of, job
from portal.models import JobRun
from suppliers.actions import programmes
from suppliers.models import ServiceProgramme


@job(idempotent=True)
def judge_programme(run: JobRun, *, programme: str) -> None:
    """Until it is done, the programme's pages show no data for its rule."""
    found = ServiceProgramme.objects.get(public_id=programme)
    programmes.judge(by=actor_of(run), programme=found)
