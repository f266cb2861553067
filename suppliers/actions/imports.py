"""A file's way in: uploaded, checked without storing a fact, confirmed or thrown away, loaded, remembered."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import jobs
from portal.actions import audit
from portal.actors import Actor
from suppliers.actions.loading.journal import in_words
from suppliers.actions.loading.passes import Progress
from suppliers.actions.loading.run import Options, Report, company_zone, limits, no_progress, run
from suppliers.actions.messages import KnownParties
from suppliers.enums import BatchState
from suppliers.facts.profiles import find_profile
from suppliers.imports.limits import MEGABYTE
from suppliers.imports.pipeline import Reading, open_file
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import profile_of
from suppliers.imports.rows import open_rows
from suppliers.imports.toml import document_of
from suppliers.models import ImportBatch
from suppliers.permissions import check_can_handle, check_can_import
from suppliers.policies import check_can_cancel, check_can_confirm, check_can_discard

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
    reading = _open(by, stream, name, options)
    if options.dry_run:
        return run(by=by, reading=reading, options=options, progress=progress), None
    sha256 = digest_of(stream)
    batch = _broken_off(by, options, sha256) or _new_batch(by, options, name, reading, sha256)
    return _load_now(by, batch, reading, options, progress)


def import_rows(
    *, by: Actor, rows: Sequence[Mapping[str, Any]], options: Options
) -> tuple[Report, ImportBatch | None]:
    """Loads rows that a program sends, by the names of our columns, as a file of the same rows is loaded.

    The batch is None when nothing was stored. Raises FileRefused for rows that cannot be read at all.
    """
    check_can_import(by, options.dataset)
    reading = open_rows(rows, dataset=options.dataset, zone=company_zone())
    if options.dry_run:
        return run(by=by, reading=reading, options=options), None
    batch = _new_batch(by, options, _("rows of a program"), reading, "")
    return _load_now(by, batch, reading, options, no_progress)


def _load_now(
    by: Actor, batch: ImportBatch, reading: Reading, options: Options, progress: Progress
) -> tuple[Report, ImportBatch | None]:
    try:
        report = run(by=by, reading=reading, options=options, batch=batch, progress=progress)
    except FileRefused:
        batch.delete()
        raise
    if not report.stored:
        batch.delete()
        return report, None
    _remember(by, batch, reading, report)
    return report, batch


def _broken_off(by: Actor, options: Options, sha256: str) -> ImportBatch | None:
    """The same file, whose loading from the command line was killed: it goes on where it was."""
    if by.user is not None:
        return None
    return ImportBatch.objects.filter(
        sha256=sha256,
        dataset=options.dataset,
        profile=options.profile.name if options.profile else "",
        options=_kept_options(options),
        state=BatchState.LOADING,
        channel=by.channel,
        created_by=None,
        job=None,
    ).first()


def _new_batch(by: Actor, options: Options, name: str, reading: Reading, sha256: str) -> ImportBatch:
    profile = options.profile
    return ImportBatch.objects.create(
        dataset=options.dataset,
        profile=profile.name if profile else "",
        profile_document=document_of(profile) if profile else None,
        file_name=name[-250:],
        sha256=sha256,
        size=reading.size,
        options=_kept_options(options),
        state=BatchState.LOADING,
        channel=by.channel,
        created_by=by.user,
    )


def _kept_options(options: Options) -> dict[str, bool]:
    return {"create_partners": options.create_partners, "all_or_nothing": options.all_or_nothing}


def upload(
    *, by: Actor, file: File[bytes], name: str, dataset: str, profile: str, create_partners: bool
) -> ImportBatch:
    """Keeps an uploaded file whose header fits and has it checked; no fact is stored. Raises FileRefused."""
    check_can_import(by)
    options = Options(dataset, find_profile(profile) if profile else None, create_partners)
    stream = cast(BinaryIO, file)
    reading = _open(by, stream, name, options)
    batch = _new_batch(by, options, name, reading, digest_of(stream))
    batch.state = BatchState.CHECKING
    file.seek(0)
    batch.file.save(secrets.token_hex(16), File(file), save=True)
    start_check(by=by, batch=batch)
    return batch


def start_check(*, by: Actor, batch: ImportBatch) -> None:
    """Has a kept file checked: a small one here and now, a large one by the worker."""
    check_can_handle(by, batch)
    if batch.size <= CHECK_AT_ONCE:
        check(by=by, batch=batch)
    else:
        _enqueue("suppliers.jobs.check_import", by, batch, _("Checking %(file)s") % {"file": batch.file_name})


def check(*, by: Actor, batch: ImportBatch, progress: Progress = no_progress) -> None:
    """What the file would do, kept with the batch for its preview. A file that breaks off is thrown away."""
    check_can_handle(by, batch)
    options = _options(batch, dry_run=True)
    try:
        with batch.file.open("rb") as stream:
            reading = _open(by, cast(BinaryIO, stream), batch.file_name, options)
            report = run(by=by, reading=reading, options=options, batch=batch, progress=progress)
    except FileRefused as refusal:
        batch.problem = in_words(refusal.message)
        batch.state = BatchState.FAILED
        batch.file.delete(save=False)
        batch.save()
        return
    batch.state = BatchState.PREVIEW
    _keep(batch, reading, report)


def confirm(*, by: Actor, batch: ImportBatch, all_or_nothing: bool) -> ImportBatch:
    """Starts the loading of a checked file, once however often it is asked for."""
    check_can_handle(by, batch)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        check_can_confirm(batch)
        if not batch.steps.exists():  # what is begun goes on as it was begun
            batch.options = {**batch.options, "all_or_nothing": all_or_nothing}
        batch.state = BatchState.LOADING
        batch.save(update_fields=["options", "state"])
        _enqueue("suppliers.jobs.load_import", by, batch, _("Saving %(file)s") % {"file": batch.file_name})
    batch.refresh_from_db()
    return batch


def load(*, by: Actor, batch: ImportBatch, progress: Progress = no_progress) -> Report:
    """Loads a confirmed file. Running it again after a break ends where an unbroken run would have ended."""
    check_can_handle(by, batch)
    options = _options(batch)
    with batch.file.open("rb") as stream:
        reading = _open(by, cast(BinaryIO, stream), batch.file_name, options)
        report = run(by=by, reading=reading, options=options, batch=batch, progress=progress)
    if report.stored:
        _remember(by, batch, reading, report)
        batch.file.delete(save=True)
    else:
        batch.state = BatchState.PREVIEW
        _keep(batch, reading, report)
    return report


def cancel(*, by: Actor, batch: ImportBatch) -> None:
    """Stops the work on a file. What it has stored stays, may be gone on with, or taken back."""
    check_can_handle(by, batch)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        check_can_cancel(batch)
        if batch.job is not None:
            jobs.cancel(batch.job)
        if batch.state == BatchState.LOADING:
            batch.state = BatchState.STOPPED if batch.steps.exists() else BatchState.PREVIEW
            batch.save(update_fields=["state"])
        audit.record(by=by, verb="import.stopped", obj=batch, data={"file": batch.file_name})


def discard(*, by: Actor, batch: ImportBatch) -> None:
    """Throws a checked file away."""
    check_can_handle(by, batch)
    name, storage = batch.file.name, batch.file.storage
    with transaction.atomic():
        check_can_discard(ImportBatch.objects.select_for_update().get(pk=batch.pk))
        batch.state = BatchState.DISCARDED
        batch.file = ""
        batch.preview = {}
        batch.save(update_fields=["state", "file", "preview"])
        batch.errors.all().delete()
        batch.refused_rows.all().delete()
        audit.record(by=by, verb="import.discarded", obj=batch, data={"file": batch.file_name})
    if name:
        storage.delete(name)


def forget_old_previews(*, by: Actor, now: dt.datetime) -> int:
    """Throws away what waited for a word for 30 days; returns how many files that were."""
    for_a_word = Q(state=BatchState.PREVIEW) | Q(state=BatchState.CHECKING, options__unmapped=True)
    waiting = ImportBatch.objects.filter(for_a_word, created_at__lt=now - KEEP_PREVIEWS)
    old = list(waiting.select_related("job"))
    for batch in old:
        discard(by=by, batch=batch)
    return len(old)


def _open(by: Actor, stream: BinaryIO, name: str, options: Options) -> Reading:
    for dataset in options.profile.datasets if options.profile else (options.dataset,):
        check_can_import(by, dataset)
    return open_file(
        stream,
        name=name,
        dataset=options.dataset,
        profile=options.profile,
        zone=company_zone(),
        limits=limits(),
        parties=KnownParties(by),
    )


def _options(batch: ImportBatch, *, dry_run: bool = False) -> Options:
    return Options(
        batch.dataset,
        profile_of(batch.profile_document) if batch.profile_document else None,
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


def digest_of(stream: BinaryIO) -> str:
    """SHA-256 of the whole file, which stands at its start again afterwards."""
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
    """Counts, and what is shown of changes and samples; the refused rows are kept already."""
    batch.rows = report.file.rows + report.file.ignored
    batch.counts = {name: tally.counts() for name, tally in (("file", report.file), *report.tallies.items())}
    batch.preview = {
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "header": reading.header,
        "columns": len(reading.header),
        "matched": [[item.name, item.dataset, item.identifier] for item in reading.matched],
        "changes": {
            name: [change.as_json() for change in tally.changes] for name, tally in report.tallies.items()
        },
        "samples": {name: tally.samples for name, tally in report.tallies.items()},
        "warnings": {
            name: [[item.row, item.column, item.value, in_words(item.reason)] for item in tally.warnings]
            for name, tally in report.tallies.items()
        },
    }
    batch.save()
