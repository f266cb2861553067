"""The API reads what the pages show: each reader their own, page by page, and nothing of a rival."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from portal.engine.scaled import SCALE
from suppliers.enums import LineStatus
from suppliers.imports.datasets import DATASETS
from suppliers.models import PromisePart
from tests.factories import ContactFactory, LineFactory, OrderFactory, PartnerFactory, promise, receipt

pytestmark = pytest.mark.django_db
PROFIT = ("ledger", "rates", "customer_counts")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 10, 6, 8, 40, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def line(brandt):
    order = OrderFactory(partner=brandt, number="4500118", currency="EUR")
    line = LineFactory(
        order=order,
        number="20",
        quantity=int(2.5 * SCALE),
        unit_price=1_250_000,
        standard_price=987_654_321,
        requested_on=date(2026, 10, 1),
    )
    promise(line, date(2026, 10, 2))
    receipt(line, date(2026, 10, 5), accepted=1)
    ContactFactory(partner=brandt, name="Maja Brandt", email="maja@brandt.example")
    brandt.segment = "A"
    brandt.save()
    return line


def test_a_line_is_written_as_in_our_files(program, alice, line):
    (row,) = program(alice).get("orders/").json()["results"]
    assert row == {
        "public_id": line.public_id,
        "partner_code": "BRANDT",
        "partner_name": "Brandt Castings",
        "order_number": "4500118",
        "line_number": "20",
        "ordered_on": "2026-08-03",
        "sent_at": None,
        "currency": "EUR",
        "buyer_email": None,
        "item_code": "PH-40",
        "description": "Pump housing",
        "category": None,
        "quantity": "2.5",
        "unit": None,
        "unit_price": "1.25",
        "standard_price": "987.654321",
        "requested_on": "2026-10-01",
        "status": "confirmed",
        "status_reason": None,
        "ship_to": None,
        "due_on": "2026-10-02",
        "received": "1",
        "open_quantity": "1.5",
        "state": "late",
        "version": 1,
    }


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_columns_of_a_row_are_those_of_the_files(program, world, dataset):
    manager = program(world.staff["purchasing_manager"])
    (row, *_more) = manager.get(f"{dataset}/").json()["results"]
    extras = {"state", "due_on", "received", "open_quantity", "version"} if dataset == "orders" else set()
    columns = {column.identifier for column in DATASETS[dataset].columns}
    assert set(row) == {"public_id"} | columns | extras


def test_a_partner_reads_its_own_without_what_is_for_staff(program, bob, brandt, kestrel, line):
    theirs = program(bob)
    (row,) = theirs.get("partners/").json()["results"]
    assert row["code"] == "BRANDT"
    assert not {"segment", "status", "owner_email", "lost_on", "lost_reason"} & set(row)
    assert "standard_price" not in theirs.get(f"orders/{line.public_id}/").json()


def test_a_partner_cannot_ask_for_what_it_may_not_see(program, bob, alice, brandt):
    refused = program(bob).get("partners/?status=active")
    assert refused.status_code == 400
    assert "status" not in refused.json()["errors"][0]["reason"]
    assert program(alice).get("partners/?status=active").status_code == 200


def test_a_draft_does_not_exist_for_its_partner(program, bob, alice, line):
    line.status = LineStatus.DRAFT
    line.save()
    for path in ("orders/", "promises/", "receipts/"):
        assert program(bob).get(path).json()["results"] == []
        assert len(program(alice).get(path).json()["results"]) == 1
    assert program(bob).get(f"orders/{line.public_id}/").status_code == 404


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_rival_finds_neither_row_nor_word_of_the_other(program, world, dataset):
    rival = program(world.kestrel.people["partner_admin"])
    foreign = world.brandt.facts[dataset]
    assert rival.get(f"{dataset}/{foreign}/").status_code == 404
    listed = rival.get(f"{dataset}/")
    assert listed.status_code == (404 if dataset in PROFIT else 200)
    assert "secretbrandt" not in listed.content.decode().lower()
    if dataset not in PROFIT:
        assert "secretkestrel" in listed.content.decode().lower()
        asked = rival.get(f"{dataset}/?changed_since=2000-01-01T00:00:00Z&partner_code=Secretbrandt-code")
        assert not asked.json().get("results")
        own = rival.get(f"{dataset}/{world.kestrel.facts[dataset]}/")
        assert own.status_code == 200
        assert own["ETag"]


@pytest.mark.parametrize("dataset", DATASETS)
def test_what_a_rival_sends_tells_it_nothing(program, world, dataset):
    """The same answer for a row that is there and one that is not."""
    rival = program(world.kestrel.people["partner_admin"])
    known, unknown = world.brandt.facts[dataset], "a" * 16
    if dataset != "promises":
        answers = [rival.patch(f"{dataset}/{one}/", {"name": "x"}, If_Match="*") for one in (known, unknown)]
        assert answers[0].status_code == answers[1].status_code in (403, 404)
        assert answers[0].content == answers[1].content
    row = {"partner_code": "Secretbrandt-code", "order_number": "Secretbrandt-4500"}
    for path, body in ((f"{dataset}/", row), (f"{dataset}/bulk/", {"rows": [row]})):
        refused = rival.post(path, body)
        assert refused.status_code in (403, 404)
        assert "secretbrandt" not in refused.content.decode().lower()


def test_who_does_not_answer_for_the_profit(program, world):
    for role, expected in (("buyer", 403), ("staff_viewer", 403), ("executive", 200), ("administrator", 200)):
        for dataset in PROFIT:
            assert program(world.staff[role]).get(f"{dataset}/").status_code == expected


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("orders/?state=late", 1),
        ("orders/?state=received", 0),
        ("orders/?order_number=4500118", 1),
        ("orders/?order_number=1", 0),
        ("orders/?partner_code=BRANDT", 1),
        ("orders/?partner_code=KESTREL", 0),
        ("orders/?changed_since=2026-10-06T08:40:00Z", 1),
        ("orders/?changed_since=2026-10-06T10:40:00%2B02:00", 1),
        ("orders/?changed_since=2026-10-06T08:40:01Z", 0),
        ("promises/?event=confirm&part=1", 1),
        ("promises/?part=2", 0),
        ("promises/?made_at=2026-08-04T09:00:00Z", 1),
        ("receipts/?order_number=4500118&line_number=20", 1),
        ("partners/?kind=supplier", 2),
        ("partners/?code=KESTREL", 1),
        ("partners/?code=%00", 0),
        ("contacts/?email=maja@brandt.example", 1),
        ("documents/?type=ISO", 0),
        ("commission_agreements/?tier_from=0", 0),
        ("commission_agreements/?tier_from=0.001", 0),
        ("customer_counts/?month=2026-09", 0),
    ],
)
def test_filters(program, alice, brandt, kestrel, line, query, count):
    assert len(program(alice).get(query).json()["results"]) == count


@pytest.mark.parametrize(
    "query",
    [
        "orders/?colour=red",
        "orders/?offset=3",
        "orders/?state=nonsense",
        "orders/?changed_since=yesterday",
        "orders/?changed_since=2026-10-06",
        "orders/?changed_since=2026-10-06T08:40:00",
        "promises/?part=x",
        "promises/?made_at=2026-08-04",
        "partners/?kind=friend",
        "customer_counts/?month=09-2026",
        "rates/?date=1.9.2026",
        "orders/?limit=0",
        "orders/?limit=501",
        "orders/?limit=many",
    ],
)
def test_what_is_asked_wrongly_is_named(program, alice, query):
    refused = program(alice).get(query)
    assert refused.status_code == 400
    name = query.split("?")[1].split("=")[0]
    assert refused.json()["errors"][0]["column"] == name


def test_pages_follow_one_another_and_rows_that_come_in_shift_nothing(program, alice):
    PartnerFactory.create_batch(5)
    ours = program(alice)
    first = ours.get("partners/?limit=2").json()
    assert len(first["results"]) == 2
    PartnerFactory.create_batch(2)
    seen, page = list(first["results"]), first
    while page["next"]:
        page = ours.get(page["next"]).json()
        seen += page["results"]
    assert len(seen) == len({row["public_id"] for row in seen}) == 7
    assert ours.get(page["previous"]).json()["results"] == seen[4:6]


def test_promises_of_many_parts_are_paged_whole(program, alice, line):
    said = line.promises.get()
    for number in range(2, 8):
        PromisePart.objects.create(promise=said, number=number, quantity=1, promised_on=date(2026, 10, 9))
    ours = program(alice)
    seen, page = [], {"next": "promises/?limit=3"}
    while page["next"]:
        page = ours.get(page["next"]).json()
        seen += [row["part"] for row in page["results"]]
    assert seen == list(range(1, 8))


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM=", "cD1hYmMmbz0x", "%00", "bz05OTk5OTk5OTk5OTk="])
def test_a_cursor_that_somebody_made_up(program, alice, cursor):
    assert program(alice).get(f"partners/?cursor={cursor}").status_code in (200, 404)


@pytest.mark.parametrize("many", [1, 3, 30])
@pytest.mark.parametrize("name", ["partners", "contacts", "orders", "promises", "receipts"])
def test_asks_the_same_number_of_questions(login, alice, django_assert_num_queries, many, name):
    for _number in range(many):
        line = LineFactory(order__partner__owner=alice)
        promise(line, date(2026, 10, 2))
        receipt(line, date(2026, 10, 2))
        ContactFactory(partner=line.partner)
    client = login(alice)
    with django_assert_num_queries(3):
        assert len(client.get(f"/api/v1/{name}/").json()["results"]) == many


def test_a_session_writes_with_its_form_token_only(alice, brandt):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    row = {"partner_code": "BRANDT", "name": "Bob"}
    refused = client.post("/api/v1/contacts/", row, content_type="application/json")
    assert refused.status_code == 403
    client.get("/account/")
    given = {"X-CSRFToken": client.cookies["csrftoken"].value}
    made = client.post("/api/v1/contacts/", row, content_type="application/json", headers=given)
    assert made.status_code == 201


def test_the_root_names_every_list(program, alice):
    reader = program(alice)
    found = reader.get("").json()
    of_lines = {"commitments", "order_responses", "questions", "programmes"}
    of_cards = {"contests", "custom-kpis", "exclusions", "proposals", "ratings", "reviews", "surveys"}
    kept = {"calendars", "recognitions", "templates", "tier-grants", "tiers"}
    profit = {"assessments", "commission_statements", "contribution", "cost_rates", "reliability_sums"}
    profit |= {"sales", "segments", "what_if"}
    together = {"cases", "gain_shares", "ideas", "plan_actions", "plans", "remedy_limits"}
    together |= {"at_risk", "contact_plan", "praises", "retention", "touchpoints"}
    together |= {"registrations", "questionnaires", "partner_forms", "data_changes"}
    site = {"policies", "standards", "survey_rounds"}
    ours = {*of_lines, *of_cards, *kept, *profit, *together, *site, "imports", "scorecards"}
    assert set(found) == {*DATASETS, *ours}
    for name, address in found.items():
        # Those are only sent; these want to know of whom, and when.
        wanted = {"order_responses": 405, "contribution": 400, "sales": 400, "what_if": 400}.get(name, 200)
        assert reader.get(address).status_code == wanted, name


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete", "put"])
def test_nothing_under_it_answers_with_a_page(client, db, method):
    answer = getattr(client, method)("/api/v1/nonsense/")
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_nothing_is_deleted(program, alice, brandt):
    ours = program(alice)
    answer = ours.client.delete(
        f"/api/v1/partners/{brandt.public_id}/", headers={"Authorization": f"Bearer {ours.secret}"}
    )
    assert answer.status_code == 405
    assert "DELETE" not in answer["Allow"]


def test_what_a_token_reads_is_kept_by_no_cache_between(program, login, alice, brandt):
    answer = program(alice).get("partners/")
    assert "private" in answer["Cache-Control"]
    assert "no-store" in login(alice).get("/api/v1/partners/")["Cache-Control"]
    assert "Authorization" in answer["Vary"]
