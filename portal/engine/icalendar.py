"""All-day events as an iCalendar file (RFC 5545): what calendars of all makers subscribe to.

A calendar program knows an event again by its uid and takes the one with the higher sequence. No alarms: who
wants to be reminded says so in their own program.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_WIDEST = 75  # octets of a line, without its end
_END = "\r\n"


@dataclass(frozen=True)
class Event:
    """Something on a day. `changed_at` has a time zone."""

    uid: str
    day: date
    summary: str
    changed_at: datetime
    sequence: int = 0
    description: str = ""
    url: str = ""


def calendar(*, name: str, maker: str, events: Iterable[Event]) -> bytes:
    """The whole file. The same events give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(maker)}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + _END for line in lines).encode()


def escaped(text: str) -> str:
    """A text as a value: what separates values is escaped, what cannot be written is left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(sign for sign in plain if sign == "\n" or (sign >= " " and sign != "\x7f"))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(sign, written)
    return kept


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each after the first begun by a space; no letter is cut."""
    pieces, piece, width = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if width + octets > _WIDEST:
            pieces.append(piece)
            piece, width = " ", 1
        piece += sign
        width += octets
    return _END.join([*pieces, piece])


def _event(event: Event) -> Iterator[str]:
    changed = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    if event.day < date.max:
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
