"""What each partner contributes: the page, the rows as a file, and the PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.generic import TemplateView

from portal import exports
from portal.clocks import local_day
from portal.pdf import pdf_response
from portal.tables import NoneLast, Table
from portal.views.base import StaffMixin
from suppliers.facts.contribution import extent
from suppliers.models.ledger import PROFIT_READERS
from suppliers.presenters.contribution.asked import asked
from suppliers.presenters.contribution.overview import Overview, overview, sparks
from suppliers.presenters.contribution.paper import Paper
from suppliers.presenters.contribution.tabs import tabs
from suppliers.tables_contribution import COST_GROUPS, contribution_table


class ProfitMixin(StaffMixin):
    """Only who answers for the profit; `page` is None as long as the ledger is empty."""

    roles = PROFIT_READERS

    def overview(self) -> Overview | None:
        found = extent(self.actor)
        if found is None:
            return None
        return overview(self.actor, asked(self.request.GET, local_day(), found))

    def table(self, page: Overview, per_page: int) -> Table:
        """The rows in the order asked for; sparklines only of those that this page of them shows."""
        lines: dict[int, Any] = {}
        table = contribution_table(page, lines).for_request(
            self.request, NoneLast(list(page.found)), per_page=per_page, label=page.table_title
        )
        if "quarters" in table.columns.names():
            lines.update(sparks(self.actor, page, [row.record for row in table.paginated_rows]))
        return table


class ContributionPage(ProfitMixin, TemplateView):
    """`?format=csv` and `?format=xlsx` answer with exactly what is shown."""

    template_name = "suppliers/contribution/contribution.html"
    per_page = 25

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page, kind = self.overview(), request.GET.get("format")
        if page is None:
            return self.render_to_response(self.get_context_data(tabs=tabs("contribution")))
        table = self.table(page, self.per_page)
        if kind:
            return exports.response(table.typed_rows(), kind, slugify(page.export_name))
        context = self.get_context_data(
            page=page,
            table=table,
            tabs=tabs("contribution"),
            period=page.asked.period,
            cost_groups=",".join(COST_GROUPS),
        )
        return self.render_to_response(context)


class ContributionPdf(ProfitMixin, TemplateView):
    """The same on paper: A4, to the cent."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.overview()
        if page is None:
            return HttpResponse(status=404)
        paper = Paper.of(page, self.table(page, Paper.most))
        return pdf_response("suppliers/contribution/paper.html", {"paper": paper}, page.export_name)
