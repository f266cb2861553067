"""The audit trail is guarded by triggers: made after every migration, looked for at start-up."""

from typing import Any

from django.core.checks import Critical, Tags, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from portal.db import trail


def guard_trail(using: str, **kwargs: Any) -> None:
    """After a migration: SQLite has dropped the triggers if it rewrote the table."""
    connection = connections[using]
    if trail.has_table(connection):
        trail.install(connection)


@register(Tags.database)
def check_trail(databases: list[str] | None = None, **kwargs: Any) -> list[Critical]:
    """`manage.py check --database default`, which every start runs, reads the triggers back."""
    found = []
    for alias in databases or ():
        try:
            connection = connections[alias]
            missing = trail.missing(connection) if trail.has_table(connection) else []
        except DatabaseError:
            continue  # an unreachable database is reported by those who need it
        if missing:
            found.append(
                Critical(
                    _("The audit trail can be changed: %(guards)s missing.") % {"guards": ", ".join(missing)},
                    hint=_(
                        "Run manage.py migrate, which makes the triggers again, then manage.py verify_audit."
                    ),
                    id="portal.C001",
                )
            )
    return found
