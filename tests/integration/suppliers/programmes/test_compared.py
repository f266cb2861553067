"""What a programme did: the lines ordered in it against those before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from suppliers.actions import programmes
from suppliers.facts.programmes import compared
from suppliers.models import Exclusion
from tests.factories import PartnerFactory
from tests.integration.suppliers.programmes.conftest import FACTS, JOINED, UNTIL, enrolled, figures, ordered

pytestmark = pytest.mark.django_db


def test_before_and_after(programme, brandt):
    for day, late in ((2, 4), (6, 0), (10, 8), (15, 0)):  # of May
        ordered(brandt, date(2026, 5, day), 8, late=late)
    for day, late in ((2, 0), (9, 2), (16, 0), (20, 0)):  # of June
        ordered(brandt, date(2026, 6, day), 6, late=late)
    before, after, one = figures(programme, enrolled(programme, brandt))
    assert (before.lead, before.lead_n) == (11, 4)
    assert (after.lead, after.lead_n) == (Decimal("6.5"), 4)
    assert (before.within, after.within) == (2, 4)
    assert (before.otif, before.otif_n) == (Decimal("0.5"), 4)
    assert (after.otif, after.otif_n) == (Decimal("0.75"), 4)  # two days late is outside its window
    assert (before.waited, after.waited) == (3, Decimal("0.5"))
    assert one.demand.weeks == 8
    assert after.stock < before.stock


def test_only_its_categories_count(programme, brandt):
    ordered(brandt, JOINED, 8)
    ordered(brandt, JOINED, 8, category="gaskets")
    assert figures(programme, enrolled(programme, brandt))[1].lead_n == 1


def test_without_categories_all_count(manager, brandt):
    programme = programmes.offer(by=manager, facts={**FACTS, "categories": " \n"})
    ordered(brandt, JOINED, 8)
    ordered(brandt, JOINED, 8, category="gaskets")
    assert figures(programme, enrolled(programme, brandt))[1].lead_n == 2


def test_what_was_ordered_before_joining_is_before(programme, brandt):
    ordered(brandt, JOINED - timedelta(days=1), 8)
    ordered(brandt, JOINED, 8)
    before, after, _one = figures(programme, enrolled(programme, brandt))
    assert (before.lead_n, after.lead_n) == (0, 1)  # the line of 31 May was not complete on that day
    assert before.lead is None


def test_after_leaving_nothing_counts_any_more(programme, brandt):
    ordered(brandt, date(2026, 6, 2), 6)
    ordered(brandt, date(2026, 6, 20), 6)
    left = enrolled(programme, brandt, left_on=date(2026, 6, 15))
    assert figures(programme, left)[1].lead_n == 1


def test_excused_lines_are_out(programme, brandt, alice):
    line = ordered(brandt, date(2026, 6, 2), 6)
    Exclusion.objects.create(line=line, partner=brandt, reason="strike", approved_by=alice)
    _before, after, _one = figures(programme, enrolled(programme, brandt))
    assert (after.lead_n, after.otif_n, after.waited_n) == (0, 0, 0)


def test_several_units_have_no_stock(programme, brandt):
    for unit in ("pcs", "kg"):
        for day in (2, 4):
            ordered(brandt, date(2026, 6, day), 6, unit=unit)
    _before, after, one = figures(programme, enrolled(programme, brandt))
    assert (one.demand, after.stock) == (None, None)
    assert after.lead == 6


def test_no_data_is_no_data(programme, brandt):
    before, after, one = figures(programme, enrolled(programme, brandt))
    assert (before.lead, after.lead, after.otif, after.waited, after.stock, one.demand) == (None,) * 6


def test_the_lines_of_others_do_not_count(programme, brandt, kestrel):
    ordered(kestrel, date(2026, 6, 2), 6)
    assert figures(programme, enrolled(programme, brandt))[1].lead_n == 0


@pytest.mark.parametrize("many", [1, 3])
def test_three_queries_for_any_number_of_partners(programme, many, django_assert_num_queries):
    inside = []
    for _ in range(many):
        partner = PartnerFactory()
        ordered(partner, date(2026, 6, 2), 6)
        inside.append(enrolled(programme, partner))
    with django_assert_num_queries(3):
        found = compared(programme, inside, UNTIL)
    assert [one.after.lead_n for one in found] == [1] * many
