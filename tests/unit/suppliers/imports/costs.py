"""What a reader costs: memory and processor time of a process of its own, beside those of a harmless file."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
# The reader is loaded before the count begins: only the file is charged.
PROGRAM = """
import io, json, resource, sys, time
from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
import openpyxl

class Everybody:
    def check_is_us(self, party): pass
    def code_of(self, party): return "BRANDT"

path, name, dataset = sys.argv[1:]
before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
said = ""
with open(path, "rb") as stream:
    try:
        reading = open_file(stream, name=name, dataset=dataset, parties=Everybody())
        rows = sum(1 for _ in reading.rows())
    except FileRefused as refusal:
        rows, said = 0, str(refusal)
    read = stream.tell()
spent = time.process_time() - begun
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"kilobytes": grown, "seconds": spent, "said": said, "rows": rows, "read": read}))
"""


def cost_of(path, *, name="file.xml", dataset="orders"):
    """{"kilobytes", "seconds" (of processor), "said" (why it was refused), "rows", "read" (bytes)}"""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), name, dataset],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
