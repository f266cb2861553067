"""Playbooks: for our own people alone, one click away where they help, and who was trained in them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cms.actions import training
from cms.actions.training import TrainingRefused
from cms.enums import Audience, Step
from cms.facts.playbooks import helping, register
from cms.models import Acknowledgement, HomePage, PlaybookIndexPage, PlaybookPage
from portal.enums import StaffRole
from portal.registry import playbooks_for
from tests.answers import ASKED, issue
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(ASKED, tick=False)


def add_playbook(title, *steps, **facts):
    home = HomePage.objects.get()
    index = PlaybookIndexPage.objects.first() or home.add_child(instance=PlaybookIndexPage(title="Playbooks"))
    facts = {"summary": "How.", "in_force_from": date(2026, 1, 1), **facts}
    return index.add_child(instance=PlaybookPage(title=title, helps_at=f",{','.join(steps)},", **facts))


@pytest.fixture
def sorry():
    page = add_playbook("How we say sorry", Step.CASE_LISTEN, Step.CASE_REMEDY)
    issue(page, audience=Audience.STAFF)
    return page


def test_a_playbook_is_for_our_own_people_whatever_was_written(sorry, bob, ed, client, login):
    sorry.audience, sorry.kinds, sorry.asks_partners = Audience.PUBLIC, ",supplier,", True
    sorry.save()
    sorry.refresh_from_db()
    assert (sorry.audience, sorry.kinds, sorry.asks_partners) == (Audience.STAFF, "", False)
    for path in ("/playbooks/", f"/playbooks/{sorry.slug}/"):
        assert client.get(path).status_code == 404
        assert login(bob).get(path).status_code == 404
        assert login(ed).get(path).status_code == 200
        client.logout()


def test_it_helps_at_its_steps(sorry, bob, alice, actor_of, django_assert_num_queries):
    add_playbook("Not in force yet", Step.CASE_LISTEN)
    draft = add_playbook("Draft", Step.CASE_LISTEN, live=False)
    issue(draft, audience=Audience.STAFF)
    reader = actor_of(alice)
    with django_assert_num_queries(1):
        found = playbooks_for(reader, Step.CASE_LISTEN)
    assert found == [("How we say sorry", f"/playbooks/{sorry.slug}/")]
    assert playbooks_for(reader, Step.PLAN) == []
    partner = actor_of(bob)
    with django_assert_num_queries(0):
        assert playbooks_for(partner, Step.CASE_LISTEN) == []
        assert helping(partner, Step.CASE_LISTEN) == []
        assert playbooks_for(reader, "") == []


@pytest.mark.parametrize(
    ("step", "url"),
    [
        (Step.REMEDY_LIMITS, "suppliers:case_limits"),
        (Step.VISIT, "suppliers:touchpoints"),
        (Step.THANKS, "suppliers:thanks"),
    ],
)
def test_it_stands_on_the_pages_of_the_step(step, url, alice, login):
    issue(add_playbook("How we do it", step), audience=Audience.STAFF)
    assert "How we do it" in login(alice).get(reverse(url)).content.decode()


def test_training_is_noted_and_taken_back(sorry, alice, dana, erin, actor_of):
    version = sorry.text_versions.get()
    made = training.train(by=actor_of(erin), version=version, people=[alice, dana], on=date(2026, 10, 1))
    assert len(made) == 2
    again = training.train(by=actor_of(erin), version=version, people=[alice, erin], on=date(2026, 10, 1))
    assert [one.user for one in again] == [erin]
    training.take_back(by=actor_of(erin), training=made[0])
    (book,) = register([alice.pk, dana.pk], date(2026, 10, 5))
    assert not book.known[alice.pk].is_trained and book.known[dana.pk].is_trained


@pytest.mark.parametrize("on", [date(2026, 10, 6), date(2025, 12, 31)])
def test_nobody_was_trained_tomorrow_or_before_the_text_was_there(sorry, alice, erin, actor_of, on):
    with pytest.raises(TrainingRefused):
        training.train(by=actor_of(erin), version=sorry.text_versions.get(), people=[alice], on=on)


def test_partners_are_not_trained_and_do_not_note(sorry, bob, alice, erin, actor_of):
    version = sorry.text_versions.get()
    with pytest.raises(TrainingRefused):
        training.train(by=actor_of(erin), version=version, people=[bob], on=date(2026, 10, 1))
    for user in (bob, StaffFactory(role=StaffRole.BUYER)):
        with pytest.raises(PermissionDenied):
            training.train(by=actor_of(user), version=version, people=[alice], on=date(2026, 10, 1))


def test_a_material_change_asks_for_reading_and_training_anew(sorry, alice, erin, actor_of):
    first = sorry.text_versions.get()
    training.train(by=actor_of(erin), version=first, people=[alice], on=date(2026, 9, 1))
    Acknowledgement.objects.create(
        version=first, user=alice, asked_at=ASKED, due_on=date(2026, 10, 19), said_at=ASKED, read_number="1"
    )
    issue(sorry, 1, 1, audience=Audience.STAFF, since=date(2026, 10, 2))
    (book,) = register([alice.pk], date(2026, 10, 5))
    assert book.known[alice.pk].is_read and book.known[alice.pk].is_trained
    issue(sorry, 2, audience=Audience.STAFF, since=date(2026, 10, 4))
    (book,) = register([alice.pk], date(2026, 10, 5))
    known = book.known[alice.pk]
    assert not known.is_read and not known.is_trained
    assert (known.number, known.trained_in) == ("1", "1")


def test_the_register_says_what_is_missing(sorry, alice, dana, erin, ed, actor_of, login):
    version = sorry.text_versions.get()
    training.train(by=actor_of(erin), version=version, people=[alice], on=date(2026, 10, 1))
    url = reverse("cms:training")
    page = login(erin).get(url).content.decode()
    assert "4 of us have something to read or to learn" in page
    assert "trained, not read" in page
    file = login(erin).get(url, {"state": "untrained", "format": "csv"}).getvalue().decode()
    assert "Dana Lund" in file and "Alice Moreau" not in file
    assert login(ed).get(url).status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_the_register_costs_the_same_for_any_number(many, sorry, erin, login, django_assert_num_queries):
    for number in range(many):
        issue(add_playbook(f"More {number}"), audience=Audience.STAFF)
        StaffFactory()
    client = login(erin)
    client.get(reverse("cms:training"))
    with django_assert_num_queries(8):
        assert client.get(reverse("cms:training")).status_code == 200


def test_noting_a_training(sorry, alice, erin, login):
    version = sorry.text_versions.get()
    url = reverse("cms:train")
    assert login(erin).post(url, {"version": version.public_id, "on": "2026-10-01"}).status_code == 422
    sent = {
        "version": version.public_id,
        "people": [alice.public_id],
        "on": "2026-10-01",
        "note": "Two hours",
    }
    answer = login(erin).post(url, sent)
    assert answer.url == reverse("cms:training")
    assert "Two hours" in login(erin).get(answer.url).content.decode()


def test_it_stands_beside_case_plan_and_contest_for_our_own_people_alone(world, client):
    playbook, side = world.pages.playbook, world.brandt
    playbook.helps_at = f",{Step.CASE_REMEDY},{Step.CONTEST},{Step.PLAN},"
    playbook.save()
    pages = [
        reverse("suppliers:case", args=[side.case.public_id]),
        reverse("scorecards:plan", args=[side.plan.public_id]),
        reverse("scorecards:contest", args=[side.contest.public_id]),
    ]
    link = f'href="/playbooks/{playbook.slug}/"'
    for user, shown in ((world.staff["buyer"], True), (side.people["partner_admin"], False)):
        client.force_login(user)
        assert [link in client.get(page).content.decode() for page in pages] == [shown] * 3
