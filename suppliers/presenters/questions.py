"""Questions as both sides see them: what it is about, whose turn it is, how long they have."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import Channel, Side
from portal.presentation import number
from suppliers.facts.questions import Promptness, side_of
from suppliers.models import Question, QuestionMessage
from suppliers.presenters.clocks import Clock, hours_words, running, stopped
from suppliers.presenters.words import sentence_case, spelled

TITLE = 90  # characters of a question that name it in a list


@dataclass(frozen=True)
class About:
    """What a question is about: its kind, its name, and where it is."""

    kind: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Said:
    public_id: str
    who: str
    is_us: bool
    at: dt.datetime
    note: str
    text: str


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: the words of a chip, its tone and picture."""

    key: str
    words: str
    tone: str
    picture: str


@dataclass(frozen=True)
class HalfTime:
    """How soon one side answers; `is_us` chooses its half."""

    is_us: bool
    name: str
    figure: str
    note: str
    overdue: int
    tone: str = ""


def about_of(question: Question) -> About:
    """Reads line with order, order and invoice: select them."""
    if question.line is not None:
        what = question.line.description or question.line.item_code
        url = reverse("suppliers:order_line", args=[question.line.public_id])
        return About(_("line"), " ".join(filter(None, [str(question.line), what])), url)
    if question.order is not None:
        url = f"{reverse('suppliers:order_list')}?q={question.order.number}&state=all"
        return About(_("order"), question.order.number, url)
    if question.invoice is not None:
        url = f"{reverse('suppliers:invoices')}?q={question.invoice.number}"
        return About(_("invoice"), question.invoice.number, url)
    return About(_("in general"), _("in general"))


def title_of(text: str) -> str:
    """The first words, in quotation marks."""
    words = " ".join(text.split())
    return f"‘{words[:TITLE].rstrip()}…’" if len(words) > TITLE else f"‘{words}’"


def clock_of(question: Question, now: dt.datetime) -> Clock | None:
    """None for a question that was closed without an answer: nobody waits."""
    if question.answered_at is not None:
        return stopped(question.asked_at, question.answer_due_at, question.answered_at)
    if question.closed_at is not None:
        return None
    return running(question.asked_at, question.answer_due_at, now)


def turn_of(question: Any, actor: Actor) -> Turn:
    """For a question with its last word."""
    if question.closed_at is not None:
        return Turn("closed", _("Closed"), "", "check")
    if question.last_side != question.asked_by_side:
        return Turn("answered", _("Answered"), "ok", "check")
    if question.last_side != side_of(actor):
        return Turn("yours", _("Waits for you"), "you", "clock")
    name = question.partner.name if actor.is_staff else settings.COMPANY_NAME
    return Turn("theirs", _("Waits for %(name)s") % {"name": name}, "open", "clock")


def said_in(messages: Iterable[QuestionMessage]) -> list[Said]:
    return [
        Said(
            message.public_id,
            message.said_by,
            message.side == Side.COMPANY,
            message.at,
            ""
            if message.channel == Channel.PAGE
            else _("by %(channel)s") % {"channel": message.get_channel_display()},
            message.text,
        )
        for message in messages
    ]


def halves(found: Mapping[Side, Promptness], partners: str) -> list[HalfTime]:
    """The partner's half, then ours; `partners` names the one, or all of them."""
    return [
        _half(found[Side.PARTNER], partners, is_us=False),
        _half(found[Side.COMPANY], settings.COMPANY_NAME, is_us=True),
    ]


def _half(one: Promptness, name: str, *, is_us: bool) -> HalfTime:
    if one.hours is None:
        figure, note = _("no answer yet"), _("asked in the last 90 days")
    else:
        figure = hours_words(one.hours)
        note = ngettext(
            "until the first answer: the median of %(n)s in 90 days",
            "until the first answer: the median of %(n)s in 90 days",
            one.n,
        ) % {"n": number(one.n)}
    return HalfTime(is_us, name, figure, note, one.overdue, "bad" if one.overdue else "")


def answer_words(one: Promptness) -> str:
    """“6.5 working hours (median, n 56)”; empty when nobody was answered."""
    if one.hours is None:
        return ""
    return _("%(hours)s (median, n %(n)s)") % {"hours": hours_words(one.hours), "n": number(one.n)}


@dataclass(frozen=True)
class Head:
    title: str
    reason: str


def list_head(yours: int, theirs: int, actor: Actor) -> Head:
    """How many wait for the reader; then how many they wait for."""
    if yours:
        title = ngettext(
            "%(n)s question waits for your answer", "%(n)s questions wait for your answer", yours
        )
        reason = _(
            "Least time first. The clock stops with the first answer, and handing over never moves it."
        )
        return Head(sentence_case(title % {"n": spelled(yours)}), reason)
    title = _("Nobody waits for your answer")
    if not theirs:
        reason = _("Ask on a line, an order or an invoice, or in general: whoever is asked has a clock.")
        return Head(title, reason)
    other = _("your partners") if actor.is_staff else settings.COMPANY_NAME
    reason = ngettext(
        "%(n)s question of yours waits for %(name)s.", "%(n)s questions of yours wait for %(name)s.", theirs
    )
    return Head(title, sentence_case(reason % {"n": spelled(theirs), "name": other}))
