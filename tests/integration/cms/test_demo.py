"""The demo is the same for the same day, has work for everybody, and is built once."""

import hashlib
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.demo import building
from cms.demo.building import Size
from cms.demo.cast import cast
from cms.demo.days import after, month_start, workday
from cms.models import HomePage, MissionPage, PolicyPage
from portal.models import AuditEvent, User
from scorecards.models import KpiResult, Response, Scorecard
from suppliers.enums import PromiseEvent
from suppliers.models import Membership, OrderLine, Partner, Promise, PromisePart, Receipt

DAY = date(2026, 11, 22)
SMALL = Size(months=4, scale=0.15, cards=3)
FACTS = [
    (Partner, ["code", "name", "kind", "since", "owner__email"]),
    (OrderLine, ["partner__code", "order__number", "number", "quantity", "requested_on", "status"]),
    (Promise, ["line__order__number", "line__number", "event", "made_at", "reason"]),
    (PromisePart, ["promise__line__order__number", "promise__made_at", "number", "quantity", "promised_on"]),
    (Receipt, ["line__order__number", "line__number", "number", "received_on", "accepted_quantity"]),
    (Scorecard, ["partner__code", "period", "revision", "score", "band", "published_at"]),
    (KpiResult, ["card__partner__code", "card__period", "kpi", "numerator", "denominator", "n"]),
    (Response, ["card__partner__code", "card__period", "kind", "text", "at", "by__email"]),
    (Membership, ["user__email", "partner__code", "role"]),
    (MissionPage, ["title", "approved_on", "last_published_at"]),
    (PolicyPage, ["title", "in_force_from", "review_on"]),
]


def digest():
    """Of everything a reader could see; not of random public ids or of when a row was written."""
    rows = [sorted(map(str, model.objects.values_list(*fields))) for model, fields in FACTS]
    assert all(rows)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


@pytest.mark.django_db(transaction=True)
def test_the_same_day_gives_the_same_company():
    building.build(as_of=DAY, size=SMALL)
    first = digest()
    call_command("flush", interactive=False, verbosity=0)
    assert building.is_empty()
    building.build(as_of=DAY, size=SMALL)
    assert digest() == first


def test_everybody_has_something_to_do(db):
    building.build(as_of=DAY, size=SMALL)
    brandt = Partner.objects.get(code="BRANDT")
    lines = OrderLine.objects.filter(
        partner=brandt, requested_on__lt=DAY, receipts=None, promises__isnull=False
    )
    assert lines.exists()  # late
    assert OrderLine.objects.filter(partner=brandt, promises=None).count() >= 3  # to confirm
    since = after(DAY, -7)
    recent = Promise.objects.filter(partner=brandt, made_at__date__gte=since)
    assert recent.filter(event=PromiseEvent.BUYER_CHANGE).count() >= 2
    assert recent.filter(event=PromiseEvent.PROPOSE).exists()
    assert PromisePart.objects.filter(promise__partner=brandt, promised_on__gt=DAY).exists()  # next
    assert Scorecard.objects.filter(partner=brandt).count() == 3
    assert Response.objects.filter(card__partner=brandt).exists()
    assert HomePage.objects.get().lead


def test_nothing_happens_after_the_day(db):
    building.build(as_of=DAY, size=SMALL)
    assert not Receipt.objects.filter(received_on__gte=DAY).exists()
    assert not Promise.objects.filter(made_at__date__gte=DAY).exists()
    assert not OrderLine.objects.filter(order__ordered_on__gte=DAY).exists()
    assert not Scorecard.objects.filter(published_at__date__gte=DAY).exists()
    assert not Response.objects.filter(at__date__gt=DAY).exists()


def test_the_cast_is_as_described():
    kinds = [firm.kind for firm in cast()]
    assert [kinds.count(kind) for kind in ("supplier", "distributor", "dealer", "agent")] == [24, 6, 2, 4]
    assert len({firm.code for firm in cast()}) == len(kinds)


def test_the_command_builds_once_and_says_so(db, monkeypatch):
    built = []
    monkeypatch.setattr(building, "build", lambda **given: built.append(given["as_of"]))
    call_command("demo", "--as-of", "2026-11-22", stdout=StringIO())
    assert built == [DAY]

    AuditEvent.objects.create(
        at="2026-11-22T08:00Z",
        actor_label="x",
        channel="command",
        verb=building.BUILT,
        data={"as_of": "2026-11-22"},
    )
    out = StringIO()
    call_command("demo", stdout=out)
    assert "2026-11-22 is here already; nothing changed" in out.getvalue()
    assert "bob@brandt.example" in out.getvalue()
    assert built == [DAY]


@pytest.mark.parametrize("options", [[], ["--reset"]])
def test_other_peoples_data_are_left_alone(brandt, options):
    with pytest.raises(CommandError, match="nothing changed"):
        call_command("demo", *options)
    assert Partner.objects.get() == brandt
    assert User.objects.exists()


@pytest.mark.parametrize(("day", "months", "start"), [(DAY, 0, "2026-11-01"), (DAY, -11, "2025-12-01")])
def test_months_are_counted(day, months, start):
    assert month_start(day, months).isoformat() == start


def test_working_days_are_monday_to_friday():
    assert workday(date(2026, 11, 22)) == date(2026, 11, 23)
    assert workday(date(2026, 11, 22), -1) == date(2026, 11, 20)
