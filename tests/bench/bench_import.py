"""Order lines by the hundred thousand: memory, time, statements, and how long other users wait meanwhile.

BENCH_LINES and BENCH_MANY change the sizes; DATABASE_URL the engine.
"""

import json
import os
import subprocess
import sys
import time

from tests.bench.lines import write_lines
from tests.installations import ROOT

LINES = int(os.environ.get("BENCH_LINES", 100_000))
MANY = int(os.environ.get("BENCH_MANY", 1_000_000))
MEGABYTE = 1024 * 1024
# Counts the statements of the import that runs in its process, and says so on standard error at the end.
COUNTING = """
import sys
from django.core.management import execute_from_command_line
import django
django.setup()
from django.db import connection
from django.db.backends.signals import connection_created
count = 0
def one(execute, sql, params, many, context):
    global count
    count += 1
    return execute(sql, params, many, context)
connection.execute_wrappers.append(one)
try:
    execute_from_command_line(["manage.py", *sys.argv[1:]])
finally:
    print(count, file=sys.stderr)
"""


def test_import_of_many_lines(own_installation, tmp_path):
    path = write_lines(tmp_path / "orders.csv", LINES)
    saver = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "bench" / "saver.py")],
        env=own_installation, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert saver.stdout.readline().strip() == "ready"
    start = time.perf_counter()
    first, peak, statements = _measured(own_installation, path)
    seconds = time.perf_counter() - start
    waits = json.loads(saver.communicate("stop\n")[0])
    assert saver.returncode == 0
    again, _peak, _statements = _measured(own_installation, path)
    print(f"\n{LINES:,} order lines: {seconds:.0f} s ({LINES / seconds:,.0f} a second)", end="")
    print(f", peak {peak / MEGABYTE:.0f} MB, {statements * 1000 / LINES:.0f} statements a thousand lines")
    p95, longest = (f"{waits[name] * 1000:.0f} ms" for name in ("p95", "longest"))
    print(f"  {waits['saves']:,} saves of 20 other users meanwhile: p95 {p95}, longest {longest}")
    assert (first["new"], first["refused"]) == (LINES, 0)
    assert again["same"] == LINES
    assert waits["p95"] < 1


def test_memory_does_not_grow_with_the_file(own_installation, tmp_path):
    few, peak, _statements = _measured(own_installation, write_lines(tmp_path / "few.csv", MANY // 10))
    many, peak_of_many, _statements = _measured(own_installation, write_lines(tmp_path / "many.csv", MANY))
    ratio = peak_of_many / peak
    print(
        f"\n{MANY // 10:,} lines: peak {peak / MEGABYTE:.0f} MB; {MANY:,}: {peak_of_many / MEGABYTE:.0f} MB",
        end="",
    )
    print(f", {ratio:.2f} times")
    assert (few["new"], many["new"] + many["same"]) == (MANY // 10, MANY)
    assert ratio < 1.3


def _measured(environment, path):
    """The command's document, the peak of its memory in bytes, and the statements it made."""
    command = [sys.executable, "-c", COUNTING, "import", "orders", str(path), "--create-partners", "--json"]
    errors = path.with_suffix(".err")
    with errors.open("w") as sink:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=sink, cwd=ROOT)
        with process.stdout:
            output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, errors.read_text()
    return json.loads(output), usage.ru_maxrss * 1024, int(errors.read_text().split()[-1])
