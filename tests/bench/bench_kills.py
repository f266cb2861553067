"""100,000 lines, killed at 20 random points: the same hashes as unbroken. BENCH_LINES changes the size."""

import os
import random
import time

from tests.bench.lines import write_lines
from tests.kills import empty, fingerprint, import_with_kills

LINES = int(os.environ.get("BENCH_LINES", 100_000))
KILLS = 20


def test_twenty_kills(tmp_path, own_installation):
    arguments = ["orders", str(write_lines(tmp_path / "orders.csv", LINES)), "--create-partners"]
    chance = random.Random(9)
    start = time.perf_counter()
    import_with_kills(own_installation, arguments, [], float)
    seconds = time.perf_counter() - start
    expected = fingerprint(own_installation)
    empty(own_installation)

    points = sorted(chance.randrange(LINES - 1_000) for _ in range(KILLS))
    start = time.perf_counter()
    _output, met = import_with_kills(own_installation, arguments, points, lambda: chance.uniform(0, 0.3))
    broken = time.perf_counter() - start
    found = fingerprint(own_installation)
    print(f"\n{LINES:,} lines unbroken: {seconds:.0f} s; {met} of {KILLS} kills met it at work", end="")
    print(f", {broken:.0f} s in all\n{found}")
    assert found == expected
    assert met == KILLS
