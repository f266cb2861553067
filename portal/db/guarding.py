"""Triggers that keep rows as they are, on either engine: made after every migration, looked for at start-up.

SQLite drops the triggers of a table whenever it rewrites the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """`sqlite` and `postgresql` hold, by table and by the name of the trigger, the statements that make them.

    `function` is the statement that makes the function which PostgreSQL's triggers call. `words` say what
    could be changed without the guard.
    """

    words: str
    function: str
    sqlite: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    postgresql: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def wanted(self, connection: BaseDatabaseWrapper) -> Mapping[str, Mapping[str, str]]:
        """The triggers of this engine, by table."""
        return self.postgresql if connection.vendor == "postgresql" else self.sqlite


def has_tables(connection: BaseDatabaseWrapper, guard: Guard) -> bool:
    with connection.cursor() as cursor:
        return guard.sqlite.keys() <= set(connection.introspection.table_names(cursor))


def missing(connection: BaseDatabaseWrapper, guard: Guard) -> list[str]:
    """Names of the triggers that should stand and do not."""
    return sorted(
        name
        for table, triggers in guard.wanted(connection).items()
        for name in triggers.keys() - _standing(connection, table)
    )


def install(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    """Make the triggers anew, so that a changed one takes the place of its older self."""
    remove(connection, guard)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(guard.function)
        for triggers in guard.wanted(connection).values():
            for statement in triggers.values():
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    """Take the triggers away: for emptying the whole database, and for nothing else."""
    with connection.cursor() as cursor:
        for table, triggers in guard.wanted(connection).items():
            of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            for name in sorted(_standing(connection, table) & triggers.keys()):
                cursor.execute(f"DROP TRIGGER {name}{of_table}")


def _standing(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    """The triggers that stand and act: on PostgreSQL a trigger can be switched off."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger"
            " WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D' AND NOT tgisinternal"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return {name for (name,) in cursor.fetchall()}
