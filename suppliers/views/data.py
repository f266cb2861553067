"""The catalogue of data: what we keep, how it is written, templates to fill in, all of it as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView, View

from portal import exports
from portal.views.base import StaffMixin
from suppliers.actions.exports import export_dataset
from suppliers.imports.datasets import DATASETS
from suppliers.permissions import READERS, can_import, can_see_dataset
from suppliers.presenters.blanks import blank
from suppliers.presenters.data import data_rows, data_view
from suppliers.presenters.files import file_rows


class DataMixin(StaffMixin):
    """For staff who work with partners; to partners these pages do not exist."""

    roles = READERS


class DatasetMixin(DataMixin):
    """Pages about one dataset, named in the address."""

    kwargs: dict[str, Any]

    def may_open(self) -> bool:
        if not super().may_open():
            return False
        if self.dataset not in DATASETS:
            return False
        if not can_see_dataset(self.actor, self.dataset):
            raise PermissionDenied
        return True

    @property
    def dataset(self) -> str:
        return self.kwargs["dataset"]


class DataListPage(DataMixin, TemplateView):
    """All datasets: what they are, how much we have, when it last came in."""

    template_name = "suppliers/data/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=data_rows(self.actor), may_import=can_import(self.actor), **kwargs
        )


class DataPage(DatasetMixin, TemplateView):
    """One dataset: its columns and rules, and every way in and out."""

    template_name = "suppliers/data/dataset.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=data_view(self.actor, self.dataset), may_import=can_import(self.actor), **kwargs
        )


class DataExport(DatasetMixin, View):
    """All rows as a file, written while it is sent."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = request.GET.get("format", exports.CSV)
        exports.check_kind(kind)
        source = export_dataset(by=self.actor, dataset=self.dataset, kind=kind)
        if kind == exports.XLSX and source.count() >= exports.SHEET_ROWS:
            raise Http404(f"{self.dataset} has more rows than a sheet holds: take the CSV file")
        return exports.streamed(file_rows(source), kind, self.dataset)


class DataTemplate(DatasetMixin, View):
    """An empty file to fill in, with an example."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = request.GET.get("format", exports.XLSX)
        exports.check_kind(kind)
        return exports.download(blank(DATASETS[self.dataset], kind), kind, f"{self.dataset}-template")
