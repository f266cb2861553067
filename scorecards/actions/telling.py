"""Mails about cards. Each speaks of one partner and goes to its people, or to the buyer behind it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from portal import presentation
from portal.actions import outbox
from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.models import Response, Scorecard
from suppliers.models import Membership


def tell_published(*, by: Actor, period: Period, cards: Sequence[Scorecard], at: datetime) -> None:
    """One mail to each person of each partner, about its own card; one query and one insert for 500 mails."""
    by_partner = {card.partner_id: card for card in cards}
    members = Membership.objects.filter(partner_id__in=by_partner, user__is_active=True).select_related(
        "user", "partner__owner"
    )
    mails = [
        _mail(
            "card_published",
            by_partner[member.partner_id],
            member.user,
            member.partner,
            key=f"card:{by_partner[member.partner_id].public_id}:{member.user_id}",
            score=by_partner[member.partner_id].score,
            band=by_partner[member.partner_id].band,
            revision=by_partner[member.partner_id].revision,
        )
        for member in members
    ]
    outbox.send_all(by=by, mails=mails, at=at)


def tell_answered(*, by: Actor, response: Response) -> None:
    """The buyer who looks after the partner hears what it said; without one, nobody is written to."""
    card, owner = response.card, response.card.partner.owner
    if owner is not None and owner.is_active:
        mail = _mail("card_answered", card, owner, card.partner, response=response, by=by.label)
        outbox.send(by=by, mail=mail)


def tell_replied(*, by: Actor, response: Response) -> None:
    """The partner's people hear our reply."""
    card = response.card
    members = card.partner.memberships.filter(user__is_active=True).select_related("user")
    mails = [
        _mail("card_replied", card, member.user, card.partner, response=response, by=by.label)
        for member in members
    ]
    outbox.send_all(by=by, mails=mails)


def _mail(
    template: str, card: Scorecard, user: Any, partner: Any, *, key: str | None = None, **more: Any
) -> outbox.Mail:
    with translation.override(user.language or None):
        period = period_words(Period.parse(card.period))
    context = {
        "name": user.name,
        "partner": partner.name,
        "owner": partner.owner,
        "period": period,
        "path": f"/scorecards/{card.public_id}/",
        **more,
    }
    return outbox.Mail(to=user.email, template=template, context=context, scope=partner.public_id, key=key)


def period_words(period: Period) -> str:
    """September 2026, Q3 2026, 2026."""
    if period.months == 1:
        return presentation.day(period.start, "month")
    return " ".join(reversed(period.key.split("-")))
