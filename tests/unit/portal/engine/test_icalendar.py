"""A calendar file: whatever the words are, a reader gets back what was put in."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.engine.icalendar import Event, calendar, escaped, folded

AT = datetime(2026, 10, 20, 10, 30, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)


def read(data):
    """The properties of each event, unfolded and unescaped, as RFC 5545 tells a reader to."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    events, current = [], None
    for line in lines:
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            events.append(current)
            current = None
        elif current is not None:
            name, _colon, value = line.partition(":")
            current[name] = unescaped(value) if name in ("SUMMARY", "DESCRIPTION", "UID") else value
    return events


def unescaped(value):
    signs, found = iter(value), []
    for sign in signs:
        if sign == "\\":
            sign = {"n": "\n", "N": "\n"}.get(following := next(signs), following)
        found.append(sign)
    return "".join(found)


def readable(text):
    """What of a text can be in a calendar: one kind of line end, no other control characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in plain if sign == "\n" or (sign >= " " and sign != "\x7f"))


def one(**fields):
    given = {"uid": "a@b", "day": date(2026, 10, 5), "summary": "120 pcs", "changed_at": AT, **fields}
    return calendar(name="Halden", maker="Accord", events=[Event(**given)])


@given(WORDS, WORDS, st.dates(date(2000, 1, 1)), st.integers(0, 10**6))
def test_what_is_written_is_read(summary, description, day, sequence):
    data = one(summary=summary, description=description, day=day, sequence=sequence)
    (event,) = read(data)
    assert event["SUMMARY"] == readable(summary)
    assert event.get("DESCRIPTION", "") == readable(description)
    assert event["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
    assert event["SEQUENCE"] == str(sequence)


@given(WORDS)
def test_no_line_is_wider_than_75_octets_and_no_letter_is_cut(summary):
    for line in one(summary=summary).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(WORDS)
def test_no_words_can_end_an_event_or_begin_another(summary):
    data = one(summary=f"{summary}\r\nEND:VEVENT\r\nBEGIN:VALARM\nBEGIN:VEVENT")
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert b"\r\nBEGIN:VALARM" not in data
    assert len(read(data)) == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;b,c", r"a\;b\,c"),
        ("back\\slash", r"back\\slash"),
        ("two\r\nlines", r"two\nlines"),
        ("\x07bell", "bell"),
    ],
)
def test_what_separates_values_is_escaped(text, written):
    assert escaped(text) == written


def test_a_line_of_exactly_75_octets_is_not_folded():
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"


def test_a_whole_day_ends_on_the_next_and_reminds_nobody():
    data = one(day=date(2026, 12, 31)).decode()
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in data
    assert "DTSTAMP:20261020T103000Z\r\nLAST-MODIFIED:20261020T103000Z\r\n" in data
    assert "VALARM" not in data
    assert data.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert data.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_the_same_events_are_the_same_bytes():
    assert one() == one()
