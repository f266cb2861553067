"""The sheet of a desk: taken away, filled in, sent back, looked at, saved."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.engine.scaled import SCALE
from portal.enums import Channel, PartnerRole
from suppliers.enums import Act, PromiseEvent
from suppliers.models import OrderLine, Promise
from tests.factories import LineFactory, MembershipFactory, OrderFactory, UserFactory, receipt
from tests.integration.suppliers.commitments.conftest import ASKED, NOW

DESK, UPLOAD, REFUSED = map(reverse, ("suppliers:desk", "suppliers:desk_upload", "suppliers:desk_refused"))
LATE = date(2026, 9, 25)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lines(order, line):
    more = [
        LineFactory(order=order, number=number, quantity=100 * SCALE, unit="pcs", requested_on=ASKED)
        for number in ("20", "30", "40")
    ]
    return [line, *more]


@pytest.fixture
def download(login, bob):
    """The rows of the sheet by their columns, each as texts."""

    def take(user=bob):
        response = login(user).get(DESK, {"tab": "all", "format": "csv"})
        return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))

    return take


@pytest.fixture
def upload(login, bob):
    def send(rows, user=bob, kind="csv"):
        return login(user).post(UPLOAD, {"file": as_file(rows, kind)})

    return send


@pytest.fixture
def save(upload, login, bob):
    """Upload, look, save."""

    def send(rows, **options):
        sheet = upload(rows, **options).context["packed"]
        return login(bob).post(UPLOAD, {"sheet": sheet})

    return send


def as_file(rows, kind):
    names = list(rows[0])
    if kind == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, names)
        writer.writeheader()
        writer.writerows(rows)
        return SimpleUploadedFile("answers.csv", text.getvalue().encode())
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(names)
    for row in rows:
        book.active.append([row[name] for name in names])
    book.save(content)
    return SimpleUploadedFile("answers.xlsx", content.getvalue())


def said(line):
    return [
        (one.event, [(part.quantity // SCALE, part.promised_on) for part in one.parts.all()])
        for one in line.promises.order_by("pk")
    ]


def counts(response):
    return {words: n for _tone, words, n in response.context["counted"] if n}


def refusals(response):
    return [(one.row, one.column, one.why) for one in response.context["sheet"].refusals]


def test_what_the_sheet_holds(download, line, say):
    say(line, Act.PROMISE, (60, ASKED - timedelta(days=1)), (40, ASKED))
    first, second = download()
    assert (first["order_number"], first["line_number"], first["asked_quantity"]) == ("4500", "10", "100")
    assert [(row["promise_quantity"], row["promised_on"]) for row in (first, second)] == [
        ("60", "2026-09-14"),
        ("40", "2026-09-15"),
    ]
    assert first["answer"] == ""


def test_nothing_promised_nothing_filled_in(download, line):
    (row,) = download()
    assert (row["promise_quantity"], row["promised_on"]) == ("", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_comes_back_is_promised_as_by_hand(download, save, say, lines, kind):
    first, second, third, fourth = download()
    first["answer"] = "accept"
    second |= {"promise_quantity": "60", "promised_on": "2026-09-14"}
    rest = {**second, "promise_quantity": "40", "promised_on": "2026-09-15"}
    third |= {"answer": "reject", "reason_code": "capacity", "note": "Sorry"}
    fourth |= {"promise_quantity": "100", "promised_on": "2026-09-25", "reason_code": "material"}
    assert save([first, second, rest, third, fourth], kind=kind).status_code == 302
    assert [said(line) for line in lines] == [
        [("confirm", [(100, ASKED)])],
        [("confirm", [(60, ASKED - timedelta(days=1)), (40, ASKED)])],
        [("reject", [])],
        [("propose", [(100, LATE)])],
    ]
    assert set(Promise.objects.values_list("channel", flat=True)) == {Channel.SPREADSHEET}


def test_the_preview_counts_and_keeps_nothing(download, upload, lines):
    first, second, third, fourth = download()
    first["answer"] = "accept"
    second |= {"promise_quantity": "100", "promised_on": "2026-09-25"}
    third |= {"answer": "reject", "reason_code": "capacity"}
    response = upload([first, second, third, fourth])
    assert counts(response) == {"line as asked": 1, "line rejected": 1, "line refused": 1}
    assert refusals(response) == [(3, "reason_code", "Please say why, so that we can help.")]
    assert not Promise.objects.exists()


def test_what_is_left_as_it_is_says_nothing(download, upload, save, say, line):
    say(line, Act.ACCEPT)
    rows = download()
    assert counts(upload(rows)) == {"line the same": 1}
    save(rows)
    assert len(said(line)) == 1


def test_keep_says_that_it_is_still_good(download, upload, save, say, line):
    say(line, Act.ACCEPT)
    (row,) = download()
    row["answer"] = "keep"
    assert counts(upload([row])) == {"line still good": 1}
    save([row])
    assert said(line) == [("confirm", [(100, ASKED)])] * 2


def test_left_as_it_was_it_undoes_no_colleagues_answer(download, upload, say, line, colleague):
    say(line, Act.ACCEPT)
    rows = download()
    say(line, Act.PROMISE, (100, ASKED - timedelta(days=3)), by=colleague)
    response = upload(rows)
    assert (counts(response), refusals(response)) == ({"line the same": 1}, [])


def test_changed_by_two_the_second_is_told(download, upload, say, line, colleague):
    say(line, Act.ACCEPT)
    (row,) = download()
    say(line, Act.PROMISE, (100, ASKED - timedelta(days=3)), by=colleague)
    row["promised_on"] = "2026-09-14"
    ((number, column, why),) = refusals(upload([row]))
    assert (number, column) == (2, "seen")
    assert why.startswith("Cara Brandt was faster.")


def test_what_came_in_the_meantime(download, upload, say, line):
    say(line, Act.ACCEPT)
    (row,) = download()
    receipt(line, date(2026, 8, 31), 40)
    assert counts(upload([row])) == {"line the same": 1}
    row["promised_on"] = "2026-09-14"
    ((_number, column, why),) = refusals(upload([row]))
    assert column == "open_quantity"
    assert "60\xa0pcs are open now" in why


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"answer": "perhaps"}, "answer"),
        ({"answer": "accept", "promise_quantity": "90", "promised_on": "2026-09-15"}, "answer"),
        ({"answer": "keep"}, "order_number"),
        ({"answer": "promise"}, "promised_on"),
        ({"promise_quantity": "100"}, "promised_on"),
        ({"promise_quantity": "a few", "promised_on": "2026-09-15"}, "promise_quantity"),
        ({"promise_quantity": "100", "promised_on": "2026-02-30"}, "promised_on"),
        ({"answer": "accept", "line_number": "99"}, "order_number"),
    ],
)
def test_what_is_refused_names_its_column(download, upload, line, change, column):
    (row,) = download()
    response = upload([row | change])
    assert [one[:2] for one in refusals(response)] == [(2, column)]
    assert response.context["sheet"].answers == ()


def test_two_answers_of_one_line(download, upload, line):
    (row,) = download()
    response = upload([row | {"answer": "accept"}, row | {"answer": "reject", "reason_code": "capacity"}])
    assert refusals(response) == [(3, "answer", "The rows of this line give two answers.")]


def test_refused_rows_are_mended_and_sent_again(download, upload, save, login, bob, lines):
    first, second, *_others = download()
    first["answer"] = "accept"
    second["answer"] = "rejct"
    packed = upload([first, second]).context["packed"]
    response = login(bob).post(REFUSED, {"sheet": packed})
    (row,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert row["problem"].startswith("answer: “rejct” is no answer")
    save([row | {"answer": "reject", "reason_code": "capacity"}])
    assert [len(said(line)) for line in lines] == [0, 1, 0, 0]


def test_cells_that_a_spreadsheet_would_run_are_words(download, save, order):
    line = LineFactory(
        order=order, number="10", requested_on=ASKED, description="=cmd|' /C calc'!A0", unit="pcs"
    )
    (row,) = download()
    assert row["description"] == "'=cmd|' /C calc'!A0"
    save([row | {"answer": "reject", "reason_code": "capacity", "note": "'=1+1"}])
    assert line.promises.get().reason == "=1+1"


def test_five_thousand_rows_are_enough(download, upload, line):
    (row,) = download()
    response = upload([row] * 5_001)
    assert response.status_code == 422
    assert "5,000" in response.content.decode()


def test_a_rivals_line_is_none(download, upload, kestrel, line, bob):
    other = LineFactory(order=OrderFactory(partner=kestrel, number="K-1"), number="10", requested_on=ASKED)
    (row,) = download()
    rival = row | {"order_number": "K-1", "answer": "accept", "seen": ""}
    assert refusals(upload([rival])) == [(2, "order_number", "There is no such line of yours.")]
    assert not other.promises.exists()


def test_a_rival_cannot_save_what_was_shown_to_brandt(download, upload, login, charlie, line):
    (row,) = download()
    packed = upload([row | {"answer": "accept"}]).context["packed"]
    assert login(charlie).post(UPLOAD, {"sheet": packed}).status_code == 404
    assert login(charlie).post(REFUSED, {"sheet": packed}).status_code == 404
    assert not Promise.objects.exists()


def test_what_was_shown_cannot_be_changed(download, upload, login, bob, line):
    (row,) = download()
    packed = upload([row | {"answer": "accept"}]).context["packed"]
    assert login(bob).post(UPLOAD, {"sheet": f"x{packed}"}).status_code == 404
    assert not Promise.objects.exists()


def test_what_changed_between_looking_and_saving_is_not_overwritten(
    download, upload, login, bob, line, say, colleague
):
    (row,) = download()
    packed = upload([row | {"answer": "accept"}]).context["packed"]
    say(line, Act.REJECT, reason_code="capacity", by=colleague)
    login(bob).post(UPLOAD, {"sheet": packed})
    assert [one.event for one in line.promises.all()] == [PromiseEvent.REJECT]


def test_who_only_looks_takes_the_sheet_and_sends_nothing(download, upload, brandt, line):
    viewer = UserFactory(name="Vera Brandt")
    MembershipFactory(user=viewer, partner=brandt, role=PartnerRole.VIEWER)
    (row,) = download(viewer)
    assert upload([row | {"answer": "accept"}], user=viewer).status_code == 403
    assert not Promise.objects.exists()


def test_a_line_changed_by_the_buyer_since(download, upload, line):
    (row,) = download()
    OrderLine.objects.filter(pk=line.pk).update(quantity=120 * SCALE, version=line.version + 1)
    ((_number, column, why),) = refusals(upload([row | {"answer": "accept"}]))
    assert column == "seen"
    assert "changed this line in the meantime" in why
