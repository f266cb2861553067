"""All partners in one table."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.generic import TemplateView

from portal import exports
from portal.tables import NoneLast, Table
from portal.views.base import StaffMixin
from scorecards.facts import heat
from scorecards.filters.heat import HeatFilter
from scorecards.models import Scorecard
from scorecards.pages.heat import HeatPage, heat_page, heat_totals, newest
from scorecards.permissions import READERS
from scorecards.tables.heat import heat_table


class HeatView(StaffMixin, TemplateView):
    """Partners down, KPIs across; `?format=csv` and `?format=xlsx` answer with exactly what is shown."""

    template_name = "scorecards/heat.html"
    roles = READERS
    per_page = 50

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        cards = Scorecard.objects.for_actor(self.actor).latest_revisions()
        asked = self._asked(cards)
        if not asked.get("period"):
            return self.render_to_response(self.get_context_data(page=None))
        rows = heat.with_before(cards, str(asked["period"]))
        filters = HeatFilter(asked, queryset=rows, request=request, cards=cards)
        found, page = filters.qs, heat_page(cards, asked)
        data = heat.rows(found)
        table = heat_table(page.lines).for_request(
            request,
            NoneLast(data),
            per_page=self.per_page,
            label=page.label,
            totals=heat_totals(page.lines, data, found) if data else {},
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, slugify(f"scorecards {asked['period']}"))
        return self.render_to_response(self._context(page, table, filters, data))

    def _asked(self, cards: QuerySet[Scorecard]) -> QueryDict:
        """The address, with the newest template and period where it names none that there is."""
        asked = self.request.GET.copy()
        for name, value in newest(cards, asked.get("template", ""), asked.get("period", "")).items():
            asked[name] = value
        return asked

    def _context(
        self, page: HeatPage, table: Table, filters: HeatFilter, rows: list[heat.Row]
    ) -> dict[str, Any]:
        return self.get_context_data(
            page=page, table=table, filters=filters, exports=True, title=page.title(rows), rows=len(rows)
        )
