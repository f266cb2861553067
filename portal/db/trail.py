"""The audit trail's guard: a row is inserted, sealed once, and nothing else."""

from portal.db.guarding import Guard

TABLE = "portal_auditevent"
REFUSAL = "the audit trail is append-only"

_FIXED = (
    "id", "at", "actor_id", "actor_label", "channel", "verb", "object_type", "object_id", "scope", "data",
)  # fmt: skip

TRAIL = Guard(
    words="The audit trail",
    sqlite={
        TABLE: {
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
    },
    function=f"""
CREATE OR REPLACE FUNCTION portal_trail_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.seal = '' AND OLD.place IS NULL AND NEW.seal <> '' AND NEW.place IS NOT NULL
            AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _FIXED)}
        THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $guard$
""",
    postgresql={
        TABLE: {
            "portal_trail_row": f"""CREATE TRIGGER portal_trail_row BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION portal_trail_guard()""",
            "portal_trail_truncate": f"""CREATE TRIGGER portal_trail_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION portal_trail_guard()""",
        }
    },
)
