"""Excusing many lines takes longer than a page: it runs as a job, all of it or nothing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.jobs import JobRefused, actor_of, job, progress
from portal.models import JobRun
from scorecards.actions import excluding
from suppliers.models import ExclusionRequest


@job(idempotent=True)
def run_approval(run: JobRun, *, request: str, note: str = "") -> dict[str, Any]:
    """Approve the request with this public id, for who pressed the button."""
    return _run(
        run,
        request,
        lambda one, report: excluding.approve(by=actor_of(run), request=one, note=note, progress=report),
    )


@job(idempotent=True)
def run_undoing(run: JobRun, *, request: str) -> dict[str, Any]:
    """Take the approved request with this public id back."""
    return _run(
        run, request, lambda one, report: excluding.undo(by=actor_of(run), request=one, progress=report)
    )


def _run(run: JobRun, request: str, act: Any) -> dict[str, Any]:
    one = ExclusionRequest.objects.get(public_id=request)
    try:
        done: excluding.Excluded = act(one, lambda n, total, words: progress(run, n, total, words))
    except PermissionDenied as trouble:
        raise JobRefused(str(trouble) or _("You may not do this any more.")) from trouble
    except (excluding.ExclusionRefused, excluding.ExclusionStale) as trouble:
        raise JobRefused(str(trouble)) from trouble
    return done.as_json()
