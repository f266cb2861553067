"""A card beside its peers: quartiles, no identities, and nothing to be had by subtracting two readings."""

import re
from datetime import date

import pytest

from scorecards.models import Scorecard
from suppliers.models import Partner
from tests.factories import LineFactory, PartnerFactory, promise, receipt

pytestmark = pytest.mark.django_db

# Late lines of 12: the others pass 12, 11, 10, 9 and 8 of them.
LATE = (0, 1, 2, 3, 4)


@pytest.fixture
def others(deliver):
    """Five others, one line of twelve worse each."""
    made = []
    for late in LATE:
        partner = PartnerFactory(name=f"Secret Partner {late}", code=f"SECRET{late}")
        deliver(partner, [0] * (12 - late) + [9] * late)
        made.append(partner)
    return made


@pytest.fixture
def own(brandt, deliver, others, publish_period):
    deliver(brandt, [0] * 9 + [9])
    publish_period()
    return Scorecard.objects.get(partner=brandt)


def read(client, card, **asked):
    text = client.get(f"/scorecards/{card.public_id}/peers/", asked).content.decode()
    return text.split("<main")[1].split("</main>")[0].replace("\u00a0", " ")


def figures(client, card, **asked):
    """The table alone: what a reader could subtract."""
    return re.sub(r"\s+", " ", read(client, card, **asked).split("<tbody")[1].split("</tbody>")[0])


def test_quartiles_of_five_others_in_whole_per_cent(login, bob, own):
    """On time and in full 100, 91.7, 83.3, 75 and 66.7 %: quartiles 75, 83.3 and 91.7, said as 75, 83, 92."""
    rows = figures(login(bob), own).split("<tr ")
    row = next(one for one in rows if 'scope="row">On time and in full, by line' in one)
    for shown in ("90.0 %", "75 %", "83 %", "92 %", "In the better half"):
        assert shown in row
    for exact in ("83.3", "91.7", "66.7", "75.0"):
        assert exact not in row


def test_nobody_is_named_and_no_exact_figure_of_anybody_is_there(login, bob, own, others):
    text = read(login(bob), own)
    assert "Secret" not in text
    assert "SECRET" not in text
    for card in Scorecard.objects.exclude(pk=own.pk):
        assert card.public_id not in text
        if card.score != 100:
            assert f"{card.score:.1f}" not in figures(login(bob), own)


def test_a_strip_speaks_for_itself(login, bob, own):
    label = re.search(r'aria-label="(Score: yours[^"]*)"', read(login(bob), own)).group(1)
    assert re.fullmatch(
        r"Score: yours is [\d.]+\. Half of them lie between \d+ and \d+, the middle is \d+\.", label
    )


def test_four_others_are_too_few(login, bob, brandt, deliver, publish_period):
    for late in LATE[:4]:
        deliver(PartnerFactory(), [0] * (12 - late) + [9] * late)
    deliver(brandt)
    publish_period()
    text = read(login(bob), Scorecard.objects.get(partner=brandt))
    assert "Too few others" in text
    assert "<table" not in text


def test_a_figure_that_few_others_have_graded_is_not_compared(login, bob, brandt, deliver, publish_period):
    """Five others have cards, and only four of them five lines to be graded by."""
    for late in LATE:
        deliver(PartnerFactory(), [0] * (4 if late == 4 else 6))
    deliver(brandt)
    publish_period()
    card = Scorecard.objects.get(partner=brandt)
    assert "Too few others" in read(login(bob), card)


def test_one_that_was_merged_with_us_is_no_peer(login, bob, own, others, brandt):
    Partner.objects.filter(pk=others[0].pk).update(merged_into=brandt)
    assert "Too few others" in read(login(bob), own)


def test_filters_are_not_read(login, bob, own):
    client = login(bob)
    plain = figures(client, own)
    for asked in ({"kind": "agent"}, {"segment": "x"}, {"q": "SECRET0"}, {"period": "2026-08"}):
        assert figures(client, own, **asked) == plain


def late_receipt(partner, days):
    """A fact that comes in after publishing and makes a revision."""
    line = LineFactory(order__partner=partner, requested_on=date(2026, 9, 10))
    promise(line, date(2026, 9, 10))
    receipt(line, date.fromordinal(date(2026, 9, 10).toordinal() + days))
    return line


def others_only(text):
    """Without what is one's own: the three quartile cells of each row."""
    return re.findall(r'data-label="(?:Lower quarter|Middle|Upper quarter)">([^<]*)<', text)


def test_a_revision_of_somebody_else_moves_nothing(login, bob, own, others, deliver, publish_period):
    """Who reads before and after a rival's revision could subtract the two: they are the same."""
    client = login(bob)
    before = figures(client, own)
    deliver(others[2], [9] * 12)
    publish_period()
    assert Scorecard.objects.filter(partner=others[2]).count() == 2
    assert figures(client, own) == before


def test_a_revision_of_ones_own_moves_only_ones_own(login, bob, own, others, brandt, deliver, publish_period):
    client = login(bob)
    before = figures(client, own)
    deliver(others[1], [9] * 12)
    deliver(brandt, [9] * 5)
    publish_period()
    revised = Scorecard.objects.get(partner=brandt, is_latest=True)
    assert revised.revision == 2
    after = figures(client, revised)
    assert after != before
    assert others_only(after) == others_only(before)
    assert others_only(before)


def test_a_partner_whose_card_comes_later_is_not_added(login, bob, own, deliver, publish_period):
    client = login(bob)
    before = read(client, own)
    deliver(PartnerFactory(), [9] * 12)
    publish_period()
    assert read(client, own) == before
    assert "Beside 5 other partners" in before


def test_a_rival_finds_nothing_and_staff_find_the_table(login, charlie, alice, own):
    assert login(charlie).get(f"/scorecards/{own.public_id}/peers/").status_code == 404
    assert "/scorecards/heat/?template=" in read(login(alice), own)


def test_partners_are_not_led_to_the_table(login, bob, own):
    assert "/scorecards/heat/" not in read(login(bob), own)


@pytest.mark.parametrize("more", [0, 12])
def test_the_cost_does_not_grow(
    login, bob, brandt, deliver, others, publish_period, more, django_assert_num_queries
):
    for _ in range(more):
        deliver(PartnerFactory())
    deliver(brandt)
    publish_period()
    card, client = Scorecard.objects.get(partner=brandt), login(bob)
    read(client, card)
    with django_assert_num_queries(12):
        read(client, card)
