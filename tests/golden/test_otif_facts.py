"""The worked example, through the database: stored outcomes and rules applied in SQL give the same."""

from fractions import Fraction

import pytest

from portal.actors import system_actor
from scorecards.engine.catalogue import CATALOGUE
from scorecards.engine.figures import figure, sums_of
from scorecards.facts import Scope, figures, rows_by_partner
from suppliers.actions.judging import judge_lines, keep_rule
from suppliers.enums import Basis
from tests.factories import OrderFactory
from tests.golden.otif import AS_OF, EARLY_FREE, EXCUSED, EXPECTED, LINES, TOLERANT, WINDOW, day
from tests.golden.storing import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(brandt, alice):
    order = OrderFactory(partner=brandt, ordered_on=day(1))
    stored = [
        store(facts, order, name, excused_by=alice if name in EXCUSED else None)
        for name, facts in LINES.items()
    ]
    judge_lines(by=system_actor(), line_ids=[line.pk for line in stored])
    return stored


def scope(basis, rule, *, kept):
    return Scope(day(1), AS_OF, AS_OF, basis, rule, kept)


def value(kpi, asked, partner):
    found = figures(CATALOGUE[kpi], asked)
    assert found[partner.pk] == found[None]
    recomputed = rows_by_partner(CATALOGUE[kpi], asked).get(partner.pk, [])
    assert figure(CATALOGUE[kpi], sums_of(CATALOGUE[kpi], recomputed)) == found[None]
    return found[None]


@pytest.mark.parametrize("kept", [True, False], ids=["stored", "in SQL"])
@pytest.mark.parametrize("basis", list(Basis))
def test_every_cell(lines, brandt, basis, kept):
    if kept:
        for rule in (WINDOW, EARLY_FREE, TOLERANT):
            keep_rule(by=system_actor(), rule=rule)
    (passed, count), (accepted, quantity), early_free, tolerant = EXPECTED[basis]
    window = value("otif_lines", scope(basis, WINDOW, kept=kept), brandt)
    assert (window.value, window.n, window.excused) == (Fraction(passed, count), count, 1)
    units = value("otif_units", scope(basis, WINDOW, kept=kept), brandt)
    assert (units.numerator, units.denominator) == (accepted, quantity)
    assert value("otif_lines", scope(basis, EARLY_FREE, kept=kept), brandt).value == Fraction(
        early_free, count
    )
    assert value("otif_lines", scope(basis, TOLERANT, kept=kept), brandt).value == Fraction(tolerant, count)


# For these lines, worked by hand: strict rule on the first promise; L7 is excused.
OTHERS = {
    # L1, L2, L5 in time; L3 late, L4 190 of 200: (100 + 50 + 0 + 190 + 30) of 400
    "on_time_quantity": Fraction(370, 400),
    # days from the 1st: 9, 11, 14, 13, 5
    "lead_time_mean": Fraction(52, 5),
    "lead_time_p90": Fraction(14),
    # 400 confirmed of 410 answered (L6 rejected)
    "acceptance_rate": Fraction(400, 410),
    "promise_kept": Fraction(3, 5),
    # L3 was moved
    "promise_stability": Fraction(4, 5),
    # L3 was told on the 6th (4 days before), L4 came whole on the 14th without a word (-4)
    "notice_days": Fraction(0),
    "overdue_quantity_days": Fraction(0),
    "rejected_ppm": Fraction(0),
    "accepted_rate": Fraction(1),
}


@pytest.mark.parametrize(("kpi", "expected"), OTHERS.items())
def test_the_other_figures(lines, brandt, kpi, expected):
    assert value(kpi, scope(Basis.FIRST_CONFIRMED, EARLY_FREE, kept=False), brandt).value == expected


def test_what_is_open_counts_each_day(lines, brandt):
    # On the 12th: L3 20 open since the 10th, L4 10 open since the 10th, L2 due today does not count yet.
    asked = Scope(day(1), day(31), day(12), Basis.FIRST_CONFIRMED)
    assert value("overdue_quantity_days", asked, brandt).value == 20 * 2 + 10 * 2
    assert value("otif_lines", asked, brandt).n == 4
