"""What was published stays as it was published: the guard of cards, figures, rows and packs, in the database.

One mark moves: `is_latest` of a card, when a revision takes its place. Nothing else, and nothing goes.
"""

from django.db.models import Model

from portal.db.guarding import Guard
from scorecards.models.card import Evidence, KpiResult, Scorecard
from scorecards.models.pack import ReviewPack

REFUSAL = "what was published is never changed"
CARD = Scorecard._meta.db_table
FIXED = [field.column for field in Scorecard._meta.local_concrete_fields if field.name != "is_latest"]


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _sqlite(table: str, unless: str = "") -> dict[str, str]:
    """A row replaced (INSERT OR REPLACE) is a row deleted, which fires no trigger of its own."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return {
        f"{table}_update": f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}{unless} {refuse}",
        f"{table}_delete": f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
        f"{table}_insert": f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}"
        f" WHEN NEW.id IN (SELECT id FROM {table}) {refuse}",
    }


def _postgresql(table: str) -> dict[str, str]:
    call = "EXECUTE FUNCTION scorecards_published_guard()"
    return {
        f"{table}_row": f"CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"{table}_all": f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    }


_TABLES = [_table(model) for model in (Scorecard, KpiResult, Evidence, ReviewPack)]
_SAME_IN_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in FIXED)
_SAME_IN_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in FIXED)

PUBLISHED = Guard(
    words="What was published",
    sqlite={
        table: _sqlite(table, f" WHEN NOT ({_SAME_IN_SQLITE})" if table == CARD else "") for table in _TABLES
    },
    function=f"""
CREATE OR REPLACE FUNCTION scorecards_published_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_TABLE_NAME = '{CARD}' AND TG_OP = 'UPDATE' THEN
        IF {_SAME_IN_POSTGRESQL} THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}';
END $guard$
""",
    postgresql={table: _postgresql(table) for table in _TABLES},
)
