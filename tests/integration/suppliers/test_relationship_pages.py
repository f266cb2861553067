"""The pages about the relationship: what they say, export and ask of the database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.actors import Actor
from portal.engine.scaled import SCALE
from portal.models import Notice
from suppliers.actions import praise, touchpoints
from suppliers.actions.praise import PraiseRefused
from suppliers.actions.touchpoints import Said
from suppliers.enums import CaseStage, LossCause
from suppliers.facts.at_risk import at_risk
from suppliers.facts.retention import measured
from suppliers.facts.touch import contact_plan
from suppliers.models import (
    Case,
    ContactRule,
    Invoice,
    OrderLine,
    Partner,
    PartnerDocument,
    Praise,
    Touchpoint,
)
from tests.factories import LineFactory, OrderFactory, PartnerFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 6, 8, tzinfo=UTC)
TODAY = date(2026, 10, 6)
BASE = "/partners/relationship/"


@pytest.fixture
def by_alice(alice):
    return Actor(user=alice)


def text_of(response):
    return b"".join(response).decode()


def partner_actor(user):
    return Actor(user=user, membership=user.memberships.select_related("partner").get())


def many(count, prefix):
    """Partners each with a talk, an open case, late invoices, a paper and orders that fell."""
    made = [PartnerFactory(code=f"{prefix}{n}", name=f"{prefix} {n}", since=TODAY) for n in range(count)]
    for one in made:
        Case.objects.create(partner=one, title="x", opened_by_side="partner", opened_at=NOW, area="delivery")
        PartnerDocument.objects.create(partner=one, type="ISO", expires_on=TODAY + timedelta(days=3))
    Invoice.objects.bulk_create(
        Invoice(
            partner=one,
            number=f"{number}",
            received_on=TODAY,
            due_on=TODAY - timedelta(days=9),
            currency="EUR",
            amount_minor=1,
        )
        for one in made
        for number in range(2)
    )
    return made


@pytest.mark.parametrize("finder", [contact_plan, at_risk])
def test_the_lists_need_as_many_statements_for_many_as_for_few(finder, by_alice):
    counts = []
    for size, prefix in ((3, "few"), (40, "more")):
        many(size, prefix)
        with CaptureQueriesContext(connection) as asked:
            assert len(finder(by_alice, Partner.objects.for_actor(by_alice), TODAY)) >= size
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_who_was_silent_comes_first_and_the_rule_of_the_segment_holds(by_alice, brandt, kestrel):
    Partner.objects.filter(pk=brandt.pk).update(segment="A", since=date(2014, 1, 1))
    Partner.objects.filter(pk=kestrel.pk).update(segment="B", since=date(2014, 1, 1))
    ContactRule.objects.create(segment="A", every_days=30, kind="visit", kind_every_days=90)
    for partner in (brandt, kestrel):
        touchpoints.note(
            by=by_alice,
            partner=partner,
            said=Said("call", TODAY - timedelta(days=40), "We spoke"),
            at=NOW,
        )
    first, second = contact_plan(by_alice, Partner.objects.for_actor(by_alice), TODAY)
    assert (first.partner, first.days, first.over, first.is_silent) == (brandt, 40, 10, True)
    assert first.is_kind_due
    assert (second.partner, second.is_silent, second.rule.every_days) == (kestrel, False, 60)


def test_a_note_taken_back_or_cancelled_is_no_word(by_alice, brandt):
    row = touchpoints.note(by=by_alice, partner=brandt, said=Said("call", TODAY, "x"), at=NOW)
    Touchpoint.objects.filter(pk=row.pk).update(taken_back_at=NOW)
    (one,) = contact_plan(by_alice, Partner.objects.filter(pk=brandt.pk), TODAY)
    assert one.last is None


def test_each_reason_is_listed_with_its_figure_and_the_heaviest_first(
    client, alice, by_alice, brandt, kestrel
):
    Partner.objects.update(since=TODAY)
    for on, price in ((TODAY - timedelta(days=100), 10), (TODAY - timedelta(days=10), 6)):
        order = OrderFactory(partner=brandt, ordered_on=on, currency="EUR")
        LineFactory(order=order, quantity=100 * SCALE, unit_price=price * SCALE)
    Case.objects.create(partner=kestrel, title="x", opened_by_side="partner", opened_at=NOW)
    found = at_risk(by_alice, Partner.objects.for_actor(by_alice), TODAY)
    assert [(row.partner, [sign.key for sign in row.signs]) for row in found] == [
        (brandt, ["orders"]),
        (kestrel, ["cases"]),
    ]
    assert found[0].signs[0].figures == (Decimal("0.4"),)
    assert OrderLine.objects.count() == 2


def test_a_closed_case_and_a_renewed_paper_are_no_reasons(by_alice, brandt):
    Partner.objects.update(since=TODAY)
    Case.objects.create(
        partner=brandt, title="x", opened_by_side="partner", opened_at=NOW, stage=CaseStage.CLOSED
    )
    for days in (3, 400):
        PartnerDocument.objects.create(
            partner=brandt, type="ISO", number=f"{days}", expires_on=TODAY + timedelta(days=days)
        )
    assert not at_risk(by_alice, Partner.objects.for_actor(by_alice), TODAY)


def test_pages_open_and_exports_hold_what_is_shown(client, alice, brandt, kestrel):
    client.force_login(alice)
    Partner.objects.filter(pk=kestrel.pk).update(
        status="lost", lost_on=TODAY, lost_reason="Prices", since=date(2020, 1, 1)
    )
    Case.objects.create(partner=brandt, title="x", opened_by_side="partner", opened_at=NOW)
    client.post(f"{BASE}new/", {"partner": brandt.public_id, "text": "We spoke of spring", "kind": "call"})
    for page, word in (
        ("", "We spoke of spring"),
        ("plan/", brandt.name),
        ("retention/", kestrel.name),
        ("risk/", brandt.name),
    ):
        shown = client.get(BASE + page)
        assert shown.status_code == 200
        assert word in shown.content.decode()
        assert word in text_of(client.get(f"{BASE}{page}?format=csv"))
        narrowed = client.get(f"{BASE}{page}?q=nobodyiscalledso&format=csv")
        assert word not in text_of(narrowed)
    assert "lost_share" in text_of(client.get(f"{BASE}retention/?figures=csv"))
    for page in ("rules/", "recognition/", "praise/new/", "new/", "new/?state=planned", "rules/new/"):
        assert client.get(BASE + page).status_code == 200
    assert "We spoke of spring" in client.get(f"/partners/{brandt.public_id}/").content.decode()


def test_a_note_without_words_is_answered_with_the_form_and_loses_nothing(client, alice, brandt):
    client.force_login(alice)
    refused = client.post(f"{BASE}new/", {"partner": brandt.public_id, "text": "", "place": "Moss"})
    assert refused.status_code == 422
    assert "Moss" in refused.content.decode()


def test_why_somebody_was_lost_is_said_later_and_changes_the_figure(client, alice, by_alice, kestrel):
    Partner.objects.filter(pk=kestrel.pk).update(
        status="lost", lost_on=TODAY, lost_reason="?", since=date(2020, 1, 1)
    )
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert measured(by_alice, *year).lost_dissatisfied == 1
    client.force_login(alice)
    sent = client.post(
        f"{BASE}retention/{kestrel.public_id}/",
        {"version": "1", "lost_on": "2026-10-06", "lost_cause": LossCause.CLOSED_DOWN, "lost_reason": "Age"},
    )
    assert sent.status_code == 302
    found = measured(by_alice, *year)
    assert (found.lost, found.lost_dissatisfied) == (1, 0)


def test_a_partner_praises_whom_it_knows_and_they_hear_it_once(client, alice, dana, bob, brandt, charlie):
    Partner.objects.filter(pk=brandt.pk).update(owner=alice)
    client.force_login(bob)
    form = client.get(f"{BASE}praise/new/").content.decode()
    assert alice.name in form
    assert dana.name not in form
    words = "She called before we had to ask"
    for _again in range(2):
        client.post(f"{BASE}praise/new/", {"person": alice.public_id, "text": words})
    assert Praise.objects.count() == 1
    assert Notice.objects.filter(user=alice, key__startswith="praise:").count() == 1
    with pytest.raises(PraiseRefused):
        praise.praise(by=partner_actor(bob), person=dana, text="x", partner=brandt, at=timezone.now())
    with pytest.raises(PermissionDenied):
        praise.praise(by=partner_actor(charlie), person=alice, text="x", partner=brandt, at=timezone.now())
    assert words in client.get(f"{BASE}recognition/").content.decode()
    client.force_login(charlie)
    for path in ("", "?format=csv"):
        assert words not in text_of(client.get(f"{BASE}recognition/{path}"))


def test_a_rival_reads_nothing_of_a_talk(client, by_alice, brandt, bob, charlie):
    said = Said("call", TODAY, "Secretbrandt relines its furnace", is_shared=True)
    touchpoints.note(by=by_alice, partner=brandt, said=said, at=NOW)
    inside = Said("call", TODAY, "Secretbrandt is tired")
    touchpoints.note(by=by_alice, partner=brandt, said=inside, at=NOW)
    client.force_login(bob)
    own = client.get(BASE).content.decode()
    assert "relines" in own
    assert "tired" not in own
    assert client.get(f"{BASE}plan/").status_code == 404
    client.force_login(charlie)
    assert "Secretbrandt" not in text_of(client.get(f"{BASE}?format=csv"))
    assert client.get(f"/partners/{brandt.public_id}/touchpoints/").status_code == 404
