"""The audit trail's guards: triggers that let a row be inserted, sealed once, and nothing else.

Made after every migration (SQLite drops them whenever it rewrites the table) and looked for at start-up.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "portal_auditevent"
REFUSAL = "the audit trail is append-only"

_FIXED = (
    "id", "at", "actor_id", "actor_label", "channel", "verb", "object_type", "object_id", "scope", "data",
)  # fmt: skip

_SQLITE = {
    "portal_trail_update": f"""CREATE TRIGGER portal_trail_update BEFORE UPDATE ON {TABLE}
        WHEN NOT (OLD.seal = '' AND OLD.place IS NULL AND NEW.seal <> '' AND NEW.place IS NOT NULL
            AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in _FIXED)})
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    "portal_trail_delete": f"""CREATE TRIGGER portal_trail_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above, unless recursive triggers are on.
    "portal_trail_insert": """CREATE TRIGGER portal_trail_insert BEFORE INSERT ON portal_auditevent
        WHEN NEW.id IN (SELECT id FROM portal_auditevent)
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
}

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION portal_trail_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.seal = '' AND OLD.place IS NULL AND NEW.seal <> '' AND NEW.place IS NOT NULL
            AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _FIXED)}
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $guard$
"""
_POSTGRESQL = {
    "portal_trail_row": f"""CREATE TRIGGER portal_trail_row BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION portal_trail_guard()""",
    "portal_trail_truncate": f"""CREATE TRIGGER portal_trail_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION portal_trail_guard()""",
}


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def _standing(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that stand and act: on PostgreSQL a trigger can be switched off."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger"
            " WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D' AND NOT tgisinternal"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return {name for (name,) in cursor.fetchall()}


def has_table(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return TABLE in connection.introspection.table_names(cursor)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the guards that should stand and do not."""
    return sorted(_wanted(connection).keys() - _standing(connection))


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the guards anew, so that a changed one takes the place of its older self."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for statement in _wanted(connection).values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for emptying the whole database, and for nothing else."""
    table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _standing(connection) & _wanted(connection).keys():
            cursor.execute(f"DROP TRIGGER {name}{table}")
