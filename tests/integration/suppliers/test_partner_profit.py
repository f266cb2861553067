"""A partner's profit and loss from its entries, lines and rates."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.actors import Actor, system_actor
from portal.engine.scaled import SCALE
from portal.enums import StaffRole
from scorecards.engine.catalogue import CATALOGUE
from scorecards.facts import Scope, figures
from suppliers.actions.judging import judge_lines
from suppliers.enums import CostRateKind
from suppliers.facts.contribution import Span
from suppliers.facts.partner_profit import partner_profit
from suppliers.models import CostRate
from tests.factories import LineFactory, OrderFactory, PartnerFactory, StaffFactory, promise, receipt
from tests.golden.booked import book

pytestmark = pytest.mark.django_db
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
LATER = date(2027, 6, 1)


def day(number, month=3):
    return date(2026, month, number)


@pytest.fixture
def actor(alice):
    return Actor(user=alice)


def delivered(partner, due, came, accepted, rejected=0, *, item="PH-40", price=10):
    order = OrderFactory(partner=partner, ordered_on=day(1, 1), currency="EUR")
    line = LineFactory(
        order=order,
        quantity=(accepted + rejected) * SCALE,
        requested_on=due,
        item_code=item,
        unit="pcs",
        unit_price=price * SCALE,
    )
    promise(line, due, at=datetime(2026, 1, 2, 9, tzinfo=UTC))
    receipt(line, came, accepted, rejected)
    judge_lines(by=system_actor(), line_ids=[line.pk])
    return line


@pytest.fixture
def profit(brandt, kestrel):
    book("revenue", 1_000, day(3), supplier=brandt)
    book("discount", -100, day(3), supplier=brandt)
    book("goods", -500, day(4), supplier=brandt)
    book("freight", -50, day(5, 4), supplier=brandt)
    book("quality", -40, day(6, 4), supplier=brandt, item_code="PH-40")
    book("expedite", -25, day(6, 5), supplier=brandt)
    book("returns", -15, day(7, 5), supplier=brandt, item_code="PH-41")
    book("revenue", 700, date(2025, 4, 10), supplier=brandt)
    book("revenue", 5_000, day(3), supplier=kestrel)
    delivered(brandt, day(10), day(12), 18, 2)
    delivered(brandt, day(10), day(10), 30, item="PH-41")
    delivered(kestrel, day(10), day(20), 10)


def rated(kind, amount, on, partner=None):
    return CostRate.objects.create(kind=kind, rate=amount * SCALE, valid_from=on, partner=partner)


def test_months_add_up_to_quarters_and_to_all(actor, brandt, profit):
    found = partner_profit(actor, brandt, YEAR, LATER)
    assert [one.figures.contribution for one in found.months[:6]] == [0, 0, 400_00, -90_00, -40_00, 0]
    assert [one.figures.contribution for one in found.by(3)] == [400_00, -130_00, 0, 0]
    assert [one.figures.contribution for one in found.by(12)] == [270_00]
    assert found.whole.figures.contribution == 270_00
    assert (found.by(3)[1].start, found.by(3)[1].end) == (day(1, 4), day(30, 6))
    assert found.months[3].figures_before.contribution == 700_00
    assert found.whole.figures_before.net_revenue == 700_00


def test_its_place_among_partners_of_its_kind(actor, brandt, kestrel, profit):
    found = partner_profit(actor, brandt, YEAR, LATER)
    assert (found.place.place, found.place.grade, found.partners) == (2, "B", 2)
    nobody = PartnerFactory(code="NOBODY")
    assert partner_profit(actor, nobody, YEAR, LATER).place is None


def test_booked_and_estimated_trouble_stand_apart(actor, brandt, profit):
    without = partner_profit(actor, brandt, YEAR, LATER)
    rated(CostRateKind.LATE_LINE_DAY, 30, day(1))
    found = partner_profit(actor, brandt, YEAR, LATER)
    assert (without.whole.booked, without.whole.estimated, without.has_rates) == (80_00, None, False)
    assert (found.whole.booked, found.whole.estimated, found.has_rates) == (80_00, 60_00, True)
    assert found.months[2].estimated == 60_00
    assert found.whole.kinds == without.whole.kinds
    assert {one.kind: (one.quantity // SCALE, one.minor) for one in found.estimates} == {
        "late_line_day": (2, 60_00),
        "rejected_unit": (2, None),
    }


def test_the_cost_index_is_that_of_the_cards(actor, brandt, profit):
    found = partner_profit(actor, brandt, YEAR, LATER)
    kpi = figures(CATALOGUE["cost_index"], Scope(YEAR.start, YEAR.end, LATER))[brandt.pk]
    assert found.purchase == 500_00
    assert found.index == kpi.value


def test_items_with_their_true_cost_and_what_names_none(actor, brandt, profit):
    rated(CostRateKind.REJECTED_UNIT, 4, day(1))
    found = {item.item_code: item for item in partner_profit(actor, brandt, YEAR, LATER).items}
    housing, cover, rest = found["PH-40"], found["PH-41"], found[""]
    assert (housing.quantity // SCALE, housing.purchase, housing.booked) == (20, 200_00, 40_00)
    assert (housing.unit_cost, housing.true_unit_cost) == (10 * SCALE, 12 * SCALE)
    assert (housing.estimated, cover.estimated) == (8_00, None)
    assert (cover.true_unit_cost, cover.booked) == (10_500_000, 15_00)
    assert (rest.booked, rest.purchase, rest.true_unit_cost, rest.index) == (25_00, 0, None, None)
    assert sum(item.booked for item in found.values()) == 80_00


def test_one_item_in_two_units_has_no_unit_cost(actor, brandt, profit):
    line = delivered(brandt, day(10), day(10), 5)
    line.unit = "kg"
    line.save()
    found = {item.item_code: item for item in partner_profit(actor, brandt, YEAR, LATER).items}
    assert (found["PH-40"].quantity, found["PH-40"].true_unit_cost, found["PH-40"].purchase) == (
        None,
        None,
        250_00,
    )


def test_a_dealer_is_read_as_the_entries_name_it(actor):
    dealer = PartnerFactory(code="MOSS", kind="dealer")
    book("revenue", 200_000 * 784, day(3), distributor=dealer)
    book("goods", -200_000 * 650, day(3), distributor=dealer)
    book("marketing", -7_840_000, day(4), distributor=dealer)
    found = partner_profit(actor, dealer, YEAR, LATER)
    assert found.channel.contribution == 18_960_000_00
    asked = Scope(YEAR.start, YEAR.end, LATER)
    kpis = {
        code: figures(CATALOGUE[code], asked)[dealer.pk].value
        for code in ("net_marketing_contribution", "return_on_sales", "return_on_marketing")
    }
    assert kpis == {
        "net_marketing_contribution": found.channel.contribution,
        "return_on_sales": found.channel.return_on_sales,
        "return_on_marketing": found.channel.return_on_marketing,
    }


def test_a_fixed_number_of_queries(actor, brandt, profit, django_assert_num_queries):
    rated(CostRateKind.LATE_LINE_DAY, 30, day(1))
    with django_assert_num_queries(10):
        partner_profit(actor, brandt, YEAR, LATER)
    for number in range(5):
        delivered(brandt, day(10 + number), day(20), 5, 1, item=f"X-{number}")
        book("quality", -3, day(9), supplier=brandt, item_code=f"X-{number}")
    with django_assert_num_queries(10):
        partner_profit(actor, brandt, YEAR, LATER)


def tiles_of(client, partner):
    text = client.get(f"/partners/{partner.public_id}/").content.decode().replace("\xa0", " ")
    return text[text.index("ac-tiles") : text.index("ac-cols")]


@time_machine.travel("2027-01-20T09:00:00Z", tick=False)
def test_the_tile_on_the_partners_page_is_for_who_answers_for_the_profit(
    login, alice, bob, brandt, kestrel, profit
):
    shown = tiles_of(login(alice), brandt)
    assert "Contribution" in shown
    assert "270" in shown
    assert "5.1 % of the company’s, 2 of 2 partners" in shown
    for somebody in (StaffFactory(role=StaffRole.BUYER), bob):
        assert "Contribution" not in tiles_of(login(somebody), brandt)
    assert "Contribution" not in tiles_of(login(alice), PartnerFactory())
