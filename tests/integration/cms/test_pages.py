"""What a reader sees of the site as a whole."""

import pytest
from django.test import RequestFactory

from cms.models import HomePage, PolicyIndexPage


def test_an_empty_installation_has_a_front_page_and_says_that_the_rest_is_being_written(client, db):
    front = client.get("/")
    assert "keep their promises to each other" in front.content.decode()
    for path in ("/mission/", "/policies/"):
        assert "still writing" in client.get(path).content.decode()


def test_front_page_leads_to_the_mission_and_the_policies(client, mission, policy):
    html = client.get("/").content.decode()
    assert 'href="/mission/"' in html
    assert 'href="/policies/"' in html


def test_addresses_stay_when_titles_change(mission):
    mission.title = "Why we are here"
    mission.slug = "why-we-are-here"
    mission.full_clean()
    assert mission.slug == "mission"


def test_drafts_are_nowhere(client, policy):
    policy.unpublish()
    assert client.get("/policies/how-we-pay/").status_code == 404
    assert "How we pay" not in client.get("/policies/").content.decode()
    assert "how-we-pay" not in client.get("/sitemap.xml").content.decode()


def test_search_engines_get_the_public_site_alone(client, mission, policy):
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/mission/</loc>" in sitemap
    assert "/home/</loc>" not in sitemap


@pytest.mark.parametrize("path", ["/", "/mission/", "/policies/", "/policies/how-we-pay/"])
def test_public_pages_take_a_constant_number_of_queries(
    client, mission, policy, path, django_assert_max_num_queries
):
    client.get(path)
    with django_assert_max_num_queries(30):
        client.get(path)


def test_no_reader_is_asked_for_wagtails_password(client, db):
    assert client.get("/_util/login/").status_code == 404
    assert client.get("/_util/authenticate_with_password/1/1/").status_code == 404


def test_context_names_the_home_page(rf, policy):
    request = RequestFactory().get("/")
    assert PolicyIndexPage.objects.get().get_context(request)["site_home"] == HomePage.objects.get()
