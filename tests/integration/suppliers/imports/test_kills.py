"""kill -9 at random points: the end equals an unbroken run, on the engine under test, with real processes."""

import json
import random

import pytest

from tests.kills import empty, fingerprint, import_with_kills

ROWS = 900
KILLS = 3
PROFILE = {
    "name": "flat",
    "create_partners": True,
    "columns": {
        "orders": {
            "partner_code": "vendor", "order_number": "po", "line_number": "line", "quantity": "qty",
            "requested_on": "due", "description": "what",
        },
        "promises": {
            "partner_code": "vendor", "order_number": "po", "line_number": "line",
            "event": {"constant": "confirm"}, "made_at": "said", "promised_on": "due",
        },
        "receipts": {
            "partner_code": "vendor", "order_number": "po", "line_number": "line", "receipt_number": "line",
            "received_on": "came", "accepted_quantity": "qty",
        },
    },
}  # fmt: skip


@pytest.fixture
def arguments(tmp_path):
    """A file whose orders lie apart, with a row that comes twice, and its profile."""
    profile, file = tmp_path / "flat.json", tmp_path / "orders.csv"
    profile.write_text(json.dumps(PROFILE))
    lines = [
        f"V{n % 7},PO{n % (ROWS // 3)},{n // (ROWS // 3)},{1 + n % 90},2026-10-{1 + n % 28:02},"
        f"2026-09-{1 + n % 28:02}T08:00:00Z,2026-10-{1 + n * 3 % 28:02},Part {n}"
        for n in range(ROWS)
    ]
    file.write_text("\n".join(["vendor,po,line,qty,due,said,came,what", *lines, lines[5]]) + "\n")
    return "orders", str(file), "--profile", str(profile)


def test_killed_and_started_again_is_as_if_unbroken(arguments, own_installation):
    chance = random.Random(2026)
    unbroken, _met = import_with_kills(own_installation, arguments, [], float)
    expected = fingerprint(own_installation)
    empty(own_installation)

    points = sorted(chance.randrange(ROWS // 2) for _ in range(KILLS))
    _output, met = import_with_kills(own_installation, arguments, points, lambda: chance.uniform(0, 0.1))
    assert fingerprint(own_installation) == expected
    again, _met = import_with_kills(own_installation, arguments, [], float)
    assert met >= 2
    assert counts(unbroken) == dict.fromkeys(PROFILE["columns"], (ROWS, 0, 1, 0))
    assert counts(again) == dict.fromkeys(PROFILE["columns"], (0, 0, ROWS + 1, 0))


def counts(output):
    """New, changed, same, refused of each dataset."""
    found = json.loads(output)["datasets"]
    words = ("new", "changed", "same", "refused")
    return {name: tuple(tally[word] for word in words) for name, tally in found.items()}
