"""What the pages of one card share."""

from typing import Any

from django.db.models import QuerySet

from portal.views.base import RowMixin
from scorecards.facts.contests import open_lines
from scorecards.models import Scorecard
from scorecards.pages.answer import Reader
from scorecards.permissions import can_answer, can_reply, can_see_cards


class CardMixin(RowMixin):
    """A card that the actor may see; a rival's is 404."""

    model = Scorecard

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner", "template", "version")

    def reader(self, card: Scorecard) -> Reader:
        """What the actor may say about this card, and what of it waits for us."""
        contested, due_on = open_lines(card)
        return Reader(
            is_staff=self.actor.is_staff,
            may_answer=card.is_latest and can_answer(self.actor, card),
            may_reply=card.is_latest and can_reply(self.actor, card),
            contested=contested if card.is_latest else 0,
            contest_due=due_on,
        )
