"""What was said stays as it was said: the guard of promises, in the database itself.

Two things may happen to a promise after it was made. Its partner follows the line when two partners become
one; and it goes with its line when the import that had brought the line is taken back, which stands on
record (`LineRemoval`) before. Nothing else, and of what was said nothing at all.
"""

from collections.abc import Mapping

from portal.db.guarding import Guard

PROMISE, PART, REMOVAL = "suppliers_promise", "suppliers_promisepart", "suppliers_lineremoval"
REFUSAL = "what was said is append-only"

_SAID = (
    "id", "public_id", "line_id", "event", "made_at", "made_by", "channel", "reason_code", "reason", "price",
    "sent_to", "answers_id", "recorded_at", "take", "voids_id",
)  # fmt: skip
_REMOVED = f"EXISTS (SELECT 1 FROM {REMOVAL} r WHERE r.line_key = OLD.line_id)"
_PART_REMOVED = (
    f"EXISTS (SELECT 1 FROM {REMOVAL} r JOIN {PROMISE} p ON p.line_id = r.line_key"
    " WHERE p.id = OLD.promise_id)"
)


def _sqlite(table: str, *, update_unless: str = "", delete_unless: str = "") -> Mapping[str, str]:
    """A row replaced (INSERT OR REPLACE) is a row deleted, which fires no trigger of its own."""
    conditions = {"UPDATE": update_unless, "DELETE": delete_unless}
    triggers = {
        f"{table}_{verb.lower()}": f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}"
        f"{f' WHEN NOT ({unless})' if unless else ''} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb, unless in conditions.items()
    }
    return triggers | {
        f"{table}_insert": f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}"
        f" WHEN NEW.id IN (SELECT id FROM {table}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    }


def _postgresql(table: str) -> Mapping[str, str]:
    call = "EXECUTE FUNCTION suppliers_said_guard()"
    return {
        f"{table}_row": f"CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"{table}_all": f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    }


SAID = Guard(
    words="What was said about order lines",
    sqlite={
        PROMISE: _sqlite(
            PROMISE,
            update_unless=" AND ".join(f"NEW.{name} IS OLD.{name}" for name in _SAID),
            delete_unless=_REMOVED,
        ),
        PART: _sqlite(PART, delete_unless=_PART_REMOVED),
        REMOVAL: _sqlite(REMOVAL),
    },
    function=f"""
CREATE OR REPLACE FUNCTION suppliers_said_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_TABLE_NAME = '{PROMISE}' AND TG_OP = 'UPDATE' THEN
        IF {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _SAID)}
        THEN RETURN NEW; END IF;
    ELSIF TG_TABLE_NAME = '{PROMISE}' AND TG_OP = 'DELETE' THEN
        IF {_REMOVED} THEN RETURN OLD; END IF;
    ELSIF TG_TABLE_NAME = '{PART}' AND TG_OP = 'DELETE' THEN
        IF {_PART_REMOVED} THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $guard$
""",
    postgresql={table: _postgresql(table) for table in (PROMISE, PART, REMOVAL)},
)
