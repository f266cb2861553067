"""Plans as a list and as a board, ideas and gains as lists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from portal.clocks import local_day
from portal.presentation import day, money, number
from portal.views.lists import ListPage
from scorecards.enums import PlanState
from scorecards.facts.plans import with_waiting
from scorecards.filters.plans import (
    LATE,
    OPEN,
    OURS,
    OVER,
    THEIRS,
    IdeaFilters,
    PlanFilters,
    StaffPlanFilters,
    in_turn,
)
from scorecards.models import GainShareEntry, ImprovementPlan, PlanIdea
from scorecards.pages.plan_words import turn_words
from scorecards.permissions import REPLIERS
from scorecards.permissions_plans import WORKERS
from scorecards.tables.plans import GainTable, IdeaTable, PlanTable
from scorecards.views.plans import PlansMixin
from suppliers.presenters.directory import Tab

COLUMNS = (
    PlanState.PROPOSED,
    PlanState.AGREED,
    PlanState.IN_PROGRESS,
    PlanState.MEASURING,
    PlanState.NOT_EFFECTIVE,
    PlanState.EFFECTIVE,
)
MOST_CARDS = 200


def may_begin(actor: Any) -> bool:
    """Is there anybody for whom they could propose something?"""
    return actor.has_role(*(REPLIERS if actor.is_staff else WORKERS))


class PlanList(PlansMixin, ListPage):
    model = ImprovementPlan
    table_class = PlanTable
    template_name = "scorecards/plans/list.html"
    export_name = "plans"

    @property
    def filterset_class(self) -> type[PlanFilters]:
        return StaffPlanFilters if self.actor.is_staff else PlanFilters

    def get_queryset(self) -> QuerySet[Any]:
        rows = with_waiting(super().get_queryset(), local_day())
        return rows.select_related("partner", "our_owner").order_by("next_due_", "-proposed_at", "pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"is_staff": self.actor.is_staff, "label": _("Plans")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff = self.actor.is_staff
        rows = with_waiting(ImprovementPlan.objects.for_actor(self.actor), local_day())
        pairs = list(rows.values_list("state", "waits_for_us_", "waits_for_them_", "late_"))
        ended = {state for state in PlanState if state not in {*COLUMNS}}
        live = [one for one in pairs if one[0] not in ended]
        ours, theirs = (1, 2) if staff else (2, 1)
        counts = {
            OPEN: len(live),
            OURS: sum(bool(one[ours]) for one in live),
            THEIRS: sum(bool(one[theirs]) for one in live),
            LATE: sum(one[3] > 0 for one in live),
            OVER: len(pairs) - len(live),
        }
        title = (
            ngettext("%(n)s plan waits for you", "%(n)s plans wait for you", counts[OURS])
            % {"n": number(counts[OURS])}
            if counts[OURS]
            else _("Better together")
        )
        return super().get_context_data(
            title=title, tabs=self._tabs(counts), may_propose=may_begin(self.actor), **kwargs
        )

    def _tabs(self, counts: dict[str, int]) -> list[Tab]:
        names = {
            OPEN: _("Open"),
            OURS: _("Waiting for us") if self.actor.is_staff else _("Waiting for you"),
            THEIRS: _("Waiting for them") if self.actor.is_staff else _("You wait"),
            LATE: _("Overdue"),
            OVER: _("Over"),
        }
        now = self.request.GET.get("turn", "") or OPEN
        url = reverse("scorecards:plans")
        return [
            Tab(str(name), url if key == OPEN else f"{url}?turn={key}", counts[key], now == key)
            for key, name in names.items()
        ]


@dataclass(frozen=True)
class BoardCard:
    url: str
    title: str
    reference: str
    partner: str
    turn: str
    tone: str
    late: str
    due: str


@dataclass(frozen=True)
class BoardColumn:
    key: str
    name: str
    cards: list[BoardCard]


class PlanBoard(PlansMixin, TemplateView):
    """Open plans by state; the same rows as the list."""

    template_name = "scorecards/plans/board.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = with_waiting(ImprovementPlan.objects.for_actor(self.actor), local_day())
        rows = rows.filter(in_turn(OPEN, is_staff=True)).select_related("partner")
        found = list(rows.order_by("next_due_", "pk")[:MOST_CARDS])
        columns = [
            BoardColumn(
                str(state.value),
                str(state.label),
                [self._card(one) for one in found if one.state == state],
            )
            for state in COLUMNS
        ]
        return super().get_context_data(
            columns=columns, count=len(found), may_propose=may_begin(self.actor), **kwargs
        )

    def _card(self, plan: Any) -> BoardCard:
        turn, tone = turn_words(plan, self.actor.is_staff)
        late = ngettext("%(n)s late", "%(n)s late", plan.late_) % {"n": number(plan.late_)}
        return BoardCard(
            reverse("scorecards:plan", args=[plan.public_id]),
            plan.title,
            plan.reference,
            plan.partner.name if self.actor.is_staff else "",
            turn,
            tone,
            late if plan.late_ else "",
            _("next: %(day)s") % {"day": day(plan.next_due_, "short")} if plan.next_due_ else "",
        )


class IdeaList(PlansMixin, ListPage):
    """Confidential ones only for those who may read them: `for_actor` says who."""

    model = PlanIdea
    table_class = IdeaTable
    filterset_class = IdeaFilters
    template_name = "scorecards/plans/ideas.html"
    export_name = "ideas"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"is_staff": self.actor.is_staff, "label": _("Ideas")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_propose=may_begin(self.actor), **kwargs)


class GainList(PlansMixin, ListPage):
    """The gain-share ledger: the totals are those of the rows it shows."""

    model = GainShareEntry
    table_class = GainTable
    template_name = "scorecards/plans/gains.html"
    export_name = "gains"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("plan__partner")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"is_staff": self.actor.is_staff, "label": _("Gains")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        summed = (
            self.get_queryset()
            .order_by()
            .values("currency")
            .annotate(
                n=Count("pk"), theirs=Sum("partner_minor"), ours=Sum("company_minor"), all=Sum("total_minor")
            )
        )
        totals = [
            {
                "currency": one["currency"],
                "n": number(one["n"]),
                "theirs": money(one["theirs"], one["currency"]),
                "ours": money(one["ours"], one["currency"]),
                "all": money(one["all"], one["currency"]),
            }
            for one in summed.order_by("currency")
        ]
        return super().get_context_data(totals=totals, **kwargs)
