"""Who gets into the editor, and how a text becomes public."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from wagtail.models import Page, Site, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.actions.editors import align_groups
from cms.actions.site import set_up
from cms.jobs_publishing import publish_scheduled
from cms.models import HomePage, TextPage
from cms.permissions import can_write_pages
from portal.actors import Actor
from portal.enums import StaffRole
from portal.models import AuditEvent
from tests.factories import StaffFactory

EDITOR_PATHS = [
    "/cms/",
    "/cms/pages/",
    "/cms/login/",
    "/cms/password_reset/",
    "/cms/users/",
    "/cms/images/",
    "/cms/documents/",
    "/cms/logout/",
    "/cms/account/",
    "/cms/api/main/pages/",
    "/cms/jsi18n/",
    "/cms/nothing-like-that/",
]


@pytest.mark.parametrize("path", EDITOR_PATHS)
@pytest.mark.parametrize("who", ["bob", "alice", None])
def test_the_editor_does_not_exist_for_partners_other_staff_and_strangers(
    request, client, mission, path, who
):
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("role", [StaffRole.EXECUTIVE, StaffRole.ADMINISTRATOR, StaffRole.CONTENT_EDITOR])
def test_those_who_write_pages_get_in(client, mission, role):
    client.force_login(StaffFactory(role=role))
    assert client.get("/cms/").status_code == 200
    assert client.get(f"/cms/pages/{mission.pk}/edit/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/cms/users/", "/cms/groups/", "/cms/login/", "/cms/collections/"],
)
def test_people_and_folders_are_not_kept_in_the_editor(client, db, path):
    client.force_login(StaffFactory(role=StaffRole.ADMINISTRATOR, is_superuser=True))
    assert client.get(path).status_code == 404


def test_who_loses_the_role_is_out_at_once(client, erin):
    client.force_login(erin)
    assert client.get("/cms/").status_code == 200
    erin.role = StaffRole.STAFF_VIEWER
    erin.save()
    assert client.get("/cms/").status_code == 404


def test_groups_follow_the_role_and_the_trail_knows(erin, actor_of):
    assert align_groups(by=actor_of(erin), user=erin)
    assert set(erin.groups.values_list("name", flat=True)) == {"Pages: publish", "Pages: write"}
    assert not align_groups(by=actor_of(erin), user=erin)
    erin.role = StaffRole.CONTENT_EDITOR
    align_groups(by=actor_of(erin), user=erin)
    assert set(erin.groups.values_list("name", flat=True)) == {"Pages: write"}
    assert AuditEvent.objects.filter(verb="page groups changed").count() == 2


def test_setting_up_again_changes_nothing(db):
    before = (Page.objects.count(), Site.objects.count(), Group.objects.count(), Workflow.objects.count())
    assert not set_up()
    assert before == (
        Page.objects.count(),
        Site.objects.count(),
        Group.objects.count(),
        Workflow.objects.count(),
    )
    assert HomePage.objects.get().get_site().is_default_site
    active = Workflow.objects.filter(active=True).values_list("name", flat=True)
    assert sorted(active) == ["Approval", "Two executives"]


@pytest.fixture
def about(home):
    return home.add_child(instance=TextPage(title="About us", intro="Pumps."))


def _form(**changes):
    words = {
        "title": "About us",
        "intro": "Pumps.",
        "body": streamfield([]),
        "comments": inline_formset([]),
        **changes,
    }
    return nested_form_data(words)


def test_an_editor_asks_and_an_executive_approves(client, about, ed, erin):
    edit = f"/cms/pages/{about.pk}/edit/"
    client.force_login(ed)
    client.post(edit, _form(intro="We listen first.", **{"action-publish": "1"}))
    assert "We listen first." not in client.get("/about-us/").content.decode()  # no right to publish
    client.post(edit, _form(intro="We listen first.", **{"action-submit": "1"}))
    about.refresh_from_db()
    assert about.workflow_in_progress

    client.force_login(erin)
    task = about.current_workflow_task_state
    approve = f"/cms/pages/workflow/action/{about.pk}/approve/{task.pk}/"
    client.get("/cms/")
    client.post(approve, {"comment": ""})
    assert "We listen first." in client.get("/about-us/").content.decode()


def test_an_executive_publishes_at_once(client, about, erin):
    client.force_login(erin)
    client.post(f"/cms/pages/{about.pk}/edit/", _form(intro="We say sorry.", **{"action-publish": "1"}))
    assert "We say sorry." in client.get("/about-us/").content.decode()


def test_colleagues_comment_beside_the_fields_and_hear_each_other(client, about, ed):
    client.force_login(ed)
    note = {
        "text": "Say where we are.", "position": "", "contentpath": "intro", "id": "", "resolved": "",
        "DELETE": "", "replies": inline_formset([]),
    }  # fmt: skip
    client.post(f"/cms/pages/{about.pk}/edit/", _form(comments=inline_formset([note])))
    (comment,) = about.wagtail_admin_comments.all()
    assert (comment.text, comment.contentpath, comment.user) == ("Say where we are.", "intro", ed)


def test_a_page_goes_live_and_comes_down_at_its_time(client, about, erin):
    client.force_login(erin)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        words = {"go_live_at": "2026-11-24 08:00", "expire_at": "2026-11-30 18:00", "action-publish": "1"}
        client.post(f"/cms/pages/{about.pk}/edit/", _form(intro="From Tuesday.", **words))
        publish_scheduled()
        assert "From Tuesday." not in client.get("/about-us/").content.decode()
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        publish_scheduled()
        assert "From Tuesday." in client.get("/about-us/").content.decode()
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        publish_scheduled()
        assert client.get("/about-us/").status_code == 404


def test_two_versions_of_a_page_are_compared(client, about, erin):
    client.force_login(erin)
    about.save_revision()
    about.intro = "Pumps and valves."
    new = about.save_revision()
    old = about.revisions.order_by("created_at")[0]
    html = client.get(f"/cms/pages/{about.pk}/revisions/compare/{old.pk}...{new.pk}/").content.decode()
    assert "Pumps" in html
    assert "and valves" in html
    assert "deletion" in html or "addition" in html


def test_leaving_the_editor_ends_at_the_front_page(client, erin):
    client.force_login(erin)
    response = client.post("/cms/logout/")
    assert response.url == "/"
    assert "_auth_user_id" not in client.session


def test_only_the_editor_may_run_inline_scripts(client, mission, erin):
    client.force_login(erin)
    assert "unsafe-inline" in client.get("/cms/")["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/mission/")["Content-Security-Policy"]


def test_an_actor_without_a_person_writes_nothing():
    assert not can_write_pages(Actor(channel="command"))
