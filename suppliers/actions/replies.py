"""A partner's order response becomes answers to the lines of that order, as if it had typed them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor
from portal.engine.scaled import SCALE, from_scaled
from portal.enums import Channel
from suppliers.actions.commitments import AT_ONCE, Answer, Said, answer
from suppliers.actions.deciding import LONGEST_NOTE
from suppliers.actions.messages import KnownParties
from suppliers.engine.commitments import rest_of
from suppliers.engine.lines import Part
from suppliers.enums import Act, ReasonCode
from suppliers.facts.standing import with_standing
from suppliers.imports.messages import gettext_noop, say
from suppliers.imports.problems import FileRefused, shown
from suppliers.imports.ubl.answers import (
    ACCEPTED,
    CHANGED,
    LINE_ACCEPTED,
    LINE_DELIVERED,
    LINE_REFUSED,
    RECEIVED,
    REJECTED,
)
from suppliers.imports.ubl.names import unit_code
from suppliers.imports.ubl.replies import ADDED, LineReply, Reply, read_reply
from suppliers.models import Order, OrderLine
from suppliers.permissions import check_can_answer


@dataclass(frozen=True)
class LineTaken:
    """What became of one line of the message. `said` None: there was nothing to answer, `why` says so."""

    number: str
    said: Said | None = None
    why: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of an order response: its code, and each line it speaks of."""

    order: Order
    code: str
    lines: tuple[LineTaken, ...] = ()


def read_response(*, by: Actor, stream: BinaryIO) -> tuple[Reply, Order]:
    """The message and the order it answers, as far as `by` may see it; stores nothing. Raises FileRefused."""
    reply = read_reply(stream, parties=KnownParties(by))
    orders = Order.objects.for_actor(by).select_related("partner")
    order = orders.filter(partner__code=reply.partner_code, number=reply.order_number).first()
    if order is None:
        message = gettext_noop("There is no order “%(order)s” of this partner.")
        raise FileRefused(say(message, order=shown(reply.order_number)))
    return reply, order


def take(*, by: Actor, stream: BinaryIO, at: dt.datetime | None = None) -> Taken:
    """Answer the lines of the order as the message says. Partial: what is refused stores nothing.

    Raises FileRefused for the message as a whole, PermissionDenied for whoever may not answer.
    """
    by = by.through(Channel.UBL)
    check_can_answer(by)
    reply, order = read_response(by=by, stream=stream)
    with transaction.atomic():
        taken = Taken(order, reply.code, tuple(_answered(by, reply, order, at)))
        data = {"order": order.number, "response": reply.number, "code": reply.code}
        audit.record(by=by, verb="response.taken", obj=order, scope=order.partner.public_id, data=data)
    return taken


def _answered(by: Actor, reply: Reply, order: Order, at: dt.datetime | None) -> Iterator[LineTaken]:
    lines = list(with_standing(OrderLine.objects.for_actor(by).filter(order=order)).order_by("pk"))
    plans = list(_plans(reply, lines))
    answers = [plan for _number, plan, _why in plans if plan is not None]
    said: list[Said] = []
    for start in range(0, len(answers), AT_ONCE):
        said += answer(by=by, answers=answers[start : start + AT_ONCE], at=at)
    results = iter(said)
    for number, plan, why in plans:
        yield LineTaken(number, next(results), "") if plan is not None else LineTaken(number, None, why)


def _plans(reply: Reply, lines: Sequence[Any]) -> Iterator[tuple[str, Answer | None, str]]:
    """(number of the line, the answer, why there is none). Lines have their standing."""
    if reply.code == RECEIVED:
        return
    if reply.code != CHANGED:
        for line in lines:
            if line.open_quantity:
                yield line.number, _whole(reply, line), ""
        return
    by_number = {line.number: line for line in lines}
    for one in reply.lines:
        found = by_number.get(one.number)
        if found is None or one.status == ADDED:
            yield one.number, None, _("The order has no such line.")
        elif not found.open_quantity or one.status == LINE_DELIVERED:
            yield one.number, None, _("Nothing of it is open.")
        else:
            yield _planned(reply, one, found)


def _whole(reply: Reply, line: OrderLine) -> Answer:
    if reply.code == ACCEPTED:
        return Answer(line.public_id, Act.ACCEPT)
    assert reply.code == REJECTED
    return _rejected(reply, reply.note, line)


def _rejected(reply: Reply, note: str, line: OrderLine) -> Answer:
    words = _words(reply, note)
    return Answer(line.public_id, Act.REJECT, reason_code=ReasonCode.OTHER, note=words)


def _words(reply: Reply, note: str) -> str:
    """Why, in the partner's words; a message without any at least names itself."""
    return (note or reply.note or _("Order response %s") % reply.number)[:LONGEST_NOTE]


def _planned(reply: Reply, one: LineReply, line: Any) -> tuple[str, Answer | None, str]:
    if one.status == LINE_REFUSED:
        return one.number, _rejected(reply, one.note, line), ""
    if line.unit and one.unit and unit_code(line.unit) != one.unit:
        words = _("It is ordered in “%(ours)s”, the message counts in “%(theirs)s”.")
        return one.number, None, words % {"ours": line.unit, "theirs": one.unit}
    whole = _parts(one, line)
    if whole is None:
        return one.number, None, _("A quantity has more than six decimals.")
    price = _price(one, line)
    as_asked = [(part.quantity, part.due_on) for part in whole] == [(line.quantity, line.requested_on)]
    if one.status == LINE_ACCEPTED and not one.parts:
        return one.number, Answer(line.public_id, Act.ACCEPT), ""
    rest = tuple((part.quantity, part.due_on) for part in rest_of(whole, line.received))
    if not rest:
        return one.number, None, _("Nothing of it is open.")
    is_plain = as_asked and price is None
    said = Answer(
        line.public_id,
        Act.PROMISE,
        parts=rest,
        price=price,
        reason_code="" if is_plain else ReasonCode.OTHER,
        note="" if is_plain else _words(reply, one.note),
    )
    return one.number, said, ""


def _parts(one: LineReply, line: OrderLine) -> tuple[Part, ...] | None:
    """Of the whole line; without a day it is the day asked for. None for a quantity finer than ours."""
    given = one.parts or ((line.requested_on, one.quantity or from_scaled(line.quantity)),)
    scaled = [(day, quantity * SCALE) for day, quantity in given]
    if any(amount != amount.to_integral_value() for _day, amount in scaled):
        return None
    return tuple(sorted(Part(day, number, int(amount)) for number, (day, amount) in enumerate(scaled, 1)))


def _price(one: LineReply, line: OrderLine) -> int | None:
    """None: as ordered."""
    if one.price is None:
        return None
    scaled = int((one.price * SCALE).to_integral_value())
    return None if scaled == line.unit_price else max(scaled, 0)
