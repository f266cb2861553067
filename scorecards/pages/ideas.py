"""An idea as a page and a list say it: whose turn, how much time is left, who reads it, what both gain."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.enums import Side
from portal.presentation import day, money, number
from scorecards.enums import IdeaState
from scorecards.models import PlanIdea
from suppliers.models import Partner

# Tone and picture of what became of it.
CHIPS: dict[str, tuple[str, str]] = {
    IdeaState.WAITING: ("open", "clock"),
    IdeaState.ACCEPTED: ("ok", "check"),
    IdeaState.DECLINED: ("", "x"),
    IdeaState.WITHDRAWN: ("", "undo"),
}


@dataclass(frozen=True)
class IdeaChip:
    """Words with a tone and a picture."""

    words: str
    tone: str
    picture: str


@dataclass(frozen=True)
class IdeaClock:
    """`css` is the tone of a clock: late, soon or none."""

    words: str
    css: str


@dataclass(frozen=True)
class GainRow:
    """What one side may gain a year; `side` picks its half."""

    side: str
    name: str
    amount: str


@dataclass(frozen=True)
class IdeaPage:
    """`reason` is the sentence under the title; `readers` is empty unless it is confidential."""

    reason: str
    state: IdeaChip
    clock: IdeaClock
    is_waiting: bool
    is_mine: bool
    whose: str
    readers: str
    gains: tuple[GainRow, ...]


def clock_of(idea: PlanIdea, today: dt.date) -> IdeaClock:
    """Days left to the day by which it is answered, or when it was."""
    if idea.decided_at is not None:
        return IdeaClock(_("answered %(day)s") % {"day": day(idea.decided_at.date(), "short")}, "")
    left = (idea.decide_by - today).days
    if left < 0:
        late = ngettext("%(n)s day over", "%(n)s days over", -left) % {"n": number(-left)}
        return IdeaClock(late, "late")
    if left == 0:
        return IdeaClock(_("today"), "soon")
    return IdeaClock(_("by %(day)s") % {"day": day(idea.decide_by, "short")}, "soon" if left <= 2 else "")


def state_of(idea: PlanIdea, reader_side: str) -> IdeaChip:
    """Whose turn it is, as the reader's side says it."""
    tone, picture = CHIPS[idea.state]
    if idea.state != IdeaState.WAITING:
        return IdeaChip(idea.get_state_display(), tone, picture)
    if idea.side != reader_side:
        return IdeaChip(_("Waits for you"), "warn", picture)
    other = settings.COMPANY_NAME if idea.side == Side.PARTNER else idea.partner.name
    return IdeaChip(_("Waits for %(name)s") % {"name": other}, tone, picture)


def readers_words(partner: Partner) -> str:
    """Who reads a confidential idea of this partner's, plainly."""
    words = {"company": settings.COMPANY_NAME, "partner": partner.name}
    if partner.owner is not None and partner.owner.is_active:
        words["buyer"] = partner.owner.get_full_name()
        return (
            _(
                "At %(company)s only administrators, purchasing managers and your buyer %(buyer)s read it: "
                "no other staff, in no list, search, mail or file. At %(partner)s everybody with an account "
                "does."
            )
            % words
        )
    return (
        _(
            "At %(company)s only administrators and purchasing managers read it: no other staff, in no list, "
            "search, mail or file. At %(partner)s everybody with an account does."
        )
        % words
    )


def promise_words() -> str:
    """Within how many working days it is answered."""
    days = settings.IDEA_DAYS
    return ngettext(
        "It is answered within %(n)s working day.", "It is answered within %(n)s working days.", days
    ) % {"n": number(days)}


def idea_page(idea: PlanIdea, reader_side: str, today: dt.date) -> IdeaPage:
    is_mine = idea.side == reader_side
    whose = idea.partner.name if idea.side == Side.PARTNER else settings.COMPANY_NAME
    return IdeaPage(
        reason=_reason(idea, whose, is_mine=is_mine),
        state=state_of(idea, reader_side),
        clock=clock_of(idea, today),
        is_waiting=idea.state == IdeaState.WAITING,
        is_mine=is_mine,
        whose=whose,
        readers=_who_reads(idea) if idea.is_confidential else "",
        gains=_gains(idea),
    )


def _reason(idea: PlanIdea, whose: str, *, is_mine: bool) -> str:
    if idea.state == IdeaState.WAITING:
        until = {"day": day(idea.decide_by, "week"), "name": whose}
        if is_mine:
            return _("The other side answers by %(day)s.") % until
        return _("%(name)s waits for your answer by %(day)s: say yes, or say why not.") % until
    if idea.state == IdeaState.ACCEPTED:
        return _("A plan is how it becomes real: who does what, by when, and what it brings.")
    if idea.state == IdeaState.DECLINED:
        return _("Not now. If things change, propose it again.")
    return _("It needs no answer any more.")


def _who_reads(idea: PlanIdea) -> str:
    names = {"company": settings.COMPANY_NAME, "partner": idea.partner.name}
    return (
        _(
            "Confidential: %(partner)s reads it, and of %(company)s only administrators, purchasing managers "
            "and the buyer of %(partner)s. Please do not pass it on."
        )
        % names
    )


def _gains(idea: PlanIdea) -> tuple[GainRow, ...]:
    rows = (
        ("you", idea.partner.name, idea.their_minor),
        ("us", settings.COMPANY_NAME, idea.our_minor),
    )
    return tuple(
        GainRow(side, name, money(minor, idea.currency)) for side, name, minor in rows if minor is not None
    )
