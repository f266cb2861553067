"""Trying a template on a closed period: what would change, and nothing is stored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.actors import ANONYMOUS
from portal.engine.periods import Period
from scorecards.actions.keeping_templates import design_of, sheet_of_design
from scorecards.actions.sheets import sheet_of
from scorecards.actions.trying import TakesTooLong, asked_partners, cards_of, last_closed
from scorecards.facts.templates import newest_version
from scorecards.models import Evidence, Scorecard, TemplateVersion
from scorecards.pages.template_trial import trial
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
QUARTER = Period.parse("2026-Q3")
HALF_AND_HALF = {
    "lines-0-weight": "80",
    "lines-1-weight": "5",
    "lines-2-weight": "5",
    "lines-3-weight": "5",
    "lines-4-weight": "5",
}


def post(client, url, data):
    return client.post(url, {**data, "act": "try", "period": "2026-Q3"})


def test_it_says_who_would_change_band(login, alice, template, opened, edit_url, quarter):
    data = opened(**HALF_AND_HALF, **{"lines-0-target": "100", "lines-0-floor": "90"})
    response = post(login(alice), edit_url, data)
    found = response.context["trial"]
    assert response.status_code == 200
    moved = [row for row in found.rows if row.move != "same"]
    assert moved
    assert found.title.startswith(f"{len(moved)} partner")
    assert found.title.endswith(f"{len(moved)} down")
    assert [row.move for row in found.rows] == ["down"] * len(moved) + ["same"] * (
        len(found.rows) - len(moved)
    )
    assert all(row.change < 0 for row in moved)
    page = response.content.decode()
    assert moved[0].name in page
    assert "10 cards of 10 partners" in page
    assert (TemplateVersion.objects.count(), Scorecard.objects.count(), Evidence.objects.count()) == (1, 0, 0)


def test_what_it_says_is_what_publishing_does(alice, actor_of, template, quarter, publish_quarter):
    version = newest_version(template)
    head = {"name": "x", "kind": "", "segment": "", "description": ""}
    sheet = sheet_of_design(head, design_of(version))
    partners, _count = asked_partners(actor_of(alice), [("", "")])
    tried = cards_of(by=actor_of(alice), sheet=sheet, period=QUARTER, partners=partners)
    publish_quarter()
    stored = {card.partner_id: (card.score, card.band) for card in Scorecard.objects.all()}
    assert {pk: (card.score, card.band) for pk, card in tried.items()} == stored
    assert len(stored) == 10


@pytest.fixture
def publish_quarter(template):
    from portal.actors import system_actor
    from scorecards.actions.publishing import publish

    return lambda: publish(by=system_actor(), template=template, period=QUARTER, today=date(2026, 11, 20))


def test_an_unchanged_template_changes_nothing(login, alice, opened, edit_url, quarter):
    found = post(login(alice), edit_url, opened()).context["trial"]
    assert found.title == "No partner would change band"
    assert found.rows == []


def test_a_band_of_another_name_is_the_same_band(alice, actor_of, template, quarter):
    was = sheet_of(newest_version(template))
    renamed = tuple(replace(band, name=f"New {band.name}") for band in was.bands)
    found = trial(actor_of(alice), replace(was, bands=renamed), was, QUARTER)
    assert (found.title, found.rows) == ("No partner would change band", [])


def test_a_new_one_has_no_before(login, alice, opened, quarter):
    data = opened(name="New", seen="")
    found = post(login(alice), "/scorecards/templates/new/", data).context["trial"]
    assert not found.has_before
    assert "would get a band" in found.title
    assert len(found.rows) == 10


def test_what_does_not_hold_is_said_instead(login, alice, opened, edit_url, quarter):
    data = opened(**{"lines-0-weight": "25"})
    client = login(alice)
    assert post(client, edit_url, data).status_code == 422
    response = client.post(edit_url, data, headers={"HX-Request": "true", "HX-Trigger": "template-form"})
    assert response.status_code == 200
    assert "trial" not in response.context
    assert "sum to 95, not to 100" in response.content.decode()


def test_a_changed_field_tries_it(login, alice, opened, edit_url, template, quarter):
    """What htmx sends when a field of the form has changed saves nothing, whatever its button says."""
    data = opened(**HALF_AND_HALF)
    headers = {"HX-Request": "true", "HX-Trigger": "template-form"}
    response = login(alice).post(edit_url, data, headers=headers)
    assert "trial" in response.context
    assert template.versions.count() == 1


@pytest.mark.parametrize("partners", [1, 6])
def test_it_costs_the_same_for_one_partner_and_for_six(
    alice, actor_of, template, deliver, partners, django_assert_num_queries
):
    for _ in range(partners):
        deliver(PartnerFactory())
    sheet = sheet_of(newest_version(template))
    with django_assert_num_queries(18):
        trial(actor_of(alice), sheet, sheet, QUARTER)


def test_more_than_200_partners_are_a_sample(alice, actor_of, monkeypatch, template, quarter):
    monkeypatch.setattr("scorecards.actions.trying.MOST_PARTNERS", 4)
    monkeypatch.setattr("scorecards.pages.template_trial.MOST_PARTNERS", 4)
    sheet = sheet_of(newest_version(template))
    first = trial(actor_of(alice), sheet, None, QUARTER)
    assert len(first.rows) == 4
    assert "4 partners picked by chance out of 10" in first.note
    assert first.rows == trial(actor_of(alice), sheet, None, QUARTER).rows


def test_only_partners_it_is_for(alice, actor_of, quarter):
    PartnerFactory(kind="dealer", segment="A")
    partners, count = asked_partners(actor_of(alice), [("dealer", "A")])
    assert (len(partners), count) == (1, 1)
    assert asked_partners(actor_of(alice), [("dealer", "B"), ("dealer", "")])[1] == 1
    assert asked_partners(ANONYMOUS, [("", "")]) == (frozenset(), 0)


def test_it_stops_when_the_time_is_over(alice, actor_of, template, quarter):
    ticks = iter([0.0, 1.0, 50.0, 99.0])
    sheet = sheet_of(newest_version(template))
    with pytest.raises(TakesTooLong, match="1 of"):
        cards_of(
            by=actor_of(alice),
            sheet=sheet,
            period=QUARTER,
            partners=frozenset(one.pk for one in quarter),
            clock=lambda: next(ticks),
        )


def test_the_last_closed_quarter_waits_for_its_grace():
    assert last_closed(date(2026, 10, 2)).key == "2026-Q2"
    assert last_closed(date(2026, 10, 3)).key == "2026-Q3"


def test_a_half_of_ours_moves_no_band(login, alice, opened, edit_url, quarter):
    data = opened(**{"lines-5-weight": "30", "lines-6-weight": "35"})
    assert post(login(alice), edit_url, data).context["trial"].title == "No partner would change band"


def test_scores_are_exact(alice, actor_of, template, quarter):
    sheet = sheet_of(newest_version(template))
    cards = cards_of(by=actor_of(alice), sheet=sheet, period=QUARTER, partners=frozenset([quarter[0].pk]))
    assert list(cards) == [quarter[0].pk]
    assert isinstance(cards[quarter[0].pk].score, Decimal)
