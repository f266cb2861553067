"""Work on files that is too long for a page: checking and loading them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.actors import system_actor
from portal.enums import Channel
from portal.jobs import JobRefused, Withdrawn, actor_of, job, progress
from portal.models import JobRun
from suppliers.actions import imports, receiving, reminding, undoing
from suppliers.actions.loading.journal import Superseded
from suppliers.actions.loading.passes import Progress
from suppliers.enums import BatchState
from suppliers.imports.problems import FileRefused
from suppliers.models import ImportBatch


@job(idempotent=True)
def check_import(run: JobRun, *, batch: str) -> dict[str, str]:
    """What the file would do; stores no fact."""
    found = ImportBatch.objects.get(public_id=batch)
    if found.state == BatchState.CHECKING:
        imports.check(
            by=actor_of(run), batch=found, progress=_report_to(run, _("%(done)s of %(total)s rows read"))
        )
        receiving.go_on(by=actor_of(run), batch=found)
    return {"batch": found.public_id}


@job(idempotent=True)
def load_import(run: JobRun, *, batch: str) -> dict[str, str]:
    """Loads a confirmed file; again after a break, it goes on where facts are missing."""
    found = ImportBatch.objects.get(public_id=batch)
    if found.state == BatchState.LOADING:
        try:
            imports.load(
                by=actor_of(run), batch=found, progress=_report_to(run, _("%(done)s of %(total)s rows saved"))
            )
        except FileRefused as refusal:
            raise JobRefused(refusal.message.translated(_)) from refusal
        except Superseded as stopped:
            raise Withdrawn from stopped
    return {"batch": found.public_id}


@job(idempotent=True)
def undo_import(run: JobRun, *, batch: str) -> dict[str, str]:
    """Takes back what was stored of a file; again after a break, it goes on."""
    found = ImportBatch.objects.get(public_id=batch)
    if found.state == BatchState.UNDOING:
        words = _("%(done)s of %(total)s steps taken back")
        undoing.undo(by=actor_of(run), batch=found, progress=_report_to(run, words))
    return {"batch": found.public_id}


def forget_old_previews() -> None:
    """Runs once a day by itself."""
    imports.forget_old_previews(by=system_actor(Channel.JOB), now=timezone.now())


def ask_partners() -> None:
    """Runs every few minutes by itself: what waits for a partner's word is asked once."""
    now = timezone.now()
    reminding.ask_orders(now=now)
    reminding.ask_radar(now=now)


def _report_to(run: JobRun, words: str) -> Progress:
    def report(done: int, total: int) -> None:
        progress(run, done, total, words % {"done": f"{done:,}", "total": f"{total:,}"})

    return report
