"""An import whose process is killed again and again, and what the database then holds."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

from tests.installations import ROOT, manage

FINGERPRINT = """
import hashlib
from suppliers.models import DeliveryOutcome, DeliverySlice, ImportBatch, OrderLine, PromisePart, Receipt
LINE = ("line__partner__code", "line__order__number", "line__number")
SAID = tuple("promise__" + name for name in (*LINE, "event"))
ORDERED = ("partner__code", "order__number", "number")
FACTS = (
    (OrderLine, (*ORDERED, "quantity", "requested_on", "description", "version")),
    (PromisePart, (*SAID, "number", "quantity", "promised_on")),
    (Receipt, (*LINE, "number", "received_on", "accepted_quantity", "rejected_quantity")),
    (DeliverySlice, (*LINE, "basis", "part", "due_on", "received_on", "quantity", "received", "accepted")),
    (DeliveryOutcome, (*LINE, "rule", "basis", "due_on", "passed", "completed_on", "quantity")),
)
for model, fields in FACTS:
    digest = hashlib.sha256()
    for row in model.objects.order_by(*fields).values_list(*fields).iterator():
        digest.update(repr(row).encode())
    print(model.__name__, model.objects.count(), digest.hexdigest())
print("new:", sum(batch.counts["orders"]["new"] for batch in ImportBatch.objects.all()))
"""


def fingerprint(environment):
    """Count and hash of each kind of fact, without ids and moments; and what imports said was new."""
    return manage(environment, "shell", "-v0", "-c", FINGERPRINT)


EMPTY = """
from django.db import connection
from portal.db import guarding
from suppliers.models import ImportBatch, Order, Partner
from suppliers.models.said import SAID

guarding.remove(connection, SAID)
for model in (ImportBatch, Order, Partner):
    model.objects.all().delete()
guarding.install(connection, SAID)
"""


def empty(environment):
    """Removes all that an import brought."""
    manage(environment, "shell", "-v0", "-c", EMPTY)


def start_import(environment, *arguments):
    return subprocess.Popen(
        [sys.executable, "manage.py", "import", *arguments, "--json"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def import_with_kills(environment, arguments, points, jitter):
    """Kills the import when so many rows are stored and `jitter()` seconds went by; then lets it end.

    Returns the last one's output, and how many kills met it at work.
    """
    met = 0
    with looking(environment) as rows_stored:
        for point in points:
            process = start_import(environment, *arguments)
            while process.poll() is None and rows_stored() < point:
                time.sleep(0.02)
            time.sleep(jitter())
            met += process.poll() is None
            process.kill()
            process.communicate()
    process = start_import(environment, *arguments)
    output, errors = process.communicate()
    assert process.returncode == 0, output + errors
    return output, met


@contextmanager
def looking(environment):
    """A function that says how many rows of the file are stored, from outside of the process."""
    address = environment["DATABASE_URL"]
    with closing(_connect(address)) as connection:
        yield lambda: connection.execute("SELECT max(rows) FROM suppliers_importstep").fetchone()[0] or 0


def _connect(address):
    if not address.startswith("postgres"):
        return sqlite3.connect(f"file:{address.removeprefix('sqlite:///')}?mode=ro", uri=True, timeout=20)
    import psycopg

    return psycopg.connect(address, autocommit=True)
