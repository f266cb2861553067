"""What both sides say about a card: the partner acknowledges or answers, we reply."""

from datetime import datetime

from django.db import transaction

from portal.actions import audit
from portal.actors import Actor
from scorecards.actions.telling import tell_answered, tell_replied
from scorecards.enums import ResponseKind
from scorecards.models import Response, Scorecard
from scorecards.permissions import check_can_answer, check_can_reply
from scorecards.policies import check_can_acknowledge, check_text


@transaction.atomic
def acknowledge(*, by: Actor, card: Scorecard, at: datetime, text: str = "") -> Response:
    """The partner has seen this card and lets it stand, perhaps with a few words. Raises ValidationError."""
    check_can_answer(by, card)
    check_can_acknowledge(card)
    response = _say(by, card, ResponseKind.ACKNOWLEDGED, text.strip(), at)
    tell_answered(by=by, response=response)
    return response


@transaction.atomic
def answer(*, by: Actor, card: Scorecard, text: str, at: datetime) -> Response:
    """The partner comments on the card. Raises ValidationError for no words."""
    check_can_answer(by, card)
    check_text(text)
    response = _say(by, card, ResponseKind.COMMENT, text.strip(), at)
    tell_answered(by=by, response=response)
    return response


@transaction.atomic
def reply(*, by: Actor, card: Scorecard, text: str, at: datetime) -> Response:
    """We answer back. Raises ValidationError for no words."""
    check_can_reply(by, card)
    check_text(text)
    response = _say(by, card, ResponseKind.REPLY, text.strip(), at)
    tell_replied(by=by, response=response)
    return response


def _say(by: Actor, card: Scorecard, kind: str, text: str, at: datetime) -> Response:
    response = Response.objects.create(
        card=card, partner_id=card.partner_id, kind=kind, text=text, by=by.user, at=at
    )
    audit.record(
        by=by,
        verb=f"card.{kind}",
        obj=card,
        scope=card.partner.public_id,
        data={"period": card.period, "revision": card.revision},
    )
    return response
