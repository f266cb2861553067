"""Both kinds of surveys share one place of the navigation; each keeps its address, its readers and a tab."""

import re

import pytest

from portal import registry
from portal.actors import ANONYMOUS
from portal.registry import NavItem
from tests.factories import StaffFactory
from tests.integration.cms.surveys.conftest import words

pytestmark = pytest.mark.django_db
TABS = [("/surveys/", "Quarterly and ratings"), ("/listening/rounds/", "Listening")]


def nav_of(page):
    """(address, label, is it the current one) of what the main navigation says about surveys."""
    nav = re.search(r'<nav class="ac-nav".*?</nav>', page, re.S)[0]
    links = re.findall(r'<a([^>]*href="(/surveys/|/listening/[^"]*)"[^>]*)>(.*?)</a>', nav, re.S)
    # What does not fit stands under "More" a second time.
    return {(url, re.sub("<.*?>", "", label).strip(), "aria-current" in tag) for tag, url, label in links}


def tabs_of(page):
    bar = re.search(r'<ul class="ac-tabs".*?</ul>', page, re.S)
    return re.findall(r'<a href="([^"]*)"( aria-current="page")?>(.*?)</a>', bar[0]) if bar else []


@pytest.mark.parametrize(
    "role", ["administrator", "purchasing_manager", "buyer", "executive", "staff_viewer"]
)
def test_one_entry_and_a_tab_for_each_list(login, listening, role):
    client = login(StaffFactory(role=role))
    for here, _tab in TABS:
        page = words(client.get(here))

        assert nav_of(page) == {("/surveys/", "Surveys", True)}
        assert [(url, label) for url, _current, label in tabs_of(page)] == TABS
        assert [url for url, current, _label in tabs_of(page) if current] == [here]


def test_on_a_round_the_entry_is_the_current_one(login, alice, round_):
    page = words(login(alice).get(f"/listening/rounds/{round_.public_id}/"))

    assert nav_of(page) == {("/surveys/", "Surveys", True)}


def test_partners_and_who_only_writes_pages_see_neither(login, bob):
    assert tabs_of(words(login(bob).get("/surveys/"))) == []
    for user, path in ((bob, "/"), (StaffFactory(role="content_editor"), "/account/")):
        assert nav_of(words(login(user).get(path, follow=True))) <= {("/listening/", "How we listen", False)}


class TestWhoSeesOne:
    @pytest.fixture(autouse=True)
    def items(self, monkeypatch):
        first = NavItem("Surveys", "a", "ask", lambda actor: False, group="surveys", tab="One")
        second = NavItem("Surveys", "b", "ask", lambda actor: True, group="surveys", tab="Two")
        other = NavItem("Plans", "c", "list", lambda actor: True)
        monkeypatch.setattr(registry._registry, "nav", [first, second, other])

    def test_is_led_to_that_one_without_a_tab_bar(self):
        assert [item.url_name for item in registry.nav_for(ANONYMOUS)] == ["b", "c"]
        assert [item.tab for item in registry.nav_tabs(ANONYMOUS, "surveys")] == ["Two"]

    def test_entries_of_no_group_stand_alone(self):
        other = registry.nav_for(ANONYMOUS)[1]
        assert registry.nav_group(ANONYMOUS, other) == [other]
