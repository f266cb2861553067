"""Amounts in parts: worked by hand, and laws that no parting may break."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.engine.splitting import halves, split

THIRD = Fraction(1, 3)


@pytest.mark.parametrize(
    ("minor", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # 33.33 each: the unit left goes to the lowest place
        (-100, [1, 1, 1], [-34, -33, -33]),
        (101, [1, 1, 1], [34, 34, 33]),  # two are left
        (100, [1, 1, 4], [17, 17, 66]),  # 16.67 16.67 66.67: two are left, all remainders are equal
        (10, [3, 3, 1], [4, 4, 2]),  # 4.29 4.29 1.43: the largest remainder is the last one
        (1, [1, 2, 2], [0, 1, 0]),  # 0.2 0.4 0.4
        (3238, [16800, 9800, 17400], [1236, 721, 1281]),  # 1236.33 721.19 1280.48
        (7, [0, 5], [0, 7]),
        (7, [0, 0, 1], [0, 0, 7]),
        (0, [1, 1], [0, 0]),
        (5, [Fraction(1, 2), Fraction(1, 2)], [3, 2]),
        (1_000_001, [THIRD, THIRD, THIRD], [333_334, 333_334, 333_333]),
        (10**17 + 1, [1, 1], [5 * 10**16 + 1, 5 * 10**16]),  # beyond what floats hold
    ],
)
def test_parts_by_largest_remainder(minor, weights, parts):
    assert split(minor, weights) == parts


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_weights_that_part_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        split(100, weights)


weights = st.lists(st.fractions(0, 10**6, max_denominator=1000), min_size=1, max_size=20).filter(any)


@given(st.integers(-(10**17), 10**17), weights)
def test_parts_add_up_and_none_is_a_unit_off(minor, weights):
    parts = split(minor, weights)
    assert sum(parts) == minor
    assert all(
        abs(part - Fraction(minor) * weight / sum(weights)) < 1
        for part, weight in zip(parts, weights, strict=True)
    )
    assert split(-minor, weights) == [-part for part in parts]


@pytest.mark.parametrize(
    ("minor", "share", "expected"),
    [
        (1_000_001, Fraction(1, 2), (500_001, 500_000)),  # 10,000.01 at 50/50
        (1_000_000, Fraction(1, 2), (500_000, 500_000)),
        (10_001, Fraction(3, 10), (3_001, 7_000)),  # 3,000.3: the unit that cannot be parted is the partner's
        (-1_000_001, Fraction(1, 2), (-500_000, -500_001)),
        (77, Fraction(0), (0, 77)),
        (77, Fraction(1), (77, 0)),
    ],
)
def test_a_shared_gain(minor, share, expected):
    assert halves(minor, share) == expected


@pytest.mark.parametrize("share", [Fraction(-1, 2), Fraction(3, 2)])
def test_no_share_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        halves(100, share)
