"""Mails about what rules propose and what people decided: each speaks of one partner, to its own people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import translation

from portal.actions import outbox
from portal.actors import Actor
from portal.presentation import day
from scorecards.actions.proposal_words import what, why
from scorecards.enums import BandAction
from scorecards.models import ProposedAction, TierGrant
from suppliers.models import Membership, Partner


def tell_proposed(*, by: Actor, proposals: Sequence[ProposedAction], at: datetime) -> None:
    """To each person of each partner; that thanks are proposed is not told: the thanks themselves are.

    One query and one insert for 500 mails. `proposals` carry their partner, with its owner, and tiers.
    """
    told = [one for one in proposals if one.action != BandAction.THANK]
    people = _people({one.partner_id for one in told})
    mails = [
        _mail(
            "proposal_made",
            one.partner,
            person,
            key=f"proposal:{one.public_id}:{person.pk}",
            path=f"/proposals/{one.public_id}/",
            **_said(one, person),
        )
        for one in told
        for person in people[one.partner_id]
    ]
    outbox.send_all(by=by, mails=mails, at=at)


def tell_answered(*, by: Actor, proposal: ProposedAction, at: datetime) -> None:
    """The buyer who looks after the partner; without one, the inbox shows it to those who decide."""
    owner = proposal.partner.owner
    if owner is not None and owner.is_active:
        mail = _mail(
            "proposal_answered",
            proposal.partner,
            owner,
            path=f"/proposals/{proposal.public_id}/",
            answer=proposal.answer,
            by=by.label,
            **_said(proposal, owner),
        )
        outbox.send(by=by, mail=mail, at=at)


def tell_decided(*, by: Actor, proposal: ProposedAction, at: datetime) -> None:
    """The partner's people hear what was decided, by whom, why and until when."""
    mails = [
        _mail(
            "proposal_decided",
            proposal.partner,
            person,
            path=f"/proposals/{proposal.public_id}/",
            decision=proposal.decision,
            reason=proposal.reason,
            until=_day(person, proposal.ends_on),
            by=by.label,
            **_said(proposal, person),
        )
        for person in _people({proposal.partner_id})[proposal.partner_id]
    ]
    outbox.send_all(by=by, mails=mails, at=at)


def tell_granted(*, by: Actor, grant: TierGrant, at: datetime) -> None:
    """A tier that a person gave without a proposal, or gave again."""
    _tell_tier("tier_given", by, grant, grant.reason, at)


def tell_ended(*, by: Actor, grant: TierGrant, at: datetime) -> None:
    """A tier that a person ended before its day."""
    _tell_tier("tier_ended", by, grant, grant.end_reason, at)


def tell_ending(*, by: Actor, grants: Iterable[TierGrant], at: datetime) -> None:
    """Both sides hear before a tier runs out: the partner's people, and who looks after it."""
    found = list(grants)
    people = _people({grant.partner_id for grant in found})
    mails = []
    for grant in found:
        owner = grant.partner.owner
        ours = [owner] if owner is not None and owner.is_active else []
        for person in [*people[grant.partner_id], *ours]:
            mails.append(
                _mail(
                    "tier_ending",
                    grant.partner,
                    person,
                    key=f"tier-ending:{grant.public_id}:{person.pk}",
                    path="/tiers/",
                    tier=grant.tier.name,
                    until=_day(person, grant.ends_on),
                    is_staff=bool(person.role),
                )
            )
    outbox.send_all(by=by, mails=mails, at=at)


def _tell_tier(template: str, by: Actor, grant: TierGrant, reason: str, at: datetime) -> None:
    mails = [
        _mail(
            template,
            grant.partner,
            person,
            path="/tiers/",
            tier=grant.tier.name,
            benefits=[line for line in grant.tier.benefits.splitlines() if line.strip()],
            until=_day(person, grant.ends_on),
            reason=reason,
            by=by.label,
        )
        for person in _people({grant.partner_id})[grant.partner_id]
    ]
    outbox.send_all(by=by, mails=mails, at=at)


def _people(partners: Iterable[int]) -> dict[int, list[Any]]:
    """The active people of these partners: one query."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    members = Membership.objects.filter(partner__in=set(partners), user__is_active=True)
    for member in members.select_related("user"):
        found[member.partner_id].append(member.user)
    return found


def _said(proposal: ProposedAction, person: Any) -> dict[str, Any]:
    with translation.override(person.language or None):
        return {
            "what": what(proposal),
            "why": why(proposal),
            "answer_by": _day(person, proposal.answer_by),
        }


def _day(person: Any, value: date | None) -> str:
    with translation.override(person.language or None):
        return day(value, "full") if value else ""


def _mail(
    template: str, partner: Partner, person: Any, *, key: str | None = None, **more: Any
) -> outbox.Mail:
    context = {"name": person.name, "partner": partner.name, "owner": partner.owner, **more}
    return outbox.Mail(to=person.email, template=template, context=context, scope=partner.public_id, key=key)
