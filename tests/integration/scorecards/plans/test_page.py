"""The page of a plan: each side sees its half and its acts; what is refused stays typed; nothing leaks."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Notice
from scorecards.actions import plan_comments
from scorecards.enums import PlanActionState
from scorecards.models import PlanAction, PlanComment, PlanReview
from tests.integration.scorecards.plans.conftest import moment

AT = "2026-10-06T10:00:00+00:00"


@pytest.fixture(autouse=True)
def then():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def page(running):
    return f"/plans/{running.public_id}/"


def as_(client, user):
    client.force_login(user)
    return client


def action(plan, key):
    return PlanAction.objects.get(plan=plan, key=key)


def test_each_side_reads_both_halves_and_acts_on_its_own(client, alice, bob, running, page):
    ours, theirs = (f"{page}actions/{action(running, key).public_id}/" for key in ("draw", "box"))
    for user, own, other in ((alice, ours, theirs), (bob, theirs, ours)):
        text = as_(client, user).get(page).content.decode()
        assert "Second core box" in text and "Release the drawing" in text
        assert own in text and other not in text


def test_the_other_sides_action_is_forbidden_and_what_was_typed_stays(client, bob, running, page):
    url = f"{page}actions/{action(running, 'draw').public_id}/"
    response = as_(client, bob).post(url, {"act": "finish", "finish-draw-evidence": "We did it for you"})
    assert response.status_code == 403
    assert "We did it for you" in response.content.decode()
    assert action(running, "draw").state == PlanActionState.OPEN


def test_what_cannot_be_now_is_409_with_the_way_out(client, alice, running, page):
    response = as_(client, alice).post(f"{page}close/", {"close-learned": "Freeze dates early"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "A plan closes once its effect is verified" in text
    assert "Freeze dates early" in text


def test_a_missing_answer_is_422_and_keeps_the_rest(client, alice, running, page):
    url = f"{page}actions/{action(running, 'draw').public_id}/"
    data = {"act": "expect", "expect-draw-day": "", "expect-draw-why": "The printer is away"}
    response = as_(client, alice).post(url, data)
    assert response.status_code == 422
    assert "The printer is away" in response.content.decode()


def test_a_rival_finds_nothing(client, charlie, running, page):
    for path in (page, f"{page}pdf/"):
        assert as_(client, charlie).get(path).status_code == 404
    assert as_(client, charlie).post(f"{page}say/", {"say-text": "Hello"}).status_code == 404
    assert not PlanComment.objects.exists()


def test_notes_of_staff_and_who_they_call_never_reach_the_partner(
    client, alice, bob, dana, us, running, page
):
    plan_comments.say(
        by=us,
        plan=running,
        text=f"Zinnober doubts, @{dana.name} and @{bob.name}",
        staff_only=True,
        at=moment("2026-10-05"),
    )
    assert "Zinnober" in as_(client, alice).get(page).content.decode()
    assert "Zinnober" not in as_(client, bob).get(page).content.decode()
    said = Notice.objects.filter(key__startswith="plan-said")
    assert [one.user_id for one in said] == [dana.pk]


def test_nobody_of_the_partner_is_called_in_a_note_of_staff(client, alice, bob, running, page):
    data = {"say-text": "Between us", "say-staff_only": "on", "say-mentioned": [bob.public_id]}
    response = as_(client, alice).post(f"{page}say/", data)
    assert response.status_code == 422
    assert not PlanComment.objects.exists()
    assert not Notice.objects.filter(key__startswith="plan-said").exists()


def test_who_is_called_is_told_once(client, alice, bob, running, page):
    data = {"say-text": f"@{alice.name}, can you look?", "say-mentioned": [alice.public_id]}
    assert as_(client, bob).post(f"{page}say/", data).status_code == 302
    assert Notice.objects.filter(user=alice, key__startswith="plan-said").count() == 1


def test_the_page_asks_the_same_for_one_and_for_ten(client, alice, us, running, page):
    def asked():
        as_(client, alice).get(page)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        return len(found)

    plan_comments.say(by=us, plan=running, text="One", at=moment("2026-09-30"))
    before = asked()
    for number in range(9):
        plan_comments.say(by=us, plan=running, text=f"More {number}", at=moment("2026-10-01"))
        PlanAction.objects.create(
            plan=running, key=f"x{number}", side="company", title="More", due_on=date(2026, 12, 1)
        )
        PlanReview.objects.create(
            plan=running,
            terms=running.terms,
            round=1,
            period=f"2025-0{number + 1}",
            starts_on=date(2025, number + 1, 1),
            ends_on=date(2025, number + 1, 28),
            verified_by=alice,
            verified_by_label="x",
            verified_at=moment("2026-10-01"),
        )
    assert asked() == before


def test_the_plan_on_paper_is_a_pdf_without_what_staff_say(client, bob, us, running, page, monkeypatch):
    plan_comments.say(by=us, plan=running, text="Zinnober doubts", staff_only=True, at=moment("2026-10-05"))
    drawn = []
    monkeypatch.setattr("portal.pdf.to_pdf", lambda html: drawn.append(html) or b"%PDF-1.7")
    response = as_(client, bob).get(f"{page}pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert "Second core box" in drawn[0] and "Zinnober" not in drawn[0]
