"""Formulas of custom KPIs: what they may say, what they are worth, and what hostile ones are told."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.engine.formula import MAX_LENGTH, BadFormula, Formula, parse

NAMES = ("otif_lines", "promise_kept", "lead_time_mean", "rejected_ppm")
VALUES = {
    "otif_lines": Fraction(3, 4),
    "promise_kept": Fraction(1, 2),
    "lead_time_mean": Fraction(20),
    "rejected_ppm": Fraction(0),
}


def worth(text, **values):
    return parse(text, NAMES).evaluate({**VALUES, **values})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("otif_lines", Fraction(3, 4)),
        ("(otif_lines + promise_kept) / 2", Fraction(5, 8)),
        ("otif_lines + promise_kept / 2", Fraction(1)),
        ("1 - otif_lines - 0.25", Fraction(0)),
        ("lead_time_mean / 2 / 5", Fraction(2)),
        ("-otif_lines * -2", Fraction(3, 2)),
        ("--otif_lines", Fraction(3, 4)),
        ("min(otif_lines, promise_kept, 0.9)", Fraction(1, 2)),
        ("100 * max(otif_lines - 0.8, -promise_kept)", Fraction(-5)),
        ("  otif_lines*0.1+0.2\n", Fraction(11, 40)),
    ],
)
def test_it_computes_exactly(text, value):
    assert worth(text) == value


def test_names_are_listed_once_as_they_appear():
    assert parse("promise_kept + otif_lines * promise_kept", NAMES).names == ("promise_kept", "otif_lines")


def test_no_data_stays_no_data():
    assert worth("otif_lines + 0 * promise_kept", promise_kept=None) is None
    assert parse("otif_lines", NAMES).evaluate({}) is None


def test_a_divisor_of_nothing_is_no_data():
    assert worth("otif_lines / rejected_ppm") is None
    assert worth("otif_lines / (promise_kept - 0.5)") is None


def test_what_fits_no_card_is_no_data():
    assert worth("lead_time_mean * 999999999999 * 999999999999") is None
    assert worth("-lead_time_mean * 999999999999 * 999999999999") is None


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", 0, "missing here"),
        ("2 + 3", 0, "at least one KPI"),
        ("otif_lines +", 12, "missing here"),
        ("otif_lines promise_kept", 11, "before “promise_kept”"),
        ("(otif_lines", 11, "not closed"),
        ("otif_lines)", 10, "no bracket that this one closes"),
        ("()", 1, "missing here"),
        ("+otif_lines", 0, "missing here"),
        ("otif_line", 0, "Did you mean otif_lines?"),
        ("1 + OTIF_LINES", 4, "Did you mean otif_lines?"),
        ("colour_of_sky", 0, "There is no KPI “colour_of_sky”."),
        ("mim(otif_lines, 1)", 0, "Did you mean min?"),
        ("otif_lines / (2 - 2)", 11, "divides by 0"),
        ("otif_lines ** 2", 11, "no powers"),
        ("otif_lines // 2", 11, "Write / to divide"),
        ("min(otif_lines)", 14, "compares two or more"),
        ("min otif_lines", 4, "min(one, another)"),
        ("0,5 * otif_lines", 1, "decimals have a point"),
        ("50% * otif_lines", 2, "0.95 for 95 %."),
        ("otif_lines × 2", 11, "Write * instead of “×”"),
        ("5otif_lines", 1, "Put + - * or / before"),
        ("1e5 * otif_lines", 1, "Put + - * or / before"),
    ],
)
def test_an_error_points_at_its_character(text, at, message):
    with pytest.raises(BadFormula) as refused:
        parse(text, NAMES)
    assert refused.value.at == at
    assert message in str(refused.value)


HOSTILE = [
    "10**10**10",
    "9" * 400,
    "otif_lines * " + "9" * 13,
    "otif_lines * 0." + "0" * 300 + "1",
    "(" * 400 + "otif_lines" + ")" * 80,
    "-" * 480 + "otif_lines",
    "min(1," * 60 + "otif_lines" + ")" * 60,
    "1" + "+1" * 240 + "+otif_lines",
    "otif_lines" + " " * MAX_LENGTH,
    "оtif_lines",  # begins with a Cyrillic letter
    "otif_lines\u200b",
    "otif_lines * ٣",
    "otif_lines * ²",
    "ｏtif_lines",
    "otif_lines.__class__",
    "__import__('os').system('id')",
    "otif_lines(1, 2)",
    "[otif_lines for x in y]",
    "lambda: otif_lines",
    "otif_lines if 1 else 2",
    "otif_lines; otif_lines",
    "otif_lines == 1",
    "otif_lines and 1",
    "'a' * 10",
    "1_000 * otif_lines",
    "0x10 * otif_lines",
    "otif_lines\x00",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_ones_are_refused(text):
    with pytest.raises(BadFormula) as refused:
        parse(text, NAMES)
    assert 0 <= refused.value.at <= len(text)


@given(st.text(alphabet="otif_lines min max()+-*/.,0129\t×٣", max_size=60))
def test_whatever_is_typed_it_is_read_or_refused(text):
    try:
        formula = parse(text, NAMES)
    except BadFormula as refused:
        assert 0 <= refused.at <= len(text)
    else:
        assert isinstance(formula, Formula)
        formula.evaluate(VALUES)


def _numbers():
    return st.decimals(min_value=0, max_value=9999, places=3).map(
        lambda number: (f"{number:f}", Fraction(number))
    )


def _named(values):
    return st.sampled_from([(name, values[name]) for name in NAMES])


def _joined(parts):
    """Every operation is spelt out with brackets, so the oracle owes nothing to precedence."""

    def operate(sign, left, right):
        if left is None or right is None or (sign == "/" and right == 0):
            return None
        return {"+": left + right, "-": left - right, "*": left * right, "/": left / (right or 1)}[sign]

    pairs = st.tuples(parts, st.sampled_from("+-*/"), parts).map(
        lambda it: (f"({it[0][0]} {it[1]} {it[2][0]})", operate(it[1], it[0][1], it[2][1]))
    )
    negated = parts.map(lambda one: (f"-{one[0]}", None if one[1] is None else -one[1]))
    chosen = st.tuples(st.sampled_from(["min", "max"]), parts, parts).map(
        lambda it: (
            f"{it[0]}({it[1][0]},{it[2][0]})",
            None
            if it[1][1] is None or it[2][1] is None
            else {"min": min, "max": max}[it[0]](it[1][1], it[2][1]),
        )
    )
    return pairs | negated | chosen


TREES = st.recursive(_numbers() | _named(VALUES), _joined, max_leaves=8)


@given(TREES)
def test_it_agrees_with_a_tree_of_fractions(tree):
    text, expected = tree[0], tree[1]
    try:
        formula = parse(f"{text} + 0 * otif_lines", NAMES)
    except BadFormula as refused:
        said = str(refused)
        assert expected is None if "divides by 0" in said else "characters" in said or "deep" in said
        return
    got = formula.evaluate(VALUES)
    assert got == (None if expected is None or abs(expected) >= 10**18 else expected)


@given(st.lists(st.tuples(st.sampled_from(["+", "-"]), st.integers(0, 99)), max_size=20))
def test_chains_go_from_left_to_right(chain):
    text = "otif_lines" + "".join(f" {sign} {number}" for sign, number in chain)
    expected = VALUES["otif_lines"] + sum(number if sign == "+" else -number for sign, number in chain)
    assert worth(text) == expected


@given(st.lists(st.tuples(st.sampled_from(["*", "/"]), st.integers(1, 9)), max_size=12))
def test_products_bind_closer_and_go_from_left_to_right(chain):
    text = "1 + otif_lines" + "".join(f" {sign} {number}" for sign, number in chain) + " - 1"
    expected = VALUES["otif_lines"]
    for sign, number in chain:
        expected = expected * number if sign == "*" else expected / number
    assert worth(text) == expected
