"""A partner over time: both scores and every figure, for both sides and nobody else."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from scorecards.models import Scorecard

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(brandt, deliver, publish_period):
    """August and October, without September."""
    deliver(brandt, [0] * 9 + [9], due=date(2026, 8, 20), ordered=date(2026, 7, 1))
    deliver(brandt, [0] * 6 + [9] * 4, due=date(2026, 10, 10), ordered=date(2026, 9, 1))
    publish_period("2026-08")
    publish_period("2026-10", today=date(2026, 11, 20))
    return list(Scorecard.objects.filter(partner=brandt).order_by("starts_on"))


def read(client, partner, **asked):
    answer = client.get(f"/partners/{partner.public_id}/scores/", asked)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_every_period_opens_its_card(login, bob, brandt, cards):
    text = read(login(bob), brandt)
    assert "Your scores over time" in text
    for card in cards:
        assert f"/scorecards/{card.public_id}/" in text
    assert "90.0 %" in text
    assert "60.0 %" in text


def test_a_period_without_a_card_is_a_gap_and_no_neighbour(login, bob, brandt, cards):
    """August, September and October stand under the axis; no line is drawn across September."""
    chart = read(login(bob), brandt).split('id="h-both"')[1].split("</section>")[0]
    for label in ("Aug", "Sep", "Oct"):
        assert f">{label}</text>" in chart
    assert "<polyline" not in chart


def test_the_file_is_exact(login, alice, brandt, cards):
    answer = login(alice).get(f"/partners/{brandt.public_id}/scores/", {"format": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["period"] for row in rows] == ["2026-10", "2026-08"]
    result = cards[-1].results.get(kpi="otif_lines")
    assert Decimal(rows[0]["otif_lines"]) == result.value
    assert Decimal(rows[0]["otif_lines_points"]) == result.points
    assert Decimal(rows[0]["score"]) == cards[-1].score


def test_a_rival_finds_nothing(login, charlie, brandt, cards):
    assert login(charlie).get(f"/partners/{brandt.public_id}/scores/").status_code == 404


def test_no_card_yet(login, charlie, kestrel):
    assert "No card yet" in read(login(charlie), kestrel)


def test_wrong_words_in_the_address_are_no_error(login, bob, brandt, cards):
    for asked in ({"months": "x"}, {"months": "3"}, {"template": "nonsense", "months": "1"}):
        assert "Your scores over time" in read(login(bob), brandt, **asked)


def test_the_cost_does_not_grow_with_periods(
    login, bob, brandt, cards, deliver, publish_period, django_assert_num_queries
):
    client = login(bob)
    read(client, brandt)
    with django_assert_num_queries(10):
        read(client, brandt)
    for month in (3, 4, 5):
        deliver(brandt, due=date(2026, month, 20), ordered=date(2026, month, 1))
        publish_period(f"2026-{month:02d}")
    with django_assert_num_queries(10):
        read(client, brandt)
