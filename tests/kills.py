"""An import whose process is killed again and again, and what the database then holds."""

import subprocess
import sys
import time

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


def start_import(environment, *arguments):
    return subprocess.Popen(
        [sys.executable, "manage.py", "import", *arguments, "--json"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def import_with_kills(environment, arguments, delays):
    """Kills the import after each of these seconds, starts it again, and gives the last one's output.

    Returns also how many of the kills met a running process.
    """
    met = 0
    for delay in delays:
        process = start_import(environment, *arguments)
        time.sleep(delay)
        met += process.poll() is None
        process.kill()
        process.communicate()
    process = start_import(environment, *arguments)
    output, errors = process.communicate()
    assert process.returncode == 0, output + errors
    return output, met
