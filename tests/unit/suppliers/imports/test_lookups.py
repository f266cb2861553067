"""A table whose rows are completed from other files of one archive; and numbers and texts put together."""

import io
import zipfile
from decimal import Decimal

import pytest

from suppliers.imports import lookups
from suppliers.imports.bundle import pack
from suppliers.imports.limits import Limits
from suppliers.imports.pipeline import open_file
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import ProfileRefused, parse_profile, profile_of
from suppliers.imports.toml import to_toml
from tests.unit.suppliers.imports.files import csv_file, profile, read, workbook

LINES = "Order,Item,Price,Pieces,Off\n1,A,2.50,3,0.1\n2,B,1,10,0\n"
HEADS = "Order;Day;Partner\n1;2026-10-16;BRANDT\n2;2026-10-17;KESTREL\n"
CLERKS = "Code,Mail\nBRANDT,b@halden.example\nKESTREL,k@halden.example\n"

DOCUMENT = {
    "file": "lines.csv",
    "decimal": "point",
    "lookups": [
        {"file": "Heads.csv", "key": "Order"},
        {"file": "Clerks.csv", "key": "Code", "column": "Heads.Partner"},
    ],
    "columns": {
        "orders": {
            "partner_code": "Heads.Partner",
            "order_number": {"column": "Order", "prefix": "PO-"},
            "line_number": {"column": "Order", "join": ["Item"]},
            "quantity": "Pieces",
            "unit_price": {"column": "Price", "discount": ["Off"], "round": 2},
            "standard_price": {"column": "Price", "multiply": ["Pieces"]},
            "requested_on": "Heads.Day",
            "buyer_email": "Clerks.Mail",
        }
    },
}


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in files.items():
            content = content.getvalue() if isinstance(content, io.BytesIO) else content
            target.writestr(name, content)
    out.seek(0)
    return out


def parts(**changed):
    names = {"lines": "lines.csv", "heads": "Heads.csv", "clerks": "sub/Clerks.csv"}
    texts = {"lines": LINES, "heads": HEADS, "clerks": CLERKS} | changed
    return archive(**{names[key]: text for key, text in texts.items() if text is not None})


def test_a_line_takes_what_its_head_says():
    records, errors = read(parts(), profile=profile(**DOCUMENT))
    assert not errors
    first, second = records
    assert (first.partner_code, first.order_number, first.line_number) == ("BRANDT", "PO-1", "1-A")
    assert (first.unit_price, first.standard_price) == (Decimal("2.25"), Decimal("7.50"))
    assert first.buyer_email == "b@halden.example"
    assert second.requested_on.isoformat() == "2026-10-17"


def test_a_workbook_can_be_looked_up_in():
    heads = workbook(("Order", "Day", "Partner"), (1, "2026-10-16", "BRANDT"), (2, "2026-10-17", "KESTREL"))
    document = DOCUMENT | {
        "lookups": [{"file": "Heads.xlsx", "key": "Order"}, DOCUMENT["lookups"][1]],
    }
    file = archive(**{"lines.csv": LINES, "Heads.xlsx": heads, "Clerks.csv": CLERKS})
    records, errors = read(file, profile=profile(**document))
    assert not errors
    assert [record.partner_code for record in records] == ["BRANDT", "KESTREL"]


def test_a_key_that_leads_nowhere_is_refused_by_name():
    records, errors = read(parts(lines=LINES + "3,C,1,1,0\n"), profile=profile(**DOCUMENT))
    assert len(records) == 2
    (error,) = errors
    assert (error.row, error.column, error.value) == (4, "Order", "3")
    assert str(error.reason) == "Heads.csv has no row with Order “3”."
    assert str(error.way_out) == "Add the row there, or correct the cell here."


def test_an_empty_key_gives_empty_cells():
    heads = HEADS.replace("KESTREL", "")
    _records, errors = read(parts(heads=heads), profile=profile(**DOCUMENT))
    assert [(error.row, error.column) for error in errors] == [(3, "Heads.Partner")]


def test_a_short_row_is_completed_at_the_right_place():
    lines = LINES.replace("2,B,1,10,0", "2,B,1,10")
    records, errors = read(parts(lines=lines), profile=profile(**DOCUMENT))
    assert not errors
    assert records[1].partner_code == "KESTREL"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"heads": None}, "The .zip lacks Heads.csv. It has: clerks.csv, lines.csv."),
        ({"lines": None}, "The .zip lacks lines.csv. It has: clerks.csv, heads.csv."),
        ({"heads": HEADS + "1;2026-10-20;X\n"}, "Heads.csv has two rows with Order “1”: what is looked up"),
        ({"heads": "Number;Day\n1;2026-10-16\n"}, "Heads.csv lacks “Order”. It has: Number, Day."),
        ({"heads": "Order;Day\n1;2026-10-16\n"}, "lines.csv lacks “Heads.Partner”. It has: Order, Item"),
        ({"lines": "Item,Price\nA,1\n"}, "lines.csv lacks “Order”. It has: Item, Price."),
        ({"heads": HEADS.encode("utf-16")}, "but is read as utf-8"),
    ],
)
def test_what_is_wrong_with_the_files_is_named(changed, says):
    with pytest.raises(FileRefused) as refused:
        read(parts(**changed), profile=profile(**DOCUMENT))
    assert says in str(refused.value)


def test_the_table_alone_is_refused_with_the_way_out():
    with pytest.raises(FileRefused, match=r"send lines.csv together with them in one .zip"):
        read(csv_file("1,A,1,1,0", header="Order,Item,Price,Pieces,Off"), profile=profile(**DOCUMENT))


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = archive(**{"lines.csv": LINES, "Heads.csv": HEADS})
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("Clerks.csv", b"0" * 20_000_000)
    with pytest.raises(FileRefused, match="ZIP bomb"):
        read(bomb, profile=profile(**DOCUMENT))
    cut = io.BytesIO(parts().getvalue()[:-40])
    with pytest.raises(FileRefused):
        read(cut, profile=profile(**DOCUMENT))


def test_only_so_many_rows_are_kept_in_memory(monkeypatch):
    monkeypatch.setattr(lookups, "MOST_ROWS", 1)
    with pytest.raises(FileRefused, match=r"Heads\.csv has more than 1 rows"):
        read(parts(), profile=profile(**DOCUMENT))


def test_unknown_columns_of_the_table_are_still_refused():
    with pytest.raises(FileRefused, match="Unknown column “Rest”"):
        read(parts(lines=LINES.replace("Off", "Off,Rest")), profile=profile(**DOCUMENT))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"file": ""}, "name the table that looks things up"),
        ({"file": "Heads.csv"}, "every file is named once"),
        ({"lookups": [{"file": "../x.csv", "key": "a"}]}, "String should match pattern"),
    ],
)
def test_a_profile_says_what_is_wrong_with_its_lookups(changed, says):
    with pytest.raises(ProfileRefused, match=says):
        profile_of({"name": "test", **DOCUMENT, **changed})


def test_a_profile_with_lookups_is_written_and_read_again():
    kept = profile(**DOCUMENT)
    assert parse_profile(to_toml(kept).encode()) == kept


def test_the_rows_as_the_file_had_them_stay_so():
    """What was looked up is no part of the row that is sent back to be mended."""
    reading = open_file(parts(), name="x.zip", dataset="orders", profile=profile(**DOCUMENT), limits=Limits())
    assert reading.header == ["Order", "Item", "Price", "Pieces", "Off"]
    assert [list(row.cells) for row in reading.rows()] == [
        ["1", "A", "2.50", "3", "0.1"],
        ["2", "B", "1", "10", "0"],
    ]


def test_the_same_files_make_the_same_archive(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x")
    files = {name: tmp_path / name for name in ("a.csv", "b.csv")}
    with pack(files) as first, pack(files) as second:
        assert first.read() == second.read()
