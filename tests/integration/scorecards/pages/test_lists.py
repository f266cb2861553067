"""Lists of cards, the homes and the directory."""

from datetime import date

import pytest

from scorecards.models import Scorecard
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def content(response):
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("partners", [1, 3])
def test_the_list_costs_the_same_however_long(
    login, alice, deliver, publish_period, partners, django_assert_num_queries
):
    for _ in range(partners):
        deliver(PartnerFactory())
    publish_period()
    client = login(alice)
    with django_assert_num_queries(9):
        response = client.get("/scorecards/")
    assert len(list(response.context["table"].rows)) == partners


def test_each_side_sees_its_own(login, alice, bob, cards):
    ours = login(alice).get("/scorecards/").content.decode()
    assert "Brandt Castings" in ours
    assert "Kestrel Forgings" in ours
    theirs = login(bob).get("/scorecards/").content.decode()
    assert cards["BRANDT"].public_id in theirs
    assert cards["KESTREL"].public_id not in theirs
    assert "Kestrel" not in theirs


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kestrel", 1),
        ("period=2026-09", 2),
        ("band=Preferred", 0),
        ("kind=supplier", 2),
        ("kind=agent", 0),
        ("state=with_partner", 2),
        ("state=agreed", 0),
    ],
)
def test_filters(login, alice, cards, query, found):
    if query.startswith("band"):
        found = Scorecard.objects.filter(band="Preferred").count()
    assert len(list(login(alice).get(f"/scorecards/?{query}").context["table"].rows)) == found


def test_every_column_sorts_and_can_be_chosen(login, alice, bob, cards):
    for user in (alice, bob):
        client = login(user)
        table = client.get("/scorecards/").context["table"]
        names = [name for name, column in table.base_columns.items() if column.orderable is not False]
        for name in names:
            response = client.get(f"/scorecards/?cols={','.join(names)}&sort=-{name}")
            assert response.status_code == 200, name


def test_the_file_holds_what_is_shown(login, alice, cards):
    text = content(login(alice).get("/scorecards/?q=brandt&format=csv"))
    header, row = text.strip().splitlines()
    assert header.startswith("partner,period,score")
    assert row.startswith("Brandt Castings,2026-09,")


def test_a_partner_without_cards_is_told_when(login, bob):
    assert "Your first card comes when a period has closed" in login(bob).get("/scorecards/").content.decode()


def test_the_home_of_a_partner_leads_to_its_card(login, bob, cards):
    text = login(bob).get("/home/").content.decode()
    assert "Your score" in text
    assert f"/scorecards/{cards['BRANDT'].public_id}/" in text
    assert cards["KESTREL"].public_id not in text


def test_the_directory_shows_the_newest_score(login, alice, cards):
    text = login(alice).get("/partners/").content.decode()
    for card in cards.values():
        assert f"/scorecards/{card.public_id}/" in text


def test_the_page_of_a_partner_lists_its_cards(login, alice, bob, cards, brandt):
    for user in (alice, bob):
        text = login(user).get(f"/partners/{brandt.public_id}/").content.decode()
        assert f"/scorecards/{cards['BRANDT'].public_id}/" in text
        assert cards["KESTREL"].public_id not in text


def test_nobody_reads_a_rivals_periods_from_the_choices(login, bob, brandt, kestrel, deliver, publish_period):
    deliver(kestrel, due=date(2026, 7, 10))
    publish_period("2026-07")
    deliver(brandt)
    publish_period()
    form = login(bob).get("/scorecards/").context["filters"].form
    assert [key for key, _ in form.fields["period"].choices if key] == ["2026-09"]
