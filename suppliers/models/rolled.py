"""The sums by month follow the entries in the same statement: triggers on both engines, so nobody can forget.

PostgreSQL sums a whole statement first, and lets one transaction at a time write the ledger: two of them
could otherwise wait for each other's sums.
"""

from portal.db.guarding import Guard
from suppliers.enums import EntryRole

ENTRY, PART, SUMS = "suppliers_ledgerentry", "suppliers_attribution", "suppliers_ledgermonth"
# Any number will do that no other lock of ours has.
LEDGER_LOCK = 7_302_612
_COLUMNS = "role, partner_key, month, kind, currency, amount_minor, company_minor, entries"
_ADD = (
    "ON CONFLICT (role, month, partner_key, kind, currency) DO UPDATE SET"
    f" amount_minor = {SUMS}.amount_minor + excluded.amount_minor,"
    f" company_minor = {SUMS}.company_minor + excluded.company_minor,"
    f" entries = {SUMS}.entries + excluded.entries"
)
# Which columns of a row, when they change, move a sum.
_FACTS = {
    ENTRY: (
        "month", "kind", "currency", "amount_minor", "company_minor",
        *(f"{role.value}_id" for role in EntryRole),
    ),
    PART: ("role", "partner_id", "month", "kind", "currency", "amount_minor", "company_minor"),
}  # fmt: skip


def _named(table: str, row: str) -> str:
    """(role, partner_key) of each sum that a row is part of; `row` is its name, or NEW or OLD."""
    if table == PART:
        return f"SELECT {row}.role AS role, {row}.partner_id AS partner_key"
    roles = "".join(f" UNION ALL SELECT '{role.value}', {row}.{role.value}_id" for role in EntryRole)
    return f"SELECT '' AS role, 0 AS partner_key{roles}"


def _sqlite(table: str, row: str, sign: str) -> str:
    return (
        f"INSERT INTO {SUMS} ({_COLUMNS})"
        f" SELECT n.role, n.partner_key, {row}.month, {row}.kind, {row}.currency,"
        f" {sign}{row}.amount_minor, {sign}{row}.company_minor, {sign}1"
        f" FROM ({_named(table, row)}) AS n WHERE n.partner_key IS NOT NULL {_ADD};"
    )


def _of_sqlite(table: str) -> dict[str, str]:
    add, take = _sqlite(table, "NEW", ""), _sqlite(table, "OLD", "-")
    events = {
        "insert": ("INSERT", add),
        "delete": ("DELETE", take),
        "update": (f"UPDATE OF {', '.join(_FACTS[table])}", take + add),
    }
    return {
        f"{table}_sum_{name}": f"CREATE TRIGGER {table}_sum_{name} AFTER {event} ON {table} BEGIN {acts} END"
        for name, (event, acts) in events.items()
    }


def _grouped(table: str, rows: str, sign: str) -> str:
    """SQL that adds (or takes away) the sums of a transition table of PostgreSQL."""
    return f"""
    INSERT INTO {SUMS} ({_COLUMNS})
    SELECT n.role, n.partner_key, r.month, r.kind, r.currency,
        {sign}SUM(r.amount_minor)::bigint, {sign}SUM(r.company_minor)::bigint, {sign}COUNT(*)
    FROM {rows} r CROSS JOIN LATERAL ({_named(table, "r")}) AS n
    WHERE n.partner_key IS NOT NULL
    GROUP BY n.role, n.partner_key, r.month, r.kind, r.currency
    {_ADD};"""


def _of_postgresql(table: str) -> dict[str, str]:
    tables = {
        "insert": "REFERENCING NEW TABLE AS added",
        "delete": "REFERENCING OLD TABLE AS taken",
        "update": "REFERENCING OLD TABLE AS taken NEW TABLE AS added",
    }
    call = "FOR EACH STATEMENT EXECUTE FUNCTION"
    return {
        f"{table}_sum_alone": f"CREATE TRIGGER {table}_sum_alone BEFORE INSERT OR UPDATE OR DELETE ON {table}"
        f" {call} suppliers_ledger_alone()"
    } | {
        f"{table}_sum_{name}": f"CREATE TRIGGER {table}_sum_{name} AFTER {name.upper()} ON {table}"
        f" {referencing} {call} {table}_sum_{name}()"
        for name, referencing in tables.items()
    }


def _functions(table: str) -> str:
    add, take = _grouped(table, "added", ""), _grouped(table, "taken", "-")
    return "".join(
        f"""
CREATE OR REPLACE FUNCTION {table}_sum_{name}() RETURNS trigger LANGUAGE plpgsql AS $sum$
BEGIN{acts}
    RETURN NULL;
END $sum$;
"""
        for name, acts in (("insert", add), ("delete", take), ("update", take + add))
    )


ROLLED = Guard(
    words="The sums of the ledger by month",
    sqlite={table: _of_sqlite(table) for table in (ENTRY, PART)},
    function=f"""
CREATE OR REPLACE FUNCTION suppliers_ledger_alone() RETURNS trigger LANGUAGE plpgsql AS $alone$
BEGIN
    PERFORM pg_advisory_xact_lock({LEDGER_LOCK});
    RETURN NULL;
END $alone$;
{_functions(ENTRY)}{_functions(PART)}""",
    postgresql={table: _of_postgresql(table) for table in (ENTRY, PART)},
)

# Everything anew, from the entries: for the first time, and where somebody doubts.
REBUILD = (
    f"DELETE FROM {SUMS}",
    *(
        f"INSERT INTO {SUMS} ({_COLUMNS})"
        f" SELECT {role}, {partner}, month, kind, currency, SUM(amount_minor), SUM(company_minor), COUNT(*)"
        f" FROM {table} WHERE {partner} IS NOT NULL GROUP BY {by}month, kind, currency"
        for role, partner, table, by in (
            ("''", "0", ENTRY, ""),
            *(
                (f"'{role.value}'", f"{role.value}_id", ENTRY, f"{role.value}_id, ")
                for role in EntryRole
            ),
        )
    ),
    f"INSERT INTO {SUMS} ({_COLUMNS})"
    f" SELECT role, partner_id, month, kind, currency, SUM(amount_minor), SUM(company_minor), COUNT(*)"
    f" FROM {PART} WHERE true GROUP BY role, partner_id, month, kind, currency {_ADD}",
)  # fmt: skip
