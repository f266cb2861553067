"""Takes back what a file created and changed. What somebody has changed since stays, and is listed."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import jobs
from portal.actions import audit
from portal.actors import Actor
from suppliers.actions.judging import judge_lines
from suppliers.actions.loading.passes import Progress, let_others_save
from suppliers.actions.loading.taking_back import Undo
from suppliers.enums import BatchState
from suppliers.models import ImportBatch, ImportStep
from suppliers.permissions import check_can_handle
from suppliers.policies import check_can_undo


def ask_to_undo(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Starts taking back what was stored of a file, once however often it is asked for."""
    check_can_handle(by, batch)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        check_can_undo(batch)
        batch.state = BatchState.UNDOING
        batch.job = jobs.enqueue(
            "suppliers.jobs.undo_import",
            by=by,
            key=f"undo:{batch.public_id}",
            title=_("Taking back %(file)s") % {"file": batch.file_name},
            back_url=reverse("suppliers:import", kwargs={"public_id": batch.public_id}),
            batch=batch.public_id,
        )
        batch.save(update_fields=["state", "job"])
    return batch


def undo(*, by: Actor, batch: ImportBatch, progress: Progress) -> None:
    """Takes the steps back, the last one first, each in a transaction; after a break it goes on."""
    check_can_handle(by, batch)
    total = batch.steps.count()
    waiting = batch.steps.filter(undone=False).order_by("-number")
    while step := waiting.first():
        with transaction.atomic():
            _undo_step(by, batch, step)
        let_others_save(changed=True)
        progress(total - waiting.count(), total)
    _finish(by, batch, timezone.now())


def _undo_step(by: Actor, batch: ImportBatch, step: ImportStep) -> None:
    step = ImportStep.objects.select_for_update().get(pk=step.pk)
    if step.undone:
        return
    undoing = Undo(by=by, batch=batch, trace=step.trace, now=timezone.now())
    undoing.run()
    judge_lines(by=by, line_ids=sorted(undoing.touched))
    step.undone = True
    step.save(update_fields=["undone"])
    fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    fresh.undo_report = [*fresh.undo_report, *undoing.kept]
    fresh.save(update_fields=["undo_report"])


def _finish(by: Actor, batch: ImportBatch, now: dt.datetime) -> None:
    with transaction.atomic():
        fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        fresh.state, fresh.undone_at, fresh.undone_by = BatchState.UNDONE, now, by.label
        name, storage = fresh.file.name, fresh.file.storage
        fresh.file = ""
        fresh.save(update_fields=["state", "undone_at", "undone_by", "file"])
        data = {"file": fresh.file_name, "sha256": fresh.sha256, "kept": len(fresh.undo_report)}
        audit.record(by=by, verb="import.undone", obj=fresh, data=data)
    if name:
        storage.delete(name)
