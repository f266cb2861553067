"""What would be: three questions on booked figures, with their assumptions, for nobody else to see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import PartnerFactory
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
PAGE = "/contribution/what-if/"


@pytest.fixture
def booked(brandt, kestrel):
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    for partner, revenue, goods in ((brandt, 10_000, -7_000), (kestrel, 5_000, -4_000)):
        book("revenue", revenue, last_month, supplier=partner)
        book("goods", goods, last_month, supplier=partner)
    agent = PartnerFactory(kind="agent", name="Mbeki")
    book("revenue", 2_000, last_month, agent=agent)
    return agent


def ask(client, alice, **asked):
    client.force_login(alice)
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_a_partner_leaves(client, alice, brandt, booked):
    # 3,000 + 1,000 + 2,000; without Brandt 3,000 less, of which others earn 20 % of 5,000 back.
    text = ask(client, alice, question="leaves", partner=brandt.public_id, taken="50")
    assert "we earn EUR 2,000 less a year" in text
    for words in ("EUR 6,000", "EUR 4,000", "\u2212EUR 10,000", "+EUR 7,000", "+EUR 1,000"):
        assert words in text
    assert "Others take over 50 % of its net revenue, of which 20 % stays with us" in text


def test_commission_of_all_agents(client, alice, booked):
    text = ask(client, alice, question="commission", points="1.5")
    assert "change the contribution by \u2212EUR 30" in text
    assert "that names any agent: EUR 2,000" in text


def test_commission_of_one(client, alice, kestrel, booked):
    text = ask(client, alice, question="commission", partner=kestrel.public_id, points="-1")
    assert "change the contribution by +EUR 50" in text


def test_otif_that_nobody_measured_is_said(client, alice, brandt, booked):
    assert "OTIF was not measured" in ask(client, alice, question="otif", partner=brandt.public_id)


def test_what_cannot_be_is_refused_in_words(client, alice, brandt, booked):
    text = ask(client, alice, question="leaves", partner=brandt.public_id, taken="120")
    assert "One thing to put right" in text
    assert 'value="120"' in text


def test_without_a_partner_it_asks_for_one(client, alice):
    assert "Choose a partner to begin" in ask(client, alice)
    assert "No partner has this name or code" in ask(client, alice, partner="zzz")


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_partners_see_nothing_of_it(request, client, who, brandt):
    client.force_login(request.getfixturevalue(who))
    assert client.get(PAGE, {"partner": brandt.public_id}).status_code == 404
