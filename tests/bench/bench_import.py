"""100,000 order lines on SQLite: how much memory, how long, and how long another user waits meanwhile."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

LINES = int(os.environ.get("BENCH_LINES", 100_000))
LINES_AN_ORDER = 5
PARTNERS = 200
MEGABYTE = 1024 * 1024
ROOT = Path(__file__).parents[2]
HEADER = (
    "partner_code,order_number,line_number,ordered_on,quantity,unit_price,requested_on,item_code,description"
)


@pytest.fixture
def environment(tmp_path):
    """A throwaway installation on SQLite."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    _run(environment, "migrate", "-v0")
    return environment


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "orders.csv"
    with file.open("w", encoding="utf-8") as out:
        print(HEADER, file=out)
        for number in range(LINES):
            order, line = divmod(number, LINES_AN_ORDER)
            print(
                f"P{order % PARTNERS:03},45{order:06},{10 * (line + 1)},2026-09-{1 + order % 28:02},"
                f"{1 + number % 500},{1 + number % 90}.50,2026-10-{1 + order % 28:02},IT-{number % 3000},"
                f"Part number {number % 3000} as drawn",
                file=out,
            )
    return file


def test_import_of_many_lines(environment, path):
    saver = subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "bench" / "saver.py")],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert saver.stdout.readline().strip() == "ready"
    start = time.perf_counter()
    first, peak = _measured(environment, path)
    seconds = time.perf_counter() - start
    waits = json.loads(saver.communicate("stop")[0])
    assert saver.returncode == 0
    again, _ = _measured(environment, path)
    rate = LINES / seconds
    print(f"\n{LINES:,} order lines: {seconds:.0f} s ({rate:,.0f} a second), peak {peak / MEGABYTE:.0f} MB")
    p95, longest = (f"{waits[name] * 1000:.0f} ms" for name in ("p95", "longest"))
    print(f"  {waits['saves']:,} saves of another user meanwhile: p95 {p95}, longest {longest}")
    assert (first["new"], first["refused"]) == (LINES, 0)
    assert again["same"] == LINES
    assert peak < 500 * MEGABYTE
    assert waits["longest"] < 3


def _measured(environment, path):
    """The command's document and the peak of its memory in bytes."""
    command = [sys.executable, "manage.py", "import", "orders", str(path), "--create-partners", "--json"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    with process.stdout:
        output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, output
    return json.loads(output), usage.ru_maxrss * 1024


def _run(environment, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], env=environment, check=True, cwd=ROOT)
