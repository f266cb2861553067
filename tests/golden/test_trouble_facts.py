"""Late line-days, rejected and short units, and what was bought: hand-worked lines, through the database."""

from datetime import UTC, date, datetime

import pytest

from portal.actors import Actor, system_actor
from portal.engine.scaled import SCALE
from scorecards.engine.catalogue import CATALOGUE
from scorecards.facts import Scope, figures
from suppliers.actions.judging import judge_lines
from suppliers.engine.trouble import LATE, REJECTED, SHORT, cost_index
from suppliers.enums import CostRateKind, EntryRole, LineStatus
from suppliers.facts import trouble
from suppliers.models import CostRate, Exclusion, OrderLine
from tests.factories import LineFactory, OrderFactory, promise, receipt
from tests.golden.booked import book, rate

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIRST, LAST, LATER = date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 1)


def day(number, month=3):
    return date(2026, month, number)


@pytest.fixture
def actor(alice):
    return Actor(user=alice)


@pytest.fixture
def order(brandt):
    return OrderFactory(partner=brandt, ordered_on=day(1), currency="EUR")


def line(order, due, *came, quantity=100, item="PH-40", **fields):
    """Promised once for `due` (or for parts: (day, quantity), ...); `came`: (day, accepted, rejected)."""
    parts = due if isinstance(due, list) else [(due, quantity)]
    made = LineFactory(
        order=order, quantity=quantity * SCALE, requested_on=parts[-1][0], item_code=item, **fields
    )
    said = promise(made, parts[0][0], parts[0][1], at=SENT)
    for number, (on, share) in enumerate(parts[1:], 2):
        said.parts.create(number=number, promised_on=on, quantity=share * SCALE)
    for on, *quantities in came:
        receipt(made, on, *quantities)
    judge_lines(by=system_actor(), line_ids=[made.pk])
    return made


def found(actor, start=FIRST, end=LAST, as_of=LATER, **more):
    """(kind, item, first, last, quantity in whole units)"""
    rows = trouble.troubles(actor, start, end, as_of, **more)
    return sorted(
        (one.kind, one.item_code, one.first.day, one.last.day, one.quantity / SCALE) for one in rows
    )


def test_days_late_of_a_line_count_once_however_many_units_are_missing(actor, order):
    line(order, day(10), (day(10), 60), (day(13), 39), (day(15), 1))
    line(order, day(10), (day(10), 100))
    line(order, day(10), (day(4), 100))
    assert found(actor) == [(LATE, "PH-40", 11, 15, 5)]


def test_a_late_line_counts_on_the_days_on_which_it_is_late(actor, order):
    """Due on the 28th, come on 3 April: three days of March, three of April."""
    line(order, day(28), (day(3, 4), 100))
    assert found(actor) == [(LATE, "PH-40", 29, 31, 3)]
    assert found(actor, day(1, 4), day(30, 4)) == [(LATE, "PH-40", 1, 3, 3)]
    assert found(actor, day(1, 5), day(31, 5)) == []


def test_an_open_line_counts_until_the_as_of_day_and_is_short(actor, order):
    line(order, day(20), (day(20), 70))
    assert found(actor, as_of=day(20)) == []
    assert found(actor, as_of=day(22)) == [(LATE, "PH-40", 21, 22, 2), (SHORT, "PH-40", 20, 20, 30)]
    assert found(actor) == [(LATE, "PH-40", 21, 31, 11), (SHORT, "PH-40", 20, 20, 30)]


def test_what_came_later_was_missing_until_then(actor, order):
    line(order, day(20), (day(25), 100))
    assert found(actor, as_of=day(22)) == [(LATE, "PH-40", 21, 22, 2), (SHORT, "PH-40", 20, 20, 100)]
    assert found(actor, as_of=day(25)) == [(LATE, "PH-40", 21, 25, 5)]


def test_parts_that_are_late_at_once_make_one_late_line(actor, order):
    """60 for the 10th came on the 14th, 40 for the 12th on the 16th: late from the 11th to the 16th."""
    line(order, [(day(10), 60), (day(12), 40)], (day(14), 60), (day(16), 40))
    assert found(actor) == [(LATE, "PH-40", 11, 16, 6)]


def test_between_two_late_parts_the_line_was_in_time(actor, order):
    line(order, [(day(10), 60), (day(20), 40)], (day(12), 60), (day(21), 40))
    assert found(actor) == [(LATE, "PH-40", 11, 12, 2), (LATE, "PH-40", 21, 21, 1)]


def test_rejected_units_are_of_the_day_they_came_and_do_not_make_a_line_late(actor, order):
    line(order, day(10), (day(9), 93, 7))
    assert found(actor) == [(REJECTED, "PH-40", 9, 9, 7)]
    assert found(actor, day(10), day(31)) == []
    assert found(actor, as_of=day(8)) == []


def test_what_the_partner_cancelled_is_short_and_not_late(actor, order):
    line(order, day(10), (day(9), 30), status=LineStatus.CANCELLED_BY_PARTNER)
    assert found(actor) == [(SHORT, "PH-40", 10, 10, 70)]


@pytest.mark.parametrize("status", ["cancelled_by_us", "closed_short", "draft", "blocked"])
def test_what_we_cancelled_closed_drafted_or_blocked_is_no_trouble_of_the_partner(actor, order, status):
    line(order, day(10), (day(9), 30), status=status)
    line(order, day(10), status=status)
    assert found(actor) == []


def test_a_line_that_was_never_promised_is_never_late(actor, order):
    made = LineFactory(order=order, requested_on=day(10), item_code="PH-40")
    judge_lines(by=system_actor(), line_ids=[made.pk])
    assert found(actor) == []


def test_excused_lines_stay_out(actor, order, alice):
    for number in (10, 11):
        made = line(order, day(number), (day(20), 80, 20), quantity=120)
        Exclusion.objects.create(
            line=made,
            partner=order.partner,
            reason="strike",
            approved_by=alice,
            undone_at=SENT if number == 11 else None,
        )
    assert found(actor) == [
        (LATE, "PH-40", 12, 31, 20),
        (REJECTED, "PH-40", 20, 20, 20),
        (SHORT, "PH-40", 11, 11, 20),
    ]


def test_only_the_partners_asked_for_and_nobody_of_a_partners_people(actor, order, kestrel, bob):
    line(order, day(10), (day(12), 100))
    other = OrderFactory(partner=kestrel, ordered_on=day(1))
    line(other, day(10), (day(13), 100))
    assert len(found(actor)) == 2
    assert found(actor, partners={kestrel.pk}) == [(LATE, "PH-40", 11, 13, 3)]
    membership = bob.memberships.get()
    theirs = Actor(user=bob, membership=membership)
    assert trouble.troubles(theirs, day(1), day(31), day(31)) == []
    assert not trouble.cost_rates(theirs)


def test_estimates_by_partner(actor, order, kestrel):
    """Brandt: 2 days at 40 and 5 rejected at 3.50, 97.50. Kestrel: 3 days at its own 25, 75."""
    CostRate.objects.create(kind=CostRateKind.LATE_LINE_DAY, valid_from=day(1), rate=40 * SCALE)
    CostRate.objects.create(kind=CostRateKind.REJECTED_UNIT, valid_from=day(1), rate=scaled(3.5))
    CostRate.objects.create(
        kind=CostRateKind.LATE_LINE_DAY, valid_from=day(1), rate=25 * SCALE, partner=kestrel
    )
    line(order, day(10), (day(12), 95, 5), quantity=100)
    line(OrderFactory(partner=kestrel, ordered_on=day(1)), day(10), (day(13), 100))
    assert trouble.estimates(actor, day(1), day(31), day(31)) == {order.partner_id: 97_50, kestrel.pk: 75_00}


def scaled(value):
    return int(value * SCALE)


def test_without_rates_nothing_is_estimated(actor, order):
    line(order, day(10), (day(12), 100))
    assert trouble.estimates(actor, day(1), day(31), day(31)) == {}


# What was bought


def test_the_vector_from_receipts_and_entries_is_the_kpi(actor, order, brandt):
    """5,000 at 190, 2,000 of them in dollars at 1.25; 558,900 of trouble, 500 of it paid back."""
    rate("USD", day(1), "1.25")
    in_dollars = OrderFactory(partner=brandt, ordered_on=day(1), currency="USD")
    line(order, day(10), (day(10), 2_000, 1_000), quantity=3_000, unit_price=190 * SCALE)
    line(in_dollars, day(10), (day(9), 2_000), quantity=2_000, unit_price=scaled(237.5), item="PH-41")
    line(order, day(10), (day(10), 50), quantity=50, unit_price=None)
    line(order, day(10), (day(10), 50), quantity=50, unit_price=SCALE, status=LineStatus.BLOCKED)
    book("quality", -400_000, day(5), supplier=brandt, item_code="PH-40")
    book("expedite", -159_400, day(6), supplier=brandt)
    book("returns", 500, day(7), supplier=brandt, item_code="PH-41")
    book("goods", -1_000_000, day(7), supplier=brandt)
    span = (day(1), day(31))
    bought = list(trouble.purchases(actor, *span, day(31)))
    booked = list(trouble.booked_trouble(actor, EntryRole.SUPPLIER, *span))
    assert sum(one.minor for one in bought) == 950_000_00
    assert {one.item_code: one.quantity // SCALE for one in bought} == {"PH-40": 3_000, "PH-41": 2_000}
    assert sorted((one.item_code, one.kind, one.minor) for one in booked) == [
        ("", "expedite", -159_400_00),
        ("PH-40", "quality", -400_000_00),
        ("PH-41", "returns", 500_00),
    ]
    index = cost_index(sum(one.minor for one in bought), -sum(one.minor for one in booked))
    assert round(float(index), 4) == 1.5883
    assert index == figures(CATALOGUE["cost_index"], Scope(*span, day(31)))[brandt.pk].value


def test_a_constant_number_of_queries(actor, order, kestrel, django_assert_num_queries):
    for partner in (order.partner, kestrel):
        for number in (10, 11, 12):
            one = OrderFactory(partner=partner, ordered_on=day(1))
            line(one, day(number), (day(20), 80, 20), quantity=120, unit_price=SCALE)
        book("quality", -10, day(5), supplier=partner)
    assert OrderLine.objects.count() == 6
    with django_assert_num_queries(2):
        trouble.troubles(actor, day(1), day(31), day(31))
    with django_assert_num_queries(1):
        list(trouble.purchases(actor, day(1), day(31), day(31)))
    with django_assert_num_queries(1):
        list(trouble.booked_trouble(actor, EntryRole.SUPPLIER, day(1), day(31)))
