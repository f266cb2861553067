"""`manage.py import DATASET FILE`: loads a file of trade facts and says what became of each row."""

import json
import sys
import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from portal.actors import system_actor
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options, Report
from suppliers.actions.loading.tally import Tally
from suppliers.facts.profiles import UnknownProfile, find_profile, profile_names
from suppliers.imports.bundle import pack
from suppliers.imports.datasets import DATASETS
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import Profile, ProfileRefused, parse_profile
from suppliers.models import ImportBatch

SHOWN_ERRORS = 20
WRONG_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Load a CSV or XLSX file of partners, orders, receipts, invoices or another of our datasets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", choices=list(DATASETS), help="what the rows of the file are")
        parser.add_argument("file", type=Path, help="a CSV (UTF-8) or .xlsx file")
        parser.add_argument("--profile", help="a shipped or kept profile, or a TOML or JSON file with one")
        parser.add_argument("--create-partners", action="store_true", help="orders create missing partners")
        parser.add_argument("--dry-run", action="store_true", help="count and check, store nothing")
        parser.add_argument("--all-or-nothing", action="store_true", help="store nothing if a row is refused")
        parser.add_argument("--json", action="store_true", help="print one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        profile = _profile(options["profile"])
        if profile is not None and options["dataset"] not in profile.datasets:
            raise CommandError(
                f"Profile {profile.name} feeds {', '.join(profile.datasets)}, not {options['dataset']}.",
                returncode=WRONG_ARGUMENTS,
            )
        chosen = Options(
            options["dataset"],
            profile,
            create_partners=options["create_partners"],
            all_or_nothing=options["all_or_nothing"],
            dry_run=options["dry_run"],
        )
        try:
            with _opened(options["file"], profile) as stream:
                report, batch = import_file(
                    by=system_actor(),
                    stream=stream,
                    name=options["file"].name,
                    options=chosen,
                    progress=self._bar(),
                )
        except OSError as error:
            path = error.filename or options["file"]
            raise CommandError(f"{path}: {error.strerror}", returncode=WRONG_ARGUMENTS) from error
        except FileRefused as refusal:
            self._refuse_file(refusal, as_json=options["json"])
        else:
            self._print(report, batch, chosen, as_json=options["json"])
            if report.refused:
                sys.exit(1)

    def _bar(self) -> Any:
        def draw(done: int, total: int) -> None:
            width = 40 * done // total if total else 40
            self.stderr.write(
                f"\r[{'#' * width:40}] {done:,} of {total:,} rows", ending="" if done < total else "\n"
            )
            self.stderr.flush()

        def stay_silent(done: int, total: int) -> None:
            """Nobody looks."""

        return draw if self.stderr.isatty() else stay_silent

    def _refuse_file(self, refusal: FileRefused, *, as_json: bool) -> None:
        reason = str(refusal.message)
        if as_json:
            counts = dict.fromkeys(("rows", "new", "changed", "same", "refused"), 0)
            error = {
                "row": 1 if refusal.column else 0,
                "column": refusal.column,
                "value": "",
                "reason": reason,
            }
            self.stdout.write(json.dumps({"batch": None, **counts, "errors": [error]}, ensure_ascii=False))
        else:
            self.stderr.write(f"{reason}\nNothing was stored.")
        sys.exit(1)

    def _print(self, report: Report, batch: ImportBatch | None, chosen: Options, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_document(report, batch, chosen), ensure_ascii=False))
            return
        for name, tally in report.tallies.items():
            self._print_tally(name, tally)
        if chosen.dry_run:
            self.stdout.write("Dry run: nothing was stored.")
        elif not report.stored:
            self.stdout.write("All or nothing: rows were refused, so nothing was stored.")
        elif not report.moved and not report.refused:
            self.stdout.write("Every fact was already there: nothing changed.")

    def _print_tally(self, name: str, tally: Tally) -> None:
        ignored = f" {tally.ignored:,} ignored by the profile." if tally.ignored else ""
        self.stdout.write(
            f"{name}: {tally.rows:,} rows: {tally.new:,} new, {tally.changed:,} changed, {tally.same:,} "
            f"the same, "
            f"{tally.refused:,} refused.{ignored}"
        )
        for error in tally.errors[:SHOWN_ERRORS]:
            place = f"row {error.row}" + (f", {error.column}" if error.column else "")
            self.stdout.write(f"  {place}: {error.reason} {error.way_out}")
        if len(tally.errors) > SHOWN_ERRORS:
            self.stdout.write(f"  and {len(tally.errors) - SHOWN_ERRORS:,} more: --json lists them all")
        for warning in tally.warnings[:SHOWN_ERRORS]:
            self.stdout.write(
                f"  row {warning.row}, {warning.column}: {warning.reason} It is taken as it is."
            )


def _opened(path: Path, profile: Profile | None) -> BinaryIO:
    """The file; of a profile that looks things up in others, packed with those that lie beside it.

    Raises OSError when one of them is not there.
    """
    if profile is None or not profile.lookups or zipfile.is_zipfile(path):
        return path.open("rb")
    folder, table = (path, path / profile.file) if path.is_dir() else (path.parent, path)
    return pack({profile.file: table} | {item.file: folder / item.file for item in profile.lookups})


def _profile(name: str | None) -> Profile | None:
    """By the name of a profile, or from a file. Raises CommandError with code 2."""
    if not name:
        return None
    path = Path(name)
    try:
        if path.is_file():
            return parse_profile(path.read_bytes())
        return find_profile(name)
    except UnknownProfile as error:
        known = ", ".join(profile_names())
        raise CommandError(
            f"{name} is neither a profile nor a file. Profiles: {known}.", returncode=WRONG_ARGUMENTS
        ) from error
    except (ProfileRefused, OSError) as error:
        raise CommandError(f"{name}: {error}", returncode=WRONG_ARGUMENTS) from error


def _document(report: Report, batch: ImportBatch | None, chosen: Options) -> dict[str, Any]:
    """The documented JSON: one dataset as it is, several under `datasets`."""
    several = len(report.tallies) > 1
    documents = {
        name: _tally_document(tally, batch, with_ignored=several or bool(tally.ignored))
        for name, tally in report.tallies.items()
    }
    return {"datasets": documents} if several else documents[chosen.dataset]


def _tally_document(tally: Tally, batch: ImportBatch | None, *, with_ignored: bool) -> dict[str, Any]:
    document: dict[str, Any] = {"batch": batch.public_id if batch else None}
    document |= {name: getattr(tally, name) for name in ("rows", "new", "changed", "same", "refused")}
    document["errors"] = [error.as_json() for error in tally.errors]
    return document | ({"ignored": tally.ignored} if with_ignored else {})
