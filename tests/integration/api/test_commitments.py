"""Order lines answered by programs: 500 at once, each with its fate; proposals decided; goods shipped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.engine.scaled import SCALE
from portal.enums import Channel, PartnerRole
from suppliers.enums import PromiseEvent
from suppliers.models import Promise, Question, ShipNotice
from tests.factories import LineFactory, MembershipFactory, OrderFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def due(today):
    return today + timedelta(days=30)


@pytest.fixture
def order(brandt, today):
    return OrderFactory(partner=brandt, number="4500130", currency="EUR", ordered_on=today)


@pytest.fixture
def line(order, due):
    return LineFactory(order=order, number="10", requested_on=due, unit="pcs", unit_price=64 * SCALE)


@pytest.fixture
def ours(program, bob):
    return program(bob)


def later(due, days=20, **more):
    part = {"quantity": 100, "promised_on": (due + timedelta(days=days)).isoformat()}
    return {"act": "promise", "parts": [part], "reason_code": "capacity", **more}


def test_open_lines_with_what_is_said_of_them(ours, line, order, due, brandt):
    LineFactory(order=order, number="20", requested_on=due, status="closed_short")
    (row,) = ours.get("commitments/").json()["results"]
    assert row == {
        "line": line.public_id,
        "partner_code": "BRANDT",
        "order_number": "4500130",
        "line_number": "10",
        "item_code": "PH-40",
        "description": "Pump housing",
        "unit": "pcs",
        "quantity": "100",
        "received": "0",
        "open_quantity": "100",
        "requested_on": due.isoformat(),
        "due_on": due.isoformat(),
        "unit_price": "64",
        "currency": "EUR",
        "state": "to_confirm",
        "promised": [],
        "pending": None,
        "seen": "1.0",
    }


def test_accept_as_asked(ours, line, due):
    answer = ours.post("commitments/", [{"line": line.public_id, "act": "accept", "seen": "1.0"}])
    assert answer.status_code == 200
    (result,) = answer.json()["results"]
    assert (result["fate"], result["problems"]) == ("accepted", [])
    said = Promise.objects.get()
    assert (said.event, said.channel, said.made_by) == (PromiseEvent.CONFIRM, Channel.TOKEN, "Bob Brandt")
    row = ours.get(f"commitments/{line.public_id}/").json()
    assert row["promised"] == [{"quantity": "100", "promised_on": due.isoformat()}]
    assert (row["state"], row["seen"]) == ("on_track", "1.1")


def test_each_has_its_own_fate_and_the_good_ones_are_stored(ours, order, line, due, kestrel):
    second = LineFactory(order=order, number="20", requested_on=due)
    foreign = LineFactory(order=OrderFactory(partner=kestrel), requested_on=due)
    answers = [
        {"line": line.public_id, "act": "accept"},
        {"line": foreign.public_id, "act": "accept"},
        {"line": second.public_id, **later(due)},
        {"line": second.public_id, "act": "accept"},
        {"line": "nothinghere22222", "act": "accept"},
    ]
    results = ours.post("commitments/", answers).json()["results"]
    assert [one["fate"] for one in results] == ["accepted", "refused", "waiting", "refused", "refused"]
    assert results[1]["problems"] == results[4]["problems"]  # a rival's line does not exist
    assert results[2]["why"]
    assert Promise.objects.count() == 2


def test_who_has_not_seen_the_newest_word_stores_nothing(ours, line, due, program, brandt):
    maja = UserFactory(name="Maja Brandt")
    MembershipFactory(user=maja, partner=brandt, role=PartnerRole.EDITOR)
    program(maja).post("commitments/", [{"line": line.public_id, **later(due, seen="1.0")}])
    answer = ours.post("commitments/", [{"line": line.public_id, "act": "accept", "seen": "1.0"}])
    (result,) = answer.json()["results"]
    assert result["fate"] == "stale"
    assert "Maja Brandt" in result["why"]
    assert Promise.objects.count() == 1


def test_a_reason_is_asked_for(ours, line, due):
    answer = ours.post("commitments/", [{"line": line.public_id, **later(due), "reason_code": ""}])
    (result,) = answer.json()["results"]
    assert (result["fate"], result["problems"][0]["field"]) == ("refused", "reason_code")


@pytest.mark.parametrize(
    ("answers", "column"),
    [
        ([{"line": "a", "act": "agree"}], "act"),
        ([{"act": "accept"}], "line"),
        ([{"line": "a", "act": "accept", "colour": "red"}], "colour"),
        (
            [{"line": "a", "act": "promise", "parts": [{"quantity": "x", "promised_on": "2026-12-01"}]}],
            "quantity",
        ),
        ([{"line": "a", "act": "promise", "parts": [{"quantity": 1, "promised_on": "soon"}]}], "promised_on"),
        ([{"line": "a", "act": "promise", "parts": "many"}], "parts"),
        ([{"line": "a", "act": "promise", "price": "0.0000001"}], "price"),
        ([{"line": "a", "act": "accept", "note": 7}], "note"),
    ],
)
def test_what_cannot_be_read_refuses_all_of_it_by_name_and_row(ours, line, answers, column):
    good = {"line": line.public_id, "act": "accept"}
    answer = ours.post("commitments/", [good, *answers])
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["row"], error["column"]) == (2, column)
    assert not Promise.objects.exists()


@pytest.mark.parametrize("body", [{}, [], "x", [{"line": "a", "act": "accept"}] * 501])
def test_a_list_of_1_to_500(ours, body):
    answer = ours.post("commitments/", body)
    assert answer.status_code == 400
    assert not Promise.objects.exists()


def test_500_cost_as_many_statements_as_5(ours, order, due, django_assert_max_num_queries):
    lines = [LineFactory(order=order, number=str(n), requested_on=due) for n in range(100)]
    for some in (lines[:5], lines[5:]):
        with django_assert_max_num_queries(45):
            answer = ours.post("commitments/", [{"line": one.public_id, "act": "accept"} for one in some])
        assert {one["fate"] for one in answer.json()["results"]} == {"accepted"}


def test_twice_with_the_same_key_is_once(ours, line):
    answers = [{"line": line.public_id, "act": "reject", "reason_code": "capacity"}]
    first = ours.post("commitments/", answers, Idempotency_Key="k-1")
    again = ours.post("commitments/", answers, Idempotency_Key="k-1")
    assert again.json() == first.json()
    assert again["Idempotent-Replay"] == "true"
    assert Promise.objects.count() == 1


def test_etag_of_a_line(ours, line):
    first = ours.get(f"commitments/{line.public_id}/")
    assert ours.get(f"commitments/{line.public_id}/", If_None_Match=first["ETag"]).status_code == 304
    ours.post("commitments/", [{"line": line.public_id, "act": "accept"}])
    assert ours.get(f"commitments/{line.public_id}/", If_None_Match=first["ETag"]).status_code == 200


def test_narrowed_and_misspelled(ours, program, alice, line, kestrel, due):
    LineFactory(order=OrderFactory(partner=kestrel, number="77"), requested_on=due)
    assert len(ours.get("commitments/?state=to_confirm").json()["results"]) == 1
    assert ours.get("commitments/?state=late").json()["results"] == []
    assert ours.get("commitments/?partner_code=KESTREL").status_code == 400
    assert ours.get("commitments/?state=odd").status_code == 400
    staff = program(alice)
    assert len(staff.get("commitments/?partner_code=KESTREL").json()["results"]) == 1
    assert len(staff.get("commitments/?order_number=4500130").json()["results"]) == 1


@pytest.mark.parametrize("many", [1, 4])
def test_a_page_costs_the_same_however_long(ours, order, due, many, django_assert_max_num_queries):
    for number in range(many):
        LineFactory(order=order, number=str(number), requested_on=due)
    ours.get("commitments/")
    with django_assert_max_num_queries(14):
        assert len(ours.get("commitments/").json()["results"]) == many


def test_a_rival_and_a_viewer(program, charlie, line, brandt):
    rival = program(charlie)
    assert rival.get("commitments/").json()["results"] == []
    assert rival.get(f"commitments/{line.public_id}/").status_code == 404
    viewer = UserFactory()
    MembershipFactory(user=viewer, partner=brandt, role=PartnerRole.VIEWER)
    looking = program(viewer, "orders:read")
    assert len(looking.get("commitments/").json()["results"]) == 1
    assert looking.post("commitments/", [{"line": line.public_id, "act": "accept"}]).status_code == 403


# What the buyer does


def test_a_proposal_is_countered_and_the_counter_accepted(ours, program, alice, line, due):
    ours.post("commitments/", [{"line": line.public_id, **later(due)}])
    staff = program(alice)
    row = staff.get(f"commitments/{line.public_id}/").json()
    assert row["pending"]["event"] == "propose"
    day = (due + timedelta(days=8)).isoformat()
    body = {"parts": [{"quantity": "100", "promised_on": day}], "note": "A week?", "seen": row["seen"]}
    answer = staff.post(f"commitments/{line.public_id}/counter/", body)
    assert answer.status_code == 200
    assert answer.json()["pending"]["event"] == "counter"
    (result,) = ours.post("commitments/", [{"line": line.public_id, "act": "accept"}]).json()["results"]
    assert result["fate"] == "accepted"
    assert ours.get(f"commitments/{line.public_id}/").json()["promised"][0]["promised_on"] == day


@pytest.mark.parametrize(("act", "event"), [("accept", "confirm"), ("decline", "decline")])
def test_a_proposal_is_decided_once(ours, program, alice, line, due, act, event):
    ours.post("commitments/", [{"line": line.public_id, **later(due)}])
    staff = program(alice)
    assert staff.post(f"commitments/{line.public_id}/{act}/", {"note": "Fine"}).status_code == 200
    assert Promise.objects.filter(event=event).count() == 1
    again = staff.post(f"commitments/{line.public_id}/{act}/", {})
    assert again.status_code == 409
    assert "no proposal" in again.json()["detail"]


def test_a_refusal_is_agreed_to(ours, program, alice, line):
    ours.post("commitments/", [{"line": line.public_id, "act": "reject", "reason_code": "discontinued"}])
    assert program(alice).post(f"commitments/{line.public_id}/agree/", {}).status_code == 200
    assert Promise.objects.filter(event=PromiseEvent.AGREE).exists()


def test_a_partner_decides_nothing_of_its_own(ours, line, due):
    ours.post("commitments/", [{"line": line.public_id, **later(due)}])
    assert ours.post(f"commitments/{line.public_id}/accept/", {}).status_code == 404


def test_staff_note_what_a_partner_said(program, alice, line):
    answer = program(alice).post("commitments/", [{"line": line.public_id, "act": "accept"}])
    assert answer.json()["results"][0]["fate"] == "accepted"
    assert Promise.objects.get().made_by == "Brandt Castings, noted by Alice Moreau"


def test_shipping(ours, line, today):
    body = {"number": "LS-1", "quantity": "60", "shipped_on": today.isoformat(), "carrier": "Nordic"}
    answer = ours.post(f"commitments/{line.public_id}/ship/", body)
    assert answer.status_code == 201
    assert (answer.json()["quantity"], answer.json()["carrier"]) == ("60", "Nordic")
    again = ours.post(f"commitments/{line.public_id}/ship/", body)
    assert again.status_code == 400
    assert {error["column"] for error in again.json()["errors"]} == {"number", "quantity"}
    assert ours.post(f"commitments/{line.public_id}/ship/", {"number": "x"}).status_code == 400
    assert ShipNotice.objects.count() == 1


# Questions


def test_a_question_goes_back_and_forth(ours, program, alice, line):
    asked = ours.post("questions/", {"text": "Which drawing?", "line": line.public_id})
    assert asked.status_code == 201
    row = asked.json()
    assert (row["line"], row["asked_by"], row["answered_at"]) == (line.public_id, "partner", None)
    assert asked["Location"].endswith(f"/questions/{row['public_id']}/")
    staff = program(alice)
    answer = staff.post(f"questions/{row['public_id']}/reply/", {"text": "Revision C."})
    assert [one["text"] for one in answer.json()["messages"]] == ["Which drawing?", "Revision C."]
    assert answer.json()["answered_at"]
    assert len(ours.get("questions/?state=open").json()["results"]) == 1
    assert ours.get("questions/?state=closed").json()["results"] == []


def test_staff_ask_a_partner_by_its_code(program, alice, brandt, charlie):
    staff = program(alice)
    row = staff.post("questions/", {"text": "Who is on holiday?", "partner_code": "BRANDT"}).json()
    assert (row["partner_code"], row["asked_by"]) == ("BRANDT", "company")
    assert staff.post("questions/", {"text": "x", "partner_code": "NOBODY"}).status_code == 400
    rival = program(charlie)
    assert rival.get("questions/").json()["results"] == []
    assert rival.get(f"questions/{row['public_id']}/").status_code == 404
    assert rival.post(f"questions/{row['public_id']}/reply/", {"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"text": " "}, {"text": 7}, {"text": "x", "line": "a" * 16}, {"txt": "x"}]
)
def test_a_question_that_cannot_be_asked(ours, line, body):
    assert ours.post("questions/", body).status_code == 400
    assert not Question.objects.exists()


def test_nobody_asks_about_a_rivals_line(program, charlie, line):
    assert program(charlie).post("questions/", {"text": "x", "line": line.public_id}).status_code == 400
    assert not Question.objects.exists()


# Programmes


def test_join_and_leave(ours, program, alice, actor_of, charlie):
    from suppliers.actions import programmes

    made = programmes.offer(
        by=actor_of(alice), facts={"name": "Ten days", "benefits": "Firm orders", "lead_days": 10}
    )
    (row,) = ours.get("programmes/").json()["results"]
    assert (row["name"], row["joined_on"], row["is_offered"]) == ("Ten days", None, True)
    joined = ours.post(f"programmes/{made.public_id}/join/", {})
    assert joined.json()["joined_on"] == timezone.localdate().isoformat()
    assert ours.post(f"programmes/{made.public_id}/join/", {}).json() == joined.json()
    assert program(charlie).get("programmes/").json()["results"][0]["joined_on"] is None
    left = ours.post(f"programmes/{made.public_id}/leave/", {})
    assert left.json()["left_on"] == timezone.localdate().isoformat()
    changes = {"is_offered": False}
    programmes.edit(by=actor_of(alice), programme=made, version=1, changes=changes)
    assert ours.post(f"programmes/{made.public_id}/join/", {}).status_code == 409
    assert program(charlie).get(f"programmes/{made.public_id}/").status_code == 404
    assert program(alice).post(f"programmes/{made.public_id}/join/", {}).status_code == 403
