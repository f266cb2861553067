"""Commission by tiers, worked by hand. Amounts in cents."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.engine.commission import BadTiers, Terms, Tier, check_tiers, earned, next_tier, stretches


def terms(*tiers, method="marginal", version=1, since="2026-01-01", base="net_revenue"):
    return Terms(
        version=version,
        valid_from=date.fromisoformat(since),
        base=base,
        method=method,
        tiers=tuple(Tier(start, Fraction(rate)) for start, rate in tiers),
    )


TWO = ((0, "0.04"), (4_000_000, "0.05"))
THREE = ((0, "0.02"), (1_000_000, "0.03"), (5_000_000, "0.05"))


@pytest.mark.parametrize(
    ("method", "base", "commission", "rate"),
    [
        # 40,000.00 at 4 %, the rest at 5 %
        ("marginal", 6_000_000, 160_000 + 100_000, "0.05"),
        # all of it at 5 %
        ("whole_base", 6_000_000, 300_000, "0.05"),
        # exactly at the limit: the tier is reached; nothing lies in it yet
        ("marginal", 4_000_000, 160_000, "0.05"),
        ("whole_base", 4_000_000, 200_000, "0.05"),
        # a cent below it
        ("marginal", 3_999_999, 160_000, "0.04"),
        ("whole_base", 3_999_999, 160_000, "0.04"),
        ("marginal", 0, 0, "0.04"),
        ("whole_base", 0, 0, "0.04"),
        # credit notes of more than was sold: commission is taken back at the lowest rate
        ("marginal", -1_000_000, -40_000, "0.04"),
        ("whole_base", -1_000_000, -40_000, "0.04"),
    ],
)
def test_two_tiers(method, base, commission, rate):
    found = earned(terms(*TWO, method=method), base)
    assert (found.minor, found.rate) == (commission, Fraction(rate))
    assert sum(step.base_minor for step in found.steps) == base


def test_a_credit_note_lowers_the_commission():
    """100,000.00 sold, 20,000.00 of it credited: 5,000.00 become 4,000.00 at 5 % of all."""
    flat = terms((0, "0.05"))
    assert earned(flat, 10_000_000).minor == 500_000
    assert earned(flat, 10_000_000 - 2_000_000).minor == 400_000


def test_three_tiers_step_by_step():
    """60,000.00: 10,000 at 2 %, 40,000 at 3 %, 10,000 at 5 %: 200 + 1,200 + 500."""
    found = earned(terms(*THREE), 6_000_000)
    assert [(step.from_minor, step.until_minor, step.base_minor, step.exact) for step in found.steps] == [
        (0, 1_000_000, 1_000_000, 20_000),
        (1_000_000, 5_000_000, 4_000_000, 120_000),
        (5_000_000, None, 1_000_000, 50_000),
    ]
    assert found.minor == 190_000


@pytest.mark.parametrize(
    ("base", "commission"),
    [
        # 3.5 % of 0.10 is 0.0035, of 0.15 is 0.00525: halves go away from zero, once
        (10, 0),
        (15, 1),
        (-15, -1),
        # 0.5 of a cent: 3.5 % of 1.00/7 does not occur; 50 cents x 0.03 = 1.5
        (100, 4),
        (-100, -4),
    ],
)
def test_rounded_once_half_away_from_zero(base, commission):
    assert earned(terms((0, "0.035")), base).minor == commission


def test_marginal_tiers_are_rounded_together():
    """0.5 and 0.5 of a cent are one cent, not two."""
    found = earned(terms((0, "0.05"), (10, "0.05")), 20)
    assert [step.exact for step in found.steps] == [Fraction(1, 2), Fraction(1, 2)]
    assert found.minor == 1


@pytest.mark.parametrize(
    ("tiers", "words"),
    [
        ((), "no tier"),
        (((100_000, "0.04"),), "below 100000"),
        (((0, "0.04"), (5, "0.05"), (5, "0.06")), "twice from 5"),
    ],
)
def test_tiers_with_a_gap_are_refused(tiers, words):
    made = terms(*tiers).tiers
    with pytest.raises(BadTiers, match=words):
        check_tiers(made)
    with pytest.raises(BadTiers):
        earned(terms(*tiers), 1_000)


def test_the_next_tier():
    agreed = terms(*THREE)
    assert next_tier(agreed, 400_000) == (agreed.tiers[1], 600_000)
    assert next_tier(agreed, 1_000_000) == (agreed.tiers[2], 4_000_000)
    assert next_tier(agreed, 5_000_000) is None
    assert next_tier(agreed, -100) == (agreed.tiers[1], 1_000_100)


MARCH = date(2026, 3, 1), date(2026, 3, 31)


def spans(*versions):
    return [(one.version, str(start), str(end)) for one, start, end in stretches(versions, *MARCH)]


def test_one_version_all_month():
    assert spans(terms(*TWO)) == [(1, "2026-03-01", "2026-03-31")]


def test_a_version_that_begins_inside_the_month():
    found = spans(terms(*TWO), terms(*THREE, version=2, since="2026-03-16"))
    assert found == [(1, "2026-03-01", "2026-03-15"), (2, "2026-03-16", "2026-03-31")]


def test_before_the_first_version_nothing_is_agreed():
    assert spans(terms(*TWO, since="2026-03-20")) == [(1, "2026-03-20", "2026-03-31")]
    assert spans(terms(*TWO, since="2026-04-01")) == []


def test_of_two_versions_from_one_day_the_higher_holds():
    found = spans(terms(*TWO, since="2026-03-01"), terms(*THREE, version=2, since="2026-03-01"))
    assert found == [(2, "2026-03-01", "2026-03-31")]


def test_a_higher_version_that_starts_earlier_gives_way_to_the_later_day():
    """Version 2 was agreed for January, version 1 for March: from March on version 1 holds."""
    found = spans(terms(*TWO, since="2026-03-01"), terms(*THREE, version=2, since="2026-01-01"))
    assert found == [(1, "2026-03-01", "2026-03-31")]


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(1, 10**9), max_size=4, unique=True),
    st.sampled_from(["marginal", "whole_base"]),
)
def test_steps_make_up_the_base(base, starts, method):
    tiers = [(0, "0.01"), *((start, f"0.0{place}") for place, start in enumerate(sorted(starts), 2))]
    found = earned(terms(*tiers, method=method), base)
    assert sum(step.base_minor for step in found.steps) == base
    assert abs(found.minor - sum(step.exact for step in found.steps)) <= Fraction(1, 2)
