"""All cards, for staff; its own cards, for a partner."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.filters import FilterSet
from portal.presentation import number
from portal.tables import Table
from portal.views.lists import ListPage
from scorecards.enums import CardState
from scorecards.facts.cards import with_state
from scorecards.filters.cards import CardFilter, OwnCardFilter
from scorecards.models import Scorecard
from scorecards.pages.trend import score_trend
from scorecards.permissions import can_publish, can_see_cards
from scorecards.presenters import present
from scorecards.tables.cards import CardTable, OwnCardTable


class CardList(ListPage):
    """The newest revision of every card."""

    model = Scorecard
    template_name = "scorecards/list.html"
    export_name = "scorecards"

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    @property
    def table_class(self) -> type[Table]:
        return CardTable if self.actor.is_staff else OwnCardTable

    @property
    def filterset_class(self) -> type[FilterSet]:
        return CardFilter if self.actor.is_staff else OwnCardFilter

    def get_queryset(self) -> QuerySet[Any]:
        cards = super().get_queryset().latest_revisions().select_related("partner", "template")
        return with_state(cards)

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("Scorecards")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self._own() if not self.actor.is_staff else self._all(), **kwargs)

    def _all(self) -> dict[str, Any]:
        waiting = self.get_queryset().filter(state=CardState.WITH_US).count()
        title = ngettext(
            "%(count)s partner waits for your reply", "%(count)s partners wait for your reply", waiting
        )
        return {
            "title": title % {"count": number(waiting)} if waiting else _("Scorecards"),
            "waiting": waiting,
            "may_publish": can_publish(self.actor),
            "state_wanted": self.request.GET.get("state", ""),
        }

    def _own(self) -> dict[str, Any]:
        newest = super().get_queryset().latest_revisions().select_related("partner", "template", "version")
        card = newest.order_by("-ends_on", "-starts_on").first()
        if card is None:
            return {"title": _("Your cards")}
        open_cards = self.get_queryset().filter(state=CardState.WITH_PARTNER).count()
        title = ngettext(
            "%(count)s card waits for your answer", "%(count)s cards wait for your answer", open_cards
        )
        return {
            "title": title % {"count": number(open_cards)} if open_cards else _("Your cards"),
            "newest": card,
            "trend": score_trend(present(card), sizes=((1150, 250), (320, 230))),
        }
