"""`manage.py import_content FILE`: what export_content wrote, taken over: all of it, or nothing."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.actions.content.importing import Taken, import_content
from cms.actions.content.reading import ContentRefused
from portal.actors import system_actor

WRONG_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Take over pages, issued versions, pictures, files and redirects from a zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the zip that export_content wrote")
        parser.add_argument("--dry-run", action="store_true", help="Try everything, keep nothing.")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as opened:
                taken = import_content(by=system_actor(), given=opened, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=WRONG_ARGUMENTS) from error
        except ContentRefused as refused:
            self._refuse(refused, as_json=options["json"])
        self._say(taken, dry_run=options["dry_run"], as_json=options["json"])

    def _refuse(self, refused: ContentRefused, *, as_json: bool) -> None:
        """Nothing was changed; each thing that does not fit is named."""
        if as_json:
            self.stdout.write(json.dumps({"refused": refused.problems}))
            raise SystemExit(1)
        raise CommandError("Nothing was changed.\n" + "\n".join(f"  {one}" for one in refused.problems))

    def _say(self, taken: Taken, *, dry_run: bool, as_json: bool) -> None:
        found = taken.as_json()
        if as_json:
            self.stdout.write(json.dumps({**found, "dry_run": dry_run}))
            return
        for what, rows in taken.counts.items():
            counts = f"{rows['new']:,} new, {rows['changed']:,} changed, {rows['same']:,} the same"
            self.stdout.write(f"{what}: {counts}")
        for words in found["left_empty"]:
            self.stdout.write(f"  left empty: {words}")
        if dry_run:
            self.stdout.write("Nothing was changed: this was a rehearsal.")
