"""The checklist beside the editor names what is missing, and what to do about it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cms.models import MissionPage
from cms.presenters.checklist import checklist
from portal.enums import StaffRole
from tests.factories import StaffFactory
from tests.integration.cms.promising import standard

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


def promise(to, words, measured=None):
    return ("promise", {"to": to, "promise": words, "standard": measured})


@pytest.fixture
def whole(home, erin):
    """Nothing is missing."""
    page = standard()
    return MissionPage(
        title="Our mission",
        lead="We want the people who work with us to stay.",
        intro="So we keep our word.",
        promises=[
            promise("customers", "We deliver on the day we promised.", page),
            promise("partners", "We pay on time.", page),
            promise("staff", "Nobody is left alone with a problem.", page),
        ],
        goals=[
            ("goal", {"term": "short", "when": "2027", "what": "A forecast for all"}),
            ("goal", {"term": "long", "when": "Always", "what": "One in twenty leaves at most"}),
        ],
        evidence=[("evidence", {"survey": None, "text": "94 of us were asked"})],
        keeper=erin,
        review_on=TODAY + timedelta(days=100),
    )


@pytest.fixture
def liv(db):
    return StaffFactory(name="Liv Halden", email="liv@halden.example", role=StaffRole.EXECUTIVE)


def missing(page):
    return [check.todo for check in checklist(page, TODAY).missing]


def test_nothing_is_missing(whole, liv):
    assert missing(whole) == []
    assert checklist(whole, TODAY).summary.startswith("Nothing is missing.")


def test_everything_is_missing():
    found = checklist(MissionPage(title="Our mission"), TODAY)
    assert len(found.missing) == len(found.checks) == 8
    assert found.summary == "8 things are missing before you send it for approval."
    assert all(check.question.endswith("?") and check.todo for check in found.checks)


@pytest.mark.parametrize(
    ("change", "todo"),
    [
        ({"promises": []}, "Add a promise to customers."),
        ({"lead": "We are good.", "intro": "Very."}, "Say that we want them to stay"),
        ({"evidence": []}, "Add the survey or the talks it was made from"),
        ({"keeper": None}, "Choose an owner"),
        ({"review_on": None}, "Set the day of the next review"),
        ({"review_on": TODAY - timedelta(days=1)}, "The review was due on 19 Oct 2026."),
        ({"review_on": TODAY + timedelta(days=367)}, "22 Oct 2027 is more than a year away."),
        ({"goals": []}, "Add a goal: within a year, later."),
        ({"lead": "We leverage synergies and stay."}, "Say it in shorter words: leverage, synergies."),
        ({"intro": "We keep " + "and keep " * 13 + "it."}, "Cut this sentence in two: “We keep and keep"),
    ],
)
def test_each_missing_thing_says_what_to_do(whole, change, todo):
    for name, value in change.items():
        setattr(whole, name, value)
    found = missing(whole)
    assert any(one.replace("\u00a0", " ").startswith(todo) for one in found), found


@pytest.mark.parametrize(
    ("active", "left", "says"),
    [
        (0, 0, "0 have an account"),
        (1, 0, "only 1 has an account"),
        (1, 1, "only 1 has an account"),
        (2, 0, ""),
    ],
)
def test_too_few_executives_are_named_with_the_way_out(dana, ed, active, left, says):
    for number in range(active + left):
        StaffFactory(role=StaffRole.EXECUTIVE, is_active=number < active)
    found = checklist(MissionPage(title="Our mission"), TODAY, dana)
    assert says in found.alone and bool(says) == bool(found.alone)
    assert found.invite_url == (reverse("portal:staff") if says else "")
    assert checklist(MissionPage(), TODAY, ed).invite_url == "", "only administrators invite"


def test_with_too_few_executives_nobody_is_told_to_send_it(whole):
    assert checklist(whole, TODAY).summary == "Nothing else is missing."


def test_the_editor_says_that_nobody_can_approve_it(login, mission, dana, erin, ed):
    url = reverse("wagtailadmin_pages:edit", args=[mission.pk])
    page = login(dana).get(url).content.decode()
    assert "only 1 has an account" in page
    assert f'href="{reverse("portal:staff")}">Invite an executive' in page
    assert "Invite an executive" not in login(ed).get(url).content.decode()
    StaffFactory(role=StaffRole.EXECUTIVE)
    assert (
        "has an account"
        not in login(ed).get(reverse("cms_mission_checklist", args=[mission.pk])).content.decode()
    )


def test_promises_without_a_standard_are_named(whole):
    whole.promises = [*whole.promises.get_prep_value()]
    whole.promises.append(promise("partners", "We answer."))
    assert missing(whole) == ["Choose a service standard for “We answer.”, or write the standard first."]


def test_promises_to_partners_and_our_people_are_asked_for(whole):
    whole.promises = [promise("customers", "We keep our word.", standard(title="2", kpi="answer_hours"))]
    assert missing(whole) == ["Add a promise: to suppliers and other partners, to our own people."]


def test_it_stands_beside_the_editor_and_follows_the_draft(login, mission, ed, bob):
    client = login(ed)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[mission.pk])).content.decode()
    assert "What it needs" in page
    assert "Add a promise to customers." in page
    url = reverse("cms_mission_checklist", args=[mission.pk])
    assert url in page
    assert "Choose an owner" in client.get(url).content.decode()
    mission.keeper = ed
    mission.save_revision()
    assert "Choose an owner" not in client.get(url).content.decode()
    assert client.get(reverse("cms_mission_checklist", args=[mission.get_parent().pk])).status_code == 404
    add = reverse("wagtailadmin_pages:add", args=["cms", "missionpage", mission.get_parent().pk])
    assert client.get(add).status_code in (200, 302, 403)
    assert login(bob).get(url).status_code == 404
