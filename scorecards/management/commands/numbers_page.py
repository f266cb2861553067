"""`manage.py numbers_page > docs/numbers.md`: the definitions of the numbers, from the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from scorecards.presenters.numbers import numbers_page


class Command(BaseCommand):
    help = "Print docs/numbers.md: the definitions of the KPIs, from the code that computes them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(numbers_page(), ending="")
