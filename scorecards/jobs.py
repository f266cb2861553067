"""Publishing takes longer than a page when there are many partners: it runs as a job, with progress."""

from datetime import date
from typing import Any

from django.utils import timezone

from portal.clocks import local_day
from portal.engine.periods import Period
from portal.jobs import JobRefused, actor_of, job, progress
from portal.models import JobRun
from scorecards.actions import grants
from scorecards.actions.publishing import publish
from scorecards.models import ScorecardTemplate


@job(idempotent=True)
def run_publish(run: JobRun, *, template: str, period: str, today: str = "") -> dict[str, Any]:
    """Publish `period` of the template with this public id; `today`: YYYY-MM-DD, or the day it runs."""
    result = publish(
        by=actor_of(run),
        template=ScorecardTemplate.objects.get(public_id=template),
        period=Period.parse(period),
        today=date.fromisoformat(today) if today else local_day(),
        progress=lambda done, total, message: progress(run, done, total, message),
    )
    if result.refused:
        raise JobRefused(result.refused[0]["reason"])
    return result.as_json()


def tell_what_ends() -> None:
    """Runs once a day by itself: both sides hear of tiers that end within 30 days."""
    grants.tell_what_ends(at=timezone.now())
