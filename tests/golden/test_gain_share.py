"""How a verified benefit is split: hand-worked amounts in minor units. The odd unit is the partner's."""

from decimal import Decimal
from fractions import Fraction

import pytest

from portal.engine.splitting import halves

# total, the partner's share, the partner's part, ours
ROWS = [
    (1_000_001, "0.5", 500_001, 500_000),  # 10,000.01 at 50/50: 5,000.01 and 5,000.00
    (1_000_000, "0.5", 500_000, 500_000),
    (1, "0.5", 1, 0),
    (0, "0.5", 0, 0),
    # Other shares.
    (1_000_001, "0.4", 400_001, 600_000),
    (1_000_001, "0.333333", 333_334, 666_667),
    (1_000_001, "0", 0, 1_000_001),
    (1_000_001, "1", 1_000_001, 0),
    (100, "0.125", 13, 87),
    (100, "0.000001", 1, 99),
    # Yen have no smaller unit: the same whole numbers, split in the same way.
    (10_001, "0.5", 5_001, 5_000),
    (3, "0.25", 1, 2),
    # A loss: what cannot be parted is ours, the partner's loss is never the larger by a unit.
    (-1_000_001, "0.5", -500_000, -500_001),
    (-1, "0.5", 0, -1),
    (-1_000_001, "0.4", -400_000, -600_001),
]


@pytest.mark.parametrize(("total", "share", "partner", "ours"), ROWS)
def test_the_parts_of_a_gain(total, share, partner, ours):
    assert halves(total, Fraction(Decimal(share))) == (partner, ours)
    assert partner + ours == total
