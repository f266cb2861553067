"""`manage.py flush`, as Django has it, on a database with rows that refuse to be removed."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from portal.db import guarding
from portal.guards import guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        standing = [
            guard
            for guard in guards()
            if guarding.has_tables(connection, guard) and not guarding.missing(connection, guard)
        ]
        for guard in standing:
            guarding.remove(connection, guard)
        try:
            super().handle(**options)
        finally:
            for guard in standing:
                guarding.install(connection, guard)
