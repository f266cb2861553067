"""Our people rate partners: first whom they look after; a partner never reads a name."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from portal.actors import Actor
from portal.engine.periods import Period
from portal.enums import StaffRole
from portal.models import AuditEvent, IdempotencyRecord, OutboxMessage
from scorecards.actions import ratings, surveys
from scorecards.actions.surveys import QuestionSpec
from scorecards.models import Rating
from suppliers.enums import PartnerKind
from tests.factories import PartnerFactory, StaffFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 5, 10, tzinfo=UTC)


def words(response):
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def quality(alice, at_noon):
    at_noon(5)
    facts = {
        "name": "Working together",
        "roles": [StaffRole.BUYER, StaffRole.PURCHASING_MANAGER],
        "min_answers": 2,
        "partner_kind": PartnerKind.SUPPLIER,
        "intro": "",
        "is_active": True,
    }
    asked = [
        QuestionSpec("Do they help?", "never", "always", "help"),
        QuestionSpec("Are they open?", code="open"),
    ]
    return surveys.create(by=Actor(user=alice), facts=facts, questions=asked)


@pytest.fixture
def round_(quality, alice, brandt):
    return surveys.open_run(
        by=Actor(user=alice), survey=quality, period=Period.parse("2026-Q3"), opens_on=date(2026, 10, 5),
        closes_on=date(2026, 10, 9),
    )  # fmt: skip


def test_those_who_rate_are_written_to_once(round_, alice, erin):
    assert [mail.to for mail in OutboxMessage.objects.filter(key__startswith="rating_open")] == [alice.email]


def test_whom_one_looks_after_stands_first_and_other_kinds_stay_out(login, alice, round_, brandt):
    PartnerFactory(name="Aardvark Castings")
    PartnerFactory(name="Dealer", kind=PartnerKind.DEALER)
    text = words(login(alice).get("/ratings/"))

    assert text.index("Brandt Castings") < text.index("Aardvark Castings")
    assert "Dealer" not in text
    assert "0 of 2 rated" in text


def test_a_rating_is_given_changed_and_taken_back(login, alice, round_, brandt):
    client, address = login(alice), f"/ratings/{round_.public_id}/{brandt.public_id}/"
    client.post(address, {"help": "7", "open": "-"})
    assert list(Rating.objects.values_list("question__code", "score", "role")) == [
        ("help", 7, StaffRole.PURCHASING_MANAGER)
    ]
    client.post(address, {"help": "8", "open": "0"})
    assert set(Rating.objects.values_list("question__code", "score")) == {("help", 8), ("open", 0)}
    assert 'value="8"' in words(client.get(address))
    assert "1 of 1 rated" in words(client.get("/ratings/"))


def test_a_form_with_a_question_left_out_is_refused_and_keeps_what_was_chosen(login, alice, round_, brandt):
    response = login(alice).post(f"/ratings/{round_.public_id}/{brandt.public_id}/", {"help": "7"})

    assert response.status_code == 422
    assert response.context["form"]["help"].value() == "7"
    assert not Rating.objects.exists()


def test_save_and_rate_the_next_leads_on(login, alice, round_, brandt):
    following = PartnerFactory(name="Zinc Works")
    response = login(alice).post(
        f"/ratings/{round_.public_id}/{brandt.public_id}/", {"help": "7", "open": "5", "next": ""}
    )

    assert response["Location"] == f"/ratings/{round_.public_id}/{following.public_id}/"


def test_other_roles_do_not_rate(login, erin, round_, brandt):
    client = login(erin)

    assert "Nothing to rate now" in words(client.get("/ratings/"))
    assert client.get(f"/ratings/{round_.public_id}/{brandt.public_id}/").status_code == 403
    with pytest.raises(PermissionDenied):
        ratings.rate(by=Actor(user=erin), run=round_, partner=brandt, scores={"help": 3}, at=NOON)


def test_not_after_it_closed(login, alice, round_, brandt, at_noon):
    at_noon(12)

    assert login(alice).get(f"/ratings/{round_.public_id}/{brandt.public_id}/").status_code == 404


def test_partners_find_nothing_of_it(login, bob, alice, round_, brandt):
    ratings.rate(by=Actor(user=alice), run=round_, partner=brandt, scores={"help": 3}, at=NOON)
    client = login(bob)

    for address in ("/ratings/", f"/surveys/{round_.public_id}/", "/api/v1/ratings/"):
        assert client.get(address).status_code == 404
    assert "Working together" not in words(client.get("/surveys/"))
    # The trail of the rating is not the partner's either.
    assert AuditEvent.objects.get(verb="rating.given").scope == ""


def test_questions_stay_while_people_rate_by_them(login, alice, quality, round_):
    data = {
        "name": quality.name,
        "min_answers": "2",
        "is_active": "on",
        "questions": "Other?",
        "version": "1",
    }
    response = login(alice).post(f"/surveys/edit/{quality.public_id}/", data)

    assert response.status_code == 422
    assert "A run is open" in words(response)
    assert quality.questions.filter(is_active=True).count() == 2


def test_a_new_wording_is_a_new_question_and_the_old_one_stays(quality, alice, round_, brandt, at_noon):
    ratings.rate(by=Actor(user=alice), run=round_, partner=brandt, scores={"help": 3}, at=NOON)
    at_noon(12)
    surveys.edit(
        by=Actor(user=alice), survey=quality, version=quality.version, changes={},
        questions=[QuestionSpec("Do they help at once?")],
    )  # fmt: skip

    assert [one.text for one in quality.questions.filter(is_active=True)] == ["Do they help at once?"]
    assert Rating.objects.get().question.text == "Do they help?"


def test_keepers_word_a_survey_on_its_page(login, alice, quality):
    client = login(alice)
    response = client.post(
        "/surveys/new/",
        {"name": "Quality", "min_answers": "1", "is_active": "on", "questions": "Good? | bad | good\nFast?"},
    )

    assert response.status_code == 302, words(response)
    text = words(client.get("/surveys/"))
    assert "Quality" in text
    assert "Fast?" in text
    refused = client.post("/surveys/new/", {"name": "Other", "min_answers": "1", "questions": "a|b|c|d"})
    assert refused.status_code == 422


def test_a_stale_edit_shows_both(login, alice, quality):
    data = {"name": "Mine", "min_answers": "2", "is_active": "on", "questions": "A?", "version": "7"}

    assert login(alice).post(f"/surveys/edit/{quality.public_id}/", data).status_code == 409


def test_the_api_rates_once_for_one_key(login, alice, round_, brandt):
    client = login(alice)
    body = json.dumps(
        {"run": round_.public_id, "partner_code": "BRANDT", "scores": {"help": 9, "open": None}}
    )
    for _ in range(2):
        response = client.post(
            "/api/v1/ratings/", data=body, content_type="application/json", headers={"Idempotency-Key": "k"}
        )
        assert response.status_code == 200, response.content
    assert IdempotencyRecord.objects.count() == 1
    (row,) = client.get("/api/v1/ratings/").json()["results"]
    assert (row["partner"], row["question"], row["score"]) == ("BRANDT", "help", 9)


@pytest.mark.parametrize("partners", [1, 4])
def test_the_list_costs_the_same_however_many_partners(
    login, alice, round_, partners, django_assert_num_queries
):
    for _ in range(partners):
        PartnerFactory()
    client = login(alice)
    client.get("/ratings/")
    with django_assert_num_queries(5):
        assert client.get("/ratings/").status_code == 200


def test_a_buyer_reads_own_ratings_and_keepers_all(login, alice, round_, brandt):
    buyer = StaffFactory(role=StaffRole.BUYER)
    for user in (alice, buyer):
        ratings.rate(by=Actor(user=user), run=round_, partner=brandt, scores={"help": 5}, at=NOON)

    assert len(login(buyer).get("/api/v1/ratings/").json()["results"]) == 1
    assert len(login(alice).get("/api/v1/ratings/").json()["results"]) == 2
