"""How a quarter ended stays as it was published: the guard of snapshots, in the database itself."""

from cms.models.standard import StandardSnapshot
from portal.db.guarding import Guard

REFUSAL = "a published snapshot is never changed"
TABLE = StandardSnapshot._meta.db_table

_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
_CALL = "EXECUTE FUNCTION cms_published_guard()"

PUBLISHED = Guard(
    words="How quarters ended, as it was published",
    sqlite={
        TABLE: {
            f"{TABLE}_update": f"CREATE TRIGGER {TABLE}_update BEFORE UPDATE ON {TABLE} {_REFUSE}",
            f"{TABLE}_delete": f"CREATE TRIGGER {TABLE}_delete BEFORE DELETE ON {TABLE} {_REFUSE}",
            # A row replaced (INSERT OR REPLACE) is a row deleted, which fires no trigger of its own: it is
            # known by its number, by its public name, or by its standard and quarter.
            f"{TABLE}_insert": f"CREATE TRIGGER {TABLE}_insert BEFORE INSERT ON {TABLE}"
            f" WHEN NEW.id IN (SELECT id FROM {TABLE}) OR NEW.public_id IN (SELECT public_id FROM {TABLE})"
            f" OR (NEW.standard_id, NEW.period) IN (SELECT standard_id, period FROM {TABLE}) {_REFUSE}",
        }
    },
    function=f"""
CREATE OR REPLACE FUNCTION cms_published_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION '{REFUSAL}';
END $guard$
""",
    postgresql={
        TABLE: {
            f"{TABLE}_row": f"CREATE TRIGGER {TABLE}_row BEFORE UPDATE OR DELETE ON {TABLE}"
            f" FOR EACH ROW {_CALL}",
            f"{TABLE}_all": f"CREATE TRIGGER {TABLE}_all BEFORE TRUNCATE ON {TABLE}"
            f" FOR EACH STATEMENT {_CALL}",
        }
    },
)
