"""What a mail about order lines says, in the language that is active. No price, score or amount is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number, quantity
from suppliers.enums import PromiseEvent, ReasonCode
from suppliers.models import Order, OrderLine, Promise, Question, QuestionMessage

SHOWN = 8  # lines that a mail lists; more are counted
LONGEST = 600  # characters of what somebody wrote, before a mail sends its reader to the page

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Words:
    """`facts`: pairs of a label and what is so."""

    subject: str
    text: str
    act: str
    facts: Facts


def line_name(line: OrderLine) -> str:
    """Order and line, as both sides call it."""
    return f"{line.order.number}-{line.number}"


def what(line: OrderLine) -> str:
    """“300 pcs IM-12 Impeller”."""
    item = " ".join(filter(None, [line.item_code, line.description]))
    return f"{quantity(line.quantity, line.unit)} {item}".strip()


def listed(pairs: Sequence[tuple[OrderLine, str]]) -> Facts:
    """The first of them, each with what is said of it, and how many more there are."""
    facts = [(line_name(line), words) for line, words in pairs[:SHOWN]]
    if (more := len(pairs) - SHOWN) > 0:
        facts.append(("…", ngettext("and %(n)s more", "and %(n)s more", more) % {"n": number(more)}))
    return facts


def parts_words(promise: Promise) -> str:
    """“120 on Mon 5 Oct 2026, 180 on Mon 12 Oct 2026”; one part is its day alone."""
    parts = list(promise.parts.all())
    if len(parts) == 1:
        return day(parts[0].promised_on, "full")
    pairs = [(quantity(part.quantity), day(part.promised_on, "full")) for part in parts]
    return ", ".join(_("%(quantity)s on %(day)s") % {"quantity": q, "day": on} for q, on in pairs)


def order_words(order: Order, lines: Sequence[OrderLine]) -> Words:
    """These lines wait for the partner's first word, or for its word on what we changed."""
    names = {"company": settings.COMPANY_NAME, "order": order.number, "n": number(len(lines))}
    changed = [line for line in lines if line.last_event == PromiseEvent.BUYER_CHANGE]  # type: ignore[attr-defined]
    if len(changed) == len(lines):
        subject = ngettext(
            "We changed a line of order %(order)s: does it still work?",
            "We changed %(n)s lines of order %(order)s: do they still work?",
            len(lines),
        )
        text = _("%(company)s asks for something else than before. Please say whether it works for you.")
    else:
        subject = ngettext(
            "Order %(order)s: please confirm one line",
            "Order %(order)s: please confirm %(n)s lines",
            len(lines),
        )
        text = _("Please say by when it will come. What works as asked is confirmed with one click.")
    pairs = [(line, f"{what(line)}, {_due(line.requested_on)}") for line in lines]
    return Words(subject % names, text % names, _("Answer the order"), listed(pairs))


def radar_words(lines: Sequence[tuple[OrderLine, date]]) -> Words:
    """These lines come due soon: each with the day that was promised."""
    first = min(due for _line, due in lines)
    names = {"company": settings.COMPANY_NAME, "n": number(len(lines)), "day": day(first, "full")}
    subject = ngettext(
        "Still good? One line comes due on %(day)s",
        "Still good? %(n)s lines come due, the first on %(day)s",
        len(lines),
    )
    text = _(
        "%(company)s counts on what you promised. If it will come as promised, one click says so; if not, "
        "a new date now helps more than one after the day."
    )
    promised = _("promised for %(day)s")
    pairs = [(line, f"{what(line)}, {promised % {'day': day(due, 'full')}}") for line, due in lines]
    return Words(subject % names, text % names, _("Say whether it is still good"), listed(pairs))


def proposed_words(order: Order, promises: Sequence[Promise]) -> Words:
    """The partner proposes something else; it waits for us."""
    names = {"partner": order.partner.name, "order": order.number, "n": number(len(promises))}
    subject = ngettext(
        "%(partner)s proposes another promise for order %(order)s",
        "%(partner)s proposes other promises for %(n)s lines of order %(order)s",
        len(promises),
    )
    text = _("It waits for your word: accept it, propose something else, or say that it cannot be.")
    pairs = [(promise.line, _with_reason(_compared(promise), promise)) for promise in promises]
    return Words(subject % names, text, _("Open the proposal"), listed(pairs))


def rejected_words(order: Order, promises: Sequence[Promise]) -> Words:
    """The partner cannot deliver these lines."""
    names = {"partner": order.partner.name, "order": order.number, "n": number(len(promises))}
    subject = ngettext(
        "%(partner)s cannot deliver a line of order %(order)s",
        "%(partner)s cannot deliver %(n)s lines of order %(order)s",
        len(promises),
    )
    text = _("Find another way with them, or agree and plan without it.")
    pairs = [(promise.line, _with_reason(what(promise.line), promise)) for promise in promises]
    return Words(subject % names, text, _("Open the refusal"), listed(pairs))


def countered_words(order: Order, promises: Sequence[Promise]) -> Words:
    """We propose something else; it waits for the partner."""
    names = {"company": settings.COMPANY_NAME, "order": order.number}
    text = _("%(company)s proposes something else. One click accepts it; you can also propose again.")
    pairs = [(promise.line, _with_reason(parts_words(promise), promise)) for promise in promises]
    subject = _("Order %(order)s: would this work instead?")
    return Words(subject % names, text % names, _("Answer our counter-proposal"), listed(pairs))


def settled_words(order: Order, promises: Sequence[Promise]) -> Words:
    """We accepted, declined, or agreed to a refusal: nothing waits, but the partner should know."""
    names = {"company": settings.COMPANY_NAME, "order": order.number}
    said = {
        PromiseEvent.CONFIRM: _("accepted: %(words)s"),
        PromiseEvent.DECLINE: _("not possible for us; what held before holds"),
        PromiseEvent.AGREE: _("agreed: you do not deliver it"),
    }
    pairs = [
        (
            promise.line,
            _with_reason(said[PromiseEvent(promise.event)] % {"words": parts_words(promise)}, promise),
        )
        for promise in promises
    ]
    subject, text = _("Our answer to your proposal: order %(order)s"), _("%(company)s has answered.")
    return Words(subject % names, text % names, _("Open the order"), listed(pairs))


def question_words(question: Question, message: QuestionMessage) -> Words:
    """Somebody asks, or answers, in their own words."""
    about = question_subject(question)
    names = {"who": message.said_by, "about": about}
    asks = message.side == question.asked_by_side
    if asks:
        subject = _("%(who)s asks about %(about)s") if about else _("%(who)s has a question")
        act = _("Answer the question")
    else:
        subject = _("%(who)s answered about %(about)s") if about else _("%(who)s answered your question")
        act = _("Read it and reply")
    text = message.text if len(message.text) <= LONGEST else message.text[: LONGEST - 1].rstrip() + "…"
    due = [(_("Answer by"), day(question.answer_due_at, "full"))] if asks else []
    return Words(subject % names, text, act, due)


def question_subject(question: Question) -> str:
    """The line, order or invoice that it is about; empty in general."""
    if question.line is not None:
        return line_name(question.line)
    if question.order is not None:
        return question.order.number
    return question.invoice.number if question.invoice is not None else ""


def _due(asked: date) -> str:
    return _("asked for %(day)s") % {"day": day(asked, "full")}


def _compared(promise: Promise) -> str:
    return f"{parts_words(promise)} ({_due(promise.line.requested_on)})"


def _with_reason(words: str, promise: Promise) -> str:
    cause = str(ReasonCode(promise.reason_code).label) if promise.reason_code else ""
    return ": ".join(filter(None, [words, ", ".join(filter(None, [cause, promise.reason]))]))
