"""XLSX: values, not formulas; lies and bombs."""

import datetime as dt
import io
import resource
import struct
import time
import zipfile

import pytest

from suppliers.imports.limits import MEGABYTE, Limits
from suppliers.imports.problems import FileRefused
from tests.unit.suppliers.imports.files import ORDER_HEADER, read, repacked, workbook

HEADER = ORDER_HEADER.split(",")
ROW = ["BRANDT", 4500130, 10, 60, dt.date(2026, 10, 16)]


def read_xlsx(file, **options):
    return read(file, name="orders.xlsx", **options)


def test_numbers_and_dates_are_taken_as_the_spreadsheet_holds_them():
    records, errors = read_xlsx(workbook(HEADER, ROW, ["KESTREL", "0012", "a", 1.5, "2026-10-17"]))
    assert not errors
    assert (records[0].order_number, records[0].requested_on) == ("4500130", dt.date(2026, 10, 16))
    assert (records[1].order_number, str(records[1].quantity)) == ("0012", "1.5")


def test_blank_rows_keep_their_number():
    _, errors = read_xlsx(workbook(HEADER, [], ["BRANDT", 1, 1, "many", dt.date(2026, 1, 1)]))
    assert [error.row for error in errors] == [3]


def test_a_formula_is_never_run():
    """A formula without a stored value is an empty cell; one with a value is that value."""
    file = workbook(HEADER, ["BRANDT", 1, 1, "=2*3", dt.date(2026, 1, 1)])
    _, errors = read_xlsx(file)
    assert [(error.column, error.value) for error in errors] == [("quantity", "")]

    def with_value(name, content):
        return content.replace(b"<f>2*3</f><v></v>", b"<f>2*3</f><v>6</v>").replace(
            b"<f>2*3</f><v />", b"<f>2*3</f><v>6</v>"
        )

    records, errors = read_xlsx(repacked(file, with_value))
    assert not errors
    assert records[0].quantity == 6


def test_a_lying_dimension_changes_nothing():
    rows = [[*ROW[:2], number, *ROW[3:]] for number in range(40)]
    file = workbook(HEADER, *rows)
    for lie in (b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"'):

        def lying(name, content, lie=lie):
            start = content.find(b"<dimension ref=")
            if start < 0:
                return content
            end = content.index(b'"', content.index(b'"', start) + 1) + 1
            return content[:start] + lie + content[end:]

        records, errors = read_xlsx(repacked(file, lying))
        assert not errors
        assert len(records) == 40


def test_a_far_away_cell_is_refused_before_room_is_made_for_it():
    def far(name, content):
        cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", cell)

    with pytest.raises(FileRefused, match="as far out as row 1,048,576"):
        read_xlsx(repacked(workbook(HEADER, ROW), far))


def test_a_zip_bomb_is_refused_quickly_and_cheaply():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(b"0" * MEGABYTE)
    bomb.seek(0)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(FileRefused, match="ZIP bomb"):
        read_xlsx(bomb)
    assert time.perf_counter() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_many_middling_parts_are_a_bomb_too():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(20):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * MEGABYTE)
    bomb.seek(0)
    with pytest.raises(FileRefused, match="unpacks to more than 10 MB"):
        read_xlsx(bomb, limits=Limits(max_unpacked=10 * MEGABYTE))


def test_a_part_that_grows_beyond_its_declared_size_is_refused():
    content = bytearray(workbook(HEADER, *[ROW] * 50).getvalue())
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[place + 24 : place + 28] = struct.pack("<I", 100)
    with pytest.raises(FileRefused, match="cannot be read"):
        read_xlsx(io.BytesIO(bytes(content)))


def test_a_directory_of_a_million_names_is_not_loaded():
    content = bytearray(workbook(HEADER, ROW).getvalue())
    end = content.rfind(b"PK\x05\x06")
    content[end + 10 : end + 12] = struct.pack("<H", 60_000)
    with pytest.raises(FileRefused, match="no table looks like that"):
        read_xlsx(io.BytesIO(bytes(content)))


@pytest.mark.parametrize("markup", [b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!doctype x>", b"\x00"])
def test_a_document_type_is_refused(markup):
    def poisoned(name, content):
        return content.replace(b"<worksheet", markup + b"<worksheet", 1)

    with pytest.raises(FileRefused, match="document type"):
        read_xlsx(repacked(workbook(HEADER, ROW), poisoned))


def test_a_text_that_is_repeated_without_end_is_refused():
    """Shared texts are written once and named by thousands of cells: the reader would copy each."""
    book = workbook(HEADER, *[["B", "n" * 30_000, number, 1, "2026-10-16"] for number in range(500)])
    with pytest.raises(FileRefused, match="unpacks to more than 10 MB"):
        read_xlsx(book, limits=Limits(max_unpacked=10 * MEGABYTE))


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"PK\x03\x04 and nothing", "cannot be read"), (b"PK\x03\x04" + b"\0" * 100, "cannot be read")],
)
def test_a_broken_archive_is_refused(content, says):
    with pytest.raises(FileRefused, match=says):
        read_xlsx(io.BytesIO(content))


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("orders.csv", ORDER_HEADER)
    file.seek(0)
    with pytest.raises(FileRefused, match=r"no \.xlsx workbook"):
        read(file, name="orders.zip")
