"""`manage.py flush`, as Django has it, on a database whose audit trail refuses to be emptied."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from portal.db import trail


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        guarded = trail.has_table(connection) and not trail.missing(connection)
        if guarded:
            trail.remove(connection)
        try:
            super().handle(**options)
        finally:
            if guarded:
                trail.install(connection)
