"""The search finds what this reader may read, and nothing of what they may not."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.enums import ChangeKind
from cms.facts.finding import find
from cms.models import NewsPage, TextVersion
from portal.actors import ANONYMOUS
from tests.world_pages import FOR_DISTRIBUTORS, FOR_STAFF, FOR_SUPPLIERS

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def kept_pages(kept_pages, once):
    """Every policy and playbook with its first version in force."""
    _, pages = kept_pages

    def issue():
        for name in ("policy", "supplier_policy", "distributor_policy", "staff_policy", "playbook"):
            _first(getattr(pages, name))
        return kept_pages

    return once(issue)


@pytest.fixture
def erin(site):
    return site[0]


@pytest.fixture
def pages(site):
    return site[1]


def _first(page):
    return TextVersion.objects.filter(page=page).first() or _issue(page, page.title, page.in_force_from)


def _issue(page, title, day, major=1):
    return TextVersion.objects.create(
        page=page,
        major=major,
        title=title,
        summary=page.summary,
        body=page.body.get_prep_value(),
        audience=page.audience,
        kinds=page.kinds,
        in_force_from=day,
        change=ChangeKind.MATERIAL,
        issued_at=timezone.now(),
        issued_by_label="Erin Falk",
    )


def titles(words, actor):
    found = find(words, actor, TODAY)
    return {str(row.title) for row in (*found.texts, *found.news, *found.pages)}


def test_strangers_find_what_is_for_everybody(pages):
    assert titles("pumps", ANONYMOUS) == {"A second furnace", "About us"}
    assert titles("pump", ANONYMOUS) == {"A second furnace", "About us"}
    assert titles("how we pay", ANONYMOUS) == {"How we pay"}
    for word in (FOR_STAFF, FOR_SUPPLIERS, FOR_DISTRIBUTORS):
        assert titles(word, ANONYMOUS) == set()


def test_partners_find_what_is_for_their_kind(pages, actor_of, bob):
    by = actor_of(bob)
    assert titles(FOR_SUPPLIERS, by) == {f"Deliveries {FOR_SUPPLIERS}", f"New gate {FOR_SUPPLIERS}"}
    assert titles(FOR_DISTRIBUTORS, by) == titles(FOR_STAFF, by) == set()


def test_our_people_find_everything(pages, actor_of, alice):
    found = find(FOR_STAFF, actor_of(alice), TODAY)
    assert {text.title for text in found.texts} == {f"Travel {FOR_STAFF}", f"Saying sorry {FOR_STAFF}"}
    assert [news.title for news in found.news] == [f"Canteen {FOR_STAFF}"]
    assert [page.title for page in found.pages] == [f"Playbooks {FOR_STAFF}"]


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_of_a_policy_only_the_version_that_holds_is_found(request, pages, actor_of, who):
    by = actor_of(request.getfixturevalue(who))
    _issue(pages.policy, "Zebrawords ahead", TODAY + timedelta(days=1), major=2)
    assert titles("Zebrawords", by) == set()
    assert "How we pay" in titles("pay", by)
    tomorrow = TODAY + timedelta(days=1)
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        assert [text.title for text in find("Zebrawords", by, tomorrow).texts] == ["Zebrawords ahead"]
        assert "How we pay" not in {text.title for text in find("how we pay", by, tomorrow).texts}


def test_drafts_and_what_was_taken_down_are_found_by_nobody(pages, actor_of, alice):
    pages.about.intro = "Zebrawords in a draft."
    pages.about.save_revision()
    pages.policy.unpublish()
    assert titles("Zebrawords", actor_of(alice)) == set()
    assert "How we pay" not in titles("how we pay", actor_of(alice))


def test_points_of_a_policy_are_read_too(pages):
    assert "How we pay" in titles("the day counts", ANONYMOUS)


def test_some_of_the_words_are_better_than_nothing(pages):
    found = find("furnace unheardof", ANONYMOUS, TODAY)
    assert not found.whole
    assert [news.title for news in found.news] == ["A second furnace"]


@pytest.mark.parametrize(
    "words",
    ["", "   ", '"', "'", "*", "(", "NEAR(", "a\"b' OR 1=1 --", "title:pay", "-", "\\", "%", "х", "x" * 900],
)
def test_odd_questions_are_answered(pages, words):
    assert find(words, ANONYMOUS, TODAY).count in range(10)


def test_what_is_found_costs_the_same_however_much_it_is(pages):
    def add(count):
        for number in range(count):
            title = f"Wharf {number} of {NewsPage.objects.count()}"
            pages.news_index.add_child(instance=NewsPage(title=title, summary="Ships call there."))

    add(3)
    with CaptureQueriesContext(connection) as few:
        assert len(find("wharf", ANONYMOUS, TODAY).news) == 3
    add(15)
    with CaptureQueriesContext(connection) as many:
        assert len(find("wharf", ANONYMOUS, TODAY).news) == 18
    assert len(many) == len(few)
