"""Workbooks that cost more than they hold: refused with a reason before they cost it."""

import io
import random
import zipfile

import pytest

from tests.unit.suppliers.imports.costs import cost_of
from tests.unit.suppliers.imports.files import ORDER_HEADER, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
ROOT = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
OPEN, CLOSE = f'<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>"
dice = random.Random(7)


def letters(number):
    """1 is A, 16,384 is XFD, 16,385 is beyond."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def archive(sheet, *, shared=(), extra=None):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        target.writestr("_rels/.rels", ROOT)
        target.writestr("xl/workbook.xml", BOOK)
        target.writestr("xl/_rels/workbook.xml.rels", LINKS)
        for name, pieces in (("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", shared)):
            with target.open(name, "w") as part:
                for piece in pieces or ["<sst/>"]:
                    part.write(piece.encode())
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return file.getvalue()


def noise(size):
    return f"{dice.getrandbits(4 * size):x}"


def grows():
    return archive("0" * 1_000_000 for _ in range(100))


def grows_in_many_parts():
    blank = " " * 5_000_000
    return archive([OPEN, CLOSE], extra={f"xl/worksheets/sheet{n}.xml": blank for n in range(2, 12)})


def padded():
    rows = (f'<row r="{n}"><c r="A{n}"><v>{noise(10)}</v></c>{" " * 900}</row>' for n in range(2, 60_000))
    return archive([OPEN, *rows, CLOSE])


def texts_that_no_cell_names():
    return archive([OPEN, CLOSE], shared=["<sst>", *(f"<si><t>{noise(8)}</t></si>" for _ in range(500_000))])


def one_endless_text():
    pieces = (noise(500_000) for _ in range(20))
    return archive([OPEN, '<row r="1"><c r="A1" t="inlineStr"><is><t>', *pieces])


def a_million_columns():
    cells = (f'<c r="{letters(n)}1"><v>{noise(6)}</v></c>' for n in range(1, 1_000_001))
    return archive([OPEN, '<row r="1">', *cells, "</row>", CLOSE])


def a_million_columns_without_names():
    return archive([OPEN, "<row>", *(f"<c><v>{noise(6)}</v></c>" for _ in range(1_000_000)), "</row>", CLOSE])


def wide_once_and_long_without_names():
    wide = "".join(f"<c><v>{noise(6)}</v></c>" for _ in range(10_000))
    rows = (f"<row><c><v>{noise(6)}</v></c></row>" for _ in range(50_000))
    return archive([OPEN, f"<row>{wide}</row>", *rows, CLOSE])


def two_cells_far_apart():
    cells = '<row r="1"><c r="P1"><v>1</v></c></row><row r="499000"><c r="A499000"><v>1</v></c></row>'
    return archive([OPEN, cells, CLOSE])


def far_away_in_another_spelling():
    far = "<row r = \"1048576\"><c r\n='XFD1048576'><v>1</v></c></row>"
    return archive([OPEN, '<row r="1"><c r="A1"><v>1</v></c></row>', far, CLOSE])


def named_behind_a_bracket():
    row = f'<row>{"""<c t="s" x=">"><v>0</v></c>""" * 10}</row>'
    return archive([OPEN, row * 3_000, CLOSE], shared=[f"<sst><si><t>{noise(20_000)}</t></si></sst>"])


def one_text_in_every_cell():
    row = f'<row>{"""<c t="s"><v>0</v></c>""" * 10}</row>'
    return archive([OPEN, row * 1_500, CLOSE], shared=[f"<sst><si><t>{noise(20_000)}</t></si></sst>"])


def one_text_in_every_cell_not_plainly():
    row = f'<row>{"""<c t="s"><f/><v >+0</v></c>""" * 10}</row>'
    return archive([OPEN, row * 1_500, CLOSE], shared=[f"<sst><si><t>{noise(20_000)}</t></si></sst>"])


def kinds_without_an_end():
    return archive([OPEN, *("t='s' " * 20_000 + "<b " for _ in range(9))])


BOMBS = {
    far_away_in_another_spelling: "as no spreadsheet does",
    named_behind_a_bracket: "as no spreadsheet does",
    one_text_in_every_cell: "again and again",
    one_text_in_every_cell_not_plainly: "again and again",
    kinds_without_an_end: "cannot be read",
    grows: "times its size",
    grows_in_many_parts: "times its size",
    padded: "times its size",
    texts_that_no_cell_names: "far more texts than its sheets name",
    one_endless_text: "longer than any cell may be",
    a_million_columns: "A cell stands as far out",
    a_million_columns_without_names: "A cell stands as far out",
    wide_once_and_long_without_names: "A cell stands as far out",
    two_cells_far_apart: "A cell stands as far out as row 499,000 or column 16",
}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """What a sheet of 20,000 good rows costs."""
    path = tmp_path_factory.mktemp("harmless") / "orders.xlsx"
    rows = (["BRANDT", 4500130, number, 60, "2026-10-16"] for number in range(20_000))
    path.write_bytes(workbook(ORDER_HEADER.split(","), *rows).getvalue())
    cost = cost_of(path, name="orders.xlsx")
    assert (cost["rows"], cost["said"]) == (20_000, "")
    return cost


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_bomb_costs_little_and_says_why(bomb, tmp_path, harmless):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    cost = cost_of(path, name="orders.xlsx")
    assert BOMBS[bomb] in cost["said"]
    assert cost["kilobytes"] < 50 * 1024
    # A second on a quiet machine; here measured by what a good file takes on this one.
    assert cost["seconds"] < max(1, 2 * harmless["seconds"])


def test_archives_inside_are_never_opened(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("0", b"0" * 100_000_000)
    header = "".join(
        f'<c r="{letters(n)}1" t="inlineStr"><is><t>{name}</t></is></c>'
        for n, name in enumerate(ORDER_HEADER.split(","), start=1)
    )
    path = tmp_path / "nested.xlsx"
    path.write_bytes(
        archive([OPEN, f'<row r="1">{header}</row>', CLOSE], extra={"xl/a.zip": inner.getvalue()})
    )
    cost = cost_of(path, name="orders.xlsx")
    assert (cost["said"], cost["rows"]) == ("", 0)
    assert cost["kilobytes"] < 10 * 1024
