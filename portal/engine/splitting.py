"""Whole amounts in parts that add up to the unit: the largest remainder."""

from collections.abc import Sequence
from fractions import Fraction


def split(minor: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Parts of `minor` by weight. Units left go to the largest remainders, of equal ones to the lowest place.

    An amount below zero is parted as its opposite is. Raises ValueError for a weight below zero, or when
    no weight is above it.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights are zero or more, and one of them is more")
    shares = [Fraction(abs(minor) * weight) / total for weight in weights]
    parts = [int(share) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda place: (parts[place] - shares[place], place))
    for place in by_rest[: abs(minor) - sum(parts)]:
        parts[place] += 1
    return [-part for part in parts] if minor < 0 else parts


def halves(minor: int, partner_share: Fraction) -> tuple[int, int]:
    """The partner's part and ours; what cannot be parted goes to the partner, and a loss of it to us.

    Raises ValueError for a share that is not from 0 to 1.
    """
    if not 0 <= partner_share <= 1:
        raise ValueError(f"{partner_share} is no share")
    partner = -int(-minor * partner_share // 1)
    return partner, minor - partner
