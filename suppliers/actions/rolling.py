"""The sums of the ledger by month, made anew from the entries where somebody doubts them."""

from django.db import connection, transaction

from portal.actions import audit
from portal.actors import Actor
from suppliers.models import LedgerEntry
from suppliers.models.rolled import REBUILD


@transaction.atomic
def rebuild(*, by: Actor) -> None:
    """Empties the sums and adds them up again; nobody writes the ledger meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {LedgerEntry._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        for statement in REBUILD:
            cursor.execute(statement)
    audit.record(by=by, verb="ledger.summed")
