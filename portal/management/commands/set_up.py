"""`manage.py set_up`: what an installation needs before it serves; a second run finds nothing to do."""

import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from portal.checks import check_live_database

STAMP = ".collected"


class Command(BaseCommand):
    help = "Brings the database and the static files up to date; with --demo also fills an empty database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Fill an empty database with the demo.")

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        self._migrate()
        self._check_database()
        self._collect_static()
        if demo and not get_user_model().objects.exists():
            self._say("Building the demo company (once)")
            with transaction.atomic():  # all or nothing: who interrupts it builds it again next time
                call_command("demo", stdout=io.StringIO())

    def _say(self, text: str) -> None:
        self.stdout.write(f"{self.style.MIGRATE_HEADING('==>')} {text}")
        self.stdout.flush()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            self._say(f"Bringing the database up to date ({len(waiting)} migrations)")
            call_command("migrate", verbosity=0, interactive=False)

    def _check_database(self) -> None:
        """Reads the settings of the live connection back, and the guards of the audit trail."""
        serious = [str(found) for found in check_live_database() if found.is_serious()]
        if serious:
            raise CommandError("\n".join(serious))

    def _collect_static(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / STAMP
        if stamp.exists() and stamp.read_text() == _fingerprint():
            return
        self._say("Collecting static files")
        call_command("build_fonts", stdout=io.StringIO())
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(_fingerprint())


def _fingerprint() -> str:
    """Changes when a static file is added, removed or changed, or when DEBUG changes how they are named."""
    digest = hashlib.sha256(str(settings.DEBUG).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
