"""What the public site offers to strangers and to search engines, and what it keeps from them."""

import io
from datetime import date
from xml.etree import ElementTree

import pytest
from django.conf import settings
from PIL import Image

from cms.models import NewsPage, TextPage
from tests.world_pages import FOR_DISTRIBUTORS, FOR_STAFF, FOR_SUPPLIERS

INSIDE = (FOR_STAFF, FOR_SUPPLIERS, FOR_DISTRIBUTORS)
OPEN = ["/", "/news/", "/news/a-second-furnace/", "/reach/", "/join/", "/about-us/", "/search/?q=pumps"]


@pytest.fixture
def erin(site):
    return site[0]


@pytest.fixture
def pages(site):
    return site[1]


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("path", OPEN)
def test_strangers_read_nothing_that_is_for_others(client, pages, path):
    html = text_of(client, path)
    assert [word for word in INSIDE if word in html] == []


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/news/feed.xml"])
def test_nor_do_machines(client, pages, path):
    text = text_of(client, path).lower()
    assert [word for word in INSIDE if word.lower() in text] == []


def test_the_map_of_the_site_names_every_page_for_everybody(client, pages):
    tree = ElementTree.fromstring(text_of(client, "/sitemap.xml"))
    found = {place.text.removeprefix(settings.SITE_URL) for place in tree.findall(".//{*}loc")}
    every = (pages.home, pages.mission, pages.standards, pages.standard, pages.policies, pages.news_index)
    every += (pages.news, pages.reach, pages.join, pages.thanks, pages.about)
    assert found >= {page.url for page in every}
    assert not found & {"/playbooks/", "/listening/"}


def test_a_fixed_page_says_that_it_is_being_written(client, db):
    for path in ("/standards/", "/news/", "/reach/", "/join/"):
        assert "still writing" in text_of(client, path)
    assert client.get("/news/feed.xml").status_code == 404


def test_who_finds_no_page_is_led_to_a_person(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    shown = response.content.decode().partition("<main")[2].partition("</main>")[0]
    assert 'href="/reach/"' in shown


def test_news_are_listed_newest_first_each_to_its_readers(client, pages, bob, alice):
    assert "A second furnace" in text_of(client, "/news/")
    client.force_login(bob)
    html = text_of(client, "/news/")
    assert FOR_SUPPLIERS in html
    assert FOR_DISTRIBUTORS not in html
    client.force_login(alice)
    assert all(word in text_of(client, "/news/") for word in INSIDE)


@pytest.mark.parametrize(
    ("news", "readers"),
    [("news", "all"), ("supplier_news", "bob alice"), ("distributor_news", "alice"), ("staff_news", "alice")],
)
def test_who_may_not_read_a_news_finds_nothing_at_its_address(request, client, pages, news, readers):
    url = getattr(pages, news).url
    for who in ("", "bob", "alice"):
        client.logout()
        if who:
            client.force_login(request.getfixturevalue(who))
        let_in = readers == "all" or who in readers.split()
        assert client.get(url).status_code == (200 if let_in else 404), (url, who)


def test_news_come_in_pages(client, pages):
    for number in range(25):
        pages.news_index.add_child(
            instance=NewsPage(title=f"Word {number}", summary="x", day=date(2025, 1, 1))
        )
    first, second = text_of(client, "/news/"), text_of(client, "/news/?page=2")
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    assert "A second furnace" in first
    assert "A second furnace" not in second
    assert "Page 2 of 2" in text_of(client, "/news/?page=99")


def test_the_feed_has_the_news_for_everybody(client, pages):
    response = client.get("/news/feed.xml")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert response["Last-Modified"]
    channel = ElementTree.fromstring(response.content).find("channel")
    (item,) = channel.findall("item")
    assert item.findtext("title") == "A second furnace"
    assert item.findtext("link") == f"{settings.SITE_URL}/news/a-second-furnace/"
    assert item.findtext("description") == "In short: A second furnace"
    assert item.findtext("pubDate")


def test_the_picture_of_a_page_is_drawn_once_for_each_wording(client, pages, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    url = f"/cards/{pages.about.pk}.png"
    response = client.get(url)
    assert response["Content-Type"] == "image/png"
    assert "public" in response["Cache-Control"]
    image = Image.open(io.BytesIO(response.content))
    assert (image.size, len(response.content) < 60_000) == ((1200, 630), True)
    (kept,) = (tmp_path / "social-cards").iterdir()
    before = kept.stat().st_mtime_ns
    assert client.get(url).content == response.content
    assert kept.stat().st_mtime_ns == before
    pages.about.title = (
        "About Halden, at some length, so that it needs a second and perhaps a third line of words"
    )
    pages.about.save()
    assert client.get(url).content != response.content
    assert len(list((tmp_path / "social-cards").iterdir())) == 1


@pytest.mark.parametrize("page", ["staff_news", "supplier_policy", "playbook", "playbooks", "survey"])
def test_there_is_no_picture_of_what_is_not_for_everybody(client, pages, alice, page):
    client.force_login(alice)
    assert client.get(f"/cards/{getattr(pages, page).pk}.png").status_code == 404


def test_a_page_names_itself_for_search_engines_and_for_whoever_shares_it(client, pages):
    html = text_of(client, "/news/a-second-furnace/?utm=x")
    assert "<title>A second furnace · Halden</title>" in html
    assert '<meta name="description" content="In short: A second furnace">' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}/news/a-second-furnace/">' in html
    assert f'<meta property="og:image" content="{settings.SITE_URL}/cards/{pages.news.pk}.png?v=' in html
    assert '<meta property="og:type" content="article">' in html
    assert "noindex" not in html


def test_what_is_for_some_readers_is_for_no_search_engine(client, pages, alice):
    client.force_login(alice)
    html = text_of(client, pages.staff_news.url)
    assert '<meta name="robots" content="noindex">' in html
    assert "og:image" not in html


def test_search_engines_are_led_to_public_pages_alone(client, pages):
    lines = text_of(client, "/robots.txt").splitlines()
    assert "Allow: /about-us/" in lines
    assert "Disallow: /" in lines
    assert not [line for line in lines if "playbooks" in line or "listening" in line]


def test_words_that_were_looked_for_are_shown_as_words(client, pages):
    html = text_of(client, "/search/?q=%3Cscript%3Ezebra%3C/script%3E")
    assert "<script>zebra" not in html
    assert "Nothing here speaks of" in html


def test_a_search_names_what_it_found_by_kind(client, pages, bob):
    html = text_of(client, "/search/?q=furnace")
    assert "1 page speaks of “furnace”." in html
    assert 'href="/news/a-second-furnace/"' in html
    client.force_login(bob)
    assert 'href="/news/new-gate-supplierwords/"' in text_of(client, f"/search/?q={FOR_SUPPLIERS}")


def test_every_way_to_reach_us_is_a_link_where_it_can_be(client, pages):
    html = text_of(client, "/reach/")
    assert 'href="mailto:ask@halden.example"' in html
    assert 'href="tel:+4722000100"' in html
    assert "Halden, Dock 1" in html


def test_the_foot_leads_strangers_to_the_smaller_pages(client, pages, bob):
    assert 'href="/about-us/"' in text_of(client, "/reach/")
    client.force_login(bob)
    assert 'href="/about-us/"' in text_of(client, "/reach/")
    home = text_of(client, "/home/")
    assert 'href="/about-us/"' not in home
    assert 'href="/reach/"' in home


@pytest.mark.parametrize("path", ["/", "/reach/", "/join/", "/about-us/", "/news/"])
def test_public_pages_take_the_same_number_of_queries_however_much_there_is(
    client, pages, path, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(path)
    with django_assert_max_num_queries(22) as before:
        client.get(path)
    for number in range(3):
        pages.news_index.add_child(instance=NewsPage(title=f"Word {number}", summary="x"))
        pages.home.add_child(instance=TextPage(title=f"More {number}"))
    with django_assert_num_queries(len(before)):
        client.get(path)


@pytest.mark.parametrize(("who", "may"), [("erin", True), ("bob", False), (None, False)])
def test_whoever_writes_pages_is_one_click_from_writing_the_one_they_read(request, client, pages, who, may):
    if who:
        client.force_login(request.getfixturevalue(who))
    page = client.get("/mission/").content.decode()
    assert (f"/cms/pages/{pages.mission.pk}/edit/" in page) == may
