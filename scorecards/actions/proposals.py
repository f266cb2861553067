"""A partner answers what a rule proposes about it; then a person grants or declines, with a reason."""

from datetime import date, datetime

from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from portal.clocks import local_day
from scorecards.actions import grants
from scorecards.actions.proposal_words import what
from scorecards.actions.telling_standings import tell_answered, tell_decided
from scorecards.enums import BandAction, ProposalAct, ProposalDecision, ProposalKind
from scorecards.models import ProposedAction, TierGrant
from scorecards.permissions import check_can_answer_proposal, check_can_decide_proposal
from scorecards.policies import check_can_do_with_proposal, check_end, check_text
from suppliers.actions import recognition


@transaction.atomic
def answer(*, by: Actor, proposal: ProposedAction, text: str, at: datetime) -> ProposedAction:
    """What the partner says to it, once. Raises PermissionDenied, or ValidationError."""
    found = _locked(proposal)
    check_can_answer_proposal(by, found)
    check_can_do_with_proposal(ProposalAct.ANSWER, found, local_day(at))
    check_text(text)
    found.answer, found.answered_by, found.answered_at = text.strip(), by.label[:200], at
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(by, "rule.answered", found)
    tell_answered(by=by, proposal=found, at=at)
    return found


@transaction.atomic
def grant(
    *, by: Actor, proposal: ProposedAction, reason: str, at: datetime, ends_on: date | None = None
) -> ProposedAction:
    """Do what is proposed. Everything but thanks, and a tier that ends, lasts until `ends_on`.

    Thanks are said with the reason as their words. To hold new orders, or to warn, is written down and told;
    nothing follows by itself. Raises PermissionDenied, or ValidationError.
    """
    found = _locked(proposal)
    check_can_decide_proposal(by, found)
    check_can_do_with_proposal(ProposalAct.GRANT, found, local_day(at))
    check_text(reason)
    lasts = check_end(ends_on, local_day(at)) if needs_end(found) else None
    _decide(by, found, ProposalDecision.GRANTED, reason, at, lasts)
    if found.kind == ProposalKind.TIER:
        _move(by, found, lasts, at)
    elif found.action == BandAction.THANK:
        recognition.thank(
            by=by,
            partner=found.partner,
            text=reason[: recognition.LONGEST],
            about=found.card.public_id,
            at=at,
        )
        return found
    tell_decided(by=by, proposal=found, at=at)
    return found


@transaction.atomic
def decline(*, by: Actor, proposal: ProposedAction, reason: str, at: datetime) -> ProposedAction:
    """Leave everything as it is, and say why. Raises PermissionDenied, or ValidationError."""
    found = _locked(proposal)
    check_can_decide_proposal(by, found)
    check_can_do_with_proposal(ProposalAct.DECLINE, found, local_day(at))
    check_text(reason)
    _decide(by, found, ProposalDecision.DECLINED, reason, at, None)
    if found.action != BandAction.THANK:
        tell_decided(by=by, proposal=found, at=at)
    return found


def needs_end(proposal: ProposedAction) -> bool:
    """Does it last, so that it needs a last day?"""
    if proposal.kind == ProposalKind.TIER:
        return proposal.tier_id is not None
    return proposal.action != BandAction.THANK


def _locked(proposal: ProposedAction) -> ProposedAction:
    """The row itself is locked, not what stands beside it."""
    found: ProposedAction = (
        ProposedAction.objects.select_for_update(of=("self",))
        .select_related("partner__owner", "tier", "from_tier", "card")
        .get(pk=proposal.pk)
    )
    return found


def _move(by: Actor, proposal: ProposedAction, ends_on: date | None, at: datetime) -> None:
    if proposal.tier is not None and ends_on is not None:
        grants.put(
            by=by,
            partner=proposal.partner,
            tier=proposal.tier,
            ends_on=ends_on,
            reason=proposal.reason,
            at=at,
            proposal=proposal,
        )
        return
    for held in TierGrant.objects.filter(partner=proposal.partner, ended_at=None):
        grants.close(by=by, grant=held, reason=proposal.reason, at=at)


def _decide(
    by: Actor, found: ProposedAction, decision: str, reason: str, at: datetime, ends_on: date | None
) -> None:
    found.decision, found.reason, found.ends_on = decision, reason.strip(), ends_on
    found.decided_by, found.decided_by_label, found.decided_at = by.user, by.label[:200], at
    found.save(
        update_fields=["decision", "reason", "ends_on", "decided_by", "decided_by_label", "decided_at"]
    )
    _record(by, f"rule.{decision}", found)


def _record(by: Actor, verb: str, found: ProposedAction) -> None:
    data = {"what": what(found), "period": found.card.period}
    audit.record(by=by, verb=verb, obj=found, scope=found.partner.public_id, data=data)
