"""Order responses that come in, as they are read: codes, days, splits, and what is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.imports.problems import FileRefused
from suppliers.imports.ubl.answers import Asked, Said, answer_to
from suppliers.imports.ubl.parties import Identifier
from suppliers.imports.ubl.replies import read_reply
from suppliers.imports.ubl.response import OrderResponse, ResponseParty, order_response
from tests.unit.suppliers.imports.ubl.messages import Everybody, file, order, reply, reply_line


def read(text):
    return read_reply(file(text), parties=Everybody())


def refused(text):
    with pytest.raises(FileRefused) as refusal:
        read(text)
    return str(refusal.value.message)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("code", ["AB", "AP", "RE"])
def test_an_answer_to_the_whole(code):
    found = read(reply(code=code, note="No capacity"))
    assert (found.code, found.order_number, found.partner_code) == (code, "4500130", "BRANDT")
    assert (found.number, found.note, found.lines) == ("AB-1", "No capacity", ())


def test_a_changed_line():
    found = read(reply(reply_line("10", price="65.50", note="Furnace")))
    (line,) = found.lines
    assert (line.number, line.status, line.quantity, line.unit) == ("10", "3", 60, "H87")
    assert line.parts == ((day("2026-10-20"), Decimal(60)),)
    assert (line.price, line.note) == (Decimal("65.5"), "Furnace")


def test_a_period_is_promised_for_its_end():
    (line,) = read(reply(reply_line(days=("2026-10-12", "2026-10-20")))).lines
    assert line.parts == ((day("2026-10-20"), Decimal(60)),)


def test_several_deliveries_are_parts():
    (line,) = read(reply(reply_line(own=[("40", "2026-10-16"), ("20", "2026-10-23")]))).lines
    assert line.parts == ((day("2026-10-16"), Decimal(40)), (day("2026-10-23"), Decimal(20)))


def test_a_line_that_stands_there_twice_is_one_in_parts():
    text = reply(
        reply_line("10", quantity="40", days=("2026-10-16",)),
        reply_line("10", quantity="20", days=("2026-10-23",)),
        reply_line("20", "5", days=()),
    )
    first, second = read(text).lines
    assert first.parts == ((day("2026-10-16"), Decimal(40)), (day("2026-10-23"), Decimal(20)))
    assert (first.status, first.quantity) == ("3", 60)
    assert (second.number, second.status, second.parts) == ("20", "5", ())


def test_what_is_refused_of_a_split_line_is_left_out():
    text = reply(reply_line("10", quantity="40"), reply_line("10", "7", quantity="20", days=()))
    (line,) = read(text).lines
    assert (line.status, line.quantity, line.parts) == ("3", 40, ((day("2026-10-20"), Decimal(40)),))


def test_the_note_of_our_own_response_says_the_parts():
    note = "Furnace In parts: 40 pcs on 2026-10-16, 20 pcs on 2026-10-23."
    (line,) = read(reply(reply_line(note=note, days=("2026-10-16", "2026-10-23")))).lines
    assert line.parts == ((day("2026-10-16"), Decimal(40)), (day("2026-10-23"), Decimal(20)))
    assert line.note == "Furnace"


@pytest.mark.parametrize(
    "note",
    [
        "In parts: 40 pcs on 2026-10-16, 99 pcs on 2026-10-23.",
        "In parts: some on 2026-10-16.",
        "In parts: 60 pcs on 2026-13-40.",
    ],
)
def test_a_note_that_does_not_add_up_is_words(note):
    (line,) = read(reply(reply_line(note=note))).lines
    assert line.parts == ((day("2026-10-20"), Decimal(60)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (order(), "no UBL order response"),
        (reply(code="ZZ"), "is one of AB, AP, RE, CA"),
        (reply(reply_line(status="9")), "is one of 1, 3, 5, 7, 42"),
        (reply(reply_line(quantity="many")), "no number"),
        (reply(reply_line(days=("2026-13-01",))), "no day"),
        (reply().replace("<OrderResponse", "<!DOCTYPE x><OrderResponse"), "document type"),
        (reply().replace("</OrderResponse>", ""), "cannot be read"),
        (reply("<cac:OrderLine/>"), "holds no item"),
        ("<a/>", "its root is"),
    ],
)
def test_what_is_refused(text, words):
    assert words in refused(text)


# Out and in again

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
AMOUNTS = st.decimals(Decimal("0.000001"), Decimal(100_000), places=6)


def written(*lines):
    party = ResponseParty(Identifier("DE123456789", "9930"), "Brandt")
    us = ResponseParty(Identifier("987654325", "0192"), "Halden")
    answer = answer_to(lines)
    day = dt.date(2026, 9, 1)
    return order_response(OrderResponse("X-1", day, "4500130", "EUR", party, us, answer)).decode()


def asked(number, *said, quantity=Decimal(100), unit="pcs", price=Decimal(64)):
    wanted = dt.date(2026, 10, 16)
    return Asked(number, "Cover", "VC", quantity, unit, wanted, price, said=said)


@given(
    st.dictionaries(DAYS, AMOUNTS, min_size=1, max_size=5),
    st.sampled_from(["pcs", "kg", "", "boxes"]),
    st.sampled_from(["", "Furnace stood still", "Late. Sorry."]),
)
def test_our_own_response_read_back_says_the_same(parts, unit, why):
    said = Said("confirm", dt.date(2026, 9, 1), tuple(parts.items()), why, Decimal("65.25"))
    other = asked("20", Said("reject", dt.date(2026, 9, 1), reason="Out of range"))
    changed, refusal = read(written(asked("10", said, unit=unit), other)).lines
    assert dict(changed.parts) == parts
    assert (changed.price, changed.note) == (Decimal("65.25"), why)
    assert (refusal.status, refusal.note) == ("7", "Out of range")


def test_our_words_are_no_answers_of_theirs():
    on = dt.date(2026, 9, 1)
    proposal = Said("propose", on, ((dt.date(2026, 10, 30), Decimal(100)),), "Late")
    promise = Said("confirm", on, ((dt.date(2026, 10, 16), Decimal(100)),))
    counter = Said("counter", on, ((dt.date(2026, 10, 20), Decimal(100)),), "Sooner?")
    countered = answer_to([asked("10", promise, proposal, counter)]).lines[0]
    assert countered.parts == ((dt.date(2026, 10, 30), Decimal(100)),)
    declined = answer_to([asked("10", promise, proposal, Said("decline", on, reason="No"))])
    assert declined.code == "AP"
    assert answer_to([asked("10", proposal, Said("decline", on))]).code == "AB"
    assert answer_to([asked("10", Said("reject", on, reason="x"), Said("agree", on))]).code == "RE"
