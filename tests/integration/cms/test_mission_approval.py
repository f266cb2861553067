"""The mission goes live when two executives have approved the same text, at its time, and never otherwise."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.jobs_publishing import publish_scheduled, tell_waiting
from cms.models import MissionPage
from portal.enums import StaffRole
from portal.models import AuditEvent, Notice
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def liv(db):
    return StaffFactory(name="Liv Halden", email="liv@halden.example", role=StaffRole.EXECUTIVE)


@pytest.fixture
def live(mission):
    """The mission as the installation first put it up."""
    mission.save_revision().publish()
    return MissionPage.objects.get(pk=mission.pk)


def form(lead, act="", **more):
    fields = {
        "title": "Our mission", "lead": lead, "intro": "To everybody.", "keeper": "", "review_on": "",
        "go_live_at": "", "expire_at": "", "promises": streamfield([]), "values": streamfield([]),
        "goals": streamfield([]), "evidence": streamfield([]),
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""},
        **more,
    }  # fmt: skip
    data = nested_form_data(fields)
    return data | ({act: "1"} if act else {})


def edit(client, page, lead, act="", **more):
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(lead, act, **more))
    assert response.status_code == 302, response.context["form"].errors
    return response


def approve(client, page, comment=""):
    """With the button of the overview; 404 or 403 for who may not."""
    (state,) = TaskState.objects.filter(status="in_progress")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": comment})


def edit_and_approve(client, page, lead, **more):
    data = form(lead, **more) | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302


def shown():
    return MissionPage.objects.get()


def test_an_executive_submits_and_another_approves(login, live, erin, liv):
    edit(login(erin), live, "We keep our word, and say so when we did not.", "action-submit")
    assert shown().lead == "We keep our word."
    approve(login(erin), live)
    assert shown().lead == "We keep our word.", "the same person never gives both"
    approve(login(liv), live)
    page = shown()
    assert page.lead == "We keep our word, and say so when we did not."
    assert page.approved_by == ["Erin Falk", "Liv Halden"]
    assert page.approved_on == timezone.localdate()


def test_of_an_editor_two_executives_approve(login, live, ed, erin, liv):
    edit(login(ed), live, "Word by word.", "action-submit")
    approve(login(erin), live)
    assert shown().lead == "We keep our word."
    approve(login(liv), live)
    assert (shown().lead, shown().approved_by) == ("Word by word.", ["Erin Falk", "Liv Halden"])


@pytest.mark.parametrize("who", ["ed", "dana"])
def test_nobody_else_approves(request, login, live, erin, who):
    edit(login(erin), live, "Word by word.", "action-submit")
    user = request.getfixturevalue(who)
    approve(login(user), live)
    assert shown().lead == "We keep our word."
    state = TaskState.objects.get(status="in_progress")
    task = state.task.specific
    assert task.get_actions(live, user) == []
    assert task.locked_for_user(live, user)
    assert not task.get_task_states_user_can_moderate(user)


def test_what_was_edited_since_is_approved_by_both_again(login, live, erin, liv):
    edit(login(erin), live, "Word by word.", "action-submit")
    edit_and_approve(login(liv), live, "Better words.")
    assert shown().lead == "We keep our word."
    approve(login(liv), live)
    assert shown().lead == "We keep our word."
    approve(login(erin), live)
    assert (shown().lead, shown().approved_by) == ("Better words.", ["Liv Halden", "Erin Falk"])


@pytest.mark.parametrize("who", ["erin", "dana", "ed"])
def test_nobody_publishes_it_alone(request, login, live, who):
    user = request.getfixturevalue(who)
    user.is_superuser = who == "dana"
    user.save()
    client = login(user)
    edit(client, live, "Mine alone.", "action-publish")
    assert shown().lead == "We keep our word."
    with pytest.raises(PublishPagePermissionError):
        live.get_latest_revision().publish(user=user)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[live.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[live.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[live.get_parent().pk]))
    for act in ("publish", "unpublish", "delete"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
        client.post(f"{url}?id={live.pk}")
        client.post(f"{url}?id={live.get_parent().pk}", {"include_descendants": "on"})
    page = shown()
    assert (page.live, page.lead) == (True, "We keep our word.")
    text = client.get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert "action-publish" not in text
    assert "Submit to Two executives" in text


def test_a_new_one_is_not_published_by_making_it(login, home, dana):
    client = login(dana)
    url = reverse("wagtailadmin_pages:add", args=["cms", "missionpage", home.pk])
    assert "action-publish" not in client.get(url).content.decode()
    assert client.post(url, form("Mine alone.", "action-publish")).status_code in (302, 403)
    assert not MissionPage.objects.live().exists()


def test_it_goes_live_at_its_time(login, live, erin, liv):
    soon = timezone.localtime() + timedelta(hours=2)
    edit(login(erin), live, "From then on.", "action-submit", go_live_at=soon.strftime("%Y-%m-%d %H:%M"))
    approve(login(liv), live)
    publish_scheduled()
    assert shown().lead == "We keep our word."
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=3), tick=False):
        publish_scheduled()
        publish_scheduled()
    page = shown()
    assert (page.lead, page.approved_by) == ("From then on.", ["Erin Falk", "Liv Halden"])
    assert page.approved_on == date.today()


def test_executives_hear_that_it_waits_and_the_trail_knows_who_approved(login, live, ed, erin, liv):
    edit(login(ed), live, "Word by word.", "action-submit")
    told = Notice.objects.filter(key__startswith="mission-waits")
    assert {one.user for one in told} == {erin, liv}
    assert "Ed Lind has sent “Our mission” for approval." in told[0].words
    approve(login(erin), live)
    approve(login(liv), live)
    assert told.count() == 2
    events = AuditEvent.objects.filter(verb="mission.approved").order_by("pk")
    said = [(one.actor_label, one.data["approvals"]) for one in events]
    assert said == [("Erin Falk", 1), ("Liv Halden", 2)]
    assert AuditEvent.objects.filter(verb="mission.published", data__approved_by=["Erin Falk", "Liv Halden"])


def said(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def test_with_one_executive_it_waits_and_goes_on_when_there_is_a_second(login, live, erin):
    response = edit(login(erin), live, "Word by word.", "action-submit")
    assert any("only 1 has an account" in words for words in said(response))
    assert approve(login(erin), live).status_code in (302, 403)
    assert shown().lead == "We keep our word."
    tell_waiting()
    assert not Notice.objects.filter(key__startswith="mission-waits").exists()

    liv = StaffFactory(name="Liv Halden", email="liv@halden.example", role=StaffRole.EXECUTIVE)
    tell_waiting()
    tell_waiting()
    told = Notice.objects.get(key__startswith="mission-waits")
    assert told.user == liv
    assert "Erin Falk has sent “Our mission” for approval." in told.words
    approve(login(liv), live)
    assert (shown().lead, shown().approved_by) == ("Word by word.", ["Erin Falk", "Liv Halden"])
    tell_waiting()
    assert Notice.objects.filter(key__startswith="mission-waits").count() == 1


def test_with_no_executive_it_waits_too_and_its_writer_may_take_it_back(login, live, ed):
    client = login(ed)
    response = edit(client, live, "Word by word.", "action-submit")
    assert any("0 have an account" in words for words in said(response))
    (state,) = TaskState.objects.filter(status="in_progress")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[live.pk])).status_code == 200
    assert state.workflow_state.requested_by == ed
    client.post(reverse("wagtailadmin_pages:edit", args=[live.pk]), form("x", "action-cancel-workflow"))
    assert not TaskState.objects.filter(status="in_progress").exists()


def test_with_two_executives_no_warning_is_given(login, live, erin, liv):
    response = edit(login(erin), live, "Word by word.", "action-submit")
    assert not any("account" in words for words in said(response))


def test_the_old_version_is_compared(login, live, erin, liv):
    old = live.live_revision
    edit(login(erin), live, "Word by word.", "action-submit")
    approve(login(liv), live)
    url = reverse("wagtailadmin_pages:revisions_compare", args=[live.pk, old.pk, "live"])
    text = login(erin).get(url).content.decode()
    assert '<span class="deletion">We keep our word.</span>' in text
    assert '<span class="addition">Word by word.</span>' in text
