"""From value to points, score and band; templates that do not add up are refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.engine.scoring import (
    BadTemplate,
    Graded,
    Scale,
    Standing,
    band_of,
    check_bands,
    check_weights,
    score,
    wilson,
)

BANDS = [
    Standing("At risk", Decimal(0), Decimal(50)),
    Standing("Developing", Decimal(50), Decimal(70)),
    Standing("Reliable", Decimal(70), Decimal(85)),
    Standing("Preferred", Decimal(85), Decimal(100)),
]
HIGHER = Scale(Decimal("0.95"), Decimal("0.60"))
LOWER = Scale(Decimal(20), Decimal(60))


@pytest.mark.parametrize(
    ("scale", "value", "points"),
    [
        (HIGHER, "0.95", 100),
        (HIGHER, "1", 100),
        (HIGHER, "0.60", 0),
        (HIGHER, "0.1", 0),
        (HIGHER, "0.775", 50),
        (LOWER, "20", 100),
        (LOWER, "5", 100),
        (LOWER, "50", 25),
        (LOWER, "61", 0),
    ],
)
def test_points_are_linear_between_floor_and_target(scale, value, points):
    assert scale.points(Fraction(value)) == points


def test_steps():
    scale = Scale(steps=((Decimal(1), Decimal(50)), (Decimal(2), Decimal(100))))
    assert [scale.points(Fraction(value)) for value in (0, 1, Fraction(19, 10), 2)] == [0, 50, 50, 100]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((Decimal(1), Decimal(1)), "must differ"),
        ((Decimal(1), None), "target and a floor"),
        ((None, None, ((Decimal(2), Decimal(1)), (Decimal(1), Decimal(2)))), "must rise"),
        ((None, None, ((Decimal(2), Decimal(101)),)), "between 0 and 100"),
    ],
)
def test_a_scale_that_cannot_be_is_refused(arguments, message):
    with pytest.raises(BadTemplate, match=message):
        Scale(*arguments)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0", "At risk"),
        ("49.9999999999", "At risk"),
        ("50", "Developing"),
        ("69.95", "Developing"),
        ("70", "Reliable"),
        ("84.99", "Reliable"),
        ("85", "Preferred"),
        ("100", "Preferred"),
    ],
)
def test_bands_are_on_the_unrounded_score(value, band):
    assert band_of(Fraction(value), BANDS) == band


def test_what_has_no_data_leaves_the_score():
    lines = [Graded(Decimal(60), Fraction(100, 3)), Graded(Decimal(40), None)]
    total = score(lines, BANDS)
    assert (total.score, total.coverage, total.band) == (Fraction(100, 3), Fraction(3, 5), "At risk")


def test_under_half_the_weight_there_is_no_band():
    total = score([Graded(Decimal("49.9"), Fraction(100)), Graded(Decimal("50.1"), None)], BANDS)
    assert (total.score, total.band) == (100, "")
    assert score([Graded(Decimal(50), Fraction(100)), Graded(Decimal(50), None)], BANDS).band == "Preferred"


def test_nothing_graded_is_no_score():
    total = score([Graded(Decimal(100), None)], BANDS)
    assert (total.score, total.coverage, total.band) == (None, 0, "")


def test_three_thirds_of_seventy_are_seventy():
    """A bound reached exactly is reached, also where decimals would fall short of it."""
    lines = [
        Graded(Decimal(30), Fraction(70)),
        Graded(Decimal(30), Fraction(70)),
        Graded(Decimal(30), Fraction(70)),
    ]
    assert score(lines, BANDS).band == "Reliable"


@given(st.lists(st.tuples(st.integers(1, 50), st.one_of(st.none(), st.fractions(0, 100))), min_size=1))
def test_a_score_lies_between_its_points(lines):
    total = score([Graded(Decimal(weight), points) for weight, points in lines], BANDS)
    graded = [points for _, points in lines if points is not None]
    assert 0 <= total.coverage <= 1
    if graded:
        assert min(graded) <= total.score <= max(graded)
    else:
        assert total.score is None


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (["50", "49.999"], r"sum to 99\.999, not to 100"),
        (["60", "50"], "sum to 110,"),
        (["100", "0"], "more than 0"),
    ],
)
def test_weights_that_do_not_add_up_are_refused(weights, message):
    with pytest.raises(BadTemplate, match=message):
        check_weights([Decimal(weight) for weight in weights])


def test_weights_that_add_up():
    check_weights([Decimal("33.333"), Decimal("33.333"), Decimal("33.334")])


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ([("A", 0, 50), ("B", 60, 100)], "leave a gap between 50 and 60"),
        ([("A", 0, 50), ("B", 40, 100)], "overlap between 40 and 50"),
        ([("A", 10, 100)], "leave a gap between 0 and 10"),
        ([("A", 0, 99)], "end at 99"),
        ([("A", 0, 0)], "before it begins"),
        ([("A", 0, 50), ("A", 50, 100)], "the same name"),
        ([], "end at 0"),
    ],
)
def test_bands_that_do_not_cover_are_refused(bands, message):
    with pytest.raises(BadTemplate, match=message):
        check_bands([Standing(name, Decimal(lower), Decimal(upper)) for name, lower, upper in bands])


def test_bands_may_come_in_any_order():
    check_bands(list(reversed(BANDS)))


@pytest.mark.parametrize(
    ("passed", "n", "low", "high"),
    [(3, 3, "0.439", "1.000"), (43, 48, "0.778", "0.955"), (0, 5, "0.000", "0.434")],
)
def test_wilson(passed, n, low, high):
    found = wilson(passed, n)
    assert [f"{bound:.3f}" for bound in found] == [low, high]


def test_wilson_of_nothing():
    assert wilson(0, 0) is None
