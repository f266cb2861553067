"""Who has the word: the steps of a card, and what was said about it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.presentation import day, number
from scorecards.enums import ResponseKind
from scorecards.presenters import SharedResponse, SharedScorecard


@dataclass(frozen=True)
class Reader:
    """Who looks at the card: our side or the partner's, and may it say something?

    `contested` lines of any of its revisions wait for our answer until `contest_due`.
    """

    is_staff: bool
    may_answer: bool = False
    may_reply: bool = False
    contested: int = 0
    contest_due: date | None = None


@dataclass(frozen=True)
class Step:
    name: str
    note: str
    done: bool = False
    now: bool = False


@dataclass(frozen=True)
class Said:
    is_us: bool
    name: str
    at: datetime
    note: str
    text: str


@dataclass(frozen=True)
class Button:
    value: str
    label: str
    icon: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Answer:
    """`act` is the page's one primary button, empty when there is nothing to say; `closed` says why not."""

    title: str
    reason: str
    act: str
    url: str
    steps: list[Step]
    talk: list[Said]
    buttons: list[Button]
    closed: str


def answer(card: SharedScorecard, reader: Reader) -> Answer:
    return Answer(
        title=_("What %(partner)s says") % {"partner": card.partner_name}
        if reader.is_staff
        else _("Your answer"),
        reason=_reason(card, reader),
        act=_act(card, reader),
        url=reverse("scorecards:answer", args=[card.public_id]),
        steps=_steps(card, reader),
        talk=[_said(one) for one in card.responses],
        buttons=_buttons(card, reader),
        closed=_closed(card, reader),
    )


def waits_for_us(card: SharedScorecard) -> bool:
    """The last word is an answer of the partner."""
    return bool(card.responses) and card.responses[-1].kind == ResponseKind.COMMENT


def _reason(card: SharedScorecard, reader: Reader) -> str:
    if reader.contested:
        return _contested(reader)
    if waits_for_us(card):
        return _("Answered, and waits for %(company)s") % {"company": settings.COMPANY_NAME}
    agreed = next((one for one in card.responses if one.kind == ResponseKind.ACKNOWLEDGED), None)
    if agreed:
        return _("Acknowledged %(day)s by %(name)s") % {"day": day(agreed.at, "short"), "name": agreed.by}
    return "" if card.responses else _("Nothing said yet")


def _contested(reader: Reader) -> str:
    """1 line contested, answer by 7 Oct"""
    lines = ngettext("%(n)s line contested", "%(n)s lines contested", reader.contested)
    words = lines % {"n": number(reader.contested)}
    if reader.contest_due is None:
        return words
    return _("%(lines)s, answer by %(day)s") % {"lines": words, "day": day(reader.contest_due, "short")}


def _act(card: SharedScorecard, reader: Reader) -> str:
    if reader.may_answer:
        return _("Acknowledge or answer") if card.acknowledged_at is None else ""
    return _("Reply") if reader.may_reply and waits_for_us(card) else ""


def _buttons(card: SharedScorecard, reader: Reader) -> list[Button]:
    if reader.may_reply:
        return [Button("reply", _("Send reply"))]
    if not reader.may_answer:
        return []
    if card.acknowledged_at is not None:
        return [Button("comment", _("Send comment"))]
    return [
        Button("acknowledge", _("Acknowledge"), icon="check"),
        Button("comment", _("Send comment only"), quiet=True),
    ]


def _closed(card: SharedScorecard, reader: Reader) -> str:
    if not card.is_latest:
        return _("A newer revision replaced this card: what is said now belongs there.")
    if reader.is_staff:
        return _("Purchasing replies to partners.")
    return _("Administrators and editors of %(partner)s answer for it.") % {"partner": card.partner_name}


def _said(response: SharedResponse) -> Said:
    agreed = response.kind == ResponseKind.ACKNOWLEDGED
    text = response.text or (_("Acknowledged.") if agreed else "")
    note = _("acknowledged") if agreed and response.text else ""
    return Said(not response.by_partner, response.by, response.at, note, text)


def _steps(card: SharedScorecard, reader: Reader) -> list[Step]:
    form = "short" if card.as_of.year == card.published_at.year else "date"
    steps = [
        Step(_("Preview"), _("until %(day)s") % {"day": day(card.as_of, form)}, done=True),
        Step(_("Published"), day(card.published_at, form), done=True),
    ]
    theirs = _("With %(partner)s") % {"partner": card.partner_name} if reader.is_staff else _("With you")
    if reader.contested:
        ours = _("With %(company)s") % {"company": settings.COMPANY_NAME}
        return [*steps, Step(ours, _contested(reader), now=True), Step(_("Agreed"), "")]
    if card.acknowledged_at is not None:
        return [
            *steps,
            Step(theirs, "", done=True),
            Step(_("Agreed"), day(card.acknowledged_at, "short"), done=True),
        ]
    if waits_for_us(card):
        since = _("since %(day)s") % {"day": day(card.responses[-1].at, "short")}
        ours = _("With %(company)s") % {"company": settings.COMPANY_NAME}
        return [*steps, Step(ours, since, now=True), Step(_("Agreed"), "")]
    since = _("since %(day)s") % {"day": day(card.published_at, "short")}
    return [*steps, Step(theirs, since, now=True), Step(_("Agreed"), "")]
