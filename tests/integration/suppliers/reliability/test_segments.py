"""Segments: assessed, decided, reviewed, written on partners; and for nobody else to see."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.actors import Actor
from portal.models import AuditEvent
from suppliers.actions import segments as actions
from suppliers.engine.segments import RISK
from suppliers.facts.contribution import Span
from suppliers.facts.segments import segments
from suppliers.models import Assessment, SegmentRule
from tests.factories import PartnerFactory
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2027, 1, 15)
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def actor(alice):
    return Actor(user=alice)


@pytest.fixture
def booked(brandt, kestrel):
    book("revenue", 9_000, date(2026, 3, 3), supplier=brandt)
    book("revenue", 1_000, date(2026, 3, 3), supplier=kestrel)


def assess(actor, partner, level, **more):
    return actions.assess(
        by=actor, partner=partner, risk=dict.fromkeys(RISK, level), attractiveness={}, at=AT, **more
    )


def found(actor):
    return {row.partner.name: row for row in segments(actor, "supplier", YEAR, TODAY).rows}


def test_four_rules_are_shipped():
    months = dict(SegmentRule.objects.values_list("quadrant", "review_every_months"))
    assert months == {"strategic": 3, "leverage": 6, "bottleneck": 6, "routine": 12}


def test_contribution_and_risk_say_the_quadrant(actor, booked, brandt, kestrel):
    assess(actor, brandt, 4)
    assess(actor, kestrel, 2)
    rows = found(actor)
    assert (rows[brandt.name].quadrant, rows[kestrel.name].quadrant) == ("strategic", "routine")
    assert (rows[brandt.name].grade, rows[brandt.name].contribution) == ("A", 900_000)


def test_not_assessed_has_no_quadrant_and_no_review(actor, booked, brandt):
    row = found(actor)[brandt.name]
    assert (row.risk, row.quadrant, row.review_due, row.is_overdue) == (None, "", None, False)


def test_the_newest_assessment_holds_and_the_earlier_ones_stay(actor, booked, brandt):
    assess(actor, brandt, 5)
    actions.assess(
        by=actor, partner=brandt, risk={"sources": 1}, attractiveness={"pays": 5}, at=timezone.now(),
        override="bottleneck", reason="One furnace",
    )  # fmt: skip
    row = found(actor)[brandt.name]
    assert (row.quadrant, row.is_decided, row.risk, row.attractiveness) == ("bottleneck", True, 1, 5)
    assert Assessment.objects.filter(partner=brandt).count() == 2
    assert AuditEvent.objects.filter(verb="partner.assessed", scope=brandt.public_id).count() == 2


def test_the_next_review_follows_the_rule(actor, booked, brandt):
    assess(actor, brandt, 5)
    row = found(actor)[brandt.name]
    assert (row.review_due, row.is_overdue) == (date(2026, 9, 1), True)
    rule = SegmentRule.objects.get(quadrant="strategic")
    actions.keep_rule(by=actor, rule=rule, version=rule.version, changes={"review_every_months": 12})
    assert found(actor)[brandt.name].review_due == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("risk", "more"),
    [
        ({"sources": 6}, {}),
        ({"wealth": 3}, {}),
        ({}, {}),
        ({"sources": 3}, {"override": "routine"}),
        ({"sources": 3}, {"reason": "because"}),
        ({"sources": 3}, {"override": "best", "reason": "because"}),
    ],
)
def test_what_makes_no_sense_is_refused(actor, brandt, risk, more):
    with pytest.raises(ValidationError):
        actions.assess(by=actor, partner=brandt, risk=risk, attractiveness={}, at=AT, **more)
    assert not Assessment.objects.exists()


def test_only_who_keeps_the_ledger_assesses(erin, brandt):
    with pytest.raises(PermissionDenied):
        assess(Actor(user=erin), brandt, 3)


def test_queries_do_not_grow(actor, booked, brandt, django_assert_max_num_queries):
    for number in range(6):
        assess(actor, PartnerFactory(name=f"Other {number}"), 3)
    with django_assert_max_num_queries(7):
        segments(actor, "supplier", YEAR, TODAY)


def test_page_filters_and_exports_what_it_shows(client, alice, actor, brandt, kestrel):
    assess(actor, brandt, 4)
    client.force_login(alice)
    text = client.get("/contribution/segments/").content.decode()
    assert "not assessed yet" in text
    rows = b"".join(client.get("/contribution/segments/?quadrant=none&format=csv")).decode()
    assert kestrel.name in rows
    assert brandt.name not in rows
    assert brandt.name in client.get("/contribution/segments/?q=brandt").content.decode()


def test_assessing_on_the_page(client, alice, brandt):
    client.force_login(alice)
    page = f"/contribution/segments/{brandt.public_id}/"
    refused = client.post(page, {"sources": "4", "override": "routine"})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    client.post(page, {"sources": "4", "pays": "2", "note": "After the visit"})
    made = Assessment.objects.get()
    assert (made.risk, made.attractiveness, made.by_label) == ({"sources": 4}, {"pays": 2}, alice.name)
    assert "After the visit" in client.get(page).content.decode()


def test_using_the_quadrant_as_segment_asks_first(client, alice, actor, brandt, kestrel):
    assess(actor, brandt, 4)
    client.force_login(alice)
    picked = {"pick": [brandt.public_id, kestrel.public_id]}
    asked = client.post("/contribution/segments/use/", picked).content.decode()
    brandt.refresh_from_db()
    assert "One you picked is not assessed yet" in asked
    assert brandt.segment != "Bottleneck"
    client.post("/contribution/segments/use/", {**picked, "confirm": "1"})
    brandt.refresh_from_db()
    assert brandt.segment == "Bottleneck"
    assert AuditEvent.objects.filter(verb="partner.edited", scope=brandt.public_id).exists()


def test_a_stale_rule_shows_both_values(client, alice, actor):
    rule = SegmentRule.objects.get(quadrant="routine")
    actions.keep_rule(by=actor, rule=rule, version=rule.version, changes={"review_every_months": 9})
    client.force_login(alice)
    given = {"version": rule.version - 1, "review_every_months": 24, "approach": "Mine"}
    answer = client.post(f"/contribution/segments/rules/{rule.public_id}/", given)
    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_partners_see_nothing_of_it(request, client, actor, brandt, who):
    assess(actor, brandt, 4, note="SENTINEL")
    client.force_login(request.getfixturevalue(who))
    for path in ("", f"{brandt.public_id}/", "?format=csv"):
        assert client.get(f"/contribution/segments/{path}").status_code == 404
    for path in ("/home/", f"/partners/{brandt.public_id}/"):
        assert b"SENTINEL" not in client.get(path).content
