"""The desk as a sheet: down, filled in, up again, and the same promises as by hand."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from portal.engine.scaled import SCALE
from portal.enums import Channel
from suppliers.actions import commitments
from suppliers.actions.commitments import Answer
from suppliers.enums import Act, PromiseEvent
from suppliers.imports.answers import COLUMNS
from suppliers.models import Promise
from tests.integration.suppliers.desk.conftest import day

DESK, UPLOAD = reverse("suppliers:desk"), reverse("suppliers:desk_upload")


def content_of(answer):
    return answer.getvalue() if answer.streaming else answer.content


def rows_of(client, **query):
    text = content_of(client.get(DESK, {"format": "csv", **query})).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def as_csv(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("answers.csv", file.getvalue().encode())


def told(answer):
    return [(one.name, one.kind, one.waits) for one in answer.context["sheet"].told]


def refused(answer):
    return [(one.row, one.column) for one in answer.context["sheet"].refusals]


def saved(client, page):
    return client.post(UPLOAD, {"sheet": page.context["packed"]}, follow=True)


def said_of(line):
    said = line.promises.order_by("pk").last()
    return said.event, said.price, said.reason_code, [
        (part.quantity, part.promised_on) for part in said.parts.all()
    ]  # fmt: skip


def test_the_sheet_holds_what_is_shown(bob, login, line_of):
    line_of(10, item_code="PH-40", description="=cmd|x")
    line_of(20, item_code="IM-12")
    (row,) = rows_of(login(bob), q="PH-40")
    assert list(row) == list(COLUMNS)
    assert (row["order_number"], row["line_number"], row["asked_on"]) == ("4500", "10", "2026-10-20")
    assert (row["open_quantity"], row["promise_quantity"], row["promised_on"]) == ("100", "", "")
    assert row["seen"] == "v1.0"
    assert row["description"] == "'=cmd|x"


def test_filled_in_and_sent_back_it_is_the_same_as_by_hand(bob, login, line_of, actor_of):
    by_sheet, by_hand = line_of(10), line_of(20)
    client = login(bob)
    first = rows_of(client, q="10")[0]
    parts = [("60", "2026-10-20"), ("40", "2026-10-27")]
    rows = [
        {**first, "promise_quantity": quantity, "promised_on": on, "price": "66.5", "reason_code": "material"}
        for quantity, on in parts
    ]
    page = client.post(UPLOAD, {"file": as_csv(rows)})
    assert told(page) == [("4500-10", "changed", True)]
    assert not Promise.objects.exists()
    saved(client, page)
    commitments.answer(
        by=actor_of(bob),
        answers=[
            Answer(
                by_hand.public_id,
                Act.PROMISE,
                ((60 * SCALE, day(14)), (40 * SCALE, day(21))),
                66_500_000,
                "material",
            )
        ],
    )
    assert said_of(by_sheet) == said_of(by_hand)
    assert by_sheet.promises.get().channel == Channel.SPREADSHEET


def test_a_workbook_goes_round_too(bob, login, line_of):
    line = line_of(10)
    client = login(bob)
    book = load_workbook(io.BytesIO(content_of(client.get(DESK, {"format": "xlsx"}))))
    sheet = book.active
    sheet.cell(2, COLUMNS.index("promise_quantity") + 1, 100)
    sheet.cell(2, COLUMNS.index("promised_on") + 1, day(14))
    file = io.BytesIO()
    book.save(file)
    page = client.post(UPLOAD, {"file": SimpleUploadedFile("answers.xlsx", file.getvalue())})
    assert told(page) == [("4500-10", "as_asked", False)]
    saved(client, page)
    assert said_of(line)[0] == PromiseEvent.CONFIRM


def test_the_preview_counts_and_refuses_by_row_and_column(bob, login, line_of, actor_of):
    asked, silent, same, bad, stale, wordless = (line_of(number) for number in (10, 20, 30, 40, 50, 60))
    promised = ((100 * SCALE, day(14)),)
    commitments.answer(by=actor_of(bob), answers=[Answer(same.public_id, Act.PROMISE, promised)])
    client = login(bob)
    rows = {row["line_number"]: row for row in rows_of(client, tab="all")}
    cara = rows["50"]["seen"]
    assert cara == "v1.0"
    rows["10"] |= {"promise_quantity": "100", "promised_on": "2026-10-20"}
    rows["40"] |= {"promise_quantity": "many", "promised_on": "2026-10-20"}
    rows["50"] |= {"promise_quantity": "100", "promised_on": "2026-10-20", "seen": "v9.9"}
    rows["60"] |= {"promise_quantity": "100", "promised_on": "2026-12-24"}
    order = [rows[str(line.number)] for line in (asked, silent, same, bad, stale, wordless)]
    strange = {**rows["10"], "line_number": "999"}
    page = client.post(UPLOAD, {"file": as_csv([*order, strange])})
    assert told(page) == [("4500-10", "as_asked", False)]
    assert refused(page) == [(5, "promise_quantity"), (6, "seen"), (7, "reason_code"), (8, "order_number")]
    sheet = page.context["sheet"]
    assert (sheet.silent, dict(sheet.counts)) == (1, {"as_asked": 1, "same": 1, "refused": 4})
    away = client.post(reverse("suppliers:desk_refused"), {"sheet": page.context["packed"]})
    assert ",many,2026-10-20," in content_of(away).decode()
    assert Promise.objects.count() == 1


def test_a_line_answered_since_the_preview_is_refused_when_saved(bob, login, line_of, actor_of, brandt):
    from tests.factories import MembershipFactory, UserFactory

    line, client = line_of(10), login(bob)
    (row,) = rows_of(client)
    page = client.post(
        UPLOAD,
        {
            "file": as_csv(
                [
                    {
                        **row,
                        "promise_quantity": "100",
                        "promised_on": "2026-12-24",
                        "reason_code": "machine",
                    }
                ]
            )
        },
    )
    cara = UserFactory(name="Cara Brandt")
    MembershipFactory(user=cara, partner=brandt)
    commitments.answer(by=actor_of(cara), answers=[Answer(line.public_id, Act.ACCEPT)])
    answer = saved(client, page)
    assert "Cara Brandt was faster" in answer.content.decode()
    assert line.promises.count() == 1


@pytest.mark.parametrize("tamper", [lambda packed: packed[:-2] + "xx", lambda packed: ""])
def test_only_what_was_shown_is_saved(bob, login, line_of, tamper):
    line_of(10)
    client = login(bob)
    (row,) = rows_of(client)
    rows = [{**row, "promise_quantity": "100", "promised_on": "2026-10-20"}]
    page = client.post(UPLOAD, {"file": as_csv(rows)})
    assert client.post(UPLOAD, {"sheet": tamper(page.context["packed"])}).status_code == 404
    assert not Promise.objects.exists()


def test_a_rivals_sheet_names_no_line_of_ours(bob, charlie, login, line_of, client):
    line_of(10)
    rows = [{**row, "promise_quantity": "100", "promised_on": "2026-10-20"} for row in rows_of(login(bob))]
    mine = login(bob).post(UPLOAD, {"file": as_csv(rows)}).context["packed"]
    page = login(charlie).post(UPLOAD, {"file": as_csv(rows)})
    assert refused(page) == [(2, "order_number")]
    assert login(charlie).post(UPLOAD, {"sheet": mine}).status_code == 404
    assert not Promise.objects.exists()


def test_a_file_that_is_no_sheet_says_so(bob, login):
    file = SimpleUploadedFile("notes.csv", b"hello,world\n1,2\n")
    answer = login(bob).post(UPLOAD, {"file": file})
    assert answer.status_code == 422 and "order_number" in answer.content.decode()


def test_who_only_looks_uploads_nothing(viewer, alice, login):
    assert login(viewer).get(UPLOAD).status_code == 403
    assert login(alice).get(UPLOAD).status_code == 404
