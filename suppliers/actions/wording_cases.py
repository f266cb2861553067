"""What a mail about a case says, in the language that is active. No amount is in it."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from portal.enums import Side
from portal.presentation import day, moment
from suppliers.actions.wording import LONGEST, Words
from suppliers.enums import CaseAct, RemedyState
from suppliers.facts.case_clocks import CaseClock
from suppliers.models import Case, CaseHelper, CaseMessage, CaseRemedy
from suppliers.policies_cases import ower_of


def opened_words(case: Case, message: CaseMessage) -> Words:
    """Somebody has a problem with us, or we with them: theirs to solve from now on."""
    names = {"who": message.said_by, "title": case.title}
    facts = []
    if case.acknowledge_by is not None:
        facts.append((_("Say sorry by"), moment(case.acknowledge_by, "full")))
    if case.agree_by is not None:
        facts.append((_("Agree a remedy by"), moment(case.agree_by, "full")))
    subject = _("%(who)s has a problem: %(title)s")
    return Words(subject % names, shortened(message.text), _("Answer"), facts)


def noted_words(case: Case, message: CaseMessage) -> Words:
    """To the partner: what one of us wrote down of what it told us."""
    names = {"who": message.noted_by_label, "title": case.title, "company": settings.COMPANY_NAME}
    text = _("%(who)s of %(company)s noted what you told us. If something is missing, please add it.")
    facts = [(_("Noted"), shortened(message.text))]
    if case.acknowledge_by is not None:
        facts.append((_("You hear from us by"), moment(case.acknowledge_by, "full")))
    return Words(_("We noted: %(title)s") % names, text % names, _("Read it and add to it"), facts)


def said_words(case: Case, message: CaseMessage) -> Words:
    """What was said or done, in their words."""
    names = {"who": message.said_by, "title": case.title}
    subject = _SUBJECTS.get(message.act, lambda: _("%(who)s wrote: %(title)s"))()
    if message.staff_only:
        subject = _("%(who)s noted, for staff only: %(title)s")
    text = shortened(message.text) or _plain(message.act) % names
    act = _("Answer") if message.act != CaseAct.OFFER else _("Agree or decline")
    return Words(subject % names, text, act, [(_("Case"), case.reference)])


_SUBJECTS: dict[str, Callable[[], str]] = {
    CaseAct.ACKNOWLEDGE: lambda: _("%(who)s is sorry: %(title)s"),
    CaseAct.UNDERSTAND: lambda: _("%(who)s says what happened: %(title)s"),
    CaseAct.OFFER: lambda: _("%(who)s offers a remedy: %(title)s"),
    CaseAct.GRANT: lambda: _("%(who)s offers a remedy: %(title)s"),
    CaseAct.AGREE: lambda: _("%(who)s agrees to the remedy: %(title)s"),
    CaseAct.DECLINE: lambda: _("%(who)s declines the remedy: %(title)s"),
    CaseAct.FORGO: lambda: _("%(who)s says that no remedy is needed: %(title)s"),
    CaseAct.TAKE_BACK: lambda: _("%(who)s takes the remedy back: %(title)s"),
    CaseAct.DONE: lambda: _("Done: %(title)s"),
    CaseAct.FOLLOW_UP: lambda: _("%(who)s asks how it is: %(title)s"),
    CaseAct.CLOSE: lambda: _("Closed: %(title)s"),
    CaseAct.REOPEN: lambda: _("%(who)s says that it is not solved: %(title)s"),
    CaseAct.WITHDRAW: lambda: _("%(who)s withdraws: %(title)s"),
}


def handed_over_words(case: Case, who: str) -> Words:
    names = {"who": who, "title": case.title}
    text = _("%(who)s hands this case over to you. No clock restarts: what was promised stays.")
    return Words(_("Yours from now on: %(title)s") % names, text % names, _("Open the case"), _next(case))


def helper_words(case: Case, helper: CaseHelper, who: str) -> Words:
    names = {"who": who, "title": case.title}
    facts = [(_("Your part"), helper.what)] if helper.what else []
    text = _("%(who)s asks for your help.") % names
    return Words(_("Please help: %(title)s") % names, text, _("Open the case"), facts)


def grant_words(remedy: CaseRemedy) -> Words:
    names = {"who": remedy.offered_by_label, "title": remedy.case.title}
    text = _("%(who)s would put it right like this, and cannot go so far alone: “%(words)s”")
    return Words(
        _("A remedy waits for your yes: %(title)s") % names,
        text % {**names, "words": shortened(remedy.text)},
        _("Look at it"),
        [(_("Case"), remedy.case.reference)],
    )


def granted_words(remedy: CaseRemedy) -> Words:
    names = {"title": remedy.case.title, "who": remedy.granted_by_label or remedy.decided_by_label}
    if remedy.state == RemedyState.REFUSED:
        subject = _("%(who)s does not grant the remedy: %(title)s")
        return Words(subject % names, shortened(remedy.words), _("Offer another"), [])
    subject = _("%(who)s grants the remedy: %(title)s")
    return Words(subject % names, _("It was offered to the other side."), _("Open the case"), [])


def marked_words(case: Case) -> Words:
    names = {"title": case.title, "mark": case.satisfaction}
    subject = _("%(mark)s of 10 for how it was dealt with: %(title)s")
    text = shortened(case.satisfaction_words) or _("They left no words.")
    return Words(subject % names, text, _("Open the case"), [(_("Case"), case.reference)])


def half_words(case: Case, clock: CaseClock) -> Words:
    """Half of the time of a promise has passed."""
    names = {"title": case.title}
    text = _("Half of the time has passed. A word today is better than a good one too late.")
    return Words(_("Half of the time has passed: %(title)s") % names, text, _step(clock), _due(case, clock))


def late_words(case: Case, clock: CaseClock) -> Words:
    """A promised moment has passed."""
    names = {"title": case.title}
    text = _("What was promised is past. Tell them now how it stands, and when they hear more.")
    return Words(_("Past what was promised: %(title)s") % names, text, _step(clock), _due(case, clock))


def follow_up_words(case: Case) -> Words:
    names = {"title": case.title}
    text = _("The remedy is done for a while now. Ask how it is, and write down what they say.")
    return Words(_("Ask how it is now: %(title)s") % names, text, _("Follow up"), [])


def undone_words(remedy: CaseRemedy) -> Words:
    names = {"title": remedy.case.title}
    facts = [(_("Agreed for"), day(remedy.done_by, "full"))]
    text = _("What was agreed was to be done by now. If it is done, say so; if not, say when: “%(words)s”")
    words = text % {"words": shortened(remedy.text)}
    return Words(_("Is the remedy done? %(title)s") % names, words, _("Open the case"), facts)


def mark_words(case: Case) -> Words:
    """Asked once, of who had the problem."""
    names = {"title": case.title, "who": _ower_name(case)}
    text = _("Your case is closed. From 0 to 10: how did %(who)s deal with it?")
    facts = [(_("What changes"), shortened(case.change))] if case.change else []
    return Words(_("How did we do? %(title)s") % names, text % names, _("Give a mark"), facts)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _plain(act: str) -> str:
    return str(CaseAct(act).label) if act else ""


def _step(clock: CaseClock) -> str:
    return {
        CaseClock.ACKNOWLEDGE: _("Say sorry"),
        CaseClock.UNDERSTAND: _("Say what happened"),
        CaseClock.AGREE: _("Offer a remedy"),
        CaseClock.FOLLOW_UP: _("Follow up"),
    }[clock]


def _due(case: Case, clock: CaseClock) -> list[tuple[str, str]]:
    due = {
        CaseClock.ACKNOWLEDGE: case.acknowledge_by,
        CaseClock.UNDERSTAND: case.understand_by,
        CaseClock.AGREE: case.agree_by,
    }.get(clock)
    return [(_("Promised by"), moment(due, "full"))] if due is not None else []


def _next(case: Case) -> list[tuple[str, str]]:
    if case.acknowledged_at is None:
        return _due(case, CaseClock.ACKNOWLEDGE)
    if case.understood_at is None:
        return _due(case, CaseClock.UNDERSTAND)
    return _due(case, CaseClock.AGREE) if case.agreed_at is None else []


def _ower_name(case: Case) -> str:
    return case.partner.name if ower_of(case) == Side.PARTNER else settings.COMPANY_NAME
