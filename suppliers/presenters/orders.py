"""The head of the list of lines, and the story of one line: every word given and everything that came."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import Channel
from portal.presentation import day, number, quantity, unit_price
from suppliers.enums import BY_PARTNER, LineState, PromiseEvent
from suppliers.facts.standing import SETTING
from suppliers.models import OrderLine, Promise, Receipt
from suppliers.presenters.directory import Head
from suppliers.presenters.words import sentence_case, spelled


def lines_head(counts: Mapping[int, int], actor: Actor) -> Head:
    """“Four of your 31 open lines are late”; `counts` are the open lines by state."""
    total, late = sum(counts.values()), counts.get(LineState.LATE, 0)
    if not total:
        return Head(_("Nothing is open"), _("Every line that was ordered has arrived. Thank you."))
    if not late:
        title = ngettext("%(all)s open line, none is late", "%(all)s open lines, none is late", total)
        return Head(title % {"all": number(total)}, _("Thank you: every promise that fell due was kept."))
    if actor.is_staff:
        title = ngettext(
            "%(late)s of %(all)s open lines is late", "%(late)s of %(all)s open lines are late", late
        )
        reason = _("The longest late stand first; the partner’s name opens whom to talk to.")
    else:
        title = ngettext(
            "%(late)s of your %(all)s open lines is late",
            "%(late)s of your %(all)s open lines are late",
            late,
        )
        reason = _("Tell %(company)s when they will arrive: early warning beats silence.") % {
            "company": settings.COMPANY_NAME
        }
    return Head(sentence_case(title % {"late": spelled(late), "all": number(total)}), reason)


@dataclass(frozen=True)
class Step:
    """Something that happened to a line. `side`: whose act it was, `you` (the partner) or `us`.

    `was`: the promise that it took the place of, in words; `how`: through what it was said.
    """

    on: dt.date
    at: dt.datetime | None
    side: str
    words: str
    who: str = ""
    reason: str = ""
    was: str = ""
    how: str = ""


def story_of(line: OrderLine, actor: Actor) -> list[Step]:
    """Newest first. Reads what `shown` has loaded."""
    steps = _talk(line)
    steps += [_came(line, receipt, actor) for receipt in line.receipts.all()]
    asked_quantity, asked_day = line.asked_first
    asked = _("Asked for %(quantity)s on %(day)s") % {
        "quantity": quantity(asked_quantity, line.unit),
        "day": day(asked_day, "full"),
    }
    first = line.order.ordered_on or min([step.on for step in steps], default=asked_day)
    steps.append(Step(first, None, "us", asked, line.order.buyer_email if actor.is_staff else ""))
    return sorted(steps, key=lambda step: step.on, reverse=True)


def _talk(line: OrderLine) -> list[Step]:
    """Every word, each promise with the one before it; the newest last."""
    said = list(line.promises.all())
    voided = {promise.voids_id for promise in said}
    steps, before = [], ""
    for promise in said:
        parts = _parts(line, promise)
        steps.append(_said(promise, parts, before))
        if promise.event in SETTING and promise.pk not in voided:
            before = parts
    return steps


def _parts(line: OrderLine, promise: Promise) -> str:
    return ", ".join(
        _("%(quantity)s on %(day)s")
        % {"quantity": quantity(part.quantity, line.unit), "day": day(part.promised_on, "full")}
        for part in promise.parts.all()
    )


def _said(promise: Promise, parts: str, before: str) -> Step:
    event = PromiseEvent(promise.event)
    is_ours = event not in (*BY_PARTNER, PromiseEvent.VOID)
    side = "us" if is_ours or _accepts_proposal(promise) else "you"
    return Step(
        timezone.localtime(promise.made_at).date(),
        promise.made_at,
        side,
        _words_of(promise, parts, before),
        promise.made_by,
        ": ".join(filter(None, [promise.get_reason_code_display(), promise.reason])),
        before if event in SETTING and before not in ("", parts) else "",
        _how(promise),
    )


def _accepts_proposal(promise: Promise) -> bool:
    """A confirmation that answers a proposal is the buyer's yes."""
    answered = promise.answers
    return promise.event == PromiseEvent.CONFIRM and answered is not None and answered.event == "propose"


def _words_of(promise: Promise, parts: str, before: str) -> str:
    event = PromiseEvent(promise.event)
    if event == PromiseEvent.CONFIRM and _accepts_proposal(promise):
        words = _("Accepted: %(parts)s")
    elif event == PromiseEvent.CONFIRM and parts == before:
        words = _("Still good: %(parts)s")
    else:
        words = {
            PromiseEvent.CONFIRM: _("Promised %(parts)s"),
            PromiseEvent.PROPOSE: _("Proposed %(parts)s"),
            PromiseEvent.REJECT: _("Refused"),
            PromiseEvent.BUYER_CHANGE: _("Changed to %(parts)s"),
            PromiseEvent.VOID: _("Taken back: what was said before no longer counts"),
            PromiseEvent.COUNTER: _("Asked instead for %(parts)s"),
            PromiseEvent.DECLINE: _("Not possible: what was agreed before stays"),
            PromiseEvent.AGREE: _("Took note of the refusal"),
        }[event]
    return words % {"parts": parts}


def _how(promise: Promise) -> str:
    """“through a mail link sent to b@...”; a page needs no words."""
    if promise.sent_to:
        return _("through a mail link sent to %(address)s") % {"address": promise.sent_to}
    if promise.channel in (Channel.PAGE, Channel.IMPORT):
        return ""
    return _("through: %(channel)s") % {"channel": Channel(promise.channel).label}


def _came(line: OrderLine, receipt: Receipt, actor: Actor) -> Step:
    words = _("Received %(quantity)s") % {"quantity": quantity(receipt.accepted_quantity, line.unit)}
    if receipt.rejected_quantity:
        rejected = _("%(words)s, %(quantity)s rejected")
        words = rejected % {"words": words, "quantity": quantity(receipt.rejected_quantity, line.unit)}
    who = ", ".join(filter(None, [receipt.number, receipt.site]))
    return Step(receipt.received_on, None, "us", words, who, receipt.reject_reason)


def line_facts_shown(line: OrderLine) -> list[tuple[str, str]]:
    """What both sides know of a line, without what nobody filled in. Never what we think it should cost."""
    order = line.order
    price = unit_price(line.unit_price, order.currency) if line.unit_price and order.currency else ""
    facts = [
        (_("Order"), order.number),
        (_("Line"), line.number),
        (_("Ordered on"), day(order.ordered_on) if order.ordered_on else ""),
        (_("Item"), line.item_code),
        (_("Category"), line.category),
        (_("Quantity"), quantity(line.quantity, line.unit)),
        (_("Received"), quantity(line.received, line.unit)),
        (_("Still open"), quantity(line.open_quantity, line.unit) if line.open_quantity else ""),
        (_("Unit price"), price),
        (_("Ship to"), line.ship_to),
        (_("Buyer"), order.buyer_email),
        (_("Status"), str(line.get_status_display())),
        (_("Why"), line.status_reason),
    ]
    return [(label, words) for label, words in facts if words]
