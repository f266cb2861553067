"""Files that programs send: nobody looks at a preview, so what was checked is loaded at once."""

from django.core.files import File
from django.db import transaction

from portal.actors import Actor
from suppliers.actions import imports
from suppliers.enums import BatchState
from suppliers.models import ImportBatch

THEN_LOAD = "then_load"


def receive(
    *,
    by: Actor,
    file: File[bytes],
    name: str,
    dataset: str,
    profile: str,
    create_partners: bool,
    all_or_nothing: bool,
    then_load: bool,
) -> ImportBatch:
    """Keeps a file, has it checked and then, unless it shall wait for a person, loaded.

    Raises PermissionDenied, FileRefused, UnknownProfile.
    """
    with transaction.atomic():  # a worker that checks it must know already what comes then
        batch = imports.upload(
            by=by, file=file, name=name, dataset=dataset, profile=profile, create_partners=create_partners
        )
        batch.options = {**batch.options, "all_or_nothing": all_or_nothing, THEN_LOAD: then_load}
        batch.save(update_fields=["options"])
    batch.refresh_from_db()
    return go_on(by=by, batch=batch)


def go_on(*, by: Actor, batch: ImportBatch) -> ImportBatch:
    """Starts the loading of a file that is checked, if that was its sender's wish."""
    if batch.state != BatchState.PREVIEW or not batch.options.get(THEN_LOAD):
        return batch
    return imports.confirm(by=by, batch=batch, all_or_nothing=batch.options["all_or_nothing"])
