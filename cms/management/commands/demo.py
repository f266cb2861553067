"""`manage.py demo`: a company to look at."""

from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.demo import building, people


def _day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Build the demo company in an empty database; the same for the same --as-of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", type=_day, metavar="DAY", help="The day it is there: YYYY-MM-DD, today by default."
        )
        parser.add_argument(
            "--reset",
            action="store_true",
            help="First empty a database that holds the demo, with all that was done in it since.",
        )

    def handle(self, *args: Any, as_of: date | None, reset: bool, **options: Any) -> None:
        if built := building.built_for():
            if not reset:
                self.stdout.write(f"The demo of {built} is here already; nothing changed.")
                self._log_ins()
                return
            call_command("flush", interactive=False, verbosity=0)
        if not building.is_empty():
            raise CommandError(
                "This database holds data that is not the demo's; nothing changed. "
                "Point DATA_DIR or DATABASE_URL to an empty one."
            )
        building.build(as_of=as_of or timezone.localdate(), say=lambda text: self.stdout.write(f"    {text}"))
        self._log_ins()

    def _log_ins(self) -> None:
        self.stdout.write(f"Log-ins, all with the password {people.PASSWORD}:")
        for person in [*people.STAFF, *people.PARTNERS]:
            self.stdout.write(f"    {person.email:<26}{person.name:<15}{person.who}")
