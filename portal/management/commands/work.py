from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.checks import check_live_database
from portal.jobs.worker import JobWorker


class Command(BaseCommand):
    help = "Runs jobs and what is scheduled, until it is told to stop (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what waits now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        for found in check_live_database():
            self.stderr.write(str(found))
        worker = JobWorker()
        if options["once"]:
            worker.run_waiting()
        else:
            worker.work_until_told()
