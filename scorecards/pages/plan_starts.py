"""Where a plan starts: addresses of the form, filled from what somebody is looking at."""

from urllib.parse import urlencode

from django.urls import reverse

from portal.actors import Actor
from scorecards.models import Scorecard
from scorecards.permissions_plans import can_propose
from suppliers.models import Partner


def start_url(**about: str) -> str:
    """`about`: the names that the form reads, as card, kpi, contest, case, sum, idea, partner."""
    return f"{reverse('scorecards:plan_new')}?{urlencode(about)}"


def may_start(actor: Actor, partner: Partner) -> bool:
    """Also of what stayed with a name that was merged: the plan is begun under the one that goes on."""
    return can_propose(actor, partner)


def card_start(actor: Actor, card: Scorecard) -> str:
    """From a card, without the KPI; empty for who does not propose."""
    return start_url(card=card.public_id) if may_start(actor, card.partner) else ""
