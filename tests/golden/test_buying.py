"""Price against standard and the cost index, by hand. The company counts in euros, figures in cents."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.actors import system_actor
from portal.engine.scaled import SCALE, to_scaled
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions.attribution import follow
from suppliers.enums import LineStatus
from suppliers.models import Exclusion, OrderLine
from tests.factories import LineFactory, OrderFactory, PartnerFactory, receipt
from tests.golden.booked import book, rate, share_out
from tests.golden.otif import day

pytestmark = pytest.mark.django_db
MARCH = Scope(day(1), day(31), date(2026, 5, 1))
VARIANCE, INDEX = "price_variance", "cost_index"


def bought(partner, price, standard, *came, currency="EUR", status="confirmed"):
    """`came`: (day, accepted) or (day, accepted, rejected)."""
    line = LineFactory(
        order=OrderFactory(partner=partner, currency=currency),
        unit_price=None if price is None else to_scaled(Decimal(price)),
        standard_price=None if standard is None else to_scaled(Decimal(standard)),
        status=status,
        quantity=10_000_000 * SCALE,
    )
    for on, *quantities in came:
        receipt(line, day(on), *quantities)
    return line


def value(code, asked=MARCH):
    kpi = CATALOGUE[code]
    found = figures(kpi, asked)[None]
    rows = [row for partner in rows_by_partner(kpi, asked).values() for row in partner]
    assert figure(kpi, sums_of(kpi, rows)) == found
    return found


# price, standard, received and rejected on one day, variance in cents
VARIANCES = {
    "dearer is positive": ("12.5", "12", (10, 100), 5_000),
    "what was rejected had its price too": ("12.5", "12", (10, 90, 10), 5_000),
    "cheaper is negative": ("11", "12", (10, 40), -4_000),
    "as the standard": ("12", "12", (10, 40), 0),
    "half a cent goes up": ("0.125", "0.12", (10, 1), 1),
    "and, below zero, down": ("0.12", "0.125", (10, 1), -1),
    "less than half is nothing": ("0.123456", "0.123", (10, 7), 0),
    "a millionth a piece": ("0.000001", "0", (10, 4_000_000), 400),
    "more than fits 64 bits on the way": ("9000", "1000", (10, 9_000_000), 7_200_000_000_000),
}


@pytest.mark.parametrize(("price", "standard", "came", "cents"), VARIANCES.values(), ids=VARIANCES)
def test_price_variance(brandt, price, standard, came, cents):
    bought(brandt, price, standard, came)
    found = value(VARIANCE)
    assert (found.value, found.numerator, found.n) == (cents, cents, 1)


def test_each_receipt_is_rounded_and_they_add_up(brandt):
    """Three times half a cent: three cents, as the three rows say."""
    bought(brandt, "0.125", "0.12", (3, 1), (4, 1), (5, 1))
    assert (value(VARIANCE).value, value(VARIANCE).n) == (3, 3)


def test_a_receipt_is_of_its_day(brandt):
    bought(brandt, "2", "1", (5, 10), (6, 20), (31, 40))
    assert value(VARIANCE, Scope(day(6), day(30), date(2026, 5, 1))).value == 2_000
    assert value(VARIANCE, Scope(day(1), day(31), day(30))).value == 3_000
    assert value(VARIANCE, Scope(date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1))).value is None


def test_the_rate_of_the_day_or_the_last_before(brandt):
    """Dollars at 1.10 from Monday the 2nd, at 1.20 from the 9th; the receipt of Saturday takes Monday's."""
    rate("USD", day(2), "1.10")
    rate("USD", day(9), "1.20")
    bought(brandt, "2.10", "1", (7, 100), currency="USD")
    assert value(VARIANCE).value == 10_000
    bought(brandt, "2.20", "1", (9, 100), currency="USD")
    assert value(VARIANCE).value == 20_000


def test_a_currency_without_cents(brandt):
    """160 yen a piece too dear, ten pieces, 160 yen a euro: ten euros."""
    rate("JPY", day(2), "160")
    bought(brandt, "1160", "1000", (7, 10), currency="JPY")
    assert value(VARIANCE).value == 1_000


def test_an_order_without_a_currency_is_in_the_companys(brandt):
    bought(brandt, "2", "1", (7, 10), currency="")
    assert value(VARIANCE).value == 1_000


def test_without_a_rate_or_a_price_a_receipt_stays_out_and_n_tells(brandt):
    rate("USD", day(9), "1.10")
    bought(brandt, "2", "1", (7, 10), currency="USD")  # two days too early
    bought(brandt, "2", None, (7, 10))
    bought(brandt, None, "1", (7, 10))
    assert (value(VARIANCE).value, value(VARIANCE).n) == (None, 0)
    bought(brandt, "2", "1", (7, 10))
    assert (value(VARIANCE).value, value(VARIANCE).n) == (1_000, 1)


@pytest.mark.parametrize("status", [LineStatus.DRAFT, LineStatus.BLOCKED])
def test_drafts_and_blocked_lines_stay_out(brandt, status):
    bought(brandt, "2", "1", (7, 10), status=status)
    assert value(VARIANCE).n == value(INDEX).n == 0


@pytest.mark.parametrize(
    "status", [LineStatus.CANCELLED_BY_US, LineStatus.CLOSED_SHORT, LineStatus.CANCELLED_BY_PARTNER]
)
def test_what_had_come_of_a_closed_line_was_bought(brandt, status):
    line = bought(brandt, "2", "1", (7, 10))
    OrderLine.objects.filter(pk=line.pk).update(status=status)
    assert value(VARIANCE).value == 1_000


def test_an_excused_line_is_counted_beside(brandt, alice):
    line = bought(brandt, "2", "1", (7, 10), (8, 10))
    Exclusion.objects.create(line=line, partner=brandt, reason="agreed", approved_by=alice)
    found = value(VARIANCE)
    assert (found.value, found.n, found.excused) == (None, 0, 2)


# The cost index


def test_the_spi_vector(brandt):
    """5,000 at 190 with 558,900 of non-performance cost: 1.5883, a true unit cost of 301.78."""
    bought(brandt, "190", None, (5, 3_000), (20, 2_000))
    for kind, amount in (("quality", -300_000), ("expedite", -200_000), ("returns", -58_900)):
        book(kind, amount, day(10), supplier=brandt)
    found = value(INDEX)
    assert found.value == Fraction(950_000 + 558_900, 950_000)
    assert (found.numerator, found.denominator, found.n) == (150_890_000, 95_000_000, 5)
    assert round(float(found.value), 4) == 1.5883
    assert round(float(found.value * 190), 2) == 301.78


def test_without_trouble_it_is_one(brandt):
    bought(brandt, "190", "180", (5, 10))
    assert value(INDEX).value == 1


def test_what_is_no_trouble_of_this_supplier_stays_out(brandt, kestrel):
    bought(brandt, "100", None, (5, 10))
    dealer = PartnerFactory(kind="dealer")
    for kind in ("goods", "freight", "duty", "service", "marketing", "other", "discount"):
        book(kind, -100, day(10), supplier=brandt)
    book("quality", -100, day(10), supplier=kestrel)
    book("quality", -100, day(10), distributor=dealer)
    book("quality", -100, date(2026, 4, 1), supplier=brandt)
    found = figures(CATALOGUE[INDEX], MARCH)
    assert found[brandt.pk].value == 1
    assert found[kestrel.pk].value is None
    assert dealer.pk not in found


def test_what_a_supplier_pays_back_lowers_it(brandt):
    bought(brandt, "100", None, (5, 10))
    book("returns", -200, day(10), supplier=brandt)
    book("returns", 100, day(12), supplier=brandt)
    assert value(INDEX).value == Fraction(1_100, 1_000)


def test_trouble_without_a_purchase_is_no_data(brandt):
    book("quality", -100, day(10), supplier=brandt)
    assert (value(INDEX).value, value(INDEX).denominator) == (None, 0)


def test_the_index_in_two_currencies_as_of_a_day(brandt):
    """1,100 dollars at 1.10 are 1,000 euros; 50 pounds at 0.50 are 100."""
    rate("USD", day(1), "1.10")
    rate("GBP", day(1), "0.50")
    bought(brandt, "11", None, (5, 100), currency="USD")
    book("quality", -50, day(10), supplier=brandt, currency="GBP")
    assert value(INDEX).value == Fraction(11, 10)
    assert value(INDEX, Scope(day(1), day(31), day(9))).value == 1


def test_an_excused_line_was_bought_all_the_same(brandt, alice):
    line = bought(brandt, "100", None, (5, 10))
    Exclusion.objects.create(line=line, partner=brandt, reason="strike", approved_by=alice)
    assert (value(INDEX).value, value(INDEX).n) == (1, 1)


@pytest.mark.parametrize("code", [VARIANCE, INDEX])
def test_one_query_for_all_and_one_for_the_rates(brandt, kestrel, code, django_assert_num_queries):
    for currency in ("USD", "GBP"):
        rate(currency, day(1), "1.10")
    for partner in (brandt, kestrel):
        for currency in ("EUR", "USD", "GBP"):
            bought(partner, "2", "1", (7, 10), currency=currency)
        book("quality", -1, day(10), supplier=partner)
    with django_assert_num_queries(2):
        found = figures(CATALOGUE[code], MARCH)
    assert len(found) == 3
    only = Scope(day(1), day(31), day(31), partners=frozenset({brandt.pk}))
    assert set(figures(CATALOGUE[code], only)) == {brandt.pk, None}
    assert set(figures(CATALOGUE[code], Scope(day(1), day(31), day(31), kind="agent"))) == {None}


def test_trouble_that_a_rule_shares_out_counts_once(brandt, kestrel):
    """100 of expedite for valves: a quarter Brandt's. Both bought for 1,000: 1.025 and 1.075."""
    share_out((brandt, 25), (kestrel, 75), role="supplier", categories=["Valves"])
    entry = book("expedite", -100, day(10), category="Valves")
    follow(by=system_actor(), entry_ids=[entry.pk])
    for partner in (brandt, kestrel):
        bought(partner, "10", None, (9, 100))
    found = figures(CATALOGUE[INDEX], MARCH)
    assert found[brandt.pk].value == Fraction(1_025, 1_000)
    assert found[kestrel.pk].value == Fraction(1_075, 1_000)
    assert found[None].value == Fraction(2_100, 2_000)
