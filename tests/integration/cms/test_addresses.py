"""Where a page may stand, and what the editor is told when it cannot."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.models import NewsIndexPage, NewsPage, ReachPage, TextPage
from cms.models.addresses import is_taken
from portal.enums import StaffRole
from tests.factories import StaffFactory


@pytest.mark.parametrize(
    "path", ["/orders/", "/mission/", "/accounts/", "/static/", "/media/", "/cms/", "/api/"]
)
def test_what_the_portal_answers_is_taken(path):
    assert is_taken(path)


@pytest.mark.parametrize(
    "path", ["/about-us/", "/accessibility/", "/news/a-second-furnace/", "/policies/how-we-pay/"]
)
def test_the_rest_is_free_for_pages(path):
    assert not is_taken(path)


def test_no_address_of_the_portal_begins_like_a_page(db):
    """Whatever route is added later: its first part is known as taken."""
    routes = [
        str(entry.pattern) for entry in get_resolver().url_patterns if str(entry.pattern) not in ("", "^")
    ]
    firsts = {route.split("/")[0] for route in routes if not route.startswith("^")}
    assert firsts
    assert [first for first in firsts if not is_taken(f"/{first}/")] == []


def test_a_page_cannot_hide_the_portal(home):
    with pytest.raises(ValidationError, match="portal itself answers at /orders/"):
        home.add_child(instance=TextPage(title="Orders"))


def test_a_page_with_an_address_of_its_own_may_have_it(home):
    assert home.add_child(instance=ReachPage(title="How to reach us")).url == "/reach/"


def test_a_draft_has_the_address_that_it_will_have(client, home):
    draft = home.add_child(instance=NewsIndexPage(title="What is new with us", live=False))
    assert (draft.slug, draft.url_path) == ("news", "/home/news/")
    draft.save_revision().publish()
    below = draft.add_child(instance=NewsPage(title="A second furnace", summary="x"))
    assert below.url == "/news/a-second-furnace/"
    assert client.get(below.url).status_code == 200


def test_a_draft_cannot_hide_the_portal_either(home):
    with pytest.raises(ValidationError, match="portal itself answers at /orders/"):
        home.add_child(instance=TextPage(title="Orders", live=False))


def _written(title):
    return nested_form_data(
        {
            "title": title,
            "intro": "",
            "body": streamfield([]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "1",
        }
    )


@pytest.fixture
def at_desk(client, db):
    client.force_login(StaffFactory(role=StaffRole.EXECUTIVE))
    client.get("/cms/")
    return client


@pytest.mark.parametrize(
    ("title", "said"), [("Orders", "The portal itself answers at /orders/"), ("!!!", "with letters in it")]
)
def test_the_editor_says_it_beside_the_title(at_desk, home, title, said):
    response = at_desk.post(f"/cms/pages/add/cms/textpage/{home.pk}/", _written(title))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not TextPage.objects.exists()


def test_two_pages_of_one_title_get_two_addresses(at_desk, home):
    for _ in range(2):
        at_desk.post(f"/cms/pages/add/cms/textpage/{home.pk}/", _written("About us"))
    assert sorted(page.url for page in TextPage.objects.all()) == ["/about-us-2/", "/about-us/"]


def test_a_page_says_in_a_sentence_what_it_is_about(home):
    index = home.add_child(instance=NewsIndexPage(title="News", intro="What is new."))
    news = index.add_child(instance=NewsPage(title="A second furnace", summary="It melts twice as much."))
    assert (index.in_short, news.in_short) == ("What is new.", "It melts twice as much.")
    assert home.add_child(instance=TextPage(title="About us")).in_short == ""


@pytest.mark.parametrize(("who", "status"), [(None, 404), ("charlie", 404)])
def test_a_page_for_some_readers_does_not_exist_for_others(request, client, erin, who, status):
    from tests.world_pages import add_pages

    pages = add_pages(erin)
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(pages.playbooks.url).status_code == status
