"""Cost rates and a partner's profit and loss, through the API."""

from datetime import date

import pytest

from portal.engine.scaled import SCALE
from portal.enums import Scope
from portal.models import AuditEvent
from suppliers.models import CostRate
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
URL = "/api/v1/cost_rates/"
FACTS = {"kind": "late_line_day", "valid_from": "2026-01-01", "rate": "40.5"}
DAYS = "?from=2026-01-01&to=2026-06-30"


@pytest.fixture
def ours(program, alice):
    return program(alice)


def test_a_rate_from_saying_it_to_removing_it(ours, brandt):
    made = ours.post(URL, FACTS | {"partner": "BRANDT"}, Idempotency_Key="one")
    again = ours.post(URL, FACTS | {"partner": "BRANDT"}, Idempotency_Key="one")
    assert (made.status_code, again.status_code, CostRate.objects.count()) == (201, 201, 1)
    row = made.json()
    assert row == {"public_id": row["public_id"], "partner": "BRANDT", **FACTS}
    one = f"{URL}{row['public_id']}/"
    assert made["Location"].endswith(one)
    assert [found["rate"] for found in ours.get(URL).json()["results"]] == ["40.5"]
    assert ours.patch(one, {"rate": "50"}).status_code == 428
    changed = ours.patch(one, {"rate": "50", "partner": None}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["rate"], changed.json()["partner"]) == (200, "50", None)
    assert ours.delete(one, If_Match=made["ETag"]).status_code == 412
    assert ours.delete(one, If_Match=changed["ETag"]).status_code == 204
    assert ours.get(one).status_code == 404
    events = AuditEvent.objects.filter(verb__startswith="cost_rate.").order_by("pk")
    assert [event.verb.split(".")[1] for event in events] == ["created", "edited", "removed"]
    # Not on the trail of the partner, which its buyers read.
    assert {event.scope for event in events} == {""}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "bad_mood"),
        ("partner", "NOBODY"),
        ("valid_from", "1.1.2026"),
        ("valid_from", "0999-01-01"),
        ("rate", "-1"),
        ("rate", "1.1234567"),
        ("rate", "99999999999"),
        ("rate", None),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(ours, name, value):
    answer = ours.post(URL, FACTS | {name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["column"] == name
    assert not CostRate.objects.exists()


def test_one_rate_a_day_of_all_and_of_each(ours, brandt, kestrel):
    for partner in (None, "BRANDT", "KESTREL"):
        assert ours.post(URL, FACTS | {"partner": partner}).status_code == 201
        assert ours.post(URL, FACTS | {"partner": partner}).status_code == 400


def test_executives_read_and_nobody_else_does(program, erin, bob, actor_of, brandt):
    made = CostRate.objects.create(kind="late_line_day", valid_from=date(2026, 1, 1), rate=40 * SCALE)
    executive, theirs = program(erin), program(bob, Scope.LEDGER_READ, partner=brandt)
    assert executive.get(f"{URL}{made.public_id}/").status_code == 200
    assert executive.post(URL, FACTS).status_code == 403
    for path in (URL, f"{URL}{made.public_id}/", f"/api/v1/contribution/BRANDT/{DAYS}"):
        assert theirs.get(path).status_code == 404


def test_profit_and_loss_adds_up_and_keeps_estimates_apart(ours, brandt):
    book("revenue", 1_000, date(2026, 1, 5), supplier=brandt)
    book("goods", -600, date(2026, 2, 5), supplier=brandt)
    book("quality", -50, date(2026, 6, 30), supplier=brandt)
    answer = ours.get(f"/api/v1/contribution/BRANDT/{DAYS}&by=quarter")
    found = answer.json()
    assert [row["contribution_minor"] for row in found["rows"]] == [400_00, -50_00]
    assert found["total"]["contribution_minor"] == 350_00
    assert found["total"]["non_performance_booked_minor"] == 50_00
    assert found["total"]["non_performance_estimated_minor"] is None
    assert found["class"] == "A"
    same = ours.get(f"/api/v1/contribution/{brandt.public_id}/{DAYS}&by=quarter")
    assert same.json() == found
    path = f"/api/v1/contribution/BRANDT/{DAYS}&by=quarter"
    assert ours.get(path, If_None_Match=answer["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "query",
    ["", "?from=2026-01-01", "?from=2026-02-01&to=2026-01-01", f"{DAYS}&by=week", f"{DAYS}&month=1",
     "?from=1970-01-01&to=2199-12-31"],
)  # fmt: skip
def test_what_cannot_be_asked(ours, brandt, query):
    assert ours.get(f"/api/v1/contribution/BRANDT/{query}").status_code == 400


def test_no_such_partner(ours):
    assert ours.get(f"/api/v1/contribution/NOBODY/{DAYS}").status_code == 404
