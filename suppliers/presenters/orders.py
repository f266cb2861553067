"""The head of the list of lines, and the story of one line: every word given and everything that came."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.presentation import day, number, quantity, unit_price
from suppliers.enums import LineState, PromiseEvent
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
    """Something that happened to a line. `side`: whose act it was, `you` (the partner) or `us`."""

    on: dt.date
    at: dt.datetime | None
    side: str
    words: str
    who: str = ""
    reason: str = ""


def story_of(line: OrderLine, actor: Actor) -> list[Step]:
    """Newest first. Reads what `shown` has loaded."""
    steps = [_said(line, promise, actor) for promise in line.promises.all()]
    steps += [_came(line, receipt, actor) for receipt in line.receipts.all()]
    asked_quantity, asked_day = line.asked_first
    asked = _("Asked for %(quantity)s on %(day)s") % {
        "quantity": quantity(asked_quantity, line.unit),
        "day": day(asked_day, "full"),
    }
    first = line.order.ordered_on or min([step.on for step in steps], default=asked_day)
    steps.append(Step(first, None, "us", asked, line.order.buyer_email if actor.is_staff else ""))
    return sorted(steps, key=lambda step: step.on, reverse=True)


def _said(line: OrderLine, promise: Promise, actor: Actor) -> Step:
    is_ours = promise.event == PromiseEvent.BUYER_CHANGE
    parts = ", ".join(
        _("%(quantity)s on %(day)s")
        % {"quantity": quantity(part.quantity, line.unit), "day": day(part.promised_on, "full")}
        for part in promise.parts.all()
    )
    words = {
        PromiseEvent.CONFIRM: _("Promised %(parts)s"),
        PromiseEvent.PROPOSE: _("Proposed %(parts)s"),
        PromiseEvent.REJECT: _("Refused"),
        PromiseEvent.BUYER_CHANGE: _("Changed to %(parts)s"),
        PromiseEvent.VOID: _("Taken back: what was said before no longer counts"),
    }[PromiseEvent(promise.event)] % {"parts": parts}
    side = "us" if is_ours else "you"
    return Step(promise.made_at.date(), promise.made_at, side, words, promise.made_by, promise.reason)


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
