"""Short words for cases: whose turn it is, the head of the list, what a case is about."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.actors import Actor
from portal.enums import Side
from portal.presentation import number
from suppliers.enums import CaseStage
from suppliers.facts.case_lists import side_of, waited_for
from suppliers.models import Case
from suppliers.presenters.cases.clocks import due_words
from suppliers.presenters.words import sentence_case, spelled


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: the words of a chip, its tone and picture."""

    words: str
    tone: str
    picture: str


@dataclass(frozen=True)
class Head:
    title: str
    reason: str


def side_name(case: Case, side: str) -> str:
    """“Brandt Castings” or the company."""
    return case.partner.name if side == Side.PARTNER else settings.COMPANY_NAME


def turn_key(case: Case) -> str:
    """For files: “waits_for_company”, “closed”."""
    side = waited_for(case)
    return f"waits_for_{side}" if side else case.stage


def turn_of(case: Case, actor: Actor) -> Turn:
    if case.stage == CaseStage.CLOSED:
        return Turn(_("Closed"), "ok", "check")
    if case.stage == CaseStage.WITHDRAWN:
        return Turn(_("Withdrawn"), "", "undo")
    side = waited_for(case)
    assert side is not None
    if side == side_of(actor):
        words = _("Waits for us") if actor.is_staff else _("Waits for you")
        return Turn(words, "us" if actor.is_staff else "you", "clock")
    words = _("Waits for %(name)s") % {"name": side_name(case, side)}
    return Turn(words, "open", "clock")


def next_words(case: Case) -> str:
    """What comes next, as the name of a step: “Say sorry”."""
    return {
        CaseStage.HEARD: _("Say sorry"),
        CaseStage.ACKNOWLEDGED: _("Tell the cause"),
        CaseStage.UNDERSTOOD: _("Offer a remedy"),
        CaseStage.OFFERED: _("Agree a remedy"),
        CaseStage.AGREED: _("Follow up"),
        CaseStage.FOLLOWED_UP: _("Learn and close"),
        CaseStage.CLOSED: _("Closed"),
        CaseStage.WITHDRAWN: _("Withdrawn"),
    }[CaseStage(case.stage)]


def next_sentence(case: Case) -> str:
    """Who does what next, and by when: “Halden offers a remedy by Thu 8 Oct, 16:00.”"""
    side = waited_for(case)
    if side is None:
        return ""
    steps = {
        CaseStage.HEARD: _("%(name)s says sorry"),
        CaseStage.ACKNOWLEDGED: _("%(name)s tells the cause"),
        CaseStage.UNDERSTOOD: _("%(name)s offers a remedy"),
        CaseStage.OFFERED: _("%(name)s agrees to the remedy or says what is missing"),
        CaseStage.AGREED: _("%(name)s does what was agreed and asks how it is"),
        CaseStage.FOLLOWED_UP: _("%(name)s writes down what is learned and closes it"),
    }
    told = steps[CaseStage(case.stage)] % {"name": side_name(case, side)}
    due = due_words(case)
    return _("%(step)s by %(due)s.") % {"step": told, "due": due} if due else f"{told}."


def list_head(ours: int, theirs: int, late: int, actor: Actor) -> Head:
    """How many wait for the reader; then how many they wait for."""
    if ours:
        title = ngettext("%(n)s case waits for you", "%(n)s cases wait for you", ours)
        if actor.is_staff:
            title = ngettext("%(n)s case waits for us", "%(n)s cases wait for us", ours)
        reason = _("Least time first. Whoever hears of a problem owns it; handing over never moves a clock.")
        if late:
            over = ngettext("%(n)s clock has run out.", "%(n)s clocks have run out.", late)
            reason = f"{sentence_case(over % {'n': spelled(late)})} {reason}"
        return Head(sentence_case(title % {"n": spelled(ours)}), reason)
    title = _("No case waits for us") if actor.is_staff else _("No case waits for you")
    if theirs:
        name = _("your partners") if actor.is_staff else settings.COMPANY_NAME
        reason = ngettext("%(n)s case waits for %(name)s.", "%(n)s cases wait for %(name)s.", theirs) % {
            "n": spelled(theirs),
            "name": name,
        }
        return Head(title, sentence_case(reason))
    return Head(title, _("Tell it when something goes wrong: it is listened to, put right and learned from."))


def hours_promised() -> str:
    """“within 4 working hours”"""
    hours = settings.CASE_ACKNOWLEDGE_HOURS
    words = ngettext("within %(n)s working hour", "within %(n)s working hours", hours)
    return words % {"n": number(hours)}
