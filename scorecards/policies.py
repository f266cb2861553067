"""Does the state allow it? No user in here."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.engine.periods import Period
from scorecards.enums import (
    BandAction,
    ProposalAct,
    ProposalDecision,
    ProposalKind,
    ProposalState,
    ResponseKind,
)
from scorecards.models import ProposedAction, Scorecard


class NotClosed(Exception):
    """The period may still change. `possible_from` is the first day on which it can be published."""

    def __init__(self, period: Period, possible_from: date) -> None:
        super().__init__(
            _("%(period)s can be published from %(day)s on; until then there is a preview.")
            % {"period": period.key, "day": date_format(possible_from, "j F Y")}
        )
        self.possible_from = possible_from


def check_can_publish(period: Period, as_of: date, today: date) -> None:
    """A period is published from its closing day on, the card's as-of day; or NotClosed says when."""
    if today < as_of:
        raise NotClosed(period, as_of)


def can_acknowledge(card: Scorecard) -> bool:
    """The newest revision, once."""
    return card.is_latest and not card.responses.filter(kind=ResponseKind.ACKNOWLEDGED).exists()


def check_can_acknowledge(card: Scorecard) -> None:
    if not card.is_latest:
        raise ValidationError(_("There is a newer revision of this card: please answer that one."))
    if not can_acknowledge(card):
        raise ValidationError(_("This card is acknowledged already. Thank you."))


def check_text(text: str) -> None:
    if not text.strip():
        raise ValidationError(_("Write a few words first."))


# What each state of a proposal allows, whoever it is.
PROPOSAL_ACTS: dict[str, frozenset[ProposalAct]] = {
    ProposalState.ASKED: frozenset({ProposalAct.ANSWER}),
    ProposalState.ANSWERED: frozenset({ProposalAct.GRANT, ProposalAct.DECLINE}),
    ProposalState.SILENT: frozenset({ProposalAct.GRANT, ProposalAct.DECLINE}),
    ProposalState.WELCOME: frozenset({ProposalAct.ANSWER, ProposalAct.GRANT, ProposalAct.DECLINE}),
    ProposalState.GRANTED: frozenset(),
    ProposalState.DECLINED: frozenset(),
    ProposalState.OVERTAKEN: frozenset(),
}
MOST_YEARS = 3  # a tier or a measure is looked at again after so long at the latest


def is_welcome(proposal: ProposedAction) -> bool:
    """Good news, which need not wait for an answer: not a warning, a hold, or a lower tier."""
    if proposal.kind == ProposalKind.BAND:
        return proposal.action in (BandAction.THANK, BandAction.DEVELOP)
    if proposal.tier is None:
        return False
    return proposal.from_tier is None or proposal.tier.rank >= proposal.from_tier.rank


def proposal_state(proposal: ProposedAction, today: date) -> ProposalState:
    """A partner may answer on the last day too, so the days are over on the day after it."""
    if proposal.decision:
        return ProposalState(ProposalDecision(proposal.decision).value)
    if proposal.answered_at is not None:
        return ProposalState.ANSWERED
    if proposal.answer_by is not None and today > proposal.answer_by:
        return ProposalState.SILENT
    return ProposalState.WELCOME if is_welcome(proposal) else ProposalState.ASKED


def can_do_with_proposal(act: ProposalAct, proposal: ProposedAction, today: date) -> bool:
    return act in PROPOSAL_ACTS[proposal_state(proposal, today)]


def check_can_do_with_proposal(act: ProposalAct, proposal: ProposedAction, today: date) -> None:
    """Raises ValidationError, with the reason, where the state does not allow it."""
    state = proposal_state(proposal, today)
    if act in PROPOSAL_ACTS[state]:
        return
    if state == ProposalState.ASKED:
        until = date_format(proposal.answer_by, "j F Y") if proposal.answer_by else ""
        raise ValidationError(
            _("The partner may answer until %(day)s; it is decided after that, or once it has answered.")
            % {"day": until}
        )
    raise ValidationError(
        {
            ProposalState.ANSWERED: _("You have answered this already. Thank you."),
            ProposalState.SILENT: _("The days to answer are over; write to your buyer instead."),
            ProposalState.OVERTAKEN: _("A newer card has overtaken this proposal."),
        }.get(state, _("This is decided already."))
    )


def check_end(ends_on: date | None, today: date) -> date:
    """Everything that is granted ends: in the future, and within three years. Raises ValidationError."""
    if ends_on is None:
        raise ValidationError({"ends_on": _("Say until when: everything that is granted ends.")})
    if ends_on <= today:
        raise ValidationError({"ends_on": _("Name a day in the future.")})
    if ends_on > date.fromordinal(today.toordinal() + 366 * MOST_YEARS):
        raise ValidationError(
            {"ends_on": _("%(years)s years at most: then look at it again.") % {"years": MOST_YEARS}}
        )
    return ends_on
