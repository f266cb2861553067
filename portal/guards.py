"""Rows that stay as they are: their triggers are made after every migration and looked for at start-up."""

from typing import Any

from django.core.checks import Critical, Tags, register
from django.db import DatabaseError, connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext as _

from portal.db import guarding
from portal.db.guarding import Guard

_guards: list[Guard] = []


def register_guard(guard: Guard, *, of: Any) -> None:
    """`of`: the AppConfig whose tables it guards. After a migration SQLite may have dropped the triggers."""
    if guard in _guards:
        return
    _guards.append(guard)

    def make(using: str, **kwargs: Any) -> None:
        if guarding.has_tables(connections[using], guard):
            guarding.install(connections[using], guard)

    post_migrate.connect(make, sender=of, weak=False)


def guards() -> list[Guard]:
    return list(_guards)


@register(Tags.database)
def check_guards(databases: list[str] | None = None, **kwargs: Any) -> list[Critical]:
    """`manage.py check --database default`, which every start runs, reads the triggers back."""
    return [
        Critical(
            _("%(what)s can be changed: %(guards)s missing.")
            % {"what": guard.words, "guards": ", ".join(missing)},
            hint=_("Run manage.py migrate, which makes the triggers again, then manage.py verify_audit."),
            id="portal.C001",
        )
        for alias in databases or ()
        for guard in _guards
        if (missing := _missing(alias, guard))
    ]


def _missing(alias: str, guard: Guard) -> list[str]:
    """An unreachable database is reported by those who need it."""
    try:
        connection = connections[alias]
        return guarding.missing(connection, guard) if guarding.has_tables(connection, guard) else []
    except DatabaseError:
        return []
