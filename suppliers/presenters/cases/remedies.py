"""What puts it right, as each side may read it: what waits for a colleague's yes is ours alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import day, moment, money
from suppliers.enums import RemedyState
from suppliers.models import CaseRemedy

# Inside the company: a partner never learns of them.
OURS_ALONE = (RemedyState.WAITING, RemedyState.REFUSED)
TONES = {
    RemedyState.WAITING: ("warn", "clock"),
    RemedyState.OFFERED: ("you", "swap"),
    RemedyState.AGREED: ("ok", "check"),
    RemedyState.DECLINED: ("", "x"),
    RemedyState.REFUSED: ("", "x"),
    RemedyState.WITHDRAWN: ("", "undo"),
}


@dataclass(frozen=True)
class RemedyRow:
    """One remedy, with the line of its story. `inside`: only the company reads it."""

    public_id: str
    text: str
    amount: str
    by_when: str
    state: str
    words: str
    tone: str
    picture: str
    story: tuple[str, ...]
    quote: str
    inside: bool
    is_us: bool

    @property
    def is_done(self) -> bool:
        return self.state == RemedyState.AGREED and self.picture == "check-check"


@dataclass(frozen=True)
class Limit:
    """How far the reader can go without asking, in words; `minor` None: not at all."""

    words: str
    minor: int | None


def remedy_rows(remedies: Sequence[CaseRemedy], actor: Actor) -> list[RemedyRow]:
    return [_row(one, actor) for one in remedies]


def _row(remedy: CaseRemedy, actor: Actor) -> RemedyRow:
    tone, picture = TONES[RemedyState(remedy.state)]
    words = str(RemedyState(remedy.state).label)
    if remedy.done_at is not None:
        words, picture = _("Done"), "check-check"
    return RemedyRow(
        remedy.public_id,
        remedy.text,
        money(remedy.amount_minor, remedy.currency) if remedy.amount_minor is not None else "",
        _("by %(day)s") % {"day": day(remedy.done_by, "week")} if remedy.done_by else "",
        remedy.state,
        words,
        tone,
        picture,
        tuple(_story(remedy, actor)),
        remedy.words if actor.is_staff else "",
        remedy.side == Side.COMPANY and remedy.state in OURS_ALONE,
        remedy.side == Side.COMPANY,
    )


def _story(remedy: CaseRemedy, actor: Actor) -> list[str]:
    """Who did what, when. Who of us granted it is ours to know."""
    told = [_told(_("offered"), remedy.offered_by_label, remedy.offered_at)]
    if remedy.granted_at and remedy.granted_by_label and actor.is_staff:
        told.append(_told(_("granted"), remedy.granted_by_label, remedy.granted_at))
    if remedy.decided_at and remedy.decided_by_label:
        verbs = {
            RemedyState.AGREED: _("agreed"),
            RemedyState.DECLINED: _("declined"),
            RemedyState.REFUSED: _("not granted"),
            RemedyState.WITHDRAWN: _("taken back"),
        }
        if verb := verbs.get(RemedyState(remedy.state)):
            told.append(_told(verb, remedy.decided_by_label, remedy.decided_at))
    if remedy.done_at:
        told.append(_("done %(moment)s") % {"moment": moment(remedy.done_at, "week")})
    return told


def _told(verb: str, who: str, at: dt.datetime) -> str:
    return _("%(verb)s by %(who)s, %(moment)s") % {"verb": verb, "who": who, "moment": moment(at, "week")}


def limit_words(minor: int | None, asked: Sequence[str]) -> Limit:
    """“You may grant up to EUR 500.00 yourself; over it Erin Falk is asked.”"""
    currency = settings.COMPANY_CURRENCY
    if minor is None:
        return Limit("", None)
    if minor == 0:
        words = _("Every amount needs a colleague’s yes")
    else:
        words = _("You may grant up to %(amount)s yourself") % {"amount": money(minor, currency)}
    if asked:
        words = _("%(words)s; over it %(names)s is asked.") % {"words": words, "names": _either(asked)}
    return Limit(words, minor)


def _either(names: Sequence[str]) -> str:
    """“Erin”, “Erin or Dana”, “Erin or one of 3 others”."""
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("%(one)s or %(other)s") % {"one": names[0], "other": names[1]}
    return _("%(one)s or one of %(n)s others") % {"one": names[0], "n": len(names) - 1}
