"""Cases: the list, least time first."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.views.base import ActorMixin
from portal.views.lists import ListPage
from suppliers.facts.case_lists import least_time_first, with_due
from suppliers.filters_cases import (
    ALL,
    CLOSED,
    LATE,
    OPEN,
    OURS,
    THEIRS,
    CaseFilters,
    OwnCaseFilters,
    StaffCaseFilters,
    case_state,
)
from suppliers.models import Case
from suppliers.permissions_cases import can_open_case, can_see_limits, check_can_see_cases
from suppliers.presenters.cases.words import list_head
from suppliers.presenters.directory import Tab
from suppliers.tables_cases import CaseTable

TABS = (OPEN, OURS, THEIRS, LATE, CLOSED)


class CasesMixin(ActorMixin):
    """Both sides; not who only writes pages."""

    def may_open(self) -> bool:
        if self.actor.is_staff:
            check_can_see_cases(self.actor)
        return super().may_open()


class CaseListPage(CasesMixin, ListPage):
    """All partners' for staff, one's own for a partner's people."""

    model = Case
    table_class = CaseTable
    template_name = "suppliers/cases/list.html"
    export_name = "cases"

    @property
    def filterset_class(self) -> type[CaseFilters]:
        return StaffCaseFilters if self.actor.is_staff else OwnCaseFilters

    def get_queryset(self) -> QuerySet[Case]:
        rows = with_due(super().get_queryset()).select_related("partner", "owner")
        return rows.order_by(*least_time_first())

    def table_options(self, rows: QuerySet[Case]) -> dict[str, Any]:
        newest_first = self.request.GET.get("state") in (CLOSED, ALL)
        return {
            "actor": self.actor,
            "now": timezone.now(),
            "label": _("Cases"),
            "order_by": ("-opened_at",) if newest_first else ("due_at",),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        counts = Case.objects.for_actor(self.actor).aggregate(
            **{state: Count("pk", filter=case_state(state, self.actor, now)) for state in TABS},
            all=Count("pk"),
        )
        return super().get_context_data(
            head=list_head(counts[OURS], counts[THEIRS], counts[LATE], self.actor),
            tabs=self._tabs(counts),
            is_new=not counts["all"],
            may_open_case=can_open_case(self.actor),
            may_see_limits=can_see_limits(self.actor),
            **kwargs,
        )

    def _tabs(self, counts: dict[str, int]) -> list[Tab]:
        wanted, staff = self.request.GET.get("state", ""), self.actor.is_staff
        named = {
            OURS: _("Waiting for us") if staff else _("Waiting for you"),
            THEIRS: _("Waiting for them") if staff else _("You wait"),
            LATE: _("Clock has run out"),
            CLOSED: _("Closed"),
        }
        tabs = [Tab(_("Open"), "?", counts[OPEN], not wanted)]
        return tabs + [
            Tab(words, f"?state={state}", counts[state], wanted == state) for state, words in named.items()
        ]
