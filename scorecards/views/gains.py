"""What plans gained, entry by entry, as both sides see it."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from portal.presentation import money
from portal.views.lists import ListPage
from scorecards.filters.plan_lists import GainFilters, StaffGainFilters
from scorecards.models import GainShareEntry
from scorecards.pages.plan_tabs import plan_tabs
from scorecards.permissions_plans import can_see_gains
from scorecards.tables.plan_lists import GainTable


class GainList(ListPage):
    """The newest first; what was taken back stands beside what takes it back."""

    model = GainShareEntry
    table_class = GainTable
    template_name = "scorecards/plans/gains.html"
    export_name = "gains"

    def may_open(self) -> bool:
        return can_see_gains(self.actor)

    @property
    def filterset_class(self) -> type[GainFilters]:  # type: ignore[override]
        return StaffGainFilters if self.actor.is_staff else GainFilters

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("plan__partner", "reverses")
        return rows.order_by("-booked_on", "-pk")

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        return {"label": _("What both gained")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = kwargs["filters"].qs.order_by("currency").values("currency")
        sums = rows.annotate(all=Sum("total_minor"), theirs=Sum("partner_minor"), ours=Sum("company_minor"))
        return super().get_context_data(
            plan_tabs=plan_tabs("gain_list"),
            theirs_name=_("Partners") if self.actor.is_staff else self.actor.membership.partner.name,
            totals=[
                {name: money(one[name], one["currency"]) for name in ("all", "theirs", "ours")}
                for one in sums
            ],
            **kwargs,
        )
