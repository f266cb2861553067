"""Files that come in: the list of them, the upload, the preview, the word to save, what was refused."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView, View

from portal import exports
from portal.views.base import ActionView, DetailPage, RowMixin, StaffMixin
from portal.views.lists import ListPage
from suppliers.actions import imports, mapping
from suppliers.forms_imports import ImportForm
from suppliers.imports.datasets import DATASETS
from suppliers.imports.limits import MEGABYTE
from suppliers.imports.problems import FileRefused
from suppliers.models import ImportBatch
from suppliers.permissions import KEEPERS, can_import
from suppliers.presenters.imports import earlier_row, import_view
from suppliers.tables_imports import ImportTable

RECENT = 3


class ImportMixin(StaffMixin):
    """For those who may bring in files; to partners these pages do not exist."""

    roles = KEEPERS
    model = ImportBatch


class ImportListPage(ImportMixin, ListPage):
    """Everything that came in, newest first."""

    table_class = ImportTable
    template_name = "suppliers/imports/list.html"
    export_name = "imports"

    def get_queryset(self) -> QuerySet[Any]:
        return ImportBatch.objects.for_actor(self.actor).select_related("created_by").defer("preview")


@method_decorator(csrf_exempt, name="dispatch")
class ImportNewPage(ImportMixin, TemplateView):
    """The upload. What is too large is turned away before anything reads or keeps it.

    The protection against forged requests reads the whole body, so it comes after the look at its length.
    """

    template_name = "suppliers/imports/new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ImportForm(initial=self.request.GET.dict(), actor=self.actor))
        return super().get_context_data(
            datasets=[item for name, item in DATASETS.items() if can_import(self.actor, name)],
            limit=settings.IMPORT_MAX_BYTES // MEGABYTE,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return csrf_protect(super().get)(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.IMPORT_MAX_BYTES + MEGABYTE:
            return self._turn_away(length)
        return csrf_protect(self._accept)(request)

    def _turn_away(self, length: int) -> HttpResponse:
        form = ImportForm(initial=self.request.GET.dict(), actor=self.actor)
        words = _("The file has %(size)s MB; at most %(limit)s MB are read. Split it into several files.")
        size = {"size": -(-length // MEGABYTE), "limit": settings.IMPORT_MAX_BYTES // MEGABYTE}
        return self.render_to_response(self.get_context_data(form=form, too_large=words % size), status=413)

    def _accept(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES, actor=self.actor)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = imports.upload(
                    by=self.actor,
                    file=file,
                    name=file.name,
                    dataset=form.cleaned_data["dataset"],
                    profile=form.cleaned_data["profile"],
                    create_partners=form.cleaned_data["create_partners"],
                )
            except FileRefused as refusal:
                form.add_error("file", refusal.message.translated(_))
                return self._refused(form, file)
            return redirect("suppliers:import", public_id=batch.public_id)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _refused(self, form: ImportForm, file: Any) -> HttpResponse:
        """A table whose columns are not ours is kept, and its columns can be pointed at."""
        foreign = None
        if not form.cleaned_data["profile"]:
            with suppress(FileRefused):
                foreign = mapping.keep(by=self.actor, file=file, name=file.name)
        return self.render_to_response(self.get_context_data(form=form, foreign=foreign), status=422)


class ImportPage(ImportMixin, DetailPage):
    """One import: while it is read, before it is saved, while it is saved, afterwards."""

    template_name = "suppliers/imports/import.html"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("job", "created_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        earlier = ImportBatch.objects.for_actor(self.actor).exclude(pk=self.object.pk)
        context["page"] = import_view(self.object, self.request.GET.get("show", ""))
        rows = earlier.select_related("created_by").defer("preview")[:RECENT]
        context["earlier"] = [earlier_row(row) for row in rows]
        return context


class ImportProgress(ImportPage):
    """The moving part of the page alone; once the work is over it sends the reader to the whole page."""

    template_name = "suppliers/imports/progress.html"

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        response = super().render_to_response(context, **options)
        if not context["page"].is_moving:
            response["HX-Refresh"] = "true"
        return response


class ImportAct(ImportMixin, ActionView):
    """A word on an import; when the state does not allow it, the page says how it stands."""

    def act(self, batch: ImportBatch) -> HttpResponse:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch: Any = self.get_object()
        try:
            return self.act(batch)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.back_to(batch)

    def back_to(self, batch: ImportBatch) -> HttpResponseRedirect:
        return redirect("suppliers:import", public_id=batch.public_id)


class ImportSave(ImportAct):
    """Saves what the preview showed."""

    def act(self, batch: ImportBatch) -> HttpResponse:
        imports.confirm(by=self.actor, batch=batch, all_or_nothing=self.request.POST.get("what") == "all")
        return self.back_to(batch)


class ImportDiscard(ImportAct):
    """Throws the file away."""

    def act(self, batch: ImportBatch) -> HttpResponse:
        imports.discard(by=self.actor, batch=batch)
        messages.success(
            self.request, _("%(file)s is thrown away. Nothing was stored.") % {"file": batch.file_name}
        )
        return redirect("suppliers:import_list")


class ImportRefused(ImportMixin, RowMixin, View):
    """The refused rows as a file: row, column, value, reason, way out."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch: Any = self.get_object()
        return exports.response(
            _refused(batch), request.GET.get("format", "csv"), f"refused-{batch.public_id}"
        )


def _refused(batch: ImportBatch) -> Iterator[list[Any]]:
    yield [_("row"), _("dataset"), _("column"), _("value"), _("reason"), _("way out")]
    for error in batch.errors.iterator():
        yield [error.row, error.dataset, error.column, error.value, error.reason, error.way_out]
