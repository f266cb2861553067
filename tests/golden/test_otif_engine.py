"""The worked example, through the engine."""

from decimal import Decimal

import pytest

from portal.engine.rounding import half_up
from suppliers.engine.judging import judge_line
from suppliers.engine.lines import Basis
from tests.golden.otif import (
    AS_OF,
    EARLY_FREE,
    EXCUSED,
    EXPECTED,
    LINES,
    PRINTED,
    TOLERANT,
    WINDOW,
)


def judged(rule, basis):
    outcomes = [judge_line(facts, rule, AS_OF) for name, facts in LINES.items() if name not in EXCUSED]
    return [outcome[basis] for outcome in outcomes if basis in outcome]


def per_cent(part, whole):
    return str(half_up(Decimal(100) * part / whole, 1))


@pytest.mark.parametrize("basis", list(Basis))
def test_every_cell(basis):
    (passed, lines), (accepted, quantity), early_free, tolerant = EXPECTED[basis]
    outcomes = judged(WINDOW, basis)
    assert (sum(one.passed for one in outcomes), len(outcomes)) == (passed, lines)
    assert sum(one.accepted_in_window for one in outcomes) == accepted
    assert sum(one.quantity for one in outcomes) == quantity
    assert sum(one.passed for one in judged(EARLY_FREE, basis)) == early_free
    assert sum(one.passed for one in judged(TOLERANT, basis)) == tolerant


@pytest.mark.parametrize("basis", list(Basis))
def test_as_it_is_printed(basis):
    window, free, tolerant = (judged(rule, basis) for rule in (WINDOW, EARLY_FREE, TOLERANT))
    lines = len(window)
    units = per_cent(sum(o.accepted_in_window for o in window), sum(o.quantity for o in window))
    assert PRINTED[basis] == (
        per_cent(sum(o.passed for o in window), lines),
        units,
        per_cent(sum(o.passed for o in free), lines),
        per_cent(sum(o.passed for o in tolerant), lines),
    )
