"""Tiers by hand: rows, limits, documents, and what is no evidence."""

from decimal import Decimal

import pytest

from scorecards.engine.tiers import TierRule, deserved, progress

PREFERRED = TierRule(1, 20, Decimal(85), 3, ("ISO 9001",))
APPROVED = TierRule(2, 10, Decimal(70), 2)
ISO = frozenset({"ISO 9001"})


def scores(*values):
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("newest_first", "in_row", "points", "failed", "reached"),
    [
        (scores("85", "85", "85"), 3, "0", False, True),  # exactly at the limit reaches
        (scores("84.999", "99", "99"), 0, "0.001", True, False),
        (scores("90", "90", "84.9"), 2, "0", True, False),
        (scores("90", "90", "90", "10"), 3, "0", False, True),  # what is older does not count
        (scores("90", "90"), 2, "0", False, False),  # too few cards: no failure, and not reached
        (scores("82.6"), 0, "2.4", True, False),
    ],
)
def test_cards_in_a_row(newest_first, in_row, points, failed, reached):
    found = progress(PREFERRED, newest_first, ISO)
    assert (found.in_row, found.points) == (in_row, Decimal(points))
    assert (found.failed, found.reached) == (failed, reached)


def test_without_cards_nothing_is_known():
    found = progress(PREFERRED, [], ISO)
    assert (found.score, found.points, found.in_row) == (None, None, 0)
    assert not found.failed
    assert not found.reached


def test_a_document_that_is_not_valid_is_evidence():
    found = progress(PREFERRED, scores("90", "90", "90"), frozenset())
    assert found.missing == ("ISO 9001",)
    assert found.failed
    assert not found.reached


def test_the_highest_tier_that_is_reached():
    both = [APPROVED, PREFERRED]
    assert deserved(both, scores("90", "90", "90"), ISO) == PREFERRED
    assert deserved(both, scores("90", "90", "90"), frozenset()) == APPROVED
    assert deserved(both, scores("90"), ISO) is None
