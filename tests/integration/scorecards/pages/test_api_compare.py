"""Both halves, peers, moves, the table of all partners and review packs under /api/v1/."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecards.models import ReviewPack, Scorecard
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
CARDS = "/api/v1/scorecards/"
REVIEWS = "/api/v1/reviews/"


@pytest.fixture
def card(brandt, kestrel, deliver, publish_period):
    deliver(brandt, [0] * 9 + [9], due=date(2026, 8, 20), ordered=date(2026, 7, 1))
    deliver(brandt, [0] * 6 + [9] * 4)
    deliver(kestrel)
    publish_period("2026-08")
    publish_period()
    return Scorecard.objects.get(partner=brandt, period="2026-09")


def test_one_card_has_both_halves(login, bob, card):
    body = login(bob).get(f"{CARDS}{card.public_id}/").json()
    assert {one["kpi"] for one in body["kpis"]} == set(
        card.results.filter(side="partner").values_list("kpi", flat=True)
    )
    assert {one["kpi"] for one in body["our_kpis"]} == set(
        card.results.filter(side="company").values_list("kpi", flat=True)
    )
    assert body["gates"] == []
    assert body["cause"] == ""
    assert [one["revision"] for one in body["revisions"]] == [1]
    assert next(one for one in body["kpis"] if one["kpi"] == "otif_lines")["name"]


def test_a_revision_says_its_cause(login, bob, card, brandt, deliver, publish_period):
    deliver(brandt, [9])
    publish_period()
    newest = Scorecard.objects.get(partner=brandt, period="2026-09", is_latest=True)
    body = login(bob).get(f"{CARDS}{newest.public_id}/").json()
    assert body["cause"] == "facts"
    assert [(one["revision"], one["cause"]) for one in body["revisions"]] == [(1, ""), (2, "facts")]


def test_the_command_prints_both_halves_and_keeps_its_keys(card, capsys):
    call_command("scorecard", "BRANDT", "--period", "2026-09", "--json")
    record = json.loads(capsys.readouterr().out)
    kept = {
        "partner",
        "partner_name",
        "public_id",
        "period",
        "revision",
        "score",
        "band",
        "kpis",
        "responses",
    }
    assert kept <= set(record)
    assert {"our_score", "our_coverage", "our_kpis", "gates", "uncapped_band", "cause", "revisions"} <= set(
        record
    )
    assert {one["code"] for one in record["kpis"]}.isdisjoint(one["code"] for one in record["our_kpis"])


def test_what_moved_with_its_rows(login, bob, card):
    body = login(bob).get(f"{CARDS}{card.public_id}/moved/").json()
    otif = next(one for one in body if one["kpi"] == "otif_lines")
    assert len(otif["now"]["rows"]) == 4
    assert Decimal(otif["rest"]) - (
        Decimal(otif["now"]["cost"]) - Decimal(otif["before"]["cost"])
    ) == Decimal(otif["moved"])


def test_peers_need_five_and_name_nobody(login, bob, card, deliver, publish_period):
    body = login(bob).get(f"{CARDS}{card.public_id}/peers/").json()
    assert body["count"] is None
    assert body["score"]["others"] is None
    assert all(one["others"] is None for one in body["kpis"])
    assert login(bob).get(f"{CARDS}{card.public_id}/peers/", {"kind": "agent"}).status_code == 400


def test_peers_of_five(login, bob, brandt, deliver, publish_period):
    for late in range(5):
        deliver(PartnerFactory(name=f"Secret {late}"), [0] * (12 - late) + [9] * late)
    deliver(brandt)
    publish_period()
    own = Scorecard.objects.get(partner=brandt)
    answer = login(bob).get(f"{CARDS}{own.public_id}/peers/")
    body = answer.json()
    assert body["count"] == 5
    otif = next(one for one in body["kpis"] if one["kpi"] == "otif_lines")
    assert {name: otif["others"][name] for name in ("low", "middle", "high")} == {
        "low": "0.75",
        "middle": "0.83",
        "high": "0.92",
    }
    assert "Secret" not in answer.content.decode()


def test_all_partners_are_for_staff(login, alice, bob, card):
    assert login(bob).get(f"{CARDS}heat/").status_code == 404
    body = login(alice).get(f"{CARDS}heat/").json()
    assert body["period"] == "2026-09"
    brandt = next(one for one in body["rows"] if one["partner"] == "BRANDT")
    result = card.results.get(kpi="otif_lines")
    assert Decimal(brandt["cells"]["otif_lines"]["value"]) == result.value
    assert Decimal(brandt["change"]) < 0
    assert Decimal(body["together"]["otif_lines"]["value"]) == Decimal("0.75")  # 6 of 10 and 6 of 6
    assert login(alice).get(f"{CARDS}heat/", {"period": "2020-01"}).status_code == 404


def test_a_pack_is_made_read_and_listed(login, alice, bob, charlie, card):
    client = login(alice)
    made = client.post(REVIEWS, {"card": card.public_id}, content_type="application/json")
    assert made.status_code == 201
    assert made["Location"].endswith(f"{REVIEWS}{made.json()['public_id']}/")
    again = client.post(REVIEWS, {"card": card.public_id}, content_type="application/json")
    assert again.json()["public_id"] == made.json()["public_id"]
    read = login(bob).get(f"{REVIEWS}{made.json()['public_id']}/")
    assert read.json() == made.json()
    known = login(bob).get(f"{REVIEWS}{made.json()['public_id']}/", headers={"If-None-Match": read["ETag"]})
    assert known.status_code == 304
    listed = login(bob).get(REVIEWS).json()["results"]
    assert [one["public_id"] for one in listed] == [made.json()["public_id"]]
    assert "document" not in listed[0]
    rival = login(charlie)
    assert rival.get(REVIEWS).json()["results"] == []
    assert rival.get(f"{REVIEWS}{made.json()['public_id']}/").status_code == 404
    assert rival.post(REVIEWS, {"card": card.public_id}, content_type="application/json").status_code == 400
    assert ReviewPack.objects.count() == 1


def test_who_only_looks_makes_none(login, vic, erin, card):
    for user in (vic, erin):
        made = login(user).post(REVIEWS, {"card": card.public_id}, content_type="application/json")
        assert made.status_code == 403
    assert not ReviewPack.objects.exists()


def test_a_sign_that_no_database_holds_is_not_asked_for(login, alice, card):
    login(alice).post(REVIEWS, {"card": card.public_id}, content_type="application/json")
    with CaptureQueriesContext(connection) as asked:
        for address in (f"{REVIEWS}?partner=BRANDT%00", "/api/v1/ratings/?run=a%00b"):
            assert login(alice).get(address).status_code == 200
    assert not any("\x00" in query["sql"] for query in asked)
