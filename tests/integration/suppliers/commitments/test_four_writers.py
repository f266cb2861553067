"""Four processes answer the same lines at the same time: nothing is lost, and who came second is told."""

import json
import subprocess
import sys
from collections import defaultdict

from tests.installations import ROOT, manage

WRITERS, ROUNDS, LINES = 4, 8, 6

PREPARE = """
from portal.models import User
from suppliers.models import Membership, Order, OrderLine, Partner
from django.utils import timezone
import datetime as dt
partner = Partner.objects.create(kind="supplier", code="BRANDT", name="Brandt Castings")
for number in range(%d):
    user = User.objects.create(email=f"writer{number}@brandt.example", name=f"Writer {number}")
    Membership.objects.create(user=user, partner=partner, role="partner_editor")
order = Order.objects.create(partner=partner, number="4500")
asked = timezone.localdate() + dt.timedelta(days=900)
for number in range(%d):
    OrderLine.objects.create(
        order=order, partner=partner, number=str(number), quantity=100_000_000, requested_on=asked
    )
"""

# Each reads what is there, waits for nobody, and promises a day that no other promises, until it was first
# in so many rounds. Who is always second for a while has its turn at the latest when the others are done.
WRITE = """
import datetime as dt, json, sys
from portal.actors import Actor
from suppliers.actions import commitments
from suppliers.enums import Act
from suppliers.facts.promises import held_of
from suppliers.models import Membership, OrderLine
number = %d
members = Membership.objects.select_related("user", "partner")
member = members.get(user__email=f"writer{number}@brandt.example")
by = Actor(user=member.user, membership=member)
print("ready", flush=True)
sys.stdin.readline()
first = turn = 0
while first < %d:
    assert turn < 200
    answers = []
    for held in held_of(list(OrderLine.objects.for_actor(by).order_by("pk"))):
        day = held.line.requested_on - dt.timedelta(days=200 * number + turn)
        answers.append(commitments.Answer(
            held.line.public_id, Act.PROMISE, ((100_000_000, day),), seen=held.seen
        ))
    turn += 1
    outcome = commitments.answer(by=by, answers=answers)
    first += any(said.promise for said in outcome)
    for one, said in zip(answers, outcome):
        print(json.dumps({
            "line": one.line, "seen": one.seen, "fate": said.fate, "why": said.why,
            "promise": said.promise and said.promise.public_id,
        }), flush=True)
"""

HISTORY = """
import json
from suppliers.models import LineStanding, Promise
for made in Promise.objects.order_by("made_at", "pk").select_related("line", "line__standing"):
    (part,) = made.parts.all()
    print(json.dumps({
        "line": made.line.public_id, "promise": made.public_id, "by": made.made_by,
        "words": made.line.standing.words, "due": made.line.standing.due_on.isoformat(),
        "day": part.promised_on.isoformat(),
    }))
"""


def rows_of(output):
    return [json.loads(row) for row in output.splitlines() if row.startswith("{")]


def write_at_once(environment):
    """What all four say became of their answers."""
    writers = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", WRITE % (number, ROUNDS)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(WRITERS)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    outputs = [writer.communicate(timeout=240)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    return [row for output in outputs for row in rows_of(output)]


def test_four_writers_lose_nothing(own_installation):
    manage(own_installation, "shell", "-v0", "-c", PREPARE % (WRITERS, LINES))
    said = write_at_once(own_installation)
    history = rows_of(manage(own_installation, "shell", "-v0", "-c", HISTORY))

    assert len(said) >= WRITERS * ROUNDS * LINES
    assert {row["fate"] for row in said} == {"accepted", "stale"}
    accepted = [row for row in said if row["fate"] == "accepted"]
    stale = [row for row in said if row["fate"] == "stale"]
    # Whatever was accepted is in the history, and nothing else is.
    assert sorted(row["promise"] for row in accepted) == sorted(row["promise"] for row in history)
    # Who came second stored nothing, and was told who was faster.
    assert {row["promise"] for row in stale} == {None}
    assert all("was faster" in row["why"] for row in stale)
    told = defaultdict(list)
    for row in history:
        told[row["line"]].append(row)
    for line, words in told.items():
        # Each promise answered what stood there: no two the same, none skipped.
        seen = sorted(int(row["seen"].partition(".")[2]) for row in accepted if row["line"] == line)
        assert seen == list(range(len(words)))
        assert words[-1]["words"] == len(words)
        assert words[-1]["due"] == words[-1]["day"]
    assert {row["by"] for row in history} == {f"Writer {number}" for number in range(WRITERS)}
