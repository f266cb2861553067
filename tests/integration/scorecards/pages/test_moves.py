"""Why a score moved: the rows of both periods, what they cost, and a sum that comes out to the digit."""

from datetime import date
from decimal import Decimal

import pytest

from scorecards.models import Scorecard
from scorecards.presenters import present
from scorecards.presenters.moves import moves
from suppliers.models import Exclusion

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(brandt, deliver, publish_period):
    """August: 9 of 10 in time. September: 6 of 10."""
    deliver(brandt, [0] * 9 + [9], due=date(2026, 8, 20), ordered=date(2026, 7, 1))
    deliver(brandt, [0] * 6 + [9] * 4)
    publish_period("2026-08")
    publish_period()
    return Scorecard.objects.get(partner=brandt, period="2026-09")


def read(client, card, **headers):
    return (
        client.get(f"/scorecards/{card.public_id}/moved/", **headers).content.decode().replace("\u00a0", " ")
    )


def test_points_with_and_without_the_rows(card):
    """90 % of lines: (90-60)/(95-60) of 100 points by the template's target and floor; all points without."""
    found = {one.code: one for one in moves(card)}["otif_lines"]
    result = card.results.get(kpi="otif_lines")
    theirs = card.results.filter(side="partner").select_related("line")
    graded = [one for one in theirs if one.points is not None]
    share = result.line.weight / sum(one.line.weight for one in graded)
    assert len(found.now.rows) == 4
    assert len(found.before.rows) == 1
    assert abs(found.now.cost - share * (100 - result.points)) < Decimal("1e-9")


def test_each_move_is_a_sum_that_comes_out(card):
    found = [one for one in moves(card) if one.rest is not None]
    assert {one.code for one in found} >= {"otif_lines", "on_time_quantity", "promise_kept"}
    for one in found:
        assert one.rest - (one.now.cost - one.before.cost) == one.moved


def test_the_moves_are_those_of_the_card_and_add_up_to_its_change(card):
    shared = present(card)
    found = {one.code: one.moved for one in moves(card)}
    for kpi in shared.kpis:
        assert abs(found.get(kpi.code, 0) - (kpi.moved or 0)) < Decimal("1e-9")
    assert abs(sum(found.values()) - shared.moved) < Decimal("1e-9")


def test_an_excused_row_costs_nothing(alice, brandt, publish_period, card):
    line = card.partner.orders.get(ordered_on=date(2026, 8, 3)).lines.order_by("-pk").first()
    before = {one.code: one for one in moves(card)}["otif_lines"]
    Exclusion.objects.create(line=line, partner=brandt, reason="Our drawing changed", approved_by=alice)
    publish_period()
    revised = Scorecard.objects.get(partner=brandt, period="2026-09", is_latest=True)
    assert revised.revision == 2
    after = {one.code: one for one in moves(revised)}["otif_lines"]
    assert len(after.now.rows) == len(before.now.rows) - 1
    assert line.public_id not in {one.row.line for one in after.now.rows}


def test_the_page_names_the_rows_and_opens_in_place(login, bob, card):
    text = read(login(bob), card)
    assert "What moved it since August 2026" in text
    assert "In September 2026 4 lines cost" in text
    assert "In August 2026 1 line cost" in text
    part = read(login(bob), card, headers={"HX-Request": "true"})
    assert "<html" not in part
    assert "In September 2026 4 lines cost" in part
    page = login(bob).get(f"/scorecards/{card.public_id}/").content.decode()
    assert f'href="/scorecards/{card.public_id}/moved/"' in page


def test_the_first_card_has_nothing_to_compare_with(login, bob, brandt, deliver, publish_period):
    deliver(brandt)
    publish_period()
    only = Scorecard.objects.get(partner=brandt)
    assert "There is no card for August 2026 to compare with" in read(login(bob), only)


def test_a_rival_finds_nothing(login, charlie, card):
    assert login(charlie).get(f"/scorecards/{card.public_id}/moved/").status_code == 404


@pytest.mark.parametrize("more", [0, 60])
def test_the_cost_does_not_grow_with_rows(
    login, bob, brandt, deliver, publish_period, card, more, django_assert_num_queries
):
    deliver(brandt, [9] * more)
    if more:
        publish_period()
    newest, client = Scorecard.objects.get(partner=brandt, period="2026-09", is_latest=True), login(bob)
    read(client, newest)
    with django_assert_num_queries(19):
        read(client, newest)
