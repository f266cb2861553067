"""A list: rows the actor may see, filters and order from the address, the same rows as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from portal import exports
from portal.filters import FilterSet
from portal.tables import Table
from portal.views.base import ActorMixin


class ListPage(ActorMixin, TemplateView):
    """Subclasses name `model`, `table_class`, `filterset_class` and `template_name`.

    The template extends `portal/list.html`; `?format=csv` and `?format=xlsx` answer with the rows as a file.
    """

    model: Any = None
    table_class: type[Table]
    filterset_class: type[FilterSet] | None = None
    template_name = "portal/list.html"
    export_name = "list"
    per_page = 25

    def get_queryset(self) -> QuerySet[Any]:
        """Always through for_actor: that is the only start of a queryset in a view."""
        return self.model.objects.for_actor(self.actor)

    def table_options(self, rows: QuerySet[Any]) -> dict[str, Any]:
        """Label, totals, columns to exclude for this actor ..."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filters, rows = None, self.get_queryset()
        if self.filterset_class:
            filters = self.filterset_class(request.GET, queryset=rows, request=request)
            rows = filters.qs
        table = self.table_class.for_request(
            request, rows, per_page=self.per_page, **self.table_options(rows)
        )
        if kind := request.GET.get("format"):
            return exports.response(table.typed_rows(), kind, self.export_name)
        context = self.get_context_data(table=table, filters=filters, exports=True, **kwargs)
        return self.render_to_response(context)
