"""The page of a run: moves, survives a reload, and exists for those alone whom it concerns."""

import pytest
from django.urls import reverse

from portal.enums import JobState
from portal.models import AuditEvent, JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(alice):
    return JobRun.objects.create(
        task="suppliers.jobs.x", title="Publishing 30 cards", started_by=alice, back_url="/scorecards/",
        state=JobState.RUNNING, done=18, total=30,
    )  # fmt: skip


@pytest.fixture
def partner_run(bob, brandt):
    return JobRun.objects.create(task="suppliers.jobs.x", started_by=bob, scope=brandt.public_id)


def page_of(run):
    return reverse("portal:job", args=[run.public_id])


def cancel_of(run):
    return reverse("portal:job_cancel", args=[run.public_id])


def test_shows_how_far_it_is_and_moves_without_scripts_too(run, alice, login):
    page = login(alice).get(page_of(run)).content.decode()
    assert "Publishing 30 cards" in page
    assert "18 of 30" in page
    assert 'value="60"' in page
    assert 'http-equiv="refresh"' in page


def test_card_alone_for_htmx_until_it_is_over(run, alice, login):
    client = login(alice)
    card = client.get(page_of(run), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in card
    assert "every 1s" in card
    JobRun.objects.update(state=JobState.DONE)
    card = client.get(page_of(run), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in card
    assert 'href="/scorecards/"' in card


def test_failure_says_why(run, alice, login):
    JobRun.objects.update(state=JobState.FAILED, error="The file is empty.")
    assert "The file is empty." in login(alice).get(page_of(run)).content.decode()


def test_only_whom_it_concerns(run, partner_run, alice, bob, charlie, erin, login):
    assert login(erin).get(page_of(run)).status_code == 200
    assert login(alice).get(page_of(partner_run)).status_code == 404
    assert login(bob).get(page_of(partner_run)).status_code == 200
    for foreign in (run, partner_run):
        assert login(charlie).get(page_of(foreign)).status_code == 404
        assert login(charlie).post(cancel_of(foreign)).status_code == 404


def test_one_partner_at_a_time(partner_run, both, brandt, kestrel, login):
    JobRun.objects.update(started_by=both)
    assert login(both, brandt).get(page_of(partner_run)).status_code == 200
    assert login(both, kestrel).get(page_of(partner_run)).status_code == 404


def test_who_started_it_or_an_administrator_stops_it(run, erin, alice, dana, login):
    assert login(erin).post(cancel_of(run)).status_code == 403
    assert "Stop it" not in login(erin).get(page_of(run)).content.decode()
    assert "Stop it" in login(dana).get(page_of(run)).content.decode()
    assert login(alice).post(cancel_of(run)).status_code == 302
    run.refresh_from_db()
    assert run.state == JobState.CANCELLED
    assert AuditEvent.objects.filter(verb="job.cancelled", object_id=run.public_id).count() == 1


def test_what_is_over_is_not_stopped(run, alice, login):
    JobRun.objects.update(state=JobState.DONE)
    page = login(alice).post(cancel_of(run), follow=True)
    assert "over before" in page.content.decode()
    assert not AuditEvent.objects.filter(verb="job.cancelled").exists()
