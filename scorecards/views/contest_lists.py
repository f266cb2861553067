"""All contests, for both sides."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clocks import local_day
from portal.presentation import number
from portal.views.lists import ListPage
from scorecards.enums import ContestState
from scorecards.facts.contests import counted
from scorecards.filters.contests import ALL, ContestFilter, StaffContestFilter
from scorecards.models import Contest
from scorecards.pages.clocks import promised_words
from scorecards.permissions import can_see_cards
from scorecards.tables.contests import ContestTable
from suppliers.presenters.directory import Tab


class ContestList(ListPage):
    """Of all partners for staff, of one's own for a partner's people; least time first."""

    model = Contest
    table_class = ContestTable
    template_name = "scorecards/contests/list.html"
    export_name = "contests"

    def may_open(self) -> bool:
        return can_see_cards(self.actor)

    @property
    def filterset_class(self) -> type[ContestFilter]:
        return StaffContestFilter if self.actor.is_staff else ContestFilter

    def get_queryset(self) -> QuerySet[Any]:
        rows = counted(super().get_queryset()).select_related("partner", "card", "owner")
        return rows.order_by("due_on", "pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        newest_first = self.request.GET.get("state") not in (None, "", ContestState.OPEN)
        return {
            "actor": self.actor,
            "today": local_day(),
            "label": _("Contests"),
            "order_by": ("-filed_at",) if newest_first else ("clock",),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = {state.value: Count("pk", filter=Q(state=state)) for state in ContestState}
        counts = Contest.objects.for_actor(self.actor).aggregate(**states, all=Count("pk"))
        waiting = counts[ContestState.OPEN]
        title = ngettext("%(n)s contest is open", "%(n)s contests are open", waiting)
        return super().get_context_data(
            title=title % {"n": number(waiting)} if waiting else _("No contest is open"),
            reason=promised_words() + " " + _("The clock runs in calendar days, and nothing moves it."),
            tabs=self._tabs(counts),
            **kwargs,
        )

    def _tabs(self, counts: dict[str, int]) -> list[Tab]:
        wanted = self.request.GET.get("state", "")
        tabs = [Tab(_("Open"), "?", counts[ContestState.OPEN], wanted in ("", ContestState.OPEN))]
        tabs += [
            Tab(str(state.label), f"?state={state.value}", counts[state.value], wanted == state)
            for state in (ContestState.DECIDED, ContestState.WITHDRAWN)
        ]
        return [*tabs, Tab(_("All"), f"?state={ALL}", counts["all"], wanted == ALL)]
