"""Figures from rows and sums; evidence that can be read back."""

import zlib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.engine.catalogue import CATALOGUE, COLUMNS, LEADING, QUANTITIES, UnknownKpi, kpi_of
from scorecards.engine.evidence import Damaged, pack, unpack
from scorecards.engine.figures import NOTHING, SCALE, Sums, figure, sums_of, to_decimal
from scorecards.enums import KpiName

MEAN, P90, SD = (CATALOGUE[f"lead_time_{name}"] for name in ("mean", "p90", "sd"))
NOTICE, RESPONSE = CATALOGUE["notice_days"], CATALOGUE["response_hours"]
OTIF, UNITS, PPM, OVERDUE = (
    CATALOGUE[name] for name in ("otif_lines", "otif_units", "rejected_ppm", "overdue_quantity_days")
)


def days(*values):
    """Rows of completed lines with these lead times."""
    return [("l", "1", str(n), 0, "2026-01-01", "2026-01-02", value) for n, value in enumerate(values)]


def test_the_statistics_of_lead_times():
    rows = days(10, 20, 30)
    assert figure(MEAN, sums_of(MEAN, rows)).value == 20
    assert figure(SD, sums_of(SD, rows)).value == 10
    assert figure(P90, sums_of(P90, rows)).value == 30


@pytest.mark.parametrize(
    ("values", "expected"), [(range(1, 11), 9), (range(1, 12), 10), ([5], 5), ([7, 7], 7)]
)
def test_nearest_rank(values, expected):
    assert figure(P90, sums_of(P90, days(*values))).value == expected


def slips(*values):
    """Rows of slipped lines with this notice."""
    return [("l", "1", str(n), 0, "2026-01-09", None, None, value) for n, value in enumerate(values)]


def answers(*hours):
    return [("l", "1", str(n), 0, "s", "a", int(one * SCALE)) for n, one in enumerate(hours)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([4], 4),
        ([9, -4, 2], 2),
        ([4, -4], 0),
        ([7, 2, 2, 4], 3),
        ([-1, -2], Fraction(-3, 2)),
        ([5, 5, 5, 1], 5),
    ],
)
def test_the_median_is_in_the_middle(values, expected):
    found = figure(NOTICE, sums_of(NOTICE, slips(*values)))
    assert (found.value, found.denominator, found.n) == (expected, len(values), len(values))


def test_the_median_of_hours_leaves_its_scale():
    found = figure(RESPONSE, sums_of(RESPONSE, answers(Decimal("4.5"), 1, 30, Decimal("6.25"))))
    assert found.value == Fraction(43, 8)
    assert to_decimal(found.value) == Decimal("5.375")


@given(st.lists(st.integers(-60, 60), min_size=1))
def test_the_median_is_that_of_the_standard_library(values):
    assert figure(NOTICE, sums_of(NOTICE, slips(*values))).value == Fraction(median(map(Fraction, values)))


@pytest.mark.parametrize("kpi", CATALOGUE.values(), ids=CATALOGUE)
def test_no_data_is_none(kpi):
    found = figure(kpi, NOTHING)
    assert (found.value, found.n, found.excused) == (None, 0, 0)


def test_a_single_line_has_no_spread():
    assert figure(SD, sums_of(SD, days(4))).value is None


def test_excused_rows_are_counted_apart():
    rows = [("a", "1", "1", False, *(0,) * 9), ("b", "1", "2", True, *(0,) * 9)]
    found = figure(OTIF, sums_of(OTIF, rows))
    assert (found.value, found.n, found.excused) == (0, 1, 1)


def test_quantities_leave_their_scale():
    found = figure(UNITS, Sums(2, 0, 1_500_000, 2 * SCALE))
    assert (found.numerator, found.denominator, found.value) == (Decimal("1.5"), 2, Fraction(3, 4))


def test_parts_per_million():
    assert figure(PPM, Sums(1, 0, 1 * SCALE, 10_000 * SCALE)).value == 100


def test_nothing_open_is_zero_not_no_data():
    assert figure(OVERDUE, Sums(3, 0, 0, 3)).value == 0


def test_pooled_is_as_if_all_were_one():
    one, two = sums_of(MEAN, days(1, 2)), sums_of(MEAN, days(3, 9, 2))
    assert figure(MEAN, one + two) == figure(MEAN, sums_of(MEAN, days(1, 2, 3, 9, 2)))


@given(st.lists(st.integers(-50, 400), min_size=1), st.integers(0, 5))
def test_pooling_in_any_cut_gives_the_same(values, cut):
    whole = sums_of(SD, days(*values))
    assert sums_of(SD, days(*values[:cut])) + sums_of(SD, days(*values[cut:])) == whole


def test_twelve_decimals():
    assert str(to_decimal(Fraction(2, 3))) == "0.666666666667"
    assert str(to_decimal(Fraction(20))) == "20"
    assert to_decimal(None) is None


def test_rows_come_back_as_they_were():
    columns = COLUMNS[OTIF.source]
    rows = [("b", "2", "10", True, date(2026, 9, 10), 5, 5, 5, 1, None, None, 0, 0)]
    packed = pack("x", columns, rows)
    names, found = unpack(packed.content, packed.digest)
    assert names == columns
    assert found == [["b", "2", "10", 1, "2026-09-10", 5, 5, 5, 1, None, None, 0, 0]]
    assert packed.row_count == 1


def test_the_digest_does_not_depend_on_the_order_of_rows():
    rows = [("b", None, 1), ("a", 2, 3), ("a", None, 3)]
    assert pack("x", "pqr", rows).digest == pack("x", "pqr", reversed(rows)).digest


def test_rows_that_were_touched_are_refused():
    packed = pack("x", "pq", [("a", 1)])
    other = zlib.compress(zlib.decompress(packed.content).replace(b'"a",1', b'"a",2'))
    with pytest.raises(Damaged, match="do not have the digest"):
        unpack(other, packed.digest)
    with pytest.raises(Damaged, match="cannot be read"):
        unpack(b"nonsense", packed.digest)


def test_the_catalogue_is_sound():
    assert set(CATALOGUE) == set(KpiName.values)
    for code, kpi in CATALOGUE.items():
        assert kpi.code == code
        assert {kpi.numerator, kpi.denominator or kpi.numerator, kpi.counted or kpi.numerator} <= {
            *kpi.columns
        }
        assert (kpi.numerator in QUANTITIES) == (kpi.denominator in QUANTITIES) or not kpi.denominator
        assert kpi.of_lines == (kpi.columns[: len(LEADING)] == LEADING)
        assert kpi.definition
        assert kpi.example
        assert kpi.period


def test_an_unknown_kpi_is_named():
    with pytest.raises(UnknownKpi, match="'otif' is not a KPI: choose among otif_lines"):
        kpi_of("otif")
