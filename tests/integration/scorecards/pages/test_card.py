"""The page of a card: the same for both sides, for nobody else, with a fixed number of queries."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from scorecards.models import KpiResult, Scorecard
from suppliers.models import Exclusion

pytestmark = pytest.mark.django_db


def page(client, card, rest=""):
    return client.get(f"/scorecards/{card.public_id}/{rest}")


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def test_a_partner_reads_its_card(login, bob, card):
    text = words(page(login(bob), card))
    assert "Your card for September 2026" in text
    assert "5 of 7 lines" in text
    assert "71.4 %" in text
    assert "35.9 to 91.8 %" in text
    assert "Acknowledge or answer" in text
    assert "Kestrel" not in text


def test_staff_read_the_same_figures(login, alice, bob, card):
    theirs, ours = words(page(login(bob), card)), words(page(login(alice), card))
    assert "Brandt Castings, September 2026" in ours
    for result in card.results.all():
        assert f'id="kpi-{result.kpi}"' in theirs
        assert f'id="kpi-{result.kpi}"' in ours
    assert "5 of 7 lines" in ours


def test_no_data_is_never_zero(login, alice, deliver, kestrel, publish_period):
    deliver(kestrel, [None] * 6)
    publish_period()
    card = Scorecard.objects.get()
    lead = KpiResult.objects.get(card=card, kpi="lead_time_mean")
    assert lead.value is None
    text = words(page(login(alice), card))
    row = text[text.index('id="kpi-lead_time_mean"') :]
    row = row[: row.index("</tbody>")]
    assert "no data" in row
    assert "No data" in row
    assert "0 days" not in row.replace("21 days", "")


def test_too_few_lines_are_shown_and_not_graded(login, alice, deliver, kestrel, publish_period):
    deliver(kestrel, [0, 0, 0])
    publish_period()
    text = words(page(login(alice), Scorecard.objects.get()))
    assert "3 of 3 lines, 5 needed" in text
    assert "43.9 to 100.0 %" in text
    assert "Not graded" in text
    assert "of 100</small>" not in text


@pytest.mark.parametrize("rest", ["", "compare/", "pdf/", "rows.csv", "rows/otif_lines/"])
def test_a_rival_finds_nothing(login, charlie, card, rest):
    assert page(login(charlie), card, rest).status_code == 404


def test_a_person_of_both_sees_one_at_a_time(login, both, brandt, kestrel, cards):
    client = login(both, kestrel)
    assert page(client, cards["BRANDT"]).status_code == 404
    assert page(client, cards["KESTREL"]).status_code == 200
    client = login(both, brandt)
    assert page(client, cards["BRANDT"]).status_code == 200
    assert page(client, cards["KESTREL"]).status_code == 404


@pytest.mark.parametrize("months", [2, 3])
def test_a_card_costs_the_same_however_long_its_history(
    login, alice, brandt, deliver, publish_period, months, django_assert_num_queries
):
    for month in (7, 8, 9)[-months:]:
        deliver(brandt, due=publish_day(month))
        publish_period(f"2026-{month:02d}")
    card = Scorecard.objects.get(period="2026-09")
    client = login(alice)
    with django_assert_num_queries(17):
        assert page(client, card).status_code == 200


def publish_day(month):
    return date(2026, month, 10)


def test_what_moved_adds_up(login, bob, brandt, deliver, publish_period):
    deliver(brandt, [0] * 6, due=publish_day(8))
    publish_period("2026-08")
    deliver(brandt, [0, 0, 0, 0, 3, 3])
    publish_period()
    response = page(login(bob), Scorecard.objects.get(period="2026-09"))
    card = response.context["page"]
    assert card.standing.moves_title == "What moved it since August, points"
    total = sum(Decimal(str(move.change)) for move in card.standing.moves)
    assert round(total, 6) == round(card.standing.change, 6)


def test_an_excuse_after_publishing_is_seen_side_by_side(login, bob, alice, card, brandt, publish_period):
    late = brandt.lines.filter(outcomes__passed=False).first()
    Exclusion.objects.create(line=late, partner=brandt, reason="Our drawing changed", approved_by=alice)
    publish_period()
    newest = Scorecard.objects.get(partner=brandt, is_latest=True)
    client = login(bob)
    text = words(page(client, newest, "compare/"))
    assert "Revision 1 and revision 2" in text
    assert "5 of 6 lines, 1 excused" in text
    assert str(late) in text
    assert "excused" in text
    old = words(page(client, card))
    assert "a newer one replaced it" in old
    assert "<textarea" not in old
    assert page(client, card, "compare/").status_code == 404


def test_paper_holds_the_figures_and_no_other_partner(login, bob, cards, built_fonts):
    response = page(login(bob), cards["BRANDT"], "pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="brandt-castings-scorecard-2026-09-revision-1.pdf"' in response["Content-Disposition"]
    reader = PdfReader(BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")
    assert "Scorecard, September 2026" in text
    assert "71.4 %" in text
    assert "35.9 to 91.8 %" in text
    assert "2 of 7 lines did not pass" in text
    assert "Kestrel" not in text
    assert reader.metadata.title.startswith("Brandt Castings, scorecard September")
