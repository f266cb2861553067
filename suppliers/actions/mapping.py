"""A foreign file on its way to a profile: kept with its sample, mapped, and sent on to the normal check."""

import secrets
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from suppliers.actions import imports
from suppliers.actions.loading.run import company_zone, limits
from suppliers.enums import BatchState
from suppliers.imports.pipeline import open_file
from suppliers.imports.profiles import Profile
from suppliers.imports.suggest import Sample, read_sample
from suppliers.imports.suggest.packing import packed, unpacked
from suppliers.imports.toml import document_of
from suppliers.models import ImportBatch
from suppliers.permissions import check_can_import
from suppliers.policies import check_can_map

# What a mapping used once is called: no profile of this name is kept.
ONCE = "once"
# Options of a batch that mean something only while it is mapped: that it is, and the profile that it edits.
OF_MAPPING = ("unmapped", "edits")


def keep(
    *, by: Actor, file: File[bytes], name: str, options: dict[str, Any] | None = None
) -> ImportBatch | None:
    """Keeps a file whose columns are not ours, to be mapped. None when it holds no row to look at.

    Raises FileRefused when it is no table at all.
    """
    check_can_import(by)
    stream = cast(BinaryIO, file)
    sample = read_sample(stream, name, limits=limits())
    if not sample.rows or not any(sample.header):
        return None
    batch = ImportBatch(
        file_name=name[-250:],
        sha256=imports.digest_of(stream),
        size=file.size or 0,
        options={"unmapped": True, **(options or {})},
        preview={"sample": packed(sample)} if sample.is_workbook else {},
        state=BatchState.CHECKING,
        channel=by.channel,
        created_by=by.user,
    )
    file.seek(0)
    with transaction.atomic():
        batch.file.save(secrets.token_hex(16), File(file), save=True)
        audit.record(by=by, verb="import.kept_to_map", obj=batch, data={"file": batch.file_name})
    return batch


def sample_of(batch: ImportBatch, *, encoding: str = "", delimiter: str = "", header_row: int = 0) -> Sample:
    """The first rows of a kept file. Raises FileRefused when it cannot be read in that way."""
    if "sample" in batch.preview and not header_row:
        return unpacked(batch.preview["sample"])
    with batch.file.open("rb") as stream:
        return read_sample(
            cast(BinaryIO, stream),
            batch.file_name,
            encoding=encoding,
            delimiter=delimiter,
            header_row=header_row,
            limits=limits(),
        )


def check_whole(*, batch: ImportBatch, profile: Profile) -> None:
    """Can the whole file be read so, not only its first rows? Raises FileRefused."""
    with batch.file.open("rb") as stream:
        open_file(
            cast(BinaryIO, stream),
            name=batch.file_name,
            dataset=profile.datasets[0],
            profile=profile,
            zone=company_zone(),
            limits=limits(),
        )


def use(*, by: Actor, batch: ImportBatch, profile: Profile, kept_as: str = "") -> ImportBatch:
    """Reads the file by this profile and sends it on to its preview, as if it had come with it.

    Raises ValidationError when the file waits for its columns no more.
    """
    for dataset in profile.datasets:
        check_can_import(by, dataset)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
        check_can_map(batch)
        batch.dataset = profile.datasets[0]
        batch.profile = kept_as
        batch.profile_document = document_of(profile)
        batch.options = {name: value for name, value in batch.options.items() if name not in OF_MAPPING}
        batch.state = BatchState.CHECKING
        batch.counts, batch.preview = {}, {}
        batch.save()
        audit.record(
            by=by, verb="import.mapped", obj=batch, data={"file": batch.file_name, "profile": kept_as}
        )
    imports.start_check(by=by, batch=batch)
    return batch
