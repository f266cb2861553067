"""What a partner has answered to an order: a code for the whole and one for each line.

Codes of the whole (UN/CEFACT 4343): AB received, AP accepted, RE rejected, CA accepted with changes.
Codes of a line (UN/CEFACT 1229): 3 changed, 5 accepted as asked, 7 not accepted, 42 already delivered.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

RECEIVED, ACCEPTED, REJECTED, CHANGED = "AB", "AP", "RE", "CA"
LINE_CHANGED, LINE_ACCEPTED, LINE_REFUSED, LINE_DELIVERED = "3", "5", "7", "42"

Part = tuple[dt.date, Decimal]
# The partner's own words; our counter-proposal and our agreeing to a refusal change no answer of theirs.
_PARTNERS = ("confirm", "propose", "reject")


@dataclass(frozen=True, slots=True)
class Said:
    """One word about a line that is in force. `price`: of one unit, when it names one."""

    event: str
    on: dt.date
    parts: tuple[Part, ...] = ()
    reason: str = ""
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as it was ordered, what arrived of it, and every word about it, oldest first."""

    number: str
    name: str
    item_code: str
    quantity: Decimal
    unit: str
    requested_on: dt.date
    price: Decimal | None = None
    status: str = "confirmed"
    status_reason: str = ""
    received: Decimal = Decimal(0)
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The answer to one line; without a `status` there is none yet. Parts are by day."""

    line: Asked
    status: str = ""
    parts: tuple[Part, ...] = ()
    price: Decimal | None = None
    note: str = ""
    withdrawn: bool = False

    @property
    def quantity(self) -> Decimal:
        return sum((quantity for _, quantity in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    code: str
    lines: tuple[LineAnswer, ...] = ()
    notes: tuple[str, ...] = field(default=())


def answer_to(lines: Sequence[Asked]) -> OrderAnswer:
    """The answer to an order, from what is in force about its lines.

    Received (AB) until every line is answered: there is no code for a line that waits. Lines that the buyer
    took back decide nothing, but stand in a changed answer with all others.
    """
    answers = tuple(_line_answer(line) for line in lines)
    deciding = [one for one in answers if not one.withdrawn]
    codes = {one.status for one in deciding}
    if not deciding or "" in codes:
        answered = sum(one.status != "" for one in deciding)
        notes = (f"{answered} of {len(deciding)} lines are answered.",) if answered else ()
        return OrderAnswer(RECEIVED, answers, notes)
    if codes == {LINE_ACCEPTED}:
        return OrderAnswer(ACCEPTED, answers)
    if codes == {LINE_REFUSED}:
        return OrderAnswer(REJECTED, answers, tuple(dict.fromkeys(one.note for one in deciding if one.note)))
    return OrderAnswer(CHANGED, answers)


def answered_on(lines: Iterable[Asked]) -> dt.date | None:
    """The day of the last word of the partner; None when there is none."""
    days = [said.on for line in lines for said in line.said if said.event in _PARTNERS]
    return max(days, default=None)


def _line_answer(line: Asked) -> LineAnswer:
    if line.status == "cancelled_by_us":
        note = line.status_reason or "Cancelled by the buyer."
        return LineAnswer(line, LINE_REFUSED, note=note, withdrawn=True)
    if line.status == "cancelled_by_partner":
        return LineAnswer(line, LINE_REFUSED, note=line.status_reason)
    asked: tuple[Part, ...] = ((line.requested_on, line.quantity),)
    last: Said | None = None
    settled: Said | None = None  # what holds when we decline a proposal
    for said in line.said:
        if said.event == "buyer_change":
            asked, last, settled = said.parts or asked, None, None
        elif said.event == "decline":
            last = settled
        elif said.event in _PARTNERS:
            last, settled = said, said if said.event == "confirm" else settled
    if last is None:
        if line.received >= line.quantity:
            return LineAnswer(line, LINE_DELIVERED)
        return LineAnswer(line)
    if last.event == "reject":
        return LineAnswer(line, LINE_REFUSED, note=last.reason)
    parts = _by_day(last.parts)
    as_asked = parts == _by_day(asked) and last.price in (None, line.price)
    status = LINE_ACCEPTED if as_asked else LINE_CHANGED
    return LineAnswer(line, status, parts, last.price, _note(last.reason, parts, line.unit))


def _by_day(parts: Iterable[Part]) -> tuple[Part, ...]:
    sums: defaultdict[dt.date, Decimal] = defaultdict(Decimal)
    for day, quantity in parts:
        sums[day] += quantity
    return tuple(sorted((day, quantity.normalize()) for day, quantity in sums.items() if quantity))


def _note(reason: str, parts: tuple[Part, ...], unit: str) -> str:
    """The reason; and of several parts each with its day, for which the message has no element.

    `suppliers.imports.ubl.replies` reads it back.
    """
    split = ", ".join(
        f"{quantity:f} {unit} on {day.isoformat()}".replace("  ", " ") for day, quantity in parts
    )
    return " ".join(filter(None, [reason, f"In parts: {split}." if len(parts) > 1 else ""]))
