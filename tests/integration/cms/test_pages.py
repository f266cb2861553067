"""What may stand where, and what a reader sees."""

from datetime import date

import pytest
from django.test import RequestFactory
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import HomePage, MissionPage, PolicyIndexPage, PolicyPage
from portal.enums import StaffRole
from tests.factories import StaffFactory


class PageTree(WagtailPageTestCase):
    def test_there_is_one_home_with_mission_and_policies_under_it(self):
        self.assertAllowedParentPageTypes(HomePage, {Page})
        self.assertAllowedSubpageTypes(HomePage, {MissionPage, PolicyIndexPage})
        self.assertAllowedSubpageTypes(PolicyIndexPage, {PolicyPage})
        self.assertAllowedSubpageTypes(MissionPage, set())
        self.assertAllowedSubpageTypes(PolicyPage, set())

    def test_a_second_home_or_mission_is_refused(self):
        home = HomePage.objects.get()
        self.assertFalse(HomePage.can_create_at(Page.objects.get(depth=1)))
        self.assertTrue(MissionPage.can_create_at(home))
        home.add_child(instance=MissionPage(title="Our mission", lead="x", intro="y"))
        self.assertFalse(MissionPage.can_create_at(home))

    def test_a_policy_can_be_written_and_is_shown(self):
        self.client.force_login(StaffFactory(role=StaffRole.EXECUTIVE))
        index = HomePage.objects.get().add_child(instance=PolicyIndexPage(title="Policies"))
        words = {
            "title": "How we pay",
            "summary": "When and how.",
            "reference": "POL-02",
            "owner_name": "Dana Lund",
            "audience": "",
            "in_force_from": "2026-01-01",
            "review_on": "",
            "body": streamfield([("section", {"title": "The clock", "text": rich_text("<p>Our gate.</p>")})]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        }
        self.assertCanCreate(index, PolicyPage, nested_form_data(words), publish=True)
        self.assertPageIsRenderable(PolicyPage.objects.get(), route_path="/")


def test_an_empty_installation_has_a_front_page_and_says_that_the_rest_is_being_written(client, db):
    front = client.get("/")
    assert "keep their promises to each other" in front.content.decode()
    for path in ("/mission/", "/policies/"):
        assert "still writing" in client.get(path).content.decode()


def test_mission_shows_each_promise_with_its_measure_and_mark(client, mission):
    html = client.get("/mission/").content.decode()
    assert "We pay on time." in html
    assert "Invoices due." in html
    assert "95 %" in html


def test_front_page_leads_to_the_mission_and_the_policies(client, mission, policy):
    html = client.get("/").content.decode()
    assert 'href="/mission/"' in html
    assert 'href="/policies/how-we-pay/"' in html


def test_addresses_stay_when_titles_change(mission):
    mission.title = "Why we are here"
    mission.slug = "why-we-are-here"
    mission.full_clean()
    assert mission.slug == "mission"


def test_a_policy_says_whether_it_is_in_force(policy):
    assert policy.is_in_force(date(2026, 1, 1))
    assert not policy.is_in_force(date(2025, 12, 31))


def test_drafts_are_nowhere(client, policy):
    policy.unpublish()
    assert client.get("/policies/how-we-pay/").status_code == 404
    assert "How we pay" not in client.get("/policies/").content.decode()
    assert "how-we-pay" not in client.get("/sitemap.xml").content.decode()


def test_search_engines_get_the_public_site_alone(client, mission, policy):
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert sitemap.count("<loc>") == 4
    assert "/mission/</loc>" in sitemap


@pytest.mark.parametrize("path", ["/", "/mission/", "/policies/", "/policies/how-we-pay/"])
def test_public_pages_take_a_constant_number_of_queries(
    client, mission, policy, path, django_assert_max_num_queries
):
    client.get(path)
    with django_assert_max_num_queries(12):
        client.get(path)


def test_no_reader_is_asked_for_wagtails_password(client, db):
    assert client.get("/_util/login/").status_code == 404
    assert client.get("/_util/authenticate_with_password/1/1/").status_code == 404


def test_context_names_the_home_page(policy):
    request = RequestFactory().get("/")
    assert policy.get_context(request)["site_home"] == HomePage.objects.get()
