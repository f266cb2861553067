"""Cases: what each stage allows to which side (docs/cases.md), and what to do where it does not."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.enums import Side
from suppliers.enums import CaseAct, CaseParty, CaseStage, RemedyState
from suppliers.models import Case, CaseMessage

# A closed case may be opened again for so long.
REOPEN_DAYS = 30

_OPENER, _OWER, _EITHER = CaseParty.OPENER, CaseParty.OWER, CaseParty.EITHER
_ALWAYS: Mapping[CaseAct, CaseParty] = {
    CaseAct.SAY: _EITHER,
    CaseAct.WITHDRAW: _OPENER,
    CaseAct.HAND_OVER: _OWER,
    CaseAct.HELP: _OWER,
}

# By stage: what can be done then, and by whom.
CASE_ACTS: dict[CaseStage, dict[CaseAct, CaseParty]] = {
    CaseStage.HEARD: {**_ALWAYS, CaseAct.ACKNOWLEDGE: _OWER},
    CaseStage.ACKNOWLEDGED: {**_ALWAYS, CaseAct.UNDERSTAND: _OWER},
    CaseStage.UNDERSTOOD: {
        **_ALWAYS,
        CaseAct.OFFER: _OWER,
        CaseAct.GRANT: _OWER,
        CaseAct.REFUSE: _OWER,
        CaseAct.TAKE_BACK: _OWER,
        CaseAct.FORGO: _OPENER,
        CaseAct.LEARN: _OWER,
    },
    CaseStage.OFFERED: {
        **_ALWAYS,
        CaseAct.AGREE: _OPENER,
        CaseAct.DECLINE: _OPENER,
        CaseAct.FORGO: _OPENER,
        CaseAct.TAKE_BACK: _OWER,
        CaseAct.LEARN: _OWER,
    },
    CaseStage.AGREED: {
        **_ALWAYS,
        CaseAct.DONE: _OWER,
        CaseAct.FOLLOW_UP: _OWER,
        CaseAct.LEARN: _OWER,
    },
    CaseStage.FOLLOWED_UP: {**_ALWAYS, CaseAct.LEARN: _OWER, CaseAct.CLOSE: _OWER},
    CaseStage.CLOSED: {CaseAct.SAY: _EITHER, CaseAct.REOPEN: _OPENER, CaseAct.MARK: _OPENER},
    CaseStage.WITHDRAWN: {},
}

# Where an act leads; what is not named here leaves the stage as it is.
LEADS_TO: dict[CaseAct, CaseStage] = {
    CaseAct.ACKNOWLEDGE: CaseStage.ACKNOWLEDGED,
    CaseAct.UNDERSTAND: CaseStage.UNDERSTOOD,
    # Over somebody's limit it waits for GRANT first, which leads there too.
    CaseAct.OFFER: CaseStage.OFFERED,
    CaseAct.GRANT: CaseStage.OFFERED,
    CaseAct.TAKE_BACK: CaseStage.UNDERSTOOD,
    CaseAct.DECLINE: CaseStage.UNDERSTOOD,
    CaseAct.AGREE: CaseStage.AGREED,
    CaseAct.FORGO: CaseStage.AGREED,
    CaseAct.FOLLOW_UP: CaseStage.FOLLOWED_UP,
    CaseAct.CLOSE: CaseStage.CLOSED,
    CaseAct.REOPEN: CaseStage.HEARD,
    CaseAct.WITHDRAW: CaseStage.WITHDRAWN,
}
OVER = (CaseStage.CLOSED, CaseStage.WITHDRAWN)
OPEN_STAGES = tuple(stage for stage in CaseStage if stage not in OVER)
ON_THE_TABLE = (RemedyState.WAITING, RemedyState.OFFERED)
_ORDER = list(CaseStage)

# Why not yet, and why not any more: each with what to do instead.
_EARLY = {
    CaseAct.UNDERSTAND: gettext_lazy("First say sorry, in a sentence; then say what happened."),
    CaseAct.OFFER: gettext_lazy("First say what happened; then offer what puts it right."),
    CaseAct.FORGO: gettext_lazy("First let them say what happened; then a remedy is talked about."),
    CaseAct.AGREE: gettext_lazy("Nothing is offered yet; write what would put it right."),
    CaseAct.DECLINE: gettext_lazy("Nothing is offered yet; write what would put it right."),
    CaseAct.TAKE_BACK: gettext_lazy("Nothing is offered yet."),
    CaseAct.GRANT: gettext_lazy("No remedy waits for a yes."),
    CaseAct.REFUSE: gettext_lazy("No remedy waits for a yes."),
    CaseAct.DONE: gettext_lazy("First agree on what puts it right; then it can be done."),
    CaseAct.FOLLOW_UP: gettext_lazy("First agree on what puts it right and do it; then ask how it is."),
    CaseAct.LEARN: gettext_lazy("First say what happened; then write down what was learned."),
    CaseAct.CLOSE: gettext_lazy(
        "It closes when the remedy is done, somebody has asked how it is, and cause and change are written."
    ),
    CaseAct.MARK: gettext_lazy("That is asked once the case is closed."),
    CaseAct.REOPEN: gettext_lazy("It is still open: just write."),
}
_LATE = {
    CaseAct.ACKNOWLEDGE: gettext_lazy("That was said already; go on with the next step, or just write."),
    CaseAct.UNDERSTAND: gettext_lazy("That was said already; what is new can simply be written."),
    CaseAct.OFFER: gettext_lazy("A remedy is on the table or agreed already; take it back to offer another."),
    CaseAct.GRANT: gettext_lazy("This remedy waits for nobody’s yes any more."),
    CaseAct.REFUSE: gettext_lazy("This remedy waits for nobody’s yes any more."),
    CaseAct.TAKE_BACK: gettext_lazy("What was agreed is not taken back; write to each other about it."),
    CaseAct.AGREE: gettext_lazy("That was agreed already."),
    CaseAct.DECLINE: gettext_lazy("It was agreed already; if it does not help, write what is missing."),
    CaseAct.FORGO: gettext_lazy("A remedy was agreed already."),
    CaseAct.DONE: gettext_lazy("That was done already."),
    CaseAct.FOLLOW_UP: gettext_lazy("Somebody has asked already; what is new can simply be written."),
}


class CaseRefused(Exception):
    """It cannot be done so; the message says why, and the way out."""


def side_of_party(case: Case, party: CaseParty) -> tuple[Side, ...]:
    """The sides that a party of this case is."""
    opener = Side(case.opened_by_side)
    ower = Side.PARTNER if opener == Side.COMPANY else Side.COMPANY
    return {_OPENER: (opener,), _OWER: (ower,), _EITHER: (opener, ower)}[party]


def ower_of(case: Case) -> Side:
    return side_of_party(case, _OWER)[0]


def can_take(case: Case, act: CaseAct, side: Side) -> bool:
    """Does the table allow it to this side at this stage?"""
    party = CASE_ACTS[CaseStage(case.stage)].get(act)
    return party is not None and side in side_of_party(case, party)


def check_can_take(case: Case, act: CaseAct, side: Side) -> None:
    """Raises CaseRefused that says what to do instead."""
    stage = CaseStage(case.stage)
    party = CASE_ACTS[stage].get(act)
    if party is None:
        raise CaseRefused(_why_not(stage, act))
    if side not in side_of_party(case, party):
        raise CaseRefused(_not_yours(case, party))


def _not_yours(case: Case, party: CaseParty) -> str:
    if party == _OPENER:
        return _("Only the side that opened the case says so. Write to them and ask.")
    return _("Only the side that owes the answer does this. Write to them what you need.")


def _why_not(stage: CaseStage, act: CaseAct) -> str:
    if stage == CaseStage.WITHDRAWN:
        return _("The case was withdrawn. If it is still a problem, open a new one.")
    if stage == CaseStage.CLOSED:
        return _(
            "The case is closed. Whoever opened it can open it again within %(days)s days, and anybody can "
            "still write."
        ) % {"days": REOPEN_DAYS}
    allowed = [one for one in CaseStage if act in CASE_ACTS[one]]
    is_early = _ORDER.index(stage) < _ORDER.index(allowed[0])
    return str((_EARLY if is_early else _LATE)[act])


def missing_to_close(case: Case) -> tuple[str, ...]:
    """What is needed before it can close, in words; empty: nothing."""
    found = []
    if case.remedies.filter(state=RemedyState.AGREED, done_at=None).exists():
        found.append(_("The remedy that was agreed is not done yet: do it, and say so."))
    if not (case.remedies.filter(state=RemedyState.AGREED).exists() or was_forgone(case)):
        found.append(_("Agree on what puts it right, or let them say that nothing is needed."))
    if case.stage != CaseStage.FOLLOWED_UP:
        found.append(_("Ask how it is now, and write down what they say."))
    if not case.cause.strip():
        found.append(_("Write the cause, as you found it by asking why."))
    if not case.change.strip():
        found.append(_("Write what changes, so that it does not happen again."))
    return tuple(found)


def check_can_close(case: Case) -> None:
    """Raises CaseRefused that names all that is missing."""
    if missing := missing_to_close(case):
        raise CaseRefused(" ".join(missing))


def was_forgone(case: Case) -> bool:
    """Did the side that opened it say that no remedy is needed?"""
    said = CaseMessage.objects.filter(case=case, act=CaseAct.FORGO, side=case.opened_by_side)
    return said.exists()


def check_all_done(case: Case) -> None:
    """Nobody asks how it is before the remedy is done. Raises CaseRefused."""
    if case.remedies.filter(state=RemedyState.AGREED, done_at=None).exists():
        raise CaseRefused(_("First do what was agreed, and say that it is done; then ask how it is."))


def reopens_until(case: Case) -> datetime | None:
    """The moment from which on it stays closed; None while it is open."""
    return case.closed_at + timedelta(days=REOPEN_DAYS) if case.closed_at is not None else None


def check_can_reopen(case: Case, at: datetime) -> None:
    """Raises CaseRefused after so many days."""
    until = reopens_until(case)
    if until is None or at > until:
        raise CaseRefused(
            _("It was closed more than %(days)s days ago. Please open a new case, and name this one.")
            % {"days": REOPEN_DAYS}
        )


def check_can_mark(case: Case) -> None:
    """Once. Raises CaseRefused."""
    if case.satisfaction is not None:
        raise CaseRefused(_("You told us already, thank you. What is new can simply be written."))
