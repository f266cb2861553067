"""An order response (T76) as XML. The same answer gives the same bytes."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from suppliers.imports.ubl.answers import CHANGED, LINE_REFUSED, LineAnswer, OrderAnswer
from suppliers.imports.ubl.names import (
    CAC,
    CBC,
    RESPONSE,
    RESPONSE_CUSTOMIZATION,
    RESPONSE_PROFILE,
    unit_code,
)
from suppliers.imports.ubl.parties import Identifier

# What XML 1.0 cannot hold at all.
_IMPOSSIBLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class ResponseParty:
    """`endpoint` is the electronic address, with its scheme; `own_id` what the buyer calls the party."""

    endpoint: Identifier
    name: str
    own_id: str = ""


@dataclass(frozen=True, slots=True)
class OrderResponse:
    """`number` identifies this response; `currency` is that of every price in it."""

    number: str
    issued_on: dt.date
    order_number: str
    currency: str
    seller: ResponseParty
    buyer: ResponseParty
    answer: OrderAnswer


def order_response(response: OrderResponse) -> bytes:
    """UTF-8, indented by two spaces. Lines stand only in a changed answer (CA), and then all of them."""
    root = (
        f'<OrderResponse xmlns="{RESPONSE}"\n'
        f'               xmlns:cac="{CAC}"\n'
        f'               xmlns:cbc="{CBC}">'
    )
    body = "\n".join(f"  {line}" for line in _body(response))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n{body}\n</OrderResponse>\n'.encode()


def _body(response: OrderResponse) -> Iterator[str]:
    """In the order that the schema prescribes."""
    answer = response.answer
    yield _leaf("cbc:CustomizationID", RESPONSE_CUSTOMIZATION)
    yield _leaf("cbc:ProfileID", RESPONSE_PROFILE)
    yield _leaf("cbc:ID", response.number)
    yield _leaf("cbc:IssueDate", response.issued_on.isoformat())
    yield _leaf("cbc:OrderResponseCode", answer.code)
    yield from _told("cbc:Note", " ".join(answer.notes))
    yield _leaf("cbc:DocumentCurrencyCode", response.currency)
    yield from _branch("cac:OrderReference", [_leaf("cbc:ID", response.order_number)])
    yield from _branch("cac:SellerSupplierParty", _party(response.seller))
    yield from _branch("cac:BuyerCustomerParty", _party(response.buyer))
    if answer.code == CHANGED:
        for line in answer.lines:
            yield from _branch("cac:OrderLine", _line(line, response.currency))


def _party(party: ResponseParty) -> list[str]:
    inner = [_leaf("cbc:EndpointID", party.endpoint.value, schemeID=party.endpoint.scheme)]
    if party.own_id:
        inner += _branch("cac:PartyIdentification", [_leaf("cbc:ID", party.own_id)])
    inner += _branch("cac:PartyLegalEntity", [_leaf("cbc:RegistrationName", party.name)])
    return _branch("cac:Party", inner)


def _line(answer: LineAnswer, currency: str) -> list[str]:
    line = answer.line
    unit = unit_code(line.unit)
    inner = [_leaf("cbc:ID", line.number), *_told("cbc:Note", answer.note)]
    inner.append(_leaf("cbc:LineStatusCode", answer.status))
    if answer.status != LINE_REFUSED:
        quantity = answer.quantity if answer.parts else line.quantity
        inner.append(_leaf("cbc:Quantity", _number(quantity), unitCode=unit))
        if quantity < line.quantity:  # nothing of the rest is to be delivered later
            inner.append(_leaf("cbc:MaximumBackorderQuantity", "0"))
        inner += _delivery(answer)
        inner += _price(answer, currency)
    inner += _item(answer)
    reference = _branch("cac:OrderLineReference", [_leaf("cbc:LineID", line.number)])
    return _branch("cac:LineItem", inner) + reference


def _delivery(answer: LineAnswer) -> list[str]:
    """From the day of the first part to that of the last; the note says how many on which."""
    if not answer.parts:
        return []
    days = [day for day, _ in answer.parts]
    period = [
        _leaf("cbc:StartDate", min(days).isoformat()),
        _leaf("cbc:EndDate", max(days).isoformat()),
    ]
    return _branch("cac:Delivery", _branch("cac:PromisedDeliveryPeriod", period))


def _price(answer: LineAnswer, currency: str) -> list[str]:
    price = answer.line.price if answer.price is None else answer.price
    if price is None:
        return []
    return _branch("cac:Price", [_leaf("cbc:PriceAmount", _number(price), currencyID=currency)])


def _item(answer: LineAnswer) -> list[str]:
    line = answer.line
    inner = [_leaf("cbc:Name", _plain(line.name) or _plain(line.item_code) or line.number)]
    if code := _told("cbc:ID", line.item_code):
        inner += _branch("cac:BuyersItemIdentification", code)
    return _branch("cac:Item", inner)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _leaf(name: str, text: str, **attributes: str) -> str:
    told = "".join(f' {key}="{escape(_plain(value))}"' for key, value in attributes.items())
    return f"<{name}{told}>{escape(_plain(text))}</{name}>"


def _told(name: str, text: str) -> list[str]:
    """Nothing when there is nothing to say: no element may be empty."""
    return [_leaf(name, text)] if _plain(text) else []


def _branch(name: str, inner: list[str]) -> list[str]:
    return [f"<{name}>", *(f"  {line}" for line in inner), f"</{name}>"]


def _plain(text: str) -> str:
    """On one line, and without what XML cannot hold."""
    return " ".join(_IMPOSSIBLE.sub("", text).split())
