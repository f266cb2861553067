"""The refused rows of an import as a file to mend and send again."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View

from portal import exports
from portal.views.base import RowMixin
from suppliers.presenters import refused
from suppliers.views.imports import ImportMixin


class ImportRefusedRows(ImportMixin, RowMixin, View):
    """In the file's own format, unless another is asked for in which the rows read as they did."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        batch: Any = self.get_object()
        kinds = refused.kinds_of(batch)
        kind = request.GET.get("format", kinds[0] if kinds else "")
        if kind not in kinds or not batch.refused_rows.exists():
            raise Http404("there are no refused rows in this format")
        name = refused.file_name(batch, kind)
        if kind == exports.CSV:
            return exports.flowing(refused.csv_file(batch), name, "text/csv")
        return exports.download(refused.workbook(batch), kind, name.removesuffix(f".{kind}"))
