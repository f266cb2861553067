"""Contests and exclusions through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import Attachment
from scorecards.models import Contest, Scorecard
from suppliers.models import ExclusionRequest
from tests.integration.scorecards.conftest import deliver, template  # noqa: F401
from tests.integration.scorecards.contests.conftest import (  # noqa: F401
    PDF,
    card,
    cards,
    cmr,
    contest,
    contest_of,
    late,
    lines,
    missing,
)

CONTESTS, EXCLUSIONS = "/api/v1/contests/", "/api/v1/exclusions/"


def filing(card, *lines, **more):  # noqa: F811
    return {
        "card": card.public_id,
        "lines": [line.public_id for line in lines],
        "reason": "collected_late",
        "text": "Your carrier came late.",
        **more,
    }


def send(client, url, data=None, **more):
    return client.post(url, data or {}, content_type="application/json", **more)


def test_bob_files_and_alice_decides(login, bob, alice, card, late, charlie):  # noqa: F811
    response = send(login(bob), CONTESTS, filing(card, late))
    assert response.status_code == 201, response.content
    row = response.json()
    assert (row["state"], row["reason"], row["partner_code"]) == ("open", "collected_late", "BRANDT")
    assert [one["line"] for one in row["lines"]] == [late.public_id]
    url = f"{CONTESTS}{row['public_id']}/"
    assert login(charlie).get(url).status_code == 404
    assert login(charlie).get(CONTESTS).json()["results"] == []
    response = send(login(alice), url + "decide/", {"verdict": "excused", "text": "The CMR shows it."})
    assert response.status_code == 200, response.content
    (line,) = response.json()["lines"]
    assert (line["verdict"], line["note"]) == ("excused", "The CMR shows it.")
    newest = Scorecard.objects.get(partner=card.partner, is_latest=True)
    assert (line["before"], line["after"]) == (f"{card.score:f}", f"{newest.score:f}")
    again = send(
        login(alice), url + "decide/", {"verdict": "explained", "text": "No", "lines": [late.public_id]}
    )
    assert again.status_code == 409
    assert "was faster" in again.json()["detail"]
    response = send(login(alice), url + "take_back/", {"reason": "Another truck"})
    assert response.json()["lines"][0]["taken_back"] is True


def test_a_form_brings_files(login, bob, card, late):  # noqa: F811
    data = filing(card, late, files=[SimpleUploadedFile("CMR.pdf", PDF)])
    response = login(bob).post(CONTESTS, data)
    assert response.status_code == 201, response.content
    assert [one["name"] for one in response.json()["files"]] == ["CMR.pdf"]
    url = f"{CONTESTS}{response.json()['public_id']}/messages/"
    response = login(bob).post(url, {"text": "One more", "files": SimpleUploadedFile("b.pdf", PDF)})
    assert [one["name"] for one in response.json()["files"]] == ["CMR.pdf", "b.pdf"]
    assert response.json()["messages"][0]["text"] == "One more"
    response = login(bob).post(url, {"text": "And", "files": SimpleUploadedFile("x.html", b"<html>")})
    assert response.status_code == 400
    assert "‘x.html’ was not taken" in response.json()["errors"][0]["reason"]
    assert Attachment.objects.count() == 2


def test_a_form_with_another_first_file_is_another_request(login, bob, card, late):  # noqa: F811
    data, key = filing(card, late), {"HTTP_IDEMPOTENCY_KEY": "form-1"}
    both = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)]
    first = login(bob).post(CONTESTS, {**data, "files": both}, **key)
    assert first.status_code == 201, first.content
    again = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)]
    response = login(bob).post(CONTESTS, {**data, "files": again}, **key)
    assert (response.status_code, response["Idempotent-Replay"]) == (201, "true")
    other = [SimpleUploadedFile("a.txt", b"other words"), SimpleUploadedFile("b.pdf", PDF)]
    response = login(bob).post(CONTESTS, {**data, "files": other}, **key)
    assert response.status_code == 422
    assert "another request" in response.json()["detail"]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"reason": "because"}, "reason"),
        ({"lines": []}, "lines"),
        ({"lines": ["x"]}, "lines"),
        ({"card": "0" * 16}, "card"),
        ({"text": ""}, "text"),
        ({"why": "so"}, "why"),
    ],
)
def test_what_is_wrong_is_named(login, bob, card, late, more, name):  # noqa: F811
    response = send(login(bob), CONTESTS, {**filing(card, late), **more})
    assert response.status_code == 400
    assert response.json()["errors"][0]["column"] == name
    assert not Contest.objects.exists()


def test_sent_twice_it_is_filed_once(login, bob, card, late):  # noqa: F811
    key = {"HTTP_IDEMPOTENCY_KEY": "one"}
    first = send(login(bob), CONTESTS, filing(card, late), **key)
    second = send(login(bob), CONTESTS, filing(card, late), **key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert Contest.objects.count() == 1


def test_withdrawn(login, bob, contest):  # noqa: F811
    url = f"{CONTESTS}{contest.public_id}/withdraw/"
    assert send(login(bob), url).json()["state"] == "withdrawn"
    assert send(login(bob), url).status_code == 409


def test_exclusions_from_proposal_to_undo(login, alice, dana, bob, cards):  # noqa: F811
    asked = {"starts_on": "2026-09-01", "ends_on": "2026-09-30", "reason": "Strike", "partner_code": "BRANDT"}
    response = send(login(alice), EXCLUSIONS, asked)
    assert response.status_code == 201, response.content
    url = f"{EXCLUSIONS}{response.json()['public_id']}/"
    assert response.json()["line_count"] == 7
    assert send(login(alice), url + "approve/").status_code == 409
    assert send(login(dana), url + "approve/", {"note": "Yes"}).status_code == 202
    assert login(dana).get(url).json()["state"] == "approved"
    assert send(login(dana), url + "decline/", {"note": "No"}).status_code == 409
    assert send(login(dana), url + "undo/").status_code == 202
    assert ExclusionRequest.objects.get().state == "undone"
    assert login(bob).get(url).status_code == 404
    wrong = send(login(alice), EXCLUSIONS, {**asked, "partner_code": "NOBODY"})
    assert wrong.json()["errors"][0]["column"] == "partner_code"
