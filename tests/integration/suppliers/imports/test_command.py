"""manage.py import: its JSON, its codes, its words."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from suppliers.models import ImportBatch, OrderLine
from tests.integration.suppliers.imports.files import LINE, orders

pytestmark = pytest.mark.django_db
BAD = "BRANDT,4500130,20,2026-09-01,x,64.00,2026-10-16,Lip seal"


@pytest.fixture
def path(tmp_path, brandt):
    file = tmp_path / "orders.csv"
    file.write_bytes(orders(LINE).getvalue())
    return file


def run(*arguments):
    """(exit code, output)"""
    out = io.StringIO()
    try:
        call_command("import", *map(str, arguments), stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_a_good_file(path):
    code, output = run("orders", path, "--json")
    document = json.loads(output)
    assert (code, document.pop("batch")) == (0, ImportBatch.objects.get().public_id)
    assert document == {"rows": 1, "new": 1, "changed": 0, "same": 0, "refused": 0, "errors": []}
    assert "nothing changed" in run("orders", path)[1]


def test_a_refused_row_is_listed_and_gives_code_1(path):
    path.write_bytes(orders(LINE, BAD).getvalue())
    code, output = run("orders", path, "--json")
    document = json.loads(output)
    assert (code, document["new"], document["refused"], document["rows"]) == (1, 1, 1, 2)
    assert document["errors"] == [
        {"row": 3, "column": "quantity", "value": "x", "reason": "“x” is not a number."}
    ]
    code, output = run("orders", path)
    assert code == 1
    assert "row 3, quantity: “x” is not a number. Write digits" in output


def test_a_dry_run_has_no_batch(path):
    code, output = run("orders", path, "--dry-run", "--json")
    assert (code, json.loads(output)["batch"], json.loads(output)["new"]) == (0, None, 1)
    assert not OrderLine.objects.exists()


def test_all_or_nothing_has_no_batch_when_a_row_is_refused(path):
    path.write_bytes(orders(LINE, BAD).getvalue())
    code, output = run("orders", path, "--all-or-nothing", "--json")
    assert (code, json.loads(output)["batch"]) == (1, None)
    assert not OrderLine.objects.exists()


def test_a_file_that_cannot_be_read_gives_code_1_and_a_document(path):
    path.write_bytes(b"partner_code,colour\n")
    code, output = run("orders", path, "--json")
    document = json.loads(output)
    assert (code, document["batch"], document["rows"]) == (1, None, 0)
    assert "lacks “order_number”" in document["errors"][0]["reason"]
    assert not ImportBatch.objects.exists()


def test_a_profile_from_a_file_feeds_several_datasets(path, tmp_path):
    profile = tmp_path / "profile.json"
    columns = {
        name: name for name in ("partner_code", "order_number", "line_number", "quantity", "requested_on")
    }
    receipt = {
        "partner_code": "partner_code",
        "order_number": "order_number",
        "line_number": "line_number",
        "receipt_number": "line_number",
        "received_on": "requested_on",
        "accepted_quantity": "quantity",
    }
    document = {
        "name": "both",
        "decimal": "point",
        "unknown_columns": "ignore",
        "columns": {"orders": columns, "receipts": receipt},
        "filters": [{"column": "line_number", "drop": ["20"], "datasets": ["receipts"]}],
    }
    profile.write_text(json.dumps(document))
    path.write_bytes(orders(LINE, LINE.replace(",10,", ",20,")).getvalue())
    code, output = run("orders", path, "--profile", profile, "--json")
    datasets = json.loads(output)["datasets"]
    assert code == 0
    assert (datasets["orders"]["new"], datasets["orders"]["ignored"]) == (2, 0)
    assert (datasets["receipts"]["new"], datasets["receipts"]["ignored"]) == (1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("surveys", "{path}"),
        ("orders", "/nowhere/orders.csv"),
        ("orders", "{path}", "--profile", "nobody"),
        ("partners", "{path}", "--profile", "usaid-scms"),
        ("orders", "{path}", "--profile", "{path}"),
    ],
)
def test_wrong_arguments_give_code_2(path, arguments):
    with pytest.raises(CommandError) as error:
        run(*(item.format(path=path) for item in arguments))
    assert getattr(error.value, "returncode", 2) in (1, 2)
    assert not OrderLine.objects.exists()
