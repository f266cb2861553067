"""An order response (T76) that comes in: what a partner answers to an order, line by line."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import BinaryIO

from suppliers.imports.limits import DEFAULT_LIMITS, Limits
from suppliers.imports.markup import Node, read_parts
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.numbers import DecimalStyle, read_decimal
from suppliers.imports.problems import CellRefused, FileRefused, shown
from suppliers.imports.ubl.answers import (
    ACCEPTED,
    CHANGED,
    LINE_ACCEPTED,
    LINE_CHANGED,
    LINE_DELIVERED,
    LINE_REFUSED,
    RECEIVED,
    REJECTED,
    Part,
)
from suppliers.imports.ubl.names import PREFIXES, day_of
from suppliers.imports.ubl.orders import price_of
from suppliers.imports.ubl.parties import Parties
from suppliers.imports.ubl.reading import bounded, head_of, named_party

PARTS = (
    "cbc:ID", "cbc:OrderResponseCode", "cbc:Note", "cbc:DocumentCurrencyCode", "cac:OrderReference",
    "cac:SellerSupplierParty", "cac:BuyerCustomerParty",
)  # fmt: skip
LINE = "cac:OrderLine"
ADDED = "1"
CODES = (RECEIVED, ACCEPTED, REJECTED, CHANGED)
LINE_CODES = (ADDED, LINE_CHANGED, LINE_ACCEPTED, LINE_REFUSED, LINE_DELIVERED)
# The sentence in which our own order response says what it has no element for.
_SPLIT = re.compile(r"\s*In parts: (.{1,5000})\.$")
_PIECE = re.compile(r"^(\d+(?:\.\d+)?)(?: .{1,40})? on (\d{4}-\d{2}-\d{2})$")


@dataclass(frozen=True, slots=True)
class LineReply:
    """One line of the order, answered. Parts are (day, quantity) of the whole line, in the unit `unit`.

    Without parts the message names no day; `quantity` None: none either. `price`: of one unit.
    """

    number: str
    status: str
    parts: tuple[Part, ...] = ()
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An order response. `code` answers the whole; lines stand only in a changed one."""

    number: str
    partner_code: str
    order_number: str
    code: str
    note: str = ""
    lines: tuple[LineReply, ...] = ()


def read_reply(stream: BinaryIO, *, parties: Parties, limits: Limits = DEFAULT_LIMITS) -> Reply:
    """The message as a whole, or FileRefused: broken, not a response, not to us, or with an unknown code."""
    parts = read_parts(stream, limits, PREFIXES)
    root = next(parts, None)
    if root is None or root.name != "response:OrderResponse":
        name = root.name if root is not None else ""
        message = gettext_noop("The XML is no UBL order response: its root is “%(root)s”.")
        raise FileRefused(say(message, root=shown(name)))
    head, first = head_of(parts, PARTS, LINE)
    parties.check_is_us(named_party(head, "cac:BuyerCustomerParty"))
    code = _text(head, "cbc:OrderResponseCode")
    if code not in CODES:
        message = gettext_noop("The answer has the code “%(code)s”; it is one of %(codes)s.")
        raise FileRefused(say(message, code=shown(code), codes=", ".join(CODES)))
    following = chain([first] if first is not None else [], (part for part in parts if part.name == LINE))
    lines = tuple(_lines(bounded(following, limits), _text(head, "cbc:DocumentCurrencyCode")))
    return Reply(
        number=_text(head, "cbc:ID"),
        partner_code=parties.code_of(named_party(head, "cac:SellerSupplierParty")),
        order_number=head["cac:OrderReference"].at("cbc:ID") if "cac:OrderReference" in head else "",
        code=code,
        note=_text(head, "cbc:Note"),
        lines=lines if code == CHANGED else (),
    )


def _text(head: dict[str, Node], name: str) -> str:
    return head[name].text if name in head else ""


def _lines(nodes: Iterable[Node], currency: str) -> Iterator[LineReply]:
    """One for each order line: a line that is split may stand in the message several times."""
    found: dict[str, LineReply] = {}
    for node in nodes:
        one = _line(node, currency)
        found[one.number] = _together(found[one.number], one) if one.number in found else one
    yield from found.values()


def _line(node: Node, currency: str) -> LineReply:
    item = node.find("cac:LineItem")
    if item is None:
        raise FileRefused(say(gettext_noop("A line of the response holds no item (cac:LineItem).")))
    number = node.at("cac:OrderLineReference", "cbc:LineID") or item.at("cbc:ID")
    status = item.at("cbc:LineStatusCode")
    if status not in LINE_CODES:
        message = gettext_noop("Line %(line)s has the code “%(code)s”; it is one of %(codes)s.")
        raise FileRefused(say(message, line=shown(number), code=shown(status), codes=", ".join(LINE_CODES)))
    amount = item.find("cbc:Quantity")
    quantity = _number(amount.text, number) if amount is not None else None
    price = price_of(item, currency)
    note = " ".join(one.text for one in item.all("cbc:Note"))
    return LineReply(
        number=number,
        status=status,
        parts=_parts(item, quantity, note, number),
        quantity=quantity,
        unit=amount.attributes.get("unitCode", "") if amount is not None else "",
        price=_number(price, number) if price else None,
        note=_SPLIT.sub("", note).strip(),
    )


def _parts(item: Node, quantity: Decimal | None, note: str, number: str) -> tuple[Part, ...]:
    """By their deliveries, by the note of our own response, else all on the last day that is promised."""
    deliveries = [(_day(one), _piece(one, number)) for one in item.all("cac:Delivery")]
    told = [(day, piece) for day, piece in deliveries if day is not None and piece is not None]
    if told and len(told) == len(deliveries):
        return tuple(told)
    split = tuple(_of_note(note))
    if split and (quantity is None or sum(piece for _day, piece in split) == quantity):
        return split
    days = [day for day, _piece in deliveries if day is not None]
    return ((max(days), quantity),) if days and quantity is not None else ()


def _piece(delivery: Node, number: str) -> Decimal | None:
    text = delivery.at("cbc:Quantity")
    return _number(text, number) if text else None


def _day(delivery: Node) -> dt.date | None:
    period = delivery.find("cac:PromisedDeliveryPeriod")
    text = day_of(period, "cbc:EndDate") or day_of(period, "cbc:StartDate")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise FileRefused(say(gettext_noop("“%(day)s” is no day."), day=shown(text))) from error


def _of_note(note: str) -> Iterator[Part]:
    """60 pcs on 2026-10-16, 40 pcs on 2026-10-20; nothing when it reads otherwise."""
    found = _SPLIT.search(note)
    pieces = [_PIECE.match(piece) for piece in found[1].split(", ")] if found else []
    try:
        yield from [(dt.date.fromisoformat(one[2]), Decimal(one[1])) for one in pieces if one]
    except ValueError:  # no such day: the period of the line is read instead
        return


def _number(text: str, line: str) -> Decimal:
    try:
        value = read_decimal(text, DecimalStyle.PLAIN)
    except CellRefused:
        value = Decimal(-1)
    if value < 0:
        message = gettext_noop("Line %(line)s says “%(number)s”, which is no number of ours.")
        raise FileRefused(say(message, line=shown(line), number=shown(text)))
    return value


def _together(one: LineReply, other: LineReply) -> LineReply:
    """Two pieces of one order line are one answer; what is refused of it is left out of its quantity."""
    kept = [piece for piece in (one, other) if piece.status != LINE_REFUSED]
    if not kept:
        return one
    notes = dict.fromkeys(piece.note for piece in (one, other) if piece.note)
    amounts = [piece.quantity for piece in kept if piece.quantity is not None]
    return replace(
        kept[0],
        status=LINE_CHANGED,
        parts=tuple(part for piece in kept for part in piece.parts),
        quantity=sum(amounts, Decimal(0)) if amounts else None,
        note=" ".join(notes),
    )
