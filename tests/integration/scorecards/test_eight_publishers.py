"""Eight processes publish the same month at the same time: every partner gets one card and one mail."""

import json
import subprocess
import sys

from tests.installations import ROOT, manage

PUBLISHERS, PARTNERS, LINES = 8, 30, 4

PREPARE = f"""
from tests.bulk import make_month
make_month({PARTNERS}, {LINES})
"""

PUBLISH = """
import datetime as dt, json, sys
from portal.actors import system_actor
from portal.engine.periods import Period
from scorecards.actions.publishing import publish
from scorecards.models import ScorecardTemplate
template = ScorecardTemplate.objects.get(name="Delivery essentials")
print("ready", flush=True)
sys.stdin.readline()
result = publish(
    by=system_actor(), template=template, period=Period.parse("2026-09"), today=dt.date(2026, 11, 1)
)
print(json.dumps(result.as_json()), flush=True)
"""

STORED = """
import json
from portal.models import AuditEvent, OutboxMessage
from scorecards.actions.verifying import Checked, verify
from scorecards.models import Evidence, KpiResult, Scorecard
print(json.dumps({
    "cards": Scorecard.objects.count(),
    "latest": Scorecard.objects.filter(is_latest=True, revision=1).values("partner").distinct().count(),
    "mails": OutboxMessage.objects.filter(key__startswith="card:").count(),
    "events": AuditEvent.objects.filter(verb="scorecards.published").count(),
    "figures": KpiResult.objects.values("card").distinct().count(),
    "evidence": Evidence.objects.values("card").distinct().count(),
    "differences": len(list(verify(Checked()))),
}))
"""


def publish_at_once(environment):
    """What each of the eight says it did."""
    publishers = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(PUBLISHERS)
    ]  # fmt: skip
    for publisher in publishers:
        assert publisher.stdout.readline() == "ready\n"
    for publisher in publishers:
        publisher.stdin.write("go\n")
        publisher.stdin.flush()
    outputs = [publisher.communicate(timeout=240)[0] for publisher in publishers]
    assert [publisher.returncode for publisher in publishers] == [0] * PUBLISHERS
    return [json.loads(output.splitlines()[-1]) for output in outputs]


def test_eight_publishers_publish_once(own_installation):
    manage(own_installation, "shell", "-v0", "-c", PREPARE)
    said = publish_at_once(own_installation)
    stored = json.loads(manage(own_installation, "shell", "-v0", "-c", STORED).splitlines()[-1])

    assert sorted(one["published"] for one in said) == [0] * (PUBLISHERS - 1) + [PARTNERS]
    assert sorted(one["unchanged"] for one in said) == [0] + [PARTNERS] * (PUBLISHERS - 1)
    assert {one["revised"] for one in said} == {0}
    assert stored == {
        "cards": PARTNERS,
        "latest": PARTNERS,
        "mails": PARTNERS,
        "events": 1,
        "figures": PARTNERS,
        "evidence": PARTNERS,
        "differences": 0,
    }
