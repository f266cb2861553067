"""What the pages about the relationship ask of scorecards."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Max

from portal.actors import Actor
from scorecards.facts.cards import newest_scores
from scorecards.models import PlanComment
from scorecards.permissions import can_see_cards
from suppliers.registry import register_history, register_words

PERIODS = 4


def said_in_plans(actor: Actor, partners: Collection[int]) -> Mapping[int, datetime]:
    """The last comment that both sides read: one query."""
    said = PlanComment.objects.for_actor(actor).filter(plan__partner__in=partners, staff_only=False)
    return dict(said.order_by().values_list("plan__partner").annotate(Max("at")))


def score_history(actor: Actor, partners: Collection[int]) -> Mapping[int, Sequence[Decimal | None]]:
    """The scores of the last four periods: one query."""
    if not can_see_cards(actor):
        return {}
    return {pk: one.history for pk, one in newest_scores(actor, partners, PERIODS).items()}


register_words("plans", said_in_plans)
register_history("score", score_history)
