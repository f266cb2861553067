"""Giving a partner a tier, for a time and a reason; ending it, and giving it again."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.actions import audit
from portal.actors import Actor, system_actor
from portal.clocks import local_day
from portal.enums import Channel
from portal.models import AuditEvent
from scorecards.actions.telling_standings import tell_ended, tell_ending, tell_granted
from scorecards.enums import ProposalDecision, ProposalKind
from scorecards.facts.tiers import fits
from scorecards.models import ProposedAction, Tier, TierGrant
from scorecards.permissions import check_can_keep_tiers
from scorecards.policies import check_end, check_text
from suppliers.models import Partner

NOTICE = timedelta(days=30)  # so long before its day both sides hear that a tier ends
TOLD = "tier.ending_told"


@transaction.atomic
def give(
    *, by: Actor, partner: Partner, tier: Tier, ends_on: date | None, reason: str, at: datetime
) -> TierGrant:
    """The tier, from today on; what was in force ends. Its people hear of it.

    Raises PermissionDenied; ValidationError without reason or end, for a tier that is not offered to this
    partner, and for a lower one than it has: that is proposed first, so that the partner can answer.
    """
    check_can_keep_tiers(by)
    check_text(reason)
    today = local_day(at)
    lasts = check_end(ends_on, today)
    partner = Partner.objects.select_for_update(of=("self",)).select_related("owner").get(pk=partner.pk)
    if not fits(tier, partner):
        raise ValidationError(_("%(tier)s is not offered to %(partner)s.") % _names(tier, partner))
    held = TierGrant.objects.in_force(today).filter(partner=partner).select_related("tier").first()
    if held is not None and held.tier.rank > tier.rank:
        raise ValidationError(
            _(
                "%(partner)s has %(held)s, which is higher. A lower tier follows from a card, "
                "after the partner could answer; or end %(held)s with a reason."
            )
            % {"partner": partner.name, "held": held.tier.name}
        )
    grant = put(by=by, partner=partner, tier=tier, ends_on=lasts, reason=reason, at=at)
    tell_granted(by=by, grant=grant, at=at)
    return grant


def put(
    *,
    by: Actor,
    partner: Partner,
    tier: Tier,
    ends_on: date,
    reason: str,
    at: datetime,
    proposal: ProposedAction | None = None,
) -> TierGrant:
    """Write a grant that was decided on; in the caller's transaction, and nobody is told."""
    # What ran out by itself is closed too: a partner has one open grant.
    for open_grant in TierGrant.objects.filter(partner=partner, ended_at=None):
        close(by=by, grant=open_grant, reason=_("%(tier)s follows") % {"tier": tier.name}, at=at)
    grant = TierGrant.objects.create(
        partner=partner,
        tier=tier,
        proposal=proposal,
        starts_on=local_day(at),
        ends_on=ends_on,
        reason=reason.strip(),
        granted_by=by.user,
        granted_by_label=by.label[:200],
        granted_at=at,
    )
    _record(by, "tier.granted", grant, {"until": ends_on.isoformat()})
    overtake(partner=partner, at=at)
    return grant


def overtake(*, partner: Partner, at: datetime) -> None:
    """What is open still was proposed from a tier that is no longer in force."""
    mine = ProposedAction.objects.filter(partner=partner, kind=ProposalKind.TIER, decision="")
    mine.update(decision=ProposalDecision.OVERTAKEN, decided_at=at)


@transaction.atomic
def end(*, by: Actor, grant: TierGrant, reason: str, at: datetime) -> None:
    """End a grant before its day. Raises PermissionDenied, or ValidationError without a reason, or twice."""
    check_can_keep_tiers(by)
    check_text(reason)
    locked = TierGrant.objects.select_for_update().get(pk=grant.pk)
    if locked.ended_at is not None or locked.ends_on < local_day(at):
        raise ValidationError(_("This is over already."))
    close(by=by, grant=locked, reason=reason, at=at)
    overtake(partner=locked.partner, at=at)
    _record(by, "tier.ended", locked, {"reason": locked.end_reason})
    told = TierGrant.objects.select_related("partner__owner", "tier").get(pk=locked.pk)
    tell_ended(by=by, grant=told, at=at)


def close(*, by: Actor, grant: TierGrant, reason: str, at: datetime) -> None:
    """Write that a grant is over; in the caller's transaction."""
    grant.ended_at, grant.ended_by, grant.end_reason = at, by.label[:200], reason.strip()
    grant.save(update_fields=["ended_at", "ended_by", "end_reason"])


def tell_what_ends(*, at: datetime) -> int:
    """Both sides hear once of each tier that ends within 30 days; returns of how many they heard now."""
    by, today = system_actor(Channel.JOB), local_day(at)
    with transaction.atomic():
        ending = TierGrant.objects.in_force(today).filter(ends_on__lte=today + NOTICE)
        found = {one.public_id: one for one in ending.select_related("partner__owner", "tier")}
        told = AuditEvent.objects.filter(verb=TOLD, object_id__in=list(found))
        for public_id in told.values_list("object_id", flat=True):
            found.pop(public_id, None)
        for grant in found.values():
            _record(by, TOLD, grant, {"until": grant.ends_on.isoformat()})
        tell_ending(by=by, grants=found.values(), at=at)
    return len(found)


def _names(tier: Tier, partner: Partner) -> dict[str, str]:
    return {"tier": tier.name, "partner": partner.name}


def _record(by: Actor, verb: str, grant: TierGrant, data: dict[str, str]) -> None:
    audit.record(
        by=by, verb=verb, obj=grant, scope=grant.partner.public_id, data={"tier": grant.tier.name, **data}
    )
