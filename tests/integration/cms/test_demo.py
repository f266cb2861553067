"""The demo has work for everybody, and is built once."""

from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.demo import building, talk
from cms.demo.building import Size
from cms.demo.cast import cast
from cms.demo.days import after, month_start, workday
from cms.models import HomePage
from portal.actors import Actor
from portal.enums import Side
from portal.models import AuditEvent, User
from scorecards.engine.catalogue import CATALOGUE
from scorecards.facts import Scope, figures
from scorecards.models import Response, Scorecard
from suppliers.enums import LineState, PromiseEvent, ReasonCode
from suppliers.facts.programmes import compared
from suppliers.facts.standing import with_state
from suppliers.models import (
    Enrolment,
    Membership,
    OrderLine,
    Partner,
    Promise,
    PromisePart,
    Question,
    QuestionMessage,
    Receipt,
    Reconfirmation,
    ServiceProgramme,
    ShipNotice,
)

DAY = date(2026, 11, 22)
SMALL = Size(months=4, scale=0.15, cards=3)


@pytest.fixture(scope="module")
def small(once):
    once(lambda: building.build(as_of=DAY, size=SMALL))


def test_everybody_has_something_to_do(db, small):
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
    assert Scorecard.objects.filter(partner=brandt, is_latest=True).count() == 3
    assert Response.objects.filter(card__partner=brandt).exists()
    assert HomePage.objects.get().lead


def test_both_sides_are_in_the_middle_of_something(db, small):
    alice, bob = User.objects.get(name="Alice Moreau"), User.objects.get(name="Bob Brandt")
    states = Counter(
        with_state(OrderLine.objects.filter(partner__owner=alice), DAY).values_list("state", flat=True)
    )
    assert states[LineState.PROPOSED] >= 2
    assert states[LineState.REJECTED] >= 1
    brandt = with_state(OrderLine.objects.filter(partner__code="BRANDT"), DAY)
    assert brandt.filter(state=LineState.COUNTERED).count() == 1
    causes = set(Promise.objects.exclude(reason_code="").values_list("reason_code", flat=True))
    assert {ReasonCode(cause).is_buyers for cause in causes} == {True, False}
    for side in Side:
        asked = Question.objects.filter(asked_by_side=side)
        assert asked.filter(answered_at=None).exists()
        assert asked.exclude(answered_at=None).exists()
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert Question.objects.filter(answered_at=None, owner=alice, answer_due_at__lt=monday).exists()  # late
    assert ShipNotice.objects.filter(partner__code="BRANDT").count() == 2
    assert Reconfirmation.objects.filter(answered_at=None, partner__code="BRANDT").exists()
    by = Actor(user=bob, membership=Membership.objects.get(user=bob))
    assert ServiceProgramme.objects.for_actor(by).count() == 2
    (inside,) = compared(ServiceProgramme.objects.get(name=talk.FASTER), list(Enrolment.objects.all()), DAY)
    assert inside.enrolment.partner.code == "OSTROWSKI"
    scope = Scope(DAY.replace(day=1), DAY, DAY)
    assert figures(CATALOGUE["response_hours"], scope)[None].value is not None


def test_nothing_happens_after_the_day(db, small):
    assert not Receipt.objects.filter(received_on__gte=DAY).exists()
    assert not Promise.objects.filter(made_at__date__gte=DAY).exists()
    assert not OrderLine.objects.filter(order__ordered_on__gte=DAY).exists()
    assert not Scorecard.objects.filter(published_at__date__gte=DAY).exists()
    assert not Response.objects.filter(at__date__gt=DAY).exists()
    assert not QuestionMessage.objects.filter(at__date__gte=DAY).exists()
    assert not ShipNotice.objects.filter(shipped_on__gte=DAY).exists()


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
