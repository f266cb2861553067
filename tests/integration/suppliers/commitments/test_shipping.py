"""What the partner has sent."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from portal.engine.scaled import SCALE
from portal.models import AuditEvent
from suppliers.actions import shipping
from suppliers.enums import LineStatus
from suppliers.facts.shipping import shipped_of, with_shipped
from suppliers.models import OrderLine, ShipNotice, Tolerance
from tests.factories import promise, receipt
from tests.integration.suppliers.commitments.conftest import NOW

TODAY = date(2026, 9, 1)


@pytest.fixture
def ship(bob, actor_of, line):
    def send(quantity, number="LS-1", *, by=None, shipped_on=TODAY, **kwargs):
        return shipping.ship(
            by=by or actor_of(bob),
            line=line,
            number=number,
            quantity=quantity * SCALE,
            shipped_on=shipped_on,
            at=NOW,
            **kwargs,
        )

    return send


def refused(ship, *args, **kwargs):
    before = ShipNotice.objects.count()
    with pytest.raises(shipping.ShipRefused) as problems:
        ship(*args, **kwargs)
    assert ShipNotice.objects.count() == before
    return {problem.field: problem.message for problem in problems.value.problems}


def test_all_that_a_notice_says(ship, line, brandt):
    notice = ship(
        60, expected_on=date(2026, 9, 3), carrier=" DHL ", tracking="0077", lot="L1", number=" LS-1 "
    )
    notice.refresh_from_db()
    assert (notice.partner, notice.line, notice.number, notice.lot) == (brandt, line, "LS-1", "L1")
    assert (notice.carrier, notice.tracking, notice.expected_on) == ("DHL", "0077", date(2026, 9, 3))
    assert AuditEvent.objects.get(verb="line.shipped").scope == brandt.public_id


def test_several_add_up(ship, line):
    ship(60)
    ship(30, "LS-2")
    ship(10, "LS-2", lot="second")
    assert shipped_of([line.pk]) == {line.pk: 100 * SCALE}
    assert with_shipped(OrderLine.objects.all()).get().shipped == 100 * SCALE


def test_nothing_sent_is_none(line):
    assert shipped_of([line.pk]) == {}
    assert with_shipped(OrderLine.objects.all()).get().shipped == 0


def test_more_than_is_wanted_is_refused_with_figures(ship):
    ship(60)
    assert refused(ship, 41, "LS-2")["quantity"] == (
        "41\xa0pcs and the 60\xa0pcs before are 1\xa0pcs more than the 100\xa0pcs that are wanted."
    )
    assert ship(40, "LS-2")


def test_what_passes_beyond_it(ship):
    Tolerance.objects.create(more_pct=Decimal(5))
    assert refused(ship, 106)["quantity"].endswith("5 % more would pass.")
    assert ship(105)


def test_what_was_promised_beyond_the_order_can_be_sent(ship, line):
    promise(line, TODAY, 120)
    assert ship(120)


def test_what_came_without_a_notice_counts(ship, line):
    receipt(line, TODAY, 70)
    assert "quantity" in refused(ship, 31)
    assert ship(30)


def test_a_number_stands_for_one_lot(ship):
    ship(10, lot="A")
    assert refused(ship, 10, lot="A") == {
        "number": "This notice is here already. A second lot needs its name."
    }
    assert ship(10, lot="B")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "x" * 101}, "number"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": -1}, "quantity"),
        ({"carrier": "x" * 101}, "carrier"),
        ({"shipped_on": date(2026, 11, 1)}, "shipped_on"),
        ({"shipped_on": date(2025, 8, 1)}, "shipped_on"),
        ({"expected_on": date(2026, 8, 31)}, "expected_on"),
        ({"expected_on": date(2028, 8, 31)}, "expected_on"),
    ],
)
def test_impossible(ship, given, field):
    assert set(refused(ship, **{"quantity": 10, **given})) == {field}


@pytest.mark.parametrize("status", [LineStatus.BLOCKED, LineStatus.CANCELLED_BY_US])
def test_not_of_a_line_that_does_not_run(ship, line, status):
    OrderLine.objects.filter(pk=line.pk).update(status=status)
    assert set(refused(ship, 10)) == {"line"}


def test_not_after_all_has_arrived(ship, line):
    receipt(line, TODAY)
    assert refused(ship, 10)["line"] == "All of it has arrived."


def test_a_rival_may_not(ship, charlie, actor_of):
    with pytest.raises(PermissionDenied):
        ship(10, by=actor_of(charlie))
    assert not ShipNotice.objects.exists()


def test_the_executive_may_not(ship, erin, actor_of):
    with pytest.raises(PermissionDenied):
        ship(10, by=actor_of(erin))


def test_it_can_be_taken_back(ship, bob, actor_of):
    notice = ship(60)
    shipping.unship(by=actor_of(bob), notice=notice)
    assert not ShipNotice.objects.exists()
    assert AuditEvent.objects.get(verb="line.unshipped").data["quantity"] == 60 * SCALE
    assert ship(60)


def test_not_twice(ship, bob, actor_of):
    notice = ship(60)
    again = ShipNotice.objects.get()
    shipping.unship(by=actor_of(bob), notice=notice)
    with pytest.raises(shipping.ShipRefused):
        shipping.unship(by=actor_of(bob), notice=again)


def test_not_after_something_arrived(ship, line, bob, actor_of):
    notice = ship(60)
    receipt(line, TODAY, 1)
    with pytest.raises(shipping.ShipRefused):
        shipping.unship(by=actor_of(bob), notice=notice)
    assert ShipNotice.objects.exists()


def test_what_came_before_it_was_sent_is_another(ship, line, bob, actor_of):
    receipt(line, date(2026, 8, 31), 1)
    shipping.unship(by=actor_of(bob), notice=ship(60))
    assert not ShipNotice.objects.exists()


def test_a_rival_takes_nothing_back(ship, charlie, actor_of):
    notice = ship(60)
    with pytest.raises(PermissionDenied):
        shipping.unship(by=actor_of(charlie), notice=notice)
    assert ShipNotice.objects.exists()
