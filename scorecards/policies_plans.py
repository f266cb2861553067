"""What each state of a plan allows to which side; no user in here.

docs/plans.md shows PLAN_ACTS as a table and as a diagram (`manage.py plan_states`).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.enums import Side
from scorecards.enums import PlanAct, PlanState, VersionState
from scorecards.models import ImprovementPlan, PlanVersion


class PlanRefused(Exception):
    """It cannot be so. The message says why and what to do instead, `field` which answer it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Who(StrEnum):
    """Whose act it is, as seen from what the plan waits for."""

    EITHER = "either side"
    COMPANY = "our side"
    MAKER = "the side whose terms wait"
    OTHER = "the other side than that"
    UNSIGNED = "a side that has not signed them"
    ASKED = "the side that was asked"


@dataclass(frozen=True)
class Move:
    """Who does it, and in which states the plan may be after it."""

    who: Who
    to: tuple[PlanState, ...]


_P = PlanState
# The same in every state that is worked on: terms are discussed, and it may be called off.
_OPEN_ENDED = (_P.AGREED, _P.IN_PROGRESS, _P.MEASURING, _P.NOT_EFFECTIVE)


def _talk(state: PlanState, signed: tuple[PlanState, ...]) -> dict[PlanAct, Move]:
    """Other terms wait beside those in force, and the plan goes on meanwhile."""
    return {
        PlanAct.CHANGE: Move(Who.EITHER, (state,)),
        PlanAct.SIGN: Move(Who.UNSIGNED, signed),
        PlanAct.DECLINE: Move(Who.OTHER, (state,)),
        PlanAct.WITHDRAW: Move(Who.MAKER, (state,)),
    }


def _stop(state: PlanState) -> dict[PlanAct, Move]:
    return {
        PlanAct.ASK_STOP: Move(Who.EITHER, (state,)),
        PlanAct.AGREE_STOP: Move(Who.ASKED, (_P.CALLED_OFF,)),
        PlanAct.KEEP_GOING: Move(Who.EITHER, (state,)),
    }


PLAN_ACTS: dict[PlanState, dict[PlanAct, Move]] = {
    _P.PROPOSED: {
        PlanAct.CHANGE: Move(Who.EITHER, (_P.PROPOSED,)),
        PlanAct.SIGN: Move(Who.UNSIGNED, (_P.PROPOSED, _P.AGREED)),
        PlanAct.DECLINE: Move(Who.OTHER, (_P.DECLINED,)),
        PlanAct.WITHDRAW: Move(Who.MAKER, (_P.WITHDRAWN,)),
    },
    _P.AGREED: {
        **_talk(_P.AGREED, (_P.AGREED,)),
        PlanAct.START: Move(Who.EITHER, (_P.IN_PROGRESS,)),
        **_stop(_P.AGREED),
    },
    _P.IN_PROGRESS: {
        **_talk(_P.IN_PROGRESS, (_P.IN_PROGRESS,)),
        PlanAct.CLAIM: Move(Who.EITHER, (_P.MEASURING,)),
        PlanAct.VERIFY: Move(Who.COMPANY, (_P.IN_PROGRESS,)),
        **_stop(_P.IN_PROGRESS),
    },
    _P.MEASURING: {
        **_talk(_P.MEASURING, (_P.MEASURING, _P.IN_PROGRESS)),
        PlanAct.VERIFY: Move(Who.COMPANY, (_P.MEASURING, _P.EFFECTIVE, _P.NOT_EFFECTIVE)),
        **_stop(_P.MEASURING),
    },
    _P.NOT_EFFECTIVE: {
        **_talk(_P.NOT_EFFECTIVE, (_P.NOT_EFFECTIVE, _P.IN_PROGRESS)),
        PlanAct.RESUME: Move(Who.EITHER, (_P.IN_PROGRESS,)),
        **_stop(_P.NOT_EFFECTIVE),
    },
    _P.EFFECTIVE: {
        **_talk(_P.EFFECTIVE, (_P.EFFECTIVE,)),
        PlanAct.CLOSE: Move(Who.COMPANY, (_P.CLOSED,)),
    },
    _P.CLOSED: {},
    _P.DECLINED: {},
    _P.WITHDRAWN: {},
    _P.CALLED_OFF: {},
}
# Actions are worked on, files added and days named.
WORKED_ON = frozenset({*_OPEN_ENDED, _P.EFFECTIVE})
ENDED = frozenset(state for state, acts in PLAN_ACTS.items() if not acts)
# A benefit is booked once it is there.
GAINFUL = frozenset({_P.EFFECTIVE, _P.CLOSED})


@dataclass(frozen=True)
class Waiting:
    """What a plan waits for: whose terms (`maker`, empty for none), who signed them, who asked to stop."""

    maker: str = ""
    signed: frozenset[str] = frozenset()
    stop_asked_by: str = ""


def allowed(act: PlanAct, state: str, side: str, waiting: Waiting) -> bool:
    """May this side do that now?"""
    move = PLAN_ACTS[PlanState(state)].get(act)
    if move is None or side not in Side.values:
        return False
    if act == PlanAct.ASK_STOP and waiting.stop_asked_by:
        return False
    if act == PlanAct.KEEP_GOING and not waiting.stop_asked_by:
        return False
    return side in _sides(move.who, waiting)


def _sides(who: Who, waiting: Waiting) -> frozenset[str]:
    everybody = frozenset(Side.values)
    return {
        Who.EITHER: everybody,
        Who.COMPANY: frozenset({str(Side.COMPANY)}),
        Who.MAKER: everybody & {waiting.maker},
        Who.OTHER: everybody - {waiting.maker} if waiting.maker else frozenset(),
        Who.UNSIGNED: everybody - waiting.signed if waiting.maker else frozenset(),
        Who.ASKED: everybody - {waiting.stop_asked_by} if waiting.stop_asked_by else frozenset(),
    }[who]


def waiting_of(plan: ImprovementPlan, version: PlanVersion | None) -> Waiting:
    """Of a plan and its version that is open, if there is one (with `signatures` prefetched: no query)."""
    if version is None or version.state != VersionState.OPEN:
        return Waiting(stop_asked_by=plan.stop_asked_by_side)
    signed = frozenset(one.side for one in version.signatures.all())
    return Waiting(version.side, signed, plan.stop_asked_by_side)


def open_version(plan: ImprovementPlan) -> PlanVersion | None:
    """The one that waits for signatures; with `versions` prefetched it asks for nothing."""
    return next((one for one in plan.versions.all() if one.state == VersionState.OPEN), None)


def acts_for(plan: ImprovementPlan, side: str, version: PlanVersion | None = None) -> list[PlanAct]:
    """What this side may do now, whoever of it; in the order of PlanAct."""
    waiting = waiting_of(plan, version or open_version(plan))
    return [act for act in PlanAct if allowed(act, plan.state, side, waiting)]


def can_act(act: PlanAct, plan: ImprovementPlan, side: str, version: PlanVersion | None = None) -> bool:
    return allowed(act, plan.state, side, waiting_of(plan, version or open_version(plan)))


def check_can_act(act: PlanAct, plan: ImprovementPlan, side: str, version: PlanVersion | None = None) -> None:
    """Raises PlanRefused, with the reason and the way out."""
    waiting = waiting_of(plan, version or open_version(plan))
    if not allowed(act, plan.state, side, waiting):
        raise PlanRefused(_why_not(act, plan, side, waiting))


def check_worked_on(plan: ImprovementPlan) -> None:
    """Actions of a plan that is only proposed, or over, stay as they are. Raises PlanRefused."""
    if plan.state == PlanState.PROPOSED:
        raise PlanRefused(_("Both sides sign the plan first; then its actions begin."))
    if plan.state not in WORKED_ON:
        raise PlanRefused(_OVER[PlanState(plan.state)] % {"plan": plan.reference})


_OVER = {
    _P.CLOSED: gettext_lazy(
        "%(plan)s is closed: it worked. Propose a new plan if it should get better still."
    ),
    _P.DECLINED: gettext_lazy("%(plan)s was declined. Propose a new plan with other terms."),
    _P.WITHDRAWN: gettext_lazy("%(plan)s was withdrawn. Propose a new plan if it is wanted again."),
    _P.CALLED_OFF: gettext_lazy("Both sides have called %(plan)s off. Propose a new plan to begin again."),
}
_NOT_YET: dict[PlanAct, dict[PlanState | None, Any]] = {
    PlanAct.START: {
        _P.PROPOSED: gettext_lazy("Both sides sign the plan first; then it starts."),
        None: gettext_lazy("This plan has started already."),
    },
    PlanAct.CLAIM: {
        _P.PROPOSED: gettext_lazy("Both sides sign the plan first."),
        _P.AGREED: gettext_lazy("Start the plan first; then the effect is measured."),
        _P.NOT_EFFECTIVE: gettext_lazy(
            "It was not effective. Take it up again first, or agree on other terms."
        ),
        None: gettext_lazy("The effect is being measured already."),
    },
    PlanAct.VERIFY: {
        None: gettext_lazy("Periods are verified while the plan is worked on and measured."),
        _P.NOT_EFFECTIVE: gettext_lazy("This round is decided. Take the plan up again to measure anew."),
        _P.EFFECTIVE: gettext_lazy("The effect is verified over the whole time it had to hold. Thank you."),
    },
    PlanAct.RESUME: {
        None: gettext_lazy("Only a plan that was not effective is taken up again; this one goes on as it is.")
    },
    PlanAct.CLOSE: {
        _P.NOT_EFFECTIVE: gettext_lazy(
            "It was not effective, so it stays open: take it up again, agree on other terms, or call it "
            "off together."
        ),
        None: gettext_lazy(
            "A plan closes once its effect is verified over the whole time that it has to hold."
        ),
    },
}


def _why_not(act: PlanAct, plan: ImprovementPlan, side: str, waiting: Waiting) -> str:
    state = PlanState(plan.state)
    if state in ENDED:
        return str(_OVER[state] % {"plan": plan.reference})
    move = PLAN_ACTS[state].get(act)
    if move is None:
        reasons = _NOT_YET.get(act)
        if reasons is not None:
            return str(reasons.get(state, reasons[None]))
        return _before_agreed(act, state)
    if move.who == Who.COMPANY and side != Side.COMPANY:
        if act == PlanAct.CLOSE:
            return _("Who looks after you at our side closes it; ask them.")
        return _("The effect is verified by our side, never by the one who claims it.")
    return _of_the_other_side(act, waiting)


def _before_agreed(act: PlanAct, state: PlanState) -> str:
    if state == PlanState.EFFECTIVE:
        return _("It works: close it instead.")
    return _("It is not agreed yet: decline or withdraw the terms instead.")


def _of_the_other_side(act: PlanAct, waiting: Waiting) -> str:
    if act in (PlanAct.SIGN, PlanAct.DECLINE, PlanAct.WITHDRAW) and not waiting.maker:
        return _("No terms wait for a signature. Propose other terms first.")
    return {
        PlanAct.SIGN: _("Your side has signed these terms already. Thank you."),
        PlanAct.DECLINE: _("These terms are your own side’s: withdraw them instead."),
        PlanAct.WITHDRAW: _("These terms are the other side’s: decline them instead."),
        PlanAct.ASK_STOP: _("It was asked already whether to call it off: answer that first."),
        PlanAct.AGREE_STOP: (
            _("The other side answers this: your own asked.")
            if waiting.stop_asked_by
            else _("Nobody has asked to call it off.")
        ),
        PlanAct.KEEP_GOING: _("Nobody has asked to call it off."),
    }[act]


def check_can_close(plan: ImprovementPlan, open_actions: int) -> None:
    """Not with an action that nobody did: do it, or agree on terms without it. Raises PlanRefused."""
    if open_actions:
        words = ngettext(
            "%(n)d action is still open. Finish it, or agree on terms without it; then close the plan.",
            "%(n)d actions are still open. Finish them, or agree on terms without them; then close the plan.",
            open_actions,
        )
        raise PlanRefused(words % {"n": open_actions})


def check_by_when(by_when: date, today: date) -> None:
    if by_when <= today:
        raise PlanRefused(_("By when? Name a day in the future."), "by_when")
