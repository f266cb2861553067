"""Several files in one .zip: a table, and the files in which it looks things up."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from suppliers.imports.guard import check_size
from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import FileRefused, shown
from suppliers.imports.workbook import BROKEN_ARCHIVE, check_archive, is_archive

MOST_IN_MEMORY = 50 * MEGABYTE

_NOT_TOGETHER = gettext_noop(
    "The profile looks things up in %(files)s: send %(main)s together with them in one .zip. On the command "
    "line they may lie beside it."
)
_LACKS = gettext_noop("The .zip lacks %(missing)s. It has: %(has)s.")


def unpack(
    stream: BinaryIO, main: str, further: list[str], limits: Limits
) -> tuple[BinaryIO, dict[str, BinaryIO]]:
    """The table of an archive on disk, and its further files in memory; in whatever folder of it they lie.

    Whoever asks closes the table. Errors: FileRefused for what is no archive or lacks a file.
    """
    if not is_archive(stream):
        raise FileRefused(say(_NOT_TOGETHER, main=main, files=", ".join(further)))
    check_archive(stream, limits)
    try:
        with zipfile.ZipFile(stream) as archive:
            held = {Path(entry.filename).name.casefold(): entry for entry in archive.infolist()}
            missing = [name for name in (main, *further) if name.casefold() not in held]
            if missing:
                has = shown(", ".join(sorted(held)))
                raise FileRefused(say(_LACKS, missing=", ".join(missing), has=has))
            files = {name: _in_memory(archive, held[name.casefold()], limits) for name in further}
            return _on_disk(archive, held[main.casefold()]), files
    except BROKEN_ARCHIVE as error:
        raise FileRefused(say(gettext_noop("The .zip is damaged. Pack it again."))) from error


def _in_memory(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> BinaryIO:
    check_size(entry.file_size, replace(limits, max_bytes=min(limits.max_bytes, MOST_IN_MEMORY)))
    return io.BytesIO(archive.read(entry))


def _on_disk(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """At most what the directory says, which was checked."""
    target = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - whoever asked reads it
    try:
        with archive.open(entry) as part:
            shutil.copyfileobj(part, target, MEGABYTE)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def pack(files: Mapping[str, Path]) -> BinaryIO:
    """Files from disk in one nameless archive; the same files make the same bytes. Raises OSError."""
    with ExitStack() as closing:
        target = cast(BinaryIO, closing.enter_context(tempfile.TemporaryFile()))
        archive = closing.enter_context(zipfile.ZipFile(target, "w"))
        for name, path in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as part:
                shutil.copyfileobj(source, part, MEGABYTE)
        archive.close()
        closing.pop_all()
    target.seek(0)
    return target
