"""What a text was made from: published rounds speak for themselves, to whoever may read them."""

import pytest

from cms.actions import surveys
from cms.enums import SurveyAudience
from cms.models import HomePage, MissionPage
from cms.presenters.evidence import evidence
from portal.actors import ANONYMOUS, Actor
from tests.integration.cms.surveys.conftest import LATER, person_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(page):
    blocks = [
        ("evidence", {"survey": page, "text": "They want dates that hold."}),
        ("evidence", {"survey": None, "text": "Twelve visits."}),
    ]
    return HomePage.objects.get().add_child(
        instance=MissionPage(title="Our mission", lead="We keep our word.", intro="To all.", evidence=blocks)
    )


def test_before_it_is_published_only_the_editors_words(mission, round_, crowd, say, close):
    for partner in crowd:
        say(round_, partner, 9)
    close(round_)

    assert [(one.text, one.survey, one.url) for one in evidence(mission.evidence, ANONYMOUS)] == [
        ("They want dates that hold.", "", ""),
        ("Twelve visits.", "", ""),
    ]


def test_published_it_says_how_many_and_leads_those_who_were_asked_there(
    mission, round_, crowd, say, close, alice, client, django_assert_max_num_queries
):
    for partner in crowd:
        say(round_, partner, 9)
    closed = close(round_, publish=True)
    fresh = MissionPage.objects.get(pk=mission.pk)
    with django_assert_max_num_queries(5):
        told = evidence(fresh.evidence, ANONYMOUS)
    asked = evidence(fresh.evidence, person_of(crowd[0]))
    ours = evidence(fresh.evidence, Actor(user=alice))

    assert told[0].facts == "14 partners asked, 12 answered, October 2026".replace(" 2026", "\u00a02026")
    assert told[0].url == ""
    assert asked[0].url == ours[0].url == f"/listening/rounds/{closed.public_id}/"
    shown = words(client.get("/mission/"))
    assert "What it was made from" in shown
    assert "14 partners asked, 12 answered" in shown


def test_words_of_customers_are_open_to_everybody(make_page, open_round, say_by_link, close, alice):
    page = make_page(title="Customers", asked=SurveyAudience.CUSTOMERS)
    found = open_round(page, addresses=[surveys.Address(f"c{one}@kunde.example") for one in range(6)])
    for invitation in found.invitations.all()[:5]:
        say_by_link(invitation, 9)
    closed = close(found)
    blocks = MissionPage(evidence=[("evidence", {"survey": page, "text": "Parts."})]).evidence
    assert evidence(blocks, ANONYMOUS)[0].url == ""
    surveys.publish(by=Actor(user=alice), survey_round=closed, at=LATER)

    assert evidence(blocks, ANONYMOUS)[0].url == f"/listening/rounds/{closed.public_id}/"
    assert "6 customers asked, 5 answered" in evidence(blocks, ANONYMOUS)[0].facts
