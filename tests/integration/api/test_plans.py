"""A plan and an idea from start to verified end through the API, both sides acting."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from scorecards.engine.plan_terms import Terms
from scorecards.facts.plans import Measured

pytestmark = pytest.mark.django_db
TERMS = Terms(target=Decimal("0.9"), by_when=date(2026, 9, 30)).to_json()
PROPOSAL = {
    "title": "On time",
    "kpi": "otif_lines",
    "baseline_from": "2026-01-01",
    "baseline_to": "2026-03-31",
    "terms": TERMS,
}


@pytest.fixture
def said(monkeypatch):
    """What each period comes to."""

    def measured(plan, periods, today):
        return [
            Measured(one.key, one.start, one.end, today, Decimal("0.95"), 20, None, None, True, True)
            for one in periods
        ]

    monkeypatch.setattr("scorecards.actions.plan_effect.measured", measured)


def test_from_proposal_to_gain(program, alice, dana, bob, said):
    with time_machine.travel("2026-05-12T09:00:00Z", tick=False):
        ours, theirs = program(alice), program(bob)
        made = theirs.post("plans/", PROPOSAL | {"sign": True})
        assert made.status_code == 201, made.json()
        plan = made.json()
        address = f"plans/{plan['public_id']}/"
        assert made.headers["Location"].endswith(f"/api/v1/{address}")
        assert ours.post(f"{address}sign/", {"digest": "0" * 64}).status_code == 400
        assert ours.post(f"{address}start/", {}).status_code == 409
        signed = ours.post(f"{address}sign/", {"digest": plan["versions"][0]["digest"]}).json()
        assert (signed["state"], signed["in_force"]) == ("agreed", 1)
        assert {one["side"] for one in signed["versions"][0]["signatures"]} == {"partner", "company"}
        assert theirs.post(f"{address}start/", {}).json()["state"] == "in_progress"
        assert ours.post(f"{address}claim/", {}).json()["state"] == "measuring"
        change = {"terms": TERMS | {"hold": 2, "nonsense": 1}, "why": "Longer"}
        assert theirs.post(f"{address}change/", change).status_code == 400
    with time_machine.travel("2026-10-06T09:00:00Z", tick=False):
        ours, colleague, theirs = program(alice), program(dana), program(bob)
        for refused in (ours, theirs):
            assert refused.post(f"{address}verify/", {"period": "2026-09"}).status_code == 403
        assert ours.post(f"{address}close/", {"learned": "Early"}).status_code == 409
        verified = colleague.post(f"{address}verify/", {"period": "2026-09"}).json()
        assert (verified["state"], verified["reviews"][0]["met"]) == ("effective", True)
        booking = {"text": "Freight", "basis": "12 months", "total_minor": 1_000_001}
        booked = ours.post(f"{address}book/", booking | {"booked_on": "2026-10-05"}).json()
        assert [booked["gains"][0][part] for part in ("partner_minor", "company_minor")] == [500_001, 500_000]
        (entry,) = theirs.get("gain_shares/").json()["results"]
        assert entry["total_minor"] == 1_000_001
        back = ours.post(f"gain_shares/{entry['public_id']}/take_back/", {"why": "Twice"}).json()
        assert (back["total_minor"], back["reverses"]) == (-1_000_001, entry["public_id"])
        closed = ours.post(f"{address}close/", {"learned": "Early"}).json()
        assert (closed["state"], closed["may"]) == ("closed", [])


def test_each_side_works_on_its_own_actions(program, alice, bob, world):
    side = world.brandt
    ours = program(world.staff["purchasing_manager"])
    theirs = program(side.people["partner_admin"])
    mine = {one["key"]: one["public_id"] for one in theirs.get("plan_actions/").json()["results"]}
    assert theirs.post(f"plan_actions/{mine['ours']}/begin/", {}).status_code == 403
    assert ours.post(f"plan_actions/{mine['ours']}/begin/", {}).json()["state"] == "running"
    later = {"day": "2031-01-01", "why": "Furnace"}
    assert ours.post(f"plan_actions/{mine['ours']}/expect/", later).json()["expected_on"] == "2031-01-01"
    assert ours.post(f"plan_actions/{mine['ours']}/finish/", {"evidence": "Rev C"}).json()["state"] == "done"


def test_a_rival_finds_nothing_of_it(program, world):
    rival = program(world.kestrel.people["partner_admin"])
    for name in ("plans", "plan_actions", "gain_shares", "ideas"):
        assert "Secretbrandt" not in rival.get(f"{name}/").content.decode()
        assert "Secretkestrel" in rival.get(f"{name}/").content.decode()


def test_comments_for_staff_and_confidential_ideas_stay_where_they_belong(program, world):
    theirs = program(world.brandt.people["partner_admin"])
    assert "is slow" not in theirs.get("plans/").content.decode()
    buyer, manager = program(world.staff["buyer"]), program(world.staff["purchasing_manager"])
    assert "is slow" in buyer.get("plans/").content.decode()
    assert "alloy" not in buyer.get("ideas/").content.decode()
    assert "alloy" in manager.get("ideas/").content.decode()


def test_an_idea_is_answered_by_the_other_side(program, alice, bob):
    idea = {"title": "Crates", "text": "Use them twice", "their_minor": 100, "basis": "A guess"}
    made = program(bob).post("ideas/", idea).json()
    assert (made["currency"], made["state"]) == ("EUR", "waiting")
    address = f"ideas/{made['public_id']}/"
    assert program(bob).post(f"{address}accept/", {}).status_code == 403
    assert program(alice).post(f"{address}decline/", {"words": ""}).status_code == 400
    assert program(alice).post(f"{address}accept/", {"words": "Yes"}).json()["state"] == "accepted"
    assert program(alice).post(f"{address}decline/", {"words": "No"}).status_code == 409


def test_lists_ask_as_much_for_three_plans_as_for_one(program, alice, bob, django_assert_max_num_queries):
    with time_machine.travel("2026-05-12T09:00:00Z", tick=False):
        for number in range(3):
            assert program(bob).post("plans/", PROPOSAL | {"title": f"Plan {number}"}).status_code == 201
        ours = program(alice)
        with django_assert_max_num_queries(25):
            assert len(ours.get("plans/").json()["results"]) == 3
