"""`manage.py build_fonts`: cuts the fonts that `collectstatic` then collects."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.fonts import build


class Command(BaseCommand):
    help = "Cut the fonts of the look from their package; does nothing when they are there."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        written = build(settings.BUILT_STATIC)
        self.stdout.write(
            f"{len(written)} fonts written to {settings.BUILT_STATIC}" if written else "Fonts are there."
        )
