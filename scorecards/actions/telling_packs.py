"""The mail about a review pack: it goes to the side that did not make it."""

from typing import Any

from django.utils import translation

from portal.actions import outbox
from portal.actors import Actor
from portal.engine.periods import Period
from scorecards.actions.telling import period_words
from scorecards.models import ReviewPack


def tell_pack(*, by: Actor, pack: ReviewPack) -> None:
    """The partner's people when we made it; the buyer who looks after the partner when the partner did."""
    partner = pack.partner
    if by.is_staff:
        members = partner.memberships.filter(user__is_active=True).select_related("user")
        people = [member.user for member in members]
    else:
        people = [partner.owner] if partner.owner is not None and partner.owner.is_active else []
    outbox.send_all(by=by, mails=[_mail(by, pack, user) for user in people])


def _mail(by: Actor, pack: ReviewPack, user: Any) -> outbox.Mail:
    with translation.override(user.language or None):
        period = period_words(Period.parse(pack.period))
    context = {
        "name": user.name,
        "partner": pack.partner.name,
        "owner": pack.partner.owner,
        "period": period,
        "by": by.label,
        "path": f"/reviews/{pack.public_id}/",
    }
    return outbox.Mail(to=user.email, template="pack_made", context=context, scope=pack.partner.public_id)
