"""`manage.py export DATASET [FILE]`: the stored rows of a dataset, as a file that imports again unchanged."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import exports
from portal.actors import system_actor
from suppliers.facts.rows import OfNoPartner, RowSource, rows_of
from suppliers.imports.datasets import DATASETS
from suppliers.models import Partner
from suppliers.presenters.files import file_rows

STANDARD_OUTPUT = "-"
WRONG_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Write all rows of a dataset to a CSV or XLSX file, or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", choices=list(DATASETS), help="which rows")
        parser.add_argument("file", nargs="?", default=STANDARD_OUTPUT, help="- (standard output) by default")
        parser.add_argument(
            "--format", choices=list(exports.CONTENT_TYPES), help="by the file's name, else csv"
        )
        parser.add_argument("--partner", nargs="+", default=[], metavar="CODE", help="only rows of these")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["format"] or _kind_of(options["file"])
        source = _chosen(rows_of(options["dataset"], system_actor()), options["partner"])
        if kind == exports.XLSX and source.count() >= exports.SHEET_ROWS:
            raise _wrong(
                f"{options['dataset']}: a sheet holds {exports.SHEET_ROWS:,} rows. Use --format csv."
            )
        if options["file"] == STANDARD_OUTPUT:
            exports.write(file_rows(source), kind, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        try:
            _write(source, kind, Path(options["file"]))
        except OSError as error:
            raise _wrong(f"{options['file']}: {error.strerror}") from error


def _kind_of(name: str) -> str:
    suffix = Path(name).suffix.lower().removeprefix(".")
    return suffix if suffix in exports.CONTENT_TYPES else exports.CSV


def _chosen(source: RowSource, codes: list[str]) -> RowSource:
    if not codes:
        return source
    known = set(Partner.objects.filter(code__in=codes).values_list("code", flat=True))
    if missing := [code for code in codes if code not in known]:
        raise _wrong(f"No partner has the code {', '.join(missing)}.")
    try:
        return source.of_partners(codes)
    except OfNoPartner as error:
        raise _wrong(f"The rows of {source.dataset} belong to no partner: leave --partner out.") from error


def _write(source: RowSource, kind: str, path: Path) -> None:
    """Beside the file first: whoever reads it meanwhile finds the old one or the new one, whole.

    A device, a pipe or a link is written to as it is: only a plain file may be replaced.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        with path.open("wb") as file:
            exports.write(file_rows(source), kind, file)
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            exports.write(file_rows(source), kind, file)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _wrong(words: str) -> CommandError:
    return CommandError(words, returncode=WRONG_ARGUMENTS)
