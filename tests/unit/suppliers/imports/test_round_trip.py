"""What an export writes an import reads as it was: any text, through CSV and XLSX."""

import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal import exports
from suppliers.imports.cells import as_text, trimmed, unquoted
from suppliers.imports.limits import DEFAULT_LIMITS
from suppliers.imports.numbers import DecimalStyle, read_decimal
from suppliers.imports.text import read_csv
from suppliers.imports.workbook import Workbook

RISKY = "=+-@\t\r\n＝＋－＠"
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])
# Any sign that UTF-8 can hold, and often those that mean something to a spreadsheet, CSV or XML.
TEXTS = st.text(
    st.one_of(st.sampled_from(RISKY + "'\",;|<>&_x0 \u00a0\ufeff"), st.characters(exclude_categories=["Cs"])),
    max_size=30,
)


def through(kind, value):
    """The cell as an import sees it."""
    file = io.BytesIO()
    exports.write([["key", "value"], ["k", value]], kind, file)
    file.seek(0)
    if kind == "csv":
        rows = list(read_csv(file, encoding="utf-8-sig", delimiter="", limits=DEFAULT_LIMITS))
    else:
        rows = list(Workbook(file, DEFAULT_LIMITS).rows())
    return rows[1][1][1]


def kept(text):
    """What a field of ours can hold of a text: no control character, nothing invisible at the ends.

    A text that begins with what a spreadsheet would run is taken as it is.
    """
    text = text.translate(CONTROLS)
    return text if text.lstrip("'").startswith(tuple(RISKY)) else trimmed(text)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(TEXTS)
@example("'=x")
@example("''=x")
@example("'")
@example("'s-Hertogenbosch ")
@example("\t=x ")
@example("a\r\nb\rc")
@example("_x000D_ and _x005F_x0041_")
@example("+49 30 1234")
@example("-12.50")
@example("\x7f\ufffe=1")
@example("＝1＋1")
@example("e\u0301")
def test_any_text_comes_back(kind, text):
    assert as_text(through(kind, text)) == kept(text)


@given(TEXTS)
def test_the_apostrophe_is_put_and_taken_off_by_the_same_rule(text):
    clean = text.translate(CONTROLS)
    assert exports.plain(exports.neutral(clean)) == clean
    if trimmed(clean) == clean:
        assert str(unquoted(exports.neutral(clean))) == clean
        assert str(unquoted(clean)) == exports.plain(clean)


@given(TEXTS)
def test_no_cell_of_a_file_begins_a_formula(text):
    file = io.BytesIO()
    exports.write([[text]], "csv", file)
    assert (
        not file.getvalue().decode().lstrip('"').startswith(tuple(RISKY.replace("\r", "").replace("\n", "")))
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=6))
@example(Decimal("999999999999.999999"))
@example(Decimal("-0.000001"))
@example(Decimal("-123456"))
def test_any_number_comes_back_to_the_last_digit(kind, number):
    assert read_decimal(through(kind, number), DecimalStyle.PLAIN) == number


def test_numbers_stay_numbers_in_a_sheet_as_long_as_it_can_count_with_them():
    assert through("xlsx", Decimal("-12.50")) == -12.5
    assert through("xlsx", Decimal("123456789.123456")) == 123456789.123456
    assert through("xlsx", Decimal("1234567890.123456")) == "1234567890.123456"
