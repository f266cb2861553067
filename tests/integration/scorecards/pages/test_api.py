"""Cards under /api/v1/."""

from decimal import Decimal

import pytest

from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/scorecards/"


def test_the_list_and_one_card(login, alice, cards):
    client = login(alice)
    body = client.get(LIST, {"partner": "BRANDT"}).json()
    assert len(body["results"]) == 1
    found = body["results"][0]
    assert (found["partner"], found["period"], found["state"]) == ("BRANDT", "2026-09", "with_partner")
    detail = client.get(f"{LIST}{found['public_id']}/").json()
    otif = next(one for one in detail["kpis"] if one["kpi"] == "otif_lines")
    assert (otif["numerator"], otif["n"], otif["excused"]) == ("5", 7, 0)
    result = cards["BRANDT"].results.get(kpi="otif_lines")
    assert Decimal(otif["value"]) == result.value
    assert otif["target"] == "0.950000"


def test_rows_recompute_the_figure(login, bob, card):
    rows = login(bob).get(f"{LIST}{card.public_id}/rows/", {"kpi": "otif_lines"}).json()
    assert sum(row["passed"] for row in rows) == 5
    assert {row["kpi"] for row in rows} == {"otif_lines"}
    assert rows[0]["quantity"] == "100"
    every = login(bob).get(f"{LIST}{card.public_id}/rows/").json()
    with_rows = card.results.filter(evidence__row_count__gt=0)
    assert {row["kpi"] for row in every} == set(with_rows.values_list("kpi", flat=True))


def test_a_rival_finds_nothing(login, charlie, cards):
    client = login(charlie)
    body = client.get(LIST).json()
    assert [one["partner"] for one in body["results"]] == ["KESTREL"]
    foreign = cards["BRANDT"].public_id
    assert client.get(f"{LIST}{foreign}/").status_code == 404
    assert client.get(f"{LIST}{foreign}/rows/").status_code == 404
    assert client.get(LIST, {"partner": "BRANDT"}).json()["results"] == []


def test_nothing_can_be_written(login, alice, card):
    client = login(alice)
    assert client.post(LIST, {}, content_type="application/json").status_code == 405
    assert client.delete(f"{LIST}{card.public_id}/").status_code == 405


def test_an_unknown_kpi_has_no_rows(login, alice, card):
    assert login(alice).get(f"{LIST}{card.public_id}/rows/", {"kpi": "nonsense"}).status_code == 404


@pytest.mark.parametrize("partners", [1, 3])
def test_the_list_costs_the_same_however_long(
    login, alice, deliver, publish_period, partners, django_assert_num_queries
):
    for _ in range(partners):
        deliver(PartnerFactory())
    publish_period()
    client = login(alice)
    with django_assert_num_queries(3):
        assert len(client.get(LIST).json()["results"]) == partners
