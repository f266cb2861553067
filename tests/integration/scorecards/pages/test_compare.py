"""Two revisions of one card: both halves, the rows, and why the newer one came to be."""

from datetime import UTC, date, datetime

import pytest

from portal.actors import Actor
from scorecards.actions.revising import revise
from scorecards.enums import RevisionCause
from scorecards.models import Scorecard
from suppliers.enums import ExclusionState
from suppliers.models import Exclusion, ExclusionRequest, OrderLine

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 21, 9, tzinfo=UTC)


def read(client, card):
    text = client.get(f"/scorecards/{card.public_id}/compare/").content.decode()
    return text.split("<main")[1].split("</main>")[0].replace("\u00a0", " ")


@pytest.fixture
def excused(brandt, alice, dana, card):
    """A late line of Brandt's, excused with many others."""
    request = ExclusionRequest.objects.create(
        reason="Strike at the port", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30),
        proposed_by=alice, proposed_at=AT, decided_by=dana, decided_at=AT, state=ExclusionState.APPROVED,
    )  # fmt: skip
    line = OrderLine.objects.filter(partner=brandt).order_by("pk")[5]
    Exclusion.objects.create(
        line=line, partner=brandt, request=request, reason=request.reason, approved_by=dana
    )
    (revised,) = revise(
        by=Actor(user=dana), line_ids=[line.pk], cause=RevisionCause.EXCLUSION, about=request.public_id, at=AT
    )
    return revised.after


def test_it_says_why_to_both_sides(login, alice, bob, excused):
    for user in (alice, bob):
        assert "Lines were excused: ‘Strike at the port’." in read(login(user), excused)
    assert f"/exclusions/{excused.cause_about}/" in read(login(alice), excused)
    assert "/exclusions/" not in read(login(bob), excused)


def test_both_halves_stand_there(login, bob, excused):
    text = read(login(bob), excused)
    assert "5 of 7 lines" in text
    assert "5 of 6 lines, 1 excused" in text
    if excused.results.filter(side="company").exists():
        assert "as a customer" in text
        assert "Our score" in text


def test_late_facts_say_so(login, bob, card, brandt, deliver, publish_period):
    deliver(brandt, [9])
    publish_period()
    newest = Scorecard.objects.get(partner=brandt, is_latest=True)
    assert "Facts that came in later made the new revision." in read(login(bob), newest)
