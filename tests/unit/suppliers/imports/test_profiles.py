"""Profiles: what a document may say, and what is said about one that is wrong."""

import json
from pathlib import Path

import pytest

from suppliers.imports.datasets import DATASETS
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import ProfileRefused, parse_profile
from tests.unit.suppliers.imports.files import csv_file, profile, read

SHIPPED = Path(__file__).parents[4] / "suppliers" / "profiles"
ORDERS = {
    "partner_code": "Vendor",
    "order_number": "PO",
    "line_number": "Line",
    "quantity": "Qty",
    "requested_on": {"column": "Need", "dates": ["%d.%m.%Y"]},
}
HEADER = "Vendor,PO,Line,Qty,Need"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_what_is_shipped_is_a_profile_of_its_own_name(path):
    assert parse_profile(path.read_bytes()).name == path.stem


def test_the_two_profiles_of_the_delivery_history_differ_in_their_encoding_only():
    one, two = (
        parse_profile((SHIPPED / f"{name}.toml").read_bytes()) for name in ("usaid-scms", "usaid-scms-cp1252")
    )
    names = {"name", "title", "encoding"}
    assert one.model_dump(exclude=names) == two.model_dump(exclude=names)
    assert (one.encoding, two.encoding) == ("utf-8", "cp1252")


def test_json_says_the_same_as_toml():
    document = {"name": "x", "columns": {"orders": ORDERS}}
    assert parse_profile(json.dumps(document).encode()).datasets == ("orders",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"columns": {"orders": ORDERS | {"quantity": {"column": "Qty", "constant": "1"}}}},
            "either a column",
        ),
        ({"columns": {"order": ORDERS}}, "no dataset is called “order”; there are partners"),
        ({"columns": {"orders": ORDERS | {"qty": "Qty"}}}, "unknown qty; there are partner_code"),
        ({"columns": {"orders": {"quantity": "Qty"}}}, "nothing feeds partner_code, order_number"),
        ({"columns": {}}, "name at least one dataset"),
        ({"encoding": "latin-17"}, "no encoding is called “latin-17”"),
        ({"encoding": "base64"}, "no encoding of text"),
        ({"time_zone": "Mars/Base"}, "no time zone is called"),
        ({"dates": ["%d.%m"]}, "must hold one year"),
        ({"decimal": "dot"}, "'point' or 'comma'"),
        ({"delimiter": "#"}, "a comma, a semicolon"),
        ({"typo": 1}, "typo: Extra inputs"),
        ({"filters": [{"column": "S", "keep": ["1"], "drop": ["2"]}]}, "what to keep or what to drop"),
        (
            {"filters": [{"column": "S", "keep": ["1"], "datasets": ["receipts"]}]},
            "feeds no dataset receipts",
        ),
        ({"name": "No spaces"}, "name: "),
    ],
)
def test_a_wrong_document_is_refused_with_its_place(change, says):
    document = {"name": "x", "columns": {"orders": ORDERS}} | change
    with pytest.raises(ProfileRefused) as refused:
        parse_profile(json.dumps(document).encode())
    assert says in str(refused.value)


@pytest.mark.parametrize("document", [b"columns = ", b"{", b"\xff", b"x" * 300_000])
def test_what_is_no_document_is_refused(document):
    with pytest.raises(ProfileRefused):
        parse_profile(document)


def test_foreign_columns_become_ours():
    mapped = profile(columns={"orders": ORDERS | {"currency": {"constant": "USD"}}}, decimal="comma")
    records, errors = read(csv_file('B,1,10,"1.234,5",16.10.2026', header=HEADER), profile=mapped)
    assert not errors
    assert (str(records[0].quantity), records[0].currency) == ("1234.5", "USD")


def test_without_a_decimal_style_only_what_is_ambiguous_is_refused():
    mapped = profile(columns={"orders": ORDERS})
    file = csv_file("B,1,10,1.234,16.10.2026", "B,1,20,1.5,16.10.2026", header=HEADER)
    records, errors = read(file, profile=mapped)
    assert [str(record.quantity) for record in records] == ["1.5"]
    assert [(error.row, error.column, error.value) for error in errors] == [(2, "Qty", "1.234")]


def test_texts_that_mean_empty_and_words_that_mean_others():
    specs = ORDERS | {
        "ordered_on": {"column": "Sent", "empty": ["N/A - From RDC"]},
        "status": {"column": "State", "values": {"4": "confirmed", "1": "draft"}},
    }
    mapped = profile(columns={"orders": specs}, empty=["?"])
    file = csv_file(
        "B,1,10,1,16.10.2026,n/a - from rdc,4", "B,1,20,1,16.10.2026,?,1", header=f"{HEADER},Sent,State"
    )
    records, errors = read(file, profile=mapped)
    assert not errors
    assert [(record.ordered_on, record.status) for record in records] == [
        (None, "confirmed"),
        (None, "draft"),
    ]


def test_rows_are_filtered_and_columns_added_and_subtracted():
    specs = {
        "partner_code": "Vendor",
        "order_number": "PO",
        "line_number": "Line",
        "receipt_number": "Line",
        "received_on": "Need",
        "accepted_quantity": {"column": "Qty", "add": ["Extra"], "subtract": ["Bad"]},
    }
    mapped = profile(
        columns={"receipts": specs}, filters=[{"column": "State", "drop": ["3"]}], decimal="point"
    )
    header = f"{HEADER},Extra,Bad,State"
    file = csv_file(
        "B,1,10,5,2026-10-16,2,3,4", "B,1,20,5,2026-10-16,,,3", "B,1,30,5,2026-10-16,,x,4", header=header
    )
    records, errors = read(file, profile=mapped, dataset="receipts")
    assert [record.accepted_quantity for record in records] == [4]
    assert [(error.row, error.column) for error in errors] == [(4, "Qty")]


def test_a_profile_leaves_out_columns_only_when_it_says_so():
    file = csv_file("B,1,10,1,16.10.2026,z", header=f"{HEADER},Rest")
    with pytest.raises(FileRefused, match="Unknown column “Rest”"):
        read(file, profile=profile(columns={"orders": ORDERS}))
    records, _ = read(file, profile=profile(columns={"orders": ORDERS}, unknown_columns="ignore"))
    assert len(records) == 1


def test_every_dataset_has_a_key_and_its_record_knows_its_columns():
    for dataset in DATASETS.values():
        assert any(column.key for column in dataset.columns)
        assert set(dataset.record.model_fields) == {column.identifier for column in dataset.columns}


def test_the_guide_describes_every_shipped_profile_and_its_example_is_one():
    guide = (SHIPPED.parents[1] / "docs" / "importing.md").read_text(encoding="utf-8")
    assert all(f"| `{path.stem}` |" in guide for path in SHIPPED.glob("*.toml"))
    example = guide.split("```toml", 1)[1].split("```", 1)[0]
    assert parse_profile(example.encode()).datasets == ("orders", "receipts")


def test_what_a_report_prints_above_its_header_is_passed_over():
    above = profile(header_row=3, columns={"orders": ORDERS})
    records, errors = read(
        csv_file("", HEADER, "BRANDT,7,1,5,16.10.2026", header="Open purchase orders"), profile=above
    )
    assert (errors, [record.order_number for record in records]) == ([], ["7"])
    with pytest.raises(FileRefused, match="Row 2 must hold the names"):
        read(
            csv_file("", HEADER, header="Open orders"),
            profile=profile(header_row=2, columns={"orders": ORDERS}),
        )
