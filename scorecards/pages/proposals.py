"""One proposal as a page, a card of the inbox, and a line on the composed pages."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actors import Actor
from portal.presentation import day
from scorecards.actions.proposal_words import what, why
from scorecards.enums import BandAction, ProposalAct, ProposalKind, ProposalState
from scorecards.models import ProposedAction
from scorecards.permissions import can_answer_proposal, can_decide_proposal
from scorecards.policies import can_do_with_proposal, is_welcome, proposal_state

TONES = {
    ProposalState.ASKED: "open",
    ProposalState.ANSWERED: "us",
    ProposalState.SILENT: "us",
    ProposalState.WELCOME: "us",
    ProposalState.GRANTED: "ok",
    ProposalState.DECLINED: "",
    ProposalState.OVERTAKEN: "",
}
PICTURES = {
    ProposalState.ASKED: "clock",
    ProposalState.ANSWERED: "ask",
    ProposalState.SILENT: "clock",
    ProposalState.WELCOME: "ask",
    ProposalState.GRANTED: "check",
    ProposalState.DECLINED: "x",
    ProposalState.OVERTAKEN: "again",
}
OWN_WORDS = {
    ProposalState.ASKED: gettext_lazy("Waits for your word"),
    ProposalState.ANSWERED: gettext_lazy("Answered, with us"),
    ProposalState.SILENT: gettext_lazy("With us"),
    ProposalState.WELCOME: gettext_lazy("With us, good news"),
}


@dataclass(frozen=True)
class Step:
    name: str
    note: str
    done: bool
    now: bool


@dataclass(frozen=True)
class ProposalPage:
    """What a proposal says to this reader, and what the reader may do about it."""

    public_id: str
    partner_name: str
    partner_url: str
    title: str
    what: str
    reason: str
    state: str
    tone: str
    picture: str
    why: list[str]
    card_url: str
    card_words: str
    steps: list[Step]
    answer: str
    answer_who: str
    decision: str
    decision_who: str
    effect: str
    may_answer: bool
    may_decide: bool
    waits: str
    grant_act: str
    status_url: str
    benefits: tuple[str, ...]


def proposal_page(one: ProposedAction, actor: Actor, today: date) -> ProposalPage:
    state = proposal_state(one, today)
    may_decide = can_decide_proposal(actor, one)
    answer_ok = can_do_with_proposal(ProposalAct.ANSWER, one, today)
    decide_ok = can_do_with_proposal(ProposalAct.GRANT, one, today)
    is_hold = one.action == BandAction.HOLD and state == ProposalState.GRANTED
    return ProposalPage(
        public_id=one.public_id,
        partner_name=one.partner.name,
        partner_url=reverse("suppliers:partner", args=[one.partner.public_id]),
        title=_title(one, actor),
        what=what(one),
        reason=_reason(one, actor, state),
        state=state_words(state, actor),
        tone=TONES[state],
        picture=PICTURES[state],
        why=why(one),
        card_url=reverse("scorecards:card", args=[one.card.public_id]),
        card_words=_("Open the card with its figures and rows"),
        steps=_steps(one, state),
        answer=one.answer,
        answer_who=_who(one.answered_by, one.answered_at),
        decision=one.reason,
        decision_who=_who(one.decided_by_label, one.decided_at) if one.decided_by_label else "",
        effect=effect(one),
        may_answer=answer_ok and can_answer_proposal(actor, one),
        may_decide=decide_ok and may_decide,
        waits=_("Until %(day)s the partner may answer; then a person decides.")
        % {"day": day(one.answer_by, "full")}
        if may_decide and state == ProposalState.ASKED
        else "",
        grant_act=grant_act(one),
        status_url=reverse("suppliers:partner_edit", args=[one.partner.public_id])
        if is_hold and actor.is_staff
        else "",
        benefits=tuple(line.strip() for line in one.tier.benefits.splitlines() if line.strip())
        if one.tier
        else (),
    )


def state_words(state: ProposalState, actor: Actor) -> str:
    """To the partner it says whose turn it is."""
    return str(state.label if actor.is_staff else OWN_WORDS.get(state, state.label))


def effect(one: ProposedAction) -> str:
    """What granting it would do, exactly."""
    if one.kind == ProposalKind.TIER:
        if one.tier is None:
            return _("%(tier)s ends at once.") % {"tier": one.from_tier}
        if one.from_tier is not None and one.from_tier != one.tier:
            return _("%(tier)s takes the place of %(old)s, from today until the day that is named.") % {
                "tier": one.tier,
                "old": one.from_tier,
            }
        return _("%(tier)s holds from today until the day that is named.") % {"tier": one.tier}
    return {
        BandAction.THANK: _("The words stand on the partner’s home page at once, and go out by mail."),
        BandAction.DEVELOP: _("It is written down that both work on it until the day that is named."),
        BandAction.WARN: _("The partner reads the warning with its reason; it holds until the day named."),
        BandAction.HOLD: _(
            "It is written down and told. Orders are not stopped by it: whoever grants it sets the "
            "partner’s status afterwards."
        ),
    }[BandAction(one.action)]


def grant_act(one: ProposedAction) -> str:
    """What the button says."""
    if one.kind == ProposalKind.TIER:
        return _("Grant it") if is_welcome(one) else _("Lower the tier")
    return {
        BandAction.THANK: _("Say thank you"),
        BandAction.DEVELOP: _("Develop together"),
        BandAction.WARN: _("Give the warning"),
        BandAction.HOLD: _("Note the hold"),
    }[BandAction(one.action)]


def _title(one: ProposedAction, actor: Actor) -> str:
    if actor.is_staff:
        return _("%(partner)s: %(what)s") % {"partner": one.partner.name, "what": what(one)}
    return _("Proposed about you: %(what)s") % {"what": what(one)}


def _reason(one: ProposedAction, actor: Actor, state: ProposalState) -> str:
    if one.decision:
        return ""
    if actor.is_staff:
        return _("A rule proposes it; a person decides. Nothing has happened yet.")
    if state == ProposalState.ASKED:
        return _(
            "A rule proposes it; a person at %(company)s decides, after you could answer. "
            "Nothing has happened yet."
        ) % {"company": settings.COMPANY_NAME}
    return _("A rule proposes it; a person at %(company)s decides. Nothing has happened yet.") % {
        "company": settings.COMPANY_NAME
    }


def _steps(one: ProposedAction, state: ProposalState) -> list[Step]:
    """Proposed, answered, decided: where it stands."""
    is_over = bool(one.decision)
    if one.answered_at is not None:
        note = day(one.answered_at, "short")
    elif one.answer_by is not None and not is_over and state != ProposalState.SILENT:
        note = _("until %(day)s") % {"day": day(one.answer_by, "short")}
    else:
        note = _("no answer")
    return [
        Step(_("Proposed"), day(one.proposed_at, "short"), True, False),
        Step(_("The partner’s word"), note, one.answered_at is not None, state == ProposalState.ASKED),
        Step(
            str(one.get_decision_display()) if is_over else _("Decided by a person"),
            day(one.decided_at, "short") if one.decided_at else "",
            is_over,
            not is_over and state != ProposalState.ASKED,
        ),
    ]


def _who(name: str, at: datetime | None) -> str:
    return _("%(name)s, %(day)s") % {"name": name, "day": day(at, "full")} if at else ""


@dataclass(frozen=True)
class ProposalLine:
    """One open proposal in a short list."""

    what: str
    partner: str
    note: str
    url: str
    state: str
    tone: str
    act: str


def proposal_line(one: ProposedAction, actor: Actor, today: date) -> ProposalLine:
    state = proposal_state(one, today)
    may_answer = can_do_with_proposal(ProposalAct.ANSWER, one, today) and can_answer_proposal(actor, one)
    may_decide = can_do_with_proposal(ProposalAct.GRANT, one, today) and can_decide_proposal(actor, one)
    act = _("Answer") if may_answer else _("Decide") if may_decide else _("Read")
    note = why(one)[0]
    if state == ProposalState.ASKED:
        note = _("Answer until %(day)s. %(why)s") % {"day": day(one.answer_by, "week"), "why": note}
    return ProposalLine(
        what=what(one),
        partner=one.partner.name,
        note=note,
        url=reverse("scorecards:proposal", args=[one.public_id]),
        state=state_words(state, actor),
        tone=TONES[state],
        act=act,
    )
