"""Where what is read and known is found: from the first screen, and from every page about texts."""

from datetime import date, timedelta

import pytest

from cms.actions.reading import say_read
from cms.actions.training import train
from cms.enums import Audience
from cms.facts.read_counts import looked_after
from cms.models import HomePage, PlaybookIndexPage, PlaybookPage
from portal.enums import StaffRole
from suppliers.models import Membership
from tests.answers import issue
from tests.factories import MembershipFactory, StaffFactory
from tests.integration.cms.reading.conftest import START
from tests.integration.cms.reading.test_pages import text_of

pytestmark = pytest.mark.django_db
TITLE = "What is read, and what is not"
TABS = ("Policies", "Playbooks", "My reading", "Who has read what", "Reading and training", "Questions")


@pytest.fixture
def page(policy, version):
    policy.live = True
    policy.save()
    return policy


@pytest.fixture
def playbook(clock, erin):
    index = HomePage.objects.get().add_child(instance=PlaybookIndexPage(title="Playbooks"))
    found = index.add_child(
        instance=PlaybookPage(title="How we say sorry", summary="How.", in_force_from=date(2026, 1, 1))
    )
    issue(found, owner=erin, audience=Audience.STAFF)
    return found


def bar_of(response):
    return text_of(response).partition('aria-label="About our texts"')[2].partition("</ul>")[0]


def places_in(response):
    return tuple(name for name in TABS if f">{name}</a>" in bar_of(response))


@pytest.mark.parametrize(
    "path", ["/policies/", "/playbooks/", "/reading/", "/reading/mine/", "/training/", "/policy-questions/"]
)
def test_each_page_about_texts_leads_to_the_others(page, playbook, erin, login, path):
    shown = login(erin).get(path)
    assert places_in(shown) == TABS
    assert f'href="{path}" aria-current="page"' in bar_of(shown)
    assert bar_of(shown).count("aria-current") == 1


def test_everybody_is_led_only_where_they_may_go(page, playbook, bob, client, login):
    assert places_in(client.get("/policies/")) == ()
    assert places_in(login(bob).get("/policies/")) == (
        "Policies",
        "My reading",
        "Who has read what",
        "Questions",
    )
    ed = StaffFactory(role=StaffRole.CONTENT_EDITOR)
    assert places_in(login(ed).get("/policies/")) == ("Policies", "Playbooks", "My reading")


def test_who_owns_it_and_executives_see_what_is_read_first(
    page, version, bob, viewer, charlie, erin, alice, actor_of, login, clock
):
    owner = StaffFactory(role=StaffRole.BUYER)
    type(version).objects.filter(pk=version.pk).update(owner=owner)
    clock.after(0)
    say_read(by=actor_of(bob), version=version)
    for person in (owner, erin):
        shown = text_of(login(person).get("/home/"))
        assert TITLE in shown
        assert "1 of 3 have read it" in shown and "2 to read" in shown
        assert '/reading/?text=paying-on-time"' in shown
    assert TITLE not in text_of(login(alice).get("/home/"))
    assert TITLE not in text_of(login(bob).get("/home/"))
    clock.on(START + timedelta(days=15))
    Membership.objects.filter(user=charlie).delete()
    shown = text_of(login(erin).get("/home/"))
    assert "1 of 2 have read it" in shown and "1 overdue" in shown


def test_what_is_counted_first_is_what_the_register_lists(
    page, version, bob, viewer, charlie, erin, actor_of, login, clock
):
    clock.after(0)
    say_read(by=actor_of(charlie), version=version)
    clock.on(START + timedelta(days=15))
    (found,) = looked_after(actor_of(erin), START + timedelta(days=15))
    tabs = login(erin).get("/reading/?text=paying-on-time").context["tabs"]
    assert [tab.count for tab in tabs] == [found.asked, found.asked - found.read, found.overdue, found.read]


def test_more_people_need_no_more_queries_on_the_first_screen(
    page, version, brandt, bob, erin, actor_of, clock, django_assert_num_queries
):
    clock.after(0)
    for _n in range(5):
        MembershipFactory(partner=brandt)
    clock.after(1)
    with django_assert_num_queries(3):
        assert looked_after(actor_of(erin), START)


def test_nobody_is_told_of_texts_that_nobody_was_asked_about(page, version, erin, login):
    assert TITLE not in text_of(login(erin).get("/home/"))


def test_one_reads_on_ones_own_page_what_one_was_trained_in(
    playbook, alice, erin, bob, actor_of, login, clock
):
    shown = text_of(login(alice).get("/reading/mine/"))
    assert "Our playbooks and you" in shown
    assert "not read yet, not trained yet" in shown
    version = playbook.text_versions.get()
    train(by=actor_of(erin), version=version, people=[alice], on=START)
    assert "not read yet, trained in version 1 on 5 Oct 2026" in text_of(login(alice).get("/reading/mine/"))
    assert "Our playbooks and you" not in text_of(login(bob).get("/reading/mine/"))


def test_training_is_seen_by_person(playbook, alice, erin, dana, login):
    client = login(dana)
    everybody = text_of(client.get("/training/"))
    assert f'<a href="?person={alice.public_id}">{alice.name}</a>' in everybody
    shown = client.get("/training/", {"person": alice.public_id})
    assert [row.person for row in shown.context["view"].rows] == [alice.name]
    assert f"person={alice.public_id}" in text_of(shown)
    assert client.get("/training/", {"person": "nobody"}).status_code == 200
