"""Promises and their results as everybody reads them: the mission, the list, each standard, the files."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from cms.actions.snapshots import take
from cms.models import MissionPage, StandardPage
from portal.actors import system_actor
from tests.integration.cms.promising import invoices, standard, standards_index

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paying(brandt, erin):
    """93.3 % of what was promised to be 95 %: not met."""
    page = standard(keeper=erin, remark="Receipts waited to be booked.", remark_on=date(2026, 10, 5))
    index = standards_index()
    index.save_revision().publish()
    StandardPage.objects.update(first_published_at=datetime(2026, 5, 10, tzinfo=UTC))
    invoices(brandt, 10, 0, first=date(2026, 6, 1))
    invoices(brandt, 14, 1)
    return StandardPage.objects.get(pk=page.pk)


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_a_standard_says_plainly_that_it_was_not_met(client, paying):
    text = words(client.get("/standards/paid-within-terms/"))
    assert "93.3 % <small>of 15 invoices</small>" in text
    assert "Not met</span>" in text
    assert "We promised at least 95 %. It went wrong for 1 invoice. We are sorry." in text
    assert "Receipts waited to be booked." in text
    assert "July to September 2026" in text
    assert "As of 3 Oct 2026" in text
    assert "Erin Falk" in text
    assert "Q4 2026 so far" in text
    assert "It closes on 3 Jan 2027" in text
    assert "manage.py" not in text


def test_our_own_people_read_the_command_that_prints_the_same(login, alice, paying):
    text = words(login(alice).get("/standards/paid-within-terms/"))
    assert (
        "manage.py kpis --kpi paid_within_terms --from 2026-07-01 --to 2026-09-30 --as-of 2026-10-03" in text
    )


def test_published_quarters_stand_in_a_table_and_in_files(client, paying):
    take(by=system_actor(), at=NOW)
    text = words(client.get("/standards/paid-within-terms/"))
    assert "Q2 2026" in text
    assert "counted on 20 Oct 2026" in text
    response = client.get("/standards/paid-within-terms/quarters.csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [(row["period"], row["met"], row["n"]) for row in rows] == [
        ("2026-Q3", "not met", "15"), ("2026-Q2", "met", "10"),
    ]  # fmt: skip
    assert Decimal(rows[1]["value"]) == 1
    assert client.get("/standards/paid-within-terms/quarters.xlsx").status_code == 200
    assert client.get("/standards/paid-within-terms/quarters.pdf").status_code == 404
    assert client.get("/standards/nothing/quarters.csv").status_code == 404


def test_the_list_counts_what_was_kept(client, paying):
    standard(title="Answers", kpi="answer_hours", target=Decimal(8), promise="We answer.", short="Answered")
    text = words(client.get("/standards/"))
    assert "<h1" in text
    assert "0 of 1 promise kept" in text
    assert "We pay 95 % of invoices within the agreed terms." in text
    assert "No figure yet" in text


def test_the_mission_and_the_home_page_say_the_same(client, home, mission, paying):
    mission.promises = [
        ("promise", {"to": "partners", "promise": "We pay on time.", "standard": paying}),
        ("promise", {"to": "customers", "promise": "We want you to stay.", "standard": None}),
    ]
    mission.save_revision().publish()
    home.save_revision().publish()
    text = words(client.get("/mission/"))
    assert "What we promise, and how we did" in text
    assert "93.3 % <small>of 15 invoices</small>" in text
    assert "Not measured yet" in text
    assert "To customers" in text
    assert '<span class="ac-score">0</span> of 1 promise kept' in text
    assert '<span class="ac-score">0</span> of 1 promise kept' in words(client.get("/"))


def test_a_draft_standard_measures_nothing_in_public(client, mission, paying):
    mission.promises = [("promise", {"to": "partners", "promise": "We pay.", "standard": paying})]
    mission.save_revision().publish()
    StandardPage.objects.update(live=False)
    text = words(client.get("/mission/"))
    assert "93.3" not in text
    assert "Not measured yet" in text
    assert MissionPage.objects.get().live


def test_a_standard_says_what_it_was_made_from(client, paying):
    paying.evidence = [("evidence", {"survey": None, "text": "27 partners: pay on the day."})]
    paying.save_revision().publish()
    assert "27 partners: pay on the day." in words(client.get("/standards/paid-within-terms/"))


def test_a_list_without_standards_says_what_will_be_there(client):
    standards_index().save_revision().publish()
    assert "No promise is published yet" in words(client.get("/standards/"))


@pytest.mark.parametrize("count", [1, 3])
def test_each_standard_asks_its_own_query_and_no_more(client, paying, count, django_assert_max_num_queries):
    for number in range(count - 1):
        standard(title=f"More {number}", kpi=("paid_within_30", "changes_inside_lead_time")[number])
    client.get("/standards/")
    with django_assert_max_num_queries(14 + count):
        client.get("/standards/")
