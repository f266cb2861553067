"""All plans, for both sides: as a list and as a board."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.presentation import number
from portal.views.base import ActorMixin
from portal.views.lists import ListPage
from scorecards.enums import PlanState
from scorecards.facts.plan_lists import counts, listed
from scorecards.filters.plan_lists import ALL, YOURS, PlanFilters, StaffPlanFilters
from scorecards.models import ImprovementPlan
from scorecards.pages.plan_board import board
from scorecards.pages.plan_tabs import plan_tabs
from scorecards.permissions_plans import can_propose, can_see_plans
from scorecards.tables.plan_lists import PlanTable
from suppliers.permissions import KEEPERS
from suppliers.presenters.directory import Tab


class PlansMixin(ActorMixin):
    """What both ways to look at plans share."""

    tab = ""

    def may_open(self) -> bool:
        return can_see_plans(self.actor)

    @property
    def filterset_class(self) -> type[PlanFilters]:
        return StaffPlanFilters if self.actor.is_staff else PlanFilters

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = counts(self.actor, local_day())
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            title=self._title(found),
            plan_tabs=plan_tabs(self.tab),
            tabs=self._tabs(found),
            may_propose=self._may_propose(),
            **kwargs,
        )
        return context

    def _may_propose(self) -> bool:
        if self.actor.membership is not None:
            return can_propose(self.actor, self.actor.membership.partner)
        return self.actor.is_staff and self.actor.has_role(*KEEPERS)

    def _title(self, found: dict[str, int]) -> str:
        if found["yours"]:
            words = ngettext("%(n)s plan waits for you", "%(n)s plans wait for you", found["yours"])
            return words % {"n": number(found["yours"])}
        if found["late"]:
            words = ngettext("%(n)s plan is late", "%(n)s plans are late", found["late"])
            return words % {"n": number(found["late"])}
        return _("Plans go as agreed") if found["open"] else _("Plans")

    def _tabs(self, found: dict[str, int]) -> list[Tab]:
        query = self.request.GET
        state, turn, late = query.get("state", ""), query.get("turn", ""), query.get("late", "")
        return [
            Tab(_("Open"), "?", found["open"], not (state or turn or late)),
            Tab(_("Waiting for you"), f"?turn={YOURS}", found["yours"], turn == YOURS),
            Tab(_("Late"), "?late=true", found["late"], late == "true"),
            Tab(
                _("Effective"),
                f"?state={PlanState.EFFECTIVE.value}",
                found["effective"],
                state == PlanState.EFFECTIVE,
            ),
            Tab(_("All"), f"?state={ALL}", found["all"], state == ALL),
        ]


class PlanList(PlansMixin, ListPage):
    """Least time first."""

    model = ImprovementPlan
    table_class = PlanTable
    template_name = "scorecards/plans/list.html"
    export_name = "plans"
    tab = "plan_list"

    def get_queryset(self) -> QuerySet[Any]:
        return listed(self.actor, local_day()).order_by("next_due_", "-proposed_at", "pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"actor": self.actor, "today": local_day(), "label": _("Plans")}


class PlanBoard(PlansMixin, TemplateView):
    """The same plans in columns by state."""

    template_name = "scorecards/plans/board.html"
    tab = "plan_board"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = local_day()
        rows = listed(self.actor, today).order_by("next_due_", "-proposed_at", "pk")
        filters = self.filterset_class(self.request.GET, queryset=rows, request=self.request)
        return super().get_context_data(
            filters=filters,
            columns=board(filters.qs, self.actor, today),
            ended_url=f"{reverse('scorecards:plan_list')}?state={ALL}",
            **kwargs,
        )
