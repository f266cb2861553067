"""Holding all entries of the ledger against the rules is too long for a page."""

from django.utils.translation import gettext as _

from portal.jobs import actor_of, job, progress
from portal.models import JobRun
from suppliers.actions import attribution
from suppliers.models import AttributionRun


@job(idempotent=True)
def run_rules(job_run: JobRun, *, run: str) -> dict[str, int]:
    """After a break it goes on behind the last portion. Returns how many entries by what became of them."""

    def report(done: int, total: int) -> None:
        words = _("%(done)s of %(total)s entries") % {"done": f"{done:,}", "total": f"{total:,}"}
        progress(job_run, done, total, words)

    found = AttributionRun.objects.get(public_id=run)
    counts: dict[str, int] = attribution.run(by=actor_of(job_run), run=found, progress=report).counts
    return counts
