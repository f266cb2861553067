"""`manage.py export_content FILE`: the words of the site, to be taken to another installation."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.actions.content.exporting import export_content

WRONG_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Write pages, issued versions, pictures, files and redirects to a zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the zip to write")
        parser.add_argument("--json", action="store_true", help="Print one JSON document.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("wb") as opened:
                counts = export_content(opened)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(
                f"{error.filename or path}: {error.strerror}", returncode=WRONG_ARGUMENTS
            ) from error
        words = ", ".join(f"{many:,} {what}" for what, many in counts.items())
        self.stdout.write(json.dumps(counts) if options["json"] else f"{path}: {words}.")
