"""CSV: encodings, separators, quotes, and files that are none."""

import io

import pytest

from suppliers.imports.limits import Limits
from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
from tests.unit.suppliers.imports.files import ORDER_HEADER, csv_file, profile, read

GOOD = "BRANDT,4500130,10,60,2026-10-16"
MAPPED = {
    "columns": {
        "orders": {name: name for name in ORDER_HEADER.split(",")} | {"description": "Ware"},
    },
    "decimal": "point",
}


class Huge(io.RawIOBase):
    """A file of any size that fails when somebody reads more than its first bytes."""

    def __init__(self, size):
        self.size, self.place, self.was_read = size, 0, 0

    def seek(self, offset, whence=io.SEEK_SET):
        self.place = self.size + offset if whence == io.SEEK_END else offset
        return self.place

    def read(self, count=-1):
        self.was_read += self.size if count < 0 else count
        return b"x" * min(count, 8)


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    records, errors = read(csv_file(GOOD, encoding="utf-8-sig"))
    assert not errors
    assert records[0].partner_code == "BRANDT"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_cuts_the_header(sign):
    rows = [line.replace(",", sign) for line in (ORDER_HEADER, GOOD)]
    records, errors = read(io.BytesIO("\r\n".join(rows).encode()))
    assert not errors
    assert records[0].order_number == "4500130"


def test_another_encoding_is_refused_at_its_first_byte():
    file = csv_file("Bråten,4500130,10,60,2026-10-16", encoding="cp1252")
    with pytest.raises(FileRefused) as refused:
        read(file)
    place = len(ORDER_HEADER) + 1 + 2
    assert f"byte 0xE5 at position {place} " in str(refused.value)
    assert "cp1252" in str(refused.value)


def test_the_position_counts_from_the_start_of_a_large_file():
    rows = ["BRANDT,4500130,10,60,2026-10-16"] * 60_000
    content = "\n".join([ORDER_HEADER, *rows]).encode() + b"\n\xff"
    with pytest.raises(FileRefused, match=f"position {len(content) - 1:,} "):
        read(io.BytesIO(content))


def test_a_sequence_cut_at_the_end_is_refused():
    with pytest.raises(FileRefused, match="byte 0xC3"):
        read(io.BytesIO(f"{ORDER_HEADER}\n{GOOD}\n".encode() + b"\xc3"))


def test_a_profile_declares_another_encoding():
    mapped = profile(encoding="cp1252", **MAPPED)
    file = csv_file(f"{GOOD},Ventil für Öl", header=f"{ORDER_HEADER},Ware", encoding="cp1252")
    records, _ = read(file, profile=mapped)
    assert records[0].description == "Ventil für Öl"


def test_utf8_is_not_read_as_something_else():
    mapped = profile(encoding="cp1252", **MAPPED)
    file = csv_file(f"{GOOD},Ventil für Öl", header=f"{ORDER_HEADER},Ware")
    with pytest.raises(FileRefused, match="the file is UTF-8"):
        read(file, profile=mapped)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "0 bytes"),
        (b"\n\n", "first row must hold the names"),
        (b"\xff\xfeI\x00D\x00", "utf-16"),
        (ORDER_HEADER.encode() + b"\nB\x00", "value zero"),
        (b"%PDF-1.7", "neither CSV nor .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
        (f'{ORDER_HEADER}\n"B,1,1,1,2026-01-01\n'.encode(), "Row 2 cannot be cut"),
        (b"quantity,quantity\n", "same name: quantity"),
    ],
)
def test_what_is_no_table_is_refused(content, says):
    with pytest.raises(FileRefused, match=says):
        read(io.BytesIO(content))


def test_what_is_called_xlsx_but_is_none_is_refused():
    with pytest.raises(FileRefused, match="no workbook"):
        read(csv_file(GOOD), name="orders.xlsx")


def test_two_hundred_megabytes_are_refused_before_they_are_read():
    file = Huge(200 * 1024 * 1024)
    with pytest.raises(FileRefused, match=r"200 MB; at most 50 MB"):
        open_file(file, name="orders.csv", dataset="orders")
    assert file.was_read == 0


def test_too_many_rows_are_refused():
    with pytest.raises(FileRefused, match="more than 2 rows"):
        read(csv_file(GOOD, GOOD, GOOD), limits=Limits(max_rows=2))


def test_rows_have_the_numbers_of_the_spreadsheet():
    file = csv_file('"B\nC",4500130,10,60,2026-10-16', "", "BRANDT,4500130,20,x,2026-10-16")
    records, errors = read(file)
    assert records[0].partner_code == "B\nC"
    assert [(error.row, error.column, error.value) for error in errors] == [(4, "quantity", "x")]


def test_a_row_wider_than_the_header_is_refused():
    _, errors = read(csv_file(f"{GOOD},and more"))
    assert errors[0].value == "and more"
    assert "quotation marks" in str(errors[0].way_out)
