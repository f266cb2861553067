"""The refused rows as a file: the file's own header and cells, and it imports again by the same way."""

import datetime as dt
import io

import openpyxl
import pytest

from portal.actors import system_actor
from suppliers.actions.imports import import_file
from suppliers.actions.loading.run import Options
from suppliers.imports.profiles import profile_of
from suppliers.models import ImportBatch, ImportProfile, Order, OrderLine
from suppliers.presenters import refused
from suppliers.presenters.refused import kinds_of
from tests.integration.suppliers.imports.files import LINE, ORDERS, RECEIPTS, orders, reasons
from tests.unit.suppliers.imports.files import workbook

pytestmark = pytest.mark.django_db
HEADER = "Lieferant;Beleg;Pos;Menge;Bedarf;Preis;Text"
PROFILE = {
    "name": "moss",
    "encoding": "cp1252",
    "delimiter": ";",
    "decimal": "comma",
    "dates": ["%d.%m.%Y"],
    "header_row": 3,
    "columns": {
        "orders": {
            "partner_code": "Lieferant",
            "order_number": "Beleg",
            "line_number": "Pos",
            "quantity": "Menge",
            "requested_on": "Bedarf",
            "unit_price": "Preis",
            "description": "Text",
        }
    },
}
MOSS = (
    "Bestellungen Moß\n\n"
    f"{HEADER}\n"
    "BRANDT;7;10;1.234,5;16.10.2026;12,50;Gehäuse\n"
    "BRANDT;7;20;viele;17.10.2026;1.000,25;=Größe\n"
    "NOBODY;8;10;5;18.10.2026;-1;„+x“\n"
).encode("cp1252")


@pytest.fixture
def moss(db):
    ImportProfile.objects.create(name="moss", document=PROFILE)
    return profile_of(PROFILE)


def load(content, name="orders.csv", dataset="orders", profile=None):
    """The tally and the batch of one file."""
    options = Options(dataset, profile)
    report, batch = import_file(by=system_actor(), stream=io.BytesIO(content), name=name, options=options)
    if batch:
        batch.refresh_from_db()
    return report.tallies[dataset], batch


def csv_of(batch):
    return b"".join(refused.csv_file(batch))


def sheet_of(batch):
    return refused.workbook(batch).getvalue()


def test_the_header_and_the_refused_rows_as_they_came_and_nothing_else(brandt):
    tally, batch = load(
        orders(LINE, "BRANDT,7,1,2026-09-01,x,64.00,2026-10-16,=1+1", "BRANDT,7,2,,5,,,'-a").read()
    )
    assert (tally.new, tally.refused) == (1, 2)
    assert csv_of(batch).decode("utf-8-sig").split("\r\n") == [
        ORDERS,
        "BRANDT,7,1,2026-09-01,x,64.00,2026-10-16,'=1+1",
        "BRANDT,7,2,,5,,,'-a",
        "",
    ]


def test_sent_again_unmended_it_says_the_same_and_mended_it_is_taken(brandt):
    first, batch = load(orders(LINE, "BRANDT,7,1,2026-09-01,x,64.00,2026-10-16,=1+1").read())
    again, second = load(csv_of(batch))
    assert [words for _, *words in reasons(again)] == [words for _, *words in reasons(first)]
    assert csv_of(second) == csv_of(batch), "however often it goes round"
    mended, none_left = load(csv_of(batch).replace(b",x,", b",3,"))
    assert (mended.new, mended.refused, none_left.refused_rows.count()) == (1, 0, 0)
    assert OrderLine.objects.get(number="1").description == "=1+1"


def test_a_foreign_file_goes_back_in_its_own_encoding_separator_and_place_of_the_header(brandt, moss):
    first, batch = load(MOSS, "moss.csv", profile=moss)
    assert (first.new, first.refused) == (1, 2)
    content = csv_of(batch)
    assert content.decode("cp1252").split("\r\n")[2:] == [
        HEADER,
        "BRANDT;7;20;viele;17.10.2026;1.000,25;'=Größe",
        "NOBODY;8;10;5;18.10.2026;'-1;„+x“",
        "",
    ]
    again, _ = load(content, "moss.csv", profile=moss)
    assert [words for _, *words in reasons(again)] == [words for _, *words in reasons(first)]
    mended = content.replace(b"viele", b"1.000").replace(b"'-1", b"1,5").replace(b"NOBODY", b"BRANDT")
    tally, _ = load(mended, "moss.csv", profile=moss)
    assert (tally.new, tally.refused) == (2, 0)
    line = OrderLine.objects.get(number="20")
    assert (line.quantity, line.unit_price, line.description) == (1_000_000_000, 1_000_250_000, "=Größe")


def test_the_same_as_a_workbook_says_the_reason_at_the_cell(brandt, moss):
    first, batch = load(MOSS, "moss.csv", profile=moss)
    content = sheet_of(batch)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[3]] == HEADER.split(";")
    assert sheet["D4"].value == "viele" and "“viele” is not a number." in sheet["D4"].comment.text
    assert "less than 0" in sheet["F5"].comment.text
    noted = [cell.coordinate for row in sheet for cell in row if cell.comment]
    assert noted == ["D4", "F5"]
    again, _ = load(content, "moss.xlsx", profile=moss)
    assert [words for _, *words in reasons(again)] == [words for _, *words in reasons(first)]


def test_numbers_and_days_of_a_sheet_stay_what_they_were(brandt, moss):
    day, moment = dt.datetime(2026, 10, 16), dt.datetime(2026, 9, 1, 8, 30)
    rows = [
        [*ORDERS.split(","), "sent_at"],
        ["BRANDT", 4500130, 10, day, 0, 64.5, day, "=not run", moment],
    ]
    first, batch = load(workbook(*rows).read(), "orders.xlsx")
    assert first.refused == 1
    sheet = openpyxl.load_workbook(io.BytesIO(sheet_of(batch))).active
    assert [cell.value for cell in sheet[2]][1:7] == [4500130, 10, day, 0, 64.5, day]
    sheet["E2"] = 5
    file = io.BytesIO()
    sheet.parent.save(file)
    tally, _ = load(file.getvalue(), "orders.xlsx")
    assert (tally.new, tally.refused) == (1, 0)
    order = Order.objects.get()
    assert (order.number, order.ordered_on) == ("4500130", day.date())
    assert order.sent_at == dt.datetime(2026, 9, 1, 6, 30, tzinfo=dt.UTC), "Oslo in September"


def test_a_workbook_without_a_profile_may_be_mended_as_text_too(brandt):
    first, batch = load(
        workbook(ORDERS.split(","), ["BRANDT", 7, 1, dt.date(2026, 9, 1), 0, 64.5, "", "x"]).read(), "o.xlsx"
    )
    assert kinds_of(batch) == ("xlsx", "csv")
    assert csv_of(batch).decode().split("\r\n")[1] == "BRANDT,7,1,2026-09-01,0,64.5,,x"
    assert reasons(load(csv_of(batch))[0]) == reasons(first)


def test_a_workbook_read_by_a_profile_goes_back_as_a_workbook_only(brandt, moss):
    rows = [
        ["Open orders"],
        [None],
        HEADER.split(";"),
        ["BRANDT", 7, 1, 0, dt.date(2026, 9, 1), 1234.567, "x"],
    ]
    first, batch = load(workbook(*rows).read(), "moss.xlsx", profile=moss)
    assert first.refused == 1
    assert kinds_of(batch) == ("xlsx",), "its 9.5 would be a day, or refused, in a text"
    assert reasons(load(sheet_of(batch), "moss.xlsx", profile=moss)[0]) == reasons(first)


def test_a_workbook_mapped_once_goes_back_as_a_workbook_only(brandt, moss):
    rows = [["Open orders"], [None], HEADER.split(";"), ["BRANDT", 7, 1, 0, dt.date(2026, 9, 1), 1.5, "x"]]
    _, batch = load(workbook(*rows).read(), "moss.xlsx", profile=moss)
    batch.profile = ""
    assert kinds_of(batch) == ("xlsx",), "a mapping that was used once has no name, and reads like any other"


def test_rows_with_too_many_cells_keep_them(brandt):
    first, batch = load(orders("BRANDT,7,1,,5,,2026-10-16,a, b").read())
    assert reasons(load(csv_of(batch))[0]) == reasons(first)


def test_many_rows_come_page_by_page(brandt, monkeypatch):
    monkeypatch.setattr(refused, "_AT_ONCE", 2)
    _, batch = load(orders(*(f"BRANDT,7,{number},,x,,2026-10-16,a" for number in range(5))).read())
    assert len(csv_of(batch).splitlines()) == 6
    assert openpyxl.load_workbook(io.BytesIO(sheet_of(batch))).active.max_row == 6


def test_the_page_offers_them_and_the_file_has_a_name(login, alice, brandt):
    _, batch = load(orders("BRANDT,7,1,,x,,2026-10-16,a").read(), "My orders.csv")
    client, page = login(alice), f"/imports/{batch.public_id}/"
    assert f"{page}refused-rows/" in client.get(page).content.decode()
    answer = client.get(f"{page}refused-rows/")
    assert answer["Content-Disposition"] == 'attachment; filename="My orders-refused.csv"'
    assert b"".join(answer.streaming_content) == csv_of(batch)
    answer = client.get(f"{page}refused-rows/?format=xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="My orders-refused.xlsx"'
    assert client.get(f"{page}refused-rows/?format=pdf").status_code == 404


def test_a_file_of_good_rows_has_none(login, alice, brandt):
    _, batch = load(orders(LINE).read())
    assert login(alice).get(f"/imports/{batch.public_id}/refused-rows/").status_code == 404


def test_one_row_that_feeds_several_datasets_is_there_once(brandt):
    profile = profile_of(
        {
            "name": "both",
            "columns": {
                "orders": {name: name for name in ORDERS.split(",")[:3]}
                | {"quantity": "quantity", "requested_on": "requested_on"},
                "receipts": {name: name for name in RECEIPTS.split(",")[:6]},
            },
        }
    )
    header = "partner_code,order_number,line_number,quantity,requested_on,receipt_number,received_on"
    content = f"{header},accepted_quantity\nBRANDT,7,1,x,2026-10-16,R1,never,y\n".encode()
    ImportProfile.objects.create(name="both", document=profile.model_dump())
    options = Options("orders", profile)
    import_file(by=system_actor(), stream=io.BytesIO(content), name="b.csv", options=options)
    batch = ImportBatch.objects.get()
    assert batch.errors.count() >= 3
    assert csv_of(batch).decode().splitlines()[1:] == ["BRANDT,7,1,x,2026-10-16,R1,never,y"]
