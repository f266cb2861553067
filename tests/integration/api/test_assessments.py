"""Assessments, segments, kept sums about reliability and what would be, through the API."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portal.enums import Scope
from portal.models import AuditEvent
from suppliers.models import Assessment, ReliabilitySum
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
ASSESS, SUMS = "/api/v1/assessments/", "/api/v1/reliability_sums/"
SEGMENTS, WHAT_IF = "/api/v1/segments/", "/api/v1/what_if/"
RISK = {"sources": 5, "switching": 4}
# The worked example of the guide: half the deviation frees 278 units.
INPUTS = {
    "demand": "120", "demand_sd": "30", "lead": "10", "lead_sd": "3", "lead_to": "10", "lead_sd_to": "1.5",
    "unit_cost": "12", "level": "0.95", "rate": "0.22",
}  # fmt: skip


@pytest.fixture
def ours(program, alice):
    return program(alice)


def last_month():
    """A day of it: the twelve last whole months end with it."""
    return timezone.localdate().replace(day=1) - timedelta(days=3)


def refused(answer):
    assert answer.status_code == 400, answer.content
    return [error["column"] for error in answer.json()["errors"]]


def test_assessing_once_however_often_it_is_sent(ours, brandt, alice):
    sent = {"partner": "BRANDT", "risk": RISK, "attractiveness": {"fit": 3}, "note": "One site"}
    made = ours.post(ASSESS, sent, Idempotency_Key="one")
    again = ours.post(ASSESS, sent, Idempotency_Key="one")
    assert (made.status_code, again.status_code, Assessment.objects.count()) == (201, 201, 1)
    row = made.json()
    assert (row["partner"], row["risk"], row["attractiveness"]) == ("BRANDT", RISK, {"fit": 3})
    read = ours.get(made["Location"])
    assert (read.json(), read["ETag"]) == (row, made["ETag"])
    event = AuditEvent.objects.get(verb="partner.assessed")
    assert (event.object_id, event.data["risk"]) == (row["public_id"], RISK)


@pytest.mark.parametrize(
    ("sent", "column"),
    [
        ({"partner": "NOBODY", "risk": RISK}, "partner"),
        ({"risk": RISK}, "partner"),
        ({"partner": "BRANDT"}, "risk"),
        ({"partner": "BRANDT", "risk": {"sources": 6}}, "risk.sources"),
        ({"partner": "BRANDT", "risk": {"sources": True}}, "risk.sources"),
        ({"partner": "BRANDT", "risk": {"sources": 2.5}}, "risk.sources"),
        ({"partner": "BRANDT", "risk": {"fit": 3}}, "fit"),
        ({"partner": "BRANDT", "risk": RISK, "override": "strategic"}, "override_reason"),
        ({"partner": "BRANDT", "risk": RISK, "override_reason": "So"}, "override"),
        ({"partner": "BRANDT", "risk": RISK, "override": "best", "override_reason": "So"}, "override"),
        ({"partner": "BRANDT", "override": "strategic", "override_reason": "x" * 301}, "override_reason"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_by_its_name(ours, brandt, sent, column):
    assert refused(ours.post(ASSESS, sent)) == [column]
    assert not Assessment.objects.exists()


def test_segments_say_quadrant_class_and_reviews(ours, brandt, kestrel):
    book("revenue", 9_000, last_month(), supplier=brandt)
    book("revenue", 1_000, last_month(), supplier=kestrel)
    Assessment.objects.create(
        partner=brandt, risk=RISK, at=datetime(2026, 6, 1, 9, tzinfo=UTC), by_label="Dana"
    )
    Assessment.objects.create(
        partner=kestrel, risk={"sources": 1}, override="bottleneck", override_reason="One tool, theirs",
        at=timezone.now(), by_label="Dana",
    )  # fmt: skip
    answer = ours.get(SEGMENTS)
    rows = {row["partner"]: row for row in answer.json()["rows"]}
    first, second = rows["BRANDT"], rows[kestrel.code]
    assert (first["quadrant"], first["risk"], first["class"]) == ("strategic", "4.50", "A")
    assert (first["last_review"], first["next_review"]) == (None, "2026-09-01")
    assert (second["quadrant"], second["is_decided"], second["class"]) == ("bottleneck", True, "B")
    assert ours.get(SEGMENTS, If_None_Match=answer["ETag"]).status_code == 304
    assert refused(ours.get(f"{SEGMENTS}?kind=friend")) == ["kind"]


def test_a_sum_is_worked_out_kept_and_removed(ours, brandt):
    sent = {"partner": "BRANDT", "item_code": "PH-40", "inputs": INPUTS}
    made = ours.post(SUMS, sent, Idempotency_Key="one")
    again = ours.post(SUMS, sent, Idempotency_Key="one")
    assert (made.status_code, again.status_code, ReliabilitySum.objects.count()) == (201, 201, 1)
    row = made.json()
    assert (row["units"][:4], row["cash_minor"] // 100, row["benefit_minor"] // 100) == ("277.", 3332, 733)
    assert row["inputs"] == {**INPUTS, "z": "1.6449"}
    one = f"{SUMS}{row['public_id']}/"
    assert ours.delete(one).status_code == 428
    assert ours.delete(one, If_Match='"other"').status_code == 412
    assert ours.delete(one, If_Match=made["ETag"]).status_code == 204
    assert ours.get(one).status_code == 404
    assert AuditEvent.objects.filter(verb="reliability.removed").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("level", "0.4"), ("level", "1"), ("lead", "1001"), ("rate", "3"), ("demand", "-1"), ("lead_to", None)],
)
def test_an_input_that_cannot_be_is_refused_by_its_name(ours, brandt, name, value):
    answer = ours.post(SUMS, {"partner": "BRANDT", "inputs": {**INPUTS, name: value}})
    assert refused(answer)[0].removeprefix("inputs.") == name
    assert not ReliabilitySum.objects.exists()


def test_a_sum_that_no_column_holds_is_refused(ours, brandt):
    huge = {"demand": "999999999", "lead_sd": "1000", "lead_sd_to": "0", "unit_cost": "999999999"}
    answer = ours.post(SUMS, {"partner": "BRANDT", "inputs": {**INPUTS, **huge}})
    assert refused(answer) == ["inputs"]


def test_an_item_and_a_category_are_one_too_many(ours, brandt):
    sent = {"partner": "BRANDT", "item_code": "PH-40", "category": "Castings", "inputs": INPUTS}
    assert refused(ours.post(SUMS, sent)) == ["category"]


@pytest.fixture
def booked(brandt):
    book("revenue", 10_000, last_month(), supplier=brandt)
    book("goods", -6_000, last_month(), supplier=brandt)


def test_what_if_a_partner_leaves(ours, booked):
    answer = ours.get(
        f"{WHAT_IF}?question=leaves&partner=BRANDT&taken=50&margin=20&saved=100&once=100"
    ).json()
    assert [step["minor"] for step in answer["steps"]] == [-1_000_000, 600_000, 100_000, -10_000]
    assert answer["before_minor"] == 400_000
    assert answer["difference_minor"] == -310_000
    assert answer["after_minor"] == 90_000
    assert len(answer["assumptions"]) == 4


def test_what_if_nobody_measured(ours, booked):
    answer = ours.get(f"{WHAT_IF}?question=otif&partner=BRANDT&target=98").json()
    assert (answer["before_minor"], answer["difference_minor"], answer["steps"]) == (None, None, [])
    assert "not measured" in answer["finding"]


def test_what_if_commission_needs_no_partner(ours, booked):
    answer = ours.get(f"{WHAT_IF}?question=commission&points=-1").json()
    assert (answer["partner"], answer["difference_minor"]) == (None, 0)
    answer = ours.get(f"{WHAT_IF}?question=commission&partner=BRANDT&points=-1").json()
    assert answer["difference_minor"] == 10_000


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ("", "question"),
        ("question=why", "question"),
        ("question=leaves", "partner"),
        ("question=leaves&partner=NOBODY", "partner"),
        ("question=leaves&partner=BRANDT&taken=101", "taken"),
        ("question=leaves&partner=BRANDT&target=95", "target"),
        ("question=commission&points=many", "points"),
        ("question=commission&pionts=2", "pionts"),
    ],
)
def test_a_question_that_cannot_be_is_refused_by_its_name(ours, brandt, asked, column):
    assert refused(ours.get(f"{WHAT_IF}?{asked}")) == [column]


def test_for_a_partner_there_is_none_of_it(program, bob, booked, brandt):
    theirs = program(bob)
    reads = (ASSESS, SUMS, SEGMENTS, f"{WHAT_IF}?question=leaves&partner=BRANDT")
    assert {theirs.get(url).status_code for url in reads} == {404}


def test_who_looks_at_the_profit_changes_none_of_it(program, erin, booked, brandt):
    theirs = program(erin, Scope.LEDGER_READ)
    assert theirs.get(SEGMENTS).status_code == 200
    assert theirs.post(ASSESS, {"partner": "BRANDT", "risk": RISK}).status_code == 403
    assert theirs.post(SUMS, {"partner": "BRANDT", "inputs": INPUTS}).status_code == 403
    assert not Assessment.objects.exists() and not ReliabilitySum.objects.exists()
