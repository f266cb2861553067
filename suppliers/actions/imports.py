"""A file's way in: uploaded, checked without storing a fact, confirmed or thrown away, loaded, remembered."""

import datetime as dt
import hashlib
import secrets
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import jobs
from portal.actions import audit
from portal.actors import Actor
from suppliers.actions.loading.run import Options, Progress, Report, company_zone, limits, no_progress, run
from suppliers.enums import BatchState
from suppliers.facts.profiles import find_profile
from suppliers.imports.limits import MEGABYTE
from suppliers.imports.messages import Message
from suppliers.imports.pipeline import Reading, open_file
from suppliers.imports.problems import FileRefused, RowError
from suppliers.models import ImportBatch, ImportError
from suppliers.permissions import check_can_import
from suppliers.policies import check_can_confirm, check_can_discard

ERRORS_AT_ONCE = 1_000
# Above so many bytes the check is a job with progress, below it is done while the page loads.
CHECK_AT_ONCE = 400_000
KEEP_PREVIEWS = dt.timedelta(days=30)


def import_file(
    *,
    by: Actor,
    stream: BinaryIO,
    name: str,
    options: Options,
    progress: Progress = no_progress,
) -> tuple[Report, ImportBatch | None]:
    """Loads a file here and now. The batch is None when nothing was stored.

    Raises FileRefused when the file cannot be read: then nothing is stored.
    """
    check_can_import(by)
    reading = _open(stream, name, options)
    if options.dry_run:
        return run(by=by, reading=reading, options=options, progress=progress), None
    batch = ImportBatch(
        dataset=options.dataset,
        profile=options.profile.name if options.profile else "",
        file_name=name[-250:],
        sha256=_digest(stream),
        size=reading.size,
        options={"create_partners": options.create_partners, "all_or_nothing": options.all_or_nothing},
        state=BatchState.LOADING,
        channel=by.channel,
        created_by=by.user,
    )
    batch.save()
    try:
        report = run(by=by, reading=reading, options=options, progress=progress)
    except FileRefused:
        batch.delete()
        raise
    if not report.stored:
        batch.delete()
        return report, None
    _remember(by, batch, reading, report)
    return report, batch


def upload(
    *, by: Actor, file: File[bytes], name: str, dataset: str, profile: str, create_partners: bool
) -> ImportBatch:
    """Keeps an uploaded file whose header fits and has it checked; no fact is stored. Raises FileRefused."""
    check_can_import(by)
    options = Options(dataset, find_profile(profile) if profile else None, create_partners)
    stream = cast(BinaryIO, file)
    reading = _open(stream, name, options)
    batch = ImportBatch(
        dataset=dataset,
        profile=profile,
        file_name=name[-250:],
        sha256=_digest(stream),
        size=reading.size,
        options={"create_partners": create_partners},
        channel=by.channel,
        created_by=by.user,
    )
    file.seek(0)
    batch.file.save(secrets.token_hex(16), File(file), save=False)
    batch.save()
    if reading.size <= CHECK_AT_ONCE:
        check(by=by, batch=batch)
        return batch
    _enqueue("suppliers.jobs.check_import", by, batch, _("Checking %(file)s") % {"file": batch.file_name})
    return batch


def check(*, by: Actor, batch: ImportBatch, progress: Progress = no_progress) -> None:
    """What the file would do, kept with the batch for its preview. A file that breaks off is thrown away."""
    check_can_import(by)
    options = _options(batch, dry_run=True)
    try:
        with batch.file.open("rb") as stream:
            reading = _open(cast(BinaryIO, stream), batch.file_name, options)
            report = run(by=by, reading=reading, options=options, progress=progress)
    except FileRefused as refusal:
        batch.problem = _words(refusal.message)
        batch.state = BatchState.FAILED
        batch.file.delete(save=False)
        batch.save()
        return
    batch.state = BatchState.PREVIEW
    _keep(batch, reading, report)


def confirm(*, by: Actor, batch: ImportBatch, all_or_nothing: bool) -> ImportBatch:
    """Starts the loading of a checked file, once however often it is asked for."""
    check_can_import(by)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        check_can_confirm(batch)
        batch.options = {**batch.options, "all_or_nothing": all_or_nothing}
        batch.state = BatchState.LOADING
        batch.save(update_fields=["options", "state"])
        _enqueue("suppliers.jobs.load_import", by, batch, _("Saving %(file)s") % {"file": batch.file_name})
    batch.refresh_from_db()
    return batch


def load(*, by: Actor, batch: ImportBatch, progress: Progress = no_progress) -> Report:
    """Loads a confirmed file. Running it again after a break ends where an unbroken run would have ended."""
    check_can_import(by)
    options = _options(batch)
    with batch.file.open("rb") as stream:
        reading = _open(cast(BinaryIO, stream), batch.file_name, options)
        report = run(by=by, reading=reading, options=options, progress=progress)
    if report.stored:
        _remember(by, batch, reading, report)
        batch.file.delete(save=True)
    else:
        batch.state = BatchState.PREVIEW
        _keep(batch, reading, report)
    return report


def discard(*, by: Actor, batch: ImportBatch) -> None:
    """Throws a checked file away."""
    check_can_import(by)
    name, storage = batch.file.name, batch.file.storage
    with transaction.atomic():
        check_can_discard(ImportBatch.objects.select_for_update().get(pk=batch.pk))
        batch.state = BatchState.DISCARDED
        batch.file = ""
        batch.preview = {}
        batch.save(update_fields=["state", "file", "preview"])
        batch.errors.all().delete()
        audit.record(by=by, verb="import.discarded", obj=batch, data={"file": batch.file_name})
    if name:
        storage.delete(name)


def forget_old_previews(*, by: Actor, now: dt.datetime) -> int:
    """Throws away what waited for a word for 30 days; returns how many files that were."""
    waiting = ImportBatch.objects.filter(state=BatchState.PREVIEW, created_at__lt=now - KEEP_PREVIEWS)
    old = list(waiting.select_related("job"))
    for batch in old:
        discard(by=by, batch=batch)
    return len(old)


def _open(stream: BinaryIO, name: str, options: Options) -> Reading:
    return open_file(
        stream,
        name=name,
        dataset=options.dataset,
        profile=options.profile,
        zone=company_zone(),
        limits=limits(),
    )


def _options(batch: ImportBatch, *, dry_run: bool = False) -> Options:
    return Options(
        batch.dataset,
        find_profile(batch.profile) if batch.profile else None,
        create_partners=batch.options.get("create_partners", False),
        all_or_nothing=batch.options.get("all_or_nothing", False),
        dry_run=dry_run,
    )


def _enqueue(task: str, by: Actor, batch: ImportBatch, title: str) -> None:
    batch.job = jobs.enqueue(
        task,
        by=by,
        key=f"{task}:{batch.public_id}",
        title=title,
        back_url=reverse("suppliers:import", kwargs={"public_id": batch.public_id}),
        batch=batch.public_id,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job=batch.job)
    batch.refresh_from_db()


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(MEGABYTE):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


def _remember(by: Actor, batch: ImportBatch, reading: Reading, report: Report) -> None:
    """The history of what was loaded, and one event in the trail."""
    batch.state = BatchState.LOADED
    batch.loaded_at = timezone.now()
    _keep(batch, reading, report)
    counts = {name: tally.counts() for name, tally in report.tallies.items()}
    data = {"file": batch.file_name, "sha256": batch.sha256, "profile": batch.profile, "counts": counts}
    audit.record(by=by, verb="import.loaded", obj=batch, data=data)


def _keep(batch: ImportBatch, reading: Reading, report: Report) -> None:
    """Counts, what is shown of changes and samples, and every refused row."""
    batch.rows = report.file.rows + report.file.ignored
    batch.counts = {name: tally.counts() for name, tally in (("file", report.file), *report.tallies.items())}
    batch.preview = {
        "encoding": reading.encoding,
        "columns": len(reading.header),
        "matched": [[item.name, item.dataset, item.identifier] for item in reading.matched],
        "changes": {
            name: [change.as_json() for change in tally.changes] for name, tally in report.tallies.items()
        },
        "samples": {name: tally.samples for name, tally in report.tallies.items()},
        "warnings": {
            name: [[item.row, item.column, item.value, _words(item.reason)] for item in tally.warnings]
            for name, tally in report.tallies.items()
        },
    }
    batch.save()
    batch.errors.all().delete()
    errors = [_error(batch, name, error) for name, tally in report.tallies.items() for error in tally.errors]
    for start in range(0, len(errors), ERRORS_AT_ONCE):
        ImportError.objects.bulk_create(errors[start : start + ERRORS_AT_ONCE])


def _error(batch: ImportBatch, dataset: str, error: RowError) -> ImportError:
    return ImportError(
        batch=batch,
        dataset=dataset,
        row=error.row,
        column=error.column[:100],
        value=error.value[:250],
        reason=_words(error.reason)[:500],
        way_out=_words(error.way_out)[:500],
    )


def _words(message: Message) -> str:
    return message.translated(_)
