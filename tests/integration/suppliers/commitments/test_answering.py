"""What becomes of a partner's answer to a line."""

from datetime import date

import pytest

from suppliers.enums import Act, Fate, PromiseEvent

LATE = date(2026, 9, 25)


def test_accepted_as_asked(say, line, held):
    said = say(line, Act.ACCEPT)
    assert said.fate == Fate.ACCEPTED
    assert said.promise.event == PromiseEvent.CONFIRM
    assert said.promise.made_by == "Bob Brandt"
    assert [(part.quantity, part.promised_on) for part in said.promise.parts.all()] == [
        (line.quantity, line.requested_on)
    ]
    assert held(line).talk.turn == ""


def test_outside_of_the_tolerance_it_waits(say, line, held):
    said = say(line, Act.PROMISE, (100, LATE), reason_code="material")
    assert said.fate == Fate.WAITING
    assert said.why == "10 days later than agreed; that is for a person to decide. Halden answers."
    assert held(line).talk.parts == ()
