"""`manage.py formats_pages docs/formats`: one page for each dataset, from its columns."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from suppliers.presenters.formats_pages import formats_pages


class Command(BaseCommand):
    help = "Write docs/formats: the columns and rules of every dataset, from the code that reads them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="docs/formats")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in formats_pages().items():
            (folder / name).write_text(text, encoding="utf-8")
