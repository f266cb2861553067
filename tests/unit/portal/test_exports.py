"""Files of exactly what is shown, that no spreadsheet runs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.http import Http404
from hypothesis import example, given
from hypothesis import strategies as st

from portal import exports

ROWS = [
    ["name", "n", "amount", "on", "at", "none"],
    [
        "=cmd|'/c calc'!A0",
        7,
        Decimal("-1.50"),
        date(2026, 10, 5),
        datetime(2026, 10, 5, 8, 40, tzinfo=UTC),
        None,
    ],
]


def as_csv(rows):
    body = b"".join(exports.response(rows, "csv", "list").streaming_content)
    return list(csv.reader(io.StringIO(body.decode("utf-8"))))


def as_sheet(rows):
    body = b"".join(exports.response(rows, "xlsx", "list").streaming_content)
    return openpyxl.load_workbook(io.BytesIO(body)).active


def test_csv_is_typed_and_neutral():
    assert as_csv(ROWS)[1] == [
        "'=cmd|'/c calc'!A0",
        "7",
        "-1.50",
        "2026-10-05",
        "2026-10-05T08:40:00+00:00",
        "",
    ]


def test_xlsx_is_typed_and_neutral():
    sheet = as_sheet(ROWS)
    row = next(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in row] == [
        "'=cmd|'/c calc'!A0",
        7,
        -1.5,
        datetime(2026, 10, 5),
        datetime(2026, 10, 5, 8, 40),
        None,
    ]
    assert row[0].data_type == "s"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("words", ["=1+1", "+47 22 00", "-x", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(words):
    assert exports.neutral(words).startswith("'")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
@example("'=1")
@example("''+1")
def test_what_was_neutralised_comes_back_as_it_was(words):
    assert exports.plain(exports.neutral(words)) == words


@given(st.text())
def test_no_word_can_start_a_formula(words):
    assert not exports.neutral(words).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_control_characters_cannot_break_a_sheet():
    assert as_sheet([["a"], ["x\x00y\x1fz"]]).cell(2, 1).value == "xyz"


def test_the_file_has_a_name_and_is_not_kept_by_caches():
    answer = exports.response([["a"]], "csv", "partners")
    assert answer["Content-Disposition"] == 'attachment; filename="partners.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_another_format_is_not_found():
    with pytest.raises(Http404, match="pdf is no format of ours"):
        exports.response([["a"]], "pdf", "x")
