"""Cases through the API: opened, worked on, granted, closed and marked by both sides, and by nobody else."""

import pytest

from portal.models import AuditEvent
from suppliers.models import Case, RemedyLimit
from tests.cases import talk as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(db):
    return people()


@pytest.fixture
def ours(program, talk):
    return program(talk.ben.user)


@pytest.fixture
def theirs(program, talk):
    return program(talk.bob.user)


def opened(theirs, **more):
    made = theirs.post("cases/", {"title": "Invoices held", "text": "Eleven days over.", **more})
    assert made.status_code == 201, made.content
    return made.json()


def step(program, row, act, text="Words."):
    return program.post(f"cases/{row['public_id']}/step/", {"act": act, "text": text})


def test_from_start_to_mark(ours, theirs, program, talk):
    row = opened(theirs, area="payment")
    path = f"cases/{row['public_id']}/"
    assert (row["stage"], row["waits_for"], row["owner"]) == ("heard", "company", "Ben Buyer")
    assert step(theirs, row, "acknowledge").status_code == 400
    assert step(ours, row, "acknowledge").status_code == 200
    assert step(ours, row, "understand").status_code == 200
    refused = ours.post(f"{path}offer/", {"text": "All", "amount_minor": 99_999_999_00})
    assert refused.status_code == 400
    assert ours.post(f"{path}offer/", {"text": "A quarter", "amount_minor": 172_000}).status_code == 200
    assert theirs.get(path).json()["remedies"] == []
    remedy = ours.get(path).json()["remedies"][0]
    answer = {"remedy": remedy["public_id"], "act": "grant"}
    assert ours.post(f"{path}answer/", answer).status_code == 403
    assert program(talk.erin.user).post(f"{path}answer/", answer).status_code == 200
    answer["act"] = "agree"
    assert ours.post(f"{path}answer/", answer).status_code == 400
    assert theirs.post(f"{path}answer/", answer).json()["stage"] == "agreed"
    assert ours.post(f"{path}answer/", {**answer, "act": "done"}).status_code == 200
    assert step(ours, row, "close").status_code == 400
    assert step(ours, row, "follow_up").status_code == 200
    etag = ours.get(path)["ETag"]
    learned = {"cause": "The gate", "change": "Book first", "changed_on": "2026-09-28"}
    assert ours.patch(path, learned).status_code == 428
    assert ours.patch(path, learned, if_match=etag).status_code == 200
    assert ours.patch(path, learned, if_match=etag).status_code == 412
    assert step(ours, row, "close").json()["stage"] == "closed"
    assert theirs.post(f"{path}mark/", {"satisfaction": 9, "words": "Good"}).json()["satisfaction"] == 9
    assert theirs.post(f"{path}mark/", {"satisfaction": 1}).status_code == 400


def test_what_is_for_staff_only_is_not_in_it(ours, theirs):
    row = opened(theirs)
    path = f"cases/{row['public_id']}/"
    ours.post(f"{path}say/", {"text": "Secretwords", "staff_only": True})
    assert "Secretwords" in ours.get(path).text
    for found in (theirs.get(path), theirs.get("cases/")):
        assert found.status_code == 200
        assert "Secretwords" not in found.text
    assert theirs.post(f"{path}say/", {"text": "x", "staff_only": True}).status_code == 400


def test_a_rival_finds_nothing(theirs, program, charlie):
    row, rival = opened(theirs), program(charlie)
    assert rival.get("cases/").json()["results"] == []
    assert rival.get(f"cases/{row['public_id']}/").status_code == 404
    assert rival.post(f"cases/{row['public_id']}/say/", {"text": "x"}).status_code == 404
    assert step(rival, row, "withdraw").status_code == 404


def test_the_same_key_opens_one_case(theirs):
    body = {"title": "Once", "text": "Only"}
    first = theirs.post("cases/", body, idempotency_key="k1")
    again = theirs.post("cases/", body, idempotency_key="k1")
    assert first.json()["public_id"] == again.json()["public_id"]
    assert Case.objects.count() == 1


def test_told_by_phone(ours, talk):
    body = {"title": "Held", "text": "He says", "by_phone": True, "heard_from": "Bob Brandt"}
    row = ours.post("cases/", {**body, "partner_code": talk.brandt.code}).json()
    assert (row["opened_by_side"], row["opened_by"]) == ("partner", "Bob Brandt")
    assert row["messages"][0]["noted_by"] == "Ben Buyer"


def test_handed_over_by_address(ours, theirs, talk):
    row = opened(theirs)
    path = f"cases/{row['public_id']}/hand_over/"
    assert ours.post(path, {"to": talk.bob.user.email}).status_code == 400
    after = ours.post(path, {"to": talk.alice.user.email}).json()
    assert after["owner"] == "Alice Moreau"
    clocks = ("acknowledge_by", "understand_by", "agree_by")
    assert [after[name] for name in clocks] == [row[name] for name in clocks]


def test_limits_are_kept_by_managers_and_read_by_staff(ours, theirs, program, talk):
    chief = program(talk.alice.user)
    limit = RemedyLimit.objects.get(role="buyer")
    path = f"remedy_limits/{limit.public_id}/"
    assert theirs.get("remedy_limits/").status_code in (403, 404)
    assert ours.patch(path, {"amount_minor": 1}).status_code == 403
    etag = chief.get(path)["ETag"]
    assert chief.patch(path, {"amount_minor": 70_000}, if_match=etag).json()["amount_minor"] == 70_000
    assert chief.patch(path, {"amount_minor": 1}, if_match=etag).status_code == 412
    assert chief.post("remedy_limits/", {"role": "buyer", "amount_minor": 1}).status_code == 409
    made = chief.post("remedy_limits/", {"role": "administrator", "amount_minor": 5})
    assert made.status_code == 201
    assert AuditEvent.objects.filter(verb="remedy_limit.set").count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_same_number_of_questions(theirs, ours, count, django_assert_max_num_queries):
    for _ in range(count):
        opened(theirs)
    ours.get("cases/")
    with django_assert_max_num_queries(16):
        assert len(ours.get("cases/").json()["results"]) == count
