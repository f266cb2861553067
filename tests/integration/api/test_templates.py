"""Templates and KPIs of one's own through the API: staff read, who publishes writes."""

import pytest

from scorecards.models import CustomKpi, ScorecardTemplate

pytestmark = pytest.mark.django_db
BANDS = [
    {"name": "Low", "lower": "0", "upper": "60", "action": "warn"},
    {"name": "High", "lower": "60", "upper": "100"},
]
LINES = [
    {"kpi": "otif_lines", "weight": "60", "target": "0.95", "floor": "0.6", "min_n": 8},
    {"kpi": "lead_time_mean", "weight": 40, "steps": [["0", "100"], ["30", "50"], ["60", "0"]]},
    {"kpi": "paid_within_terms", "weight": "100", "target": "1", "floor": "0.5"},
]
NEW = {
    "based_on": 1,
    "note": "From the ERP",
    "lines": LINES,
    "bands": BANDS,
    "gates": [{"document_type": "ISO 9001", "cap": "Low"}],
}


@pytest.fixture
def template(db):
    return ScorecardTemplate.objects.get(name="Delivery essentials")


@pytest.fixture
def address(template):
    return f"templates/{template.public_id}/"


def test_a_version_goes_in_and_comes_out(program, alice, template, address):
    asked = program(alice)
    assert asked.get("templates/").json()["results"][0]["version"]["number"] == 1
    response = asked.post(f"{address}versions/", NEW)
    assert response.status_code == 201, response.json()
    version = response.json()["version"]
    assert (version["number"], version["note"], version["created_by"]) == (2, "From the ERP", "Alice Moreau")
    first, second, ours = version["lines"]
    assert (first["target"], first["weight"], first["min_n"]) == ("0.95", "60", 8)
    assert second["steps"] == [["0", "100"], ["30", "50"], ["60", "0"]]
    assert (ours["kpi"], ours["side"]) == ("paid_within_terms", "company")
    assert version["gates"] == [{"document_type": "ISO 9001", "cap": "Low"}]
    numbers = [one["number"] for one in asked.get(f"{address}versions/").json()]
    assert numbers == [2, 1]
    assert asked.get(address).json()["version"] == version


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"based_on": 9}, 409, "made version 1"),
        ({"based_on": True}, 400, "number of the version"),
        ({"lines": LINES[:1]}, 400, "sum to 60, not to 100"),
        ({"lines": [{**LINES[0], "kpi": "price_variance"}]}, 400, "No card shows"),
        ({"lines": [{**LINES[0], "side": "company"}]}, 400, "other half"),
        ({"lines": [{**LINES[0], "weight": "1e2"}]}, 400, "is a number"),
        ({"lines": [{**LINES[0], "weight": "NaN"}]}, 400, "is a number"),
        ({"lines": [{**LINES[0], "late_days": -1}]}, 400, "0 to 365"),
        ({"lines": [{**LINES[0], "formula": "otif_lines"}]}, 400, "no such name"),
        ({"lines": [LINES[0], {**LINES[1], "steps": [["30"]]}]}, 400, "pair"),
        ({"bands": [{**BANDS[0], "upper": "50"}, BANDS[1]]}, 400, "leave a gap"),
        ({"gates": [{"document_type": "ISO 9001", "cap": "Gold"}]}, 400, "no band"),
        ({"lines": "all of them"}, 400, "list"),
        ({"surprise": 1}, 400, "no such name"),
    ],
)
def test_what_does_not_hold_is_refused(program, alice, template, address, changes, status, said):
    response = program(alice).post(f"{address}versions/", {**NEW, **changes})
    assert response.status_code == status, response.json()
    assert said in str(response.json())
    assert template.versions.count() == 1


def test_the_same_request_twice_makes_one_version(program, alice, template, address):
    asked = program(alice)
    first = asked.post(f"{address}versions/", NEW, Idempotency_Key="once-1")
    again = asked.post(f"{address}versions/", NEW, Idempotency_Key="once-1")
    assert (first.status_code, again.json()) == (201, first.json())
    assert template.versions.count() == 2


def test_retiring_needs_the_state_that_was_read(program, alice, template, address):
    asked = program(alice)
    etag = asked.get(address)["ETag"]
    assert asked.patch(address, {"is_active": False}).status_code == 428
    assert asked.patch(address, {"is_active": False}, If_Match='"other"').status_code == 412
    response = asked.patch(address, {"is_active": False}, If_Match=etag)
    assert (response.status_code, response.json()["is_active"]) == (200, False)
    assert asked.patch(address, {"is_active": True}, If_Match=etag).status_code == 412
    assert asked.patch(address, {"is_active": "yes"}, If_Match=response["ETag"]).status_code == 400


KPI = {
    "code": "reliability",
    "name": "Reliability",
    "formula": "(otif_lines + promise_kept) / 2",
    "unit": "share",
}


def test_a_kpi_of_ones_own(program, alice, template, address):
    asked = program(alice)
    response = asked.post("custom-kpis/", KPI)
    assert response.status_code == 201, response.json()
    where = response["Location"]
    etag = asked.get(where)["ETag"]
    changed = asked.patch(where, {"formula": "min(otif_lines, promise_kept)"}, If_Match=etag)
    assert changed.json()["formula"] == "min(otif_lines, promise_kept)"
    lines = [{**LINES[0], "kpi": "reliability", "weight": "100"}]
    made = asked.post(f"{address}versions/", {**NEW, "lines": lines})
    assert made.json()["version"]["lines"][0]["formula"] == "min(otif_lines, promise_kept)"
    retired = asked.patch(where, {"is_active": False}, If_Match=changed["ETag"])
    assert retired.json()["is_active"] is False


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"formula": "otif_line"}, "At character 1: There is no KPI “otif_line”. Did you mean otif_lines?"),
        ({"formula": "otif_lines + cost_index"}, "At character 14: cost_index is for staff only"),
        ({"code": "otif_lines"}, "in the catalogue already"),
        ({"unit": "bananas"}, "It is one of"),
        ({"name": 7}, "It is a text"),
        ({"higher_is_better": "yes"}, "true or false"),
    ],
)
def test_what_cannot_be_is_refused(program, alice, changes, said):
    response = program(alice).post("custom-kpis/", {**KPI, **changes})
    assert response.status_code == 400
    assert said in str(response.json())
    assert not CustomKpi.objects.exists()


def test_partners_find_nothing_and_readers_write_nothing(program, bob, erin, template, address):
    theirs = program(bob)
    for path in ("templates/", address, f"{address}versions/", "custom-kpis/"):
        response = theirs.get(path)
        assert response.status_code == 404
        assert "Delivery essentials" not in response.content.decode()
    assert theirs.post(f"{address}versions/", NEW).status_code in (403, 404)
    reader = program(erin)
    assert reader.get(address).status_code == 200
    assert reader.post(f"{address}versions/", NEW).status_code == 403
    assert reader.post("custom-kpis/", KPI).status_code == 403
    assert template.versions.count() == 1


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_costs_the_same_however_long(program, alice, more, django_assert_max_num_queries):
    for number in range(more):
        ScorecardTemplate.objects.create(name=f"Another {number}")
    asked = program(alice)
    with django_assert_max_num_queries(14):
        response = asked.get("templates/")
    assert len(response.json()["results"]) == 1 + more
