"""Answers as a sheet, read without a database."""

import io
from datetime import date
from decimal import Decimal

import pytest

from portal import exports
from suppliers.imports.answers import COLUMNS, read_answers
from suppliers.imports.problems import FileRefused

ABOUT = ["4500", "10", "PH-40", "Pump housing", 100, "pcs", date(2026, 9, 15), 100]


def sheet(*rows, kind="csv", header=COLUMNS):
    file = io.BytesIO()
    exports.write([list(header), *rows], kind, file)
    file.seek(0)
    return file


def row(quantity=None, on=None, price=None, reason="", note="", seen="v1.10", line="10", says=""):
    return [*ABOUT[:1], line, *ABOUT[2:], says, quantity, on, price, reason, note, seen]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_of_one_line_are_its_parts(kind):
    file = sheet(
        row(60, date(2026, 9, 15), Decimal("64.5"), "material", "Bar stock"),
        row(40, date(2026, 9, 22)),
        row(line="20"),
        kind=kind,
    )
    first, second = read_answers(file, f"answers.{kind}")
    assert first.parts == [(Decimal(60), date(2026, 9, 15)), (Decimal(40), date(2026, 9, 22))]
    assert (first.price, first.reason_code, first.note) == (Decimal("64.5"), "material", "Bar stock")
    assert first.seen == "1.10"  # not 1.1
    assert first.rows == [2, 3]
    assert second.is_silent


def test_what_cannot_be_read_is_named_with_row_and_column():
    (answer,) = read_answers(sheet(row("many", "soon"), row(-1, date(2026, 9, 22))), "answers.csv")
    found = [(error.row, error.column) for error in answer.errors]
    assert found == [(2, "promise_quantity"), (2, "promised_on"), (3, "promise_quantity")]


def test_an_answer_is_one_of_four_words():
    accept, strange, twice = read_answers(
        sheet(
            row(says="Accept"), row(says="perhaps", line="20"), row(says="keep", line="30"),
            row(says="reject", line="30"),
        ),
        "answers.csv",
    )  # fmt: skip
    assert (accept.says, accept.is_silent, accept.open_quantity) == ("accept", False, Decimal(100))
    assert [(error.row, error.column) for error in strange.errors + twice.errors] == [
        (3, "answer"),
        (5, "answer"),
    ]


def test_half_a_part_is_refused():
    (answer,) = read_answers(sheet(row(60)), "answers.csv")
    assert [(error.row, error.column) for error in answer.errors] == [(2, "promised_on")]


def test_a_note_keeps_what_a_spreadsheet_would_run():
    (answer,) = read_answers(sheet(row(60, date(2026, 9, 22), note="=1+1")), "answers.csv")
    assert answer.note == "=1+1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"order_number,line_number\n1,2\n", "promise_quantity"),
        (b"%PDF-1.7", "neither"),
        (b"PK\x03\x04rubbish", "cannot be read"),
    ],
)
def test_a_file_that_is_no_sheet_of_ours_is_refused(content, words):
    with pytest.raises(FileRefused, match=words):
        read_answers(io.BytesIO(content), "answers.csv")
