"""Files that programs send: kept, checked and loaded by the worker; what became of them is read here."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from portal.api.describing import IDEMPOTENCY_KEY, VALUE_REFUSED, answered
from portal.api.errors import Refused, value_refused
from portal.api.idempotency import idempotent
from portal.api.paging import Pages
from portal.api.views import Acting, ActsForSomebody, HasScope
from portal.enums import Scope
from suppliers.actions import receiving
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.values import as_json
from suppliers.enums import BatchState
from suppliers.facts.profiles import UnknownProfile
from suppliers.imports.datasets import DATASETS
from suppliers.imports.problems import FileRefused
from suppliers.imports.profiles import ProfileRefused
from suppliers.models import ImportBatch
from suppliers.models.imports import ImportError
from suppliers.permissions import can_import

FLAGS = ("create_partners", "all_or_nothing", "dry_run")
_WORDS = {"true": True, "false": False}

_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
BATCH: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "dataset": {
            "type": "string",
            "enum": [*DATASETS, ""],
            "description": "Empty while a file waits for somebody to map its columns.",
        },
        "profile": {"type": "string"},
        "file_name": {"type": "string"},
        "sha256": {"type": "string"},
        "size": {"type": "integer", "description": "Bytes."},
        "state": {"type": "string", "enum": BatchState.values},
        "rows": {"type": "integer"},
        "counts": {
            "type": "object",
            "additionalProperties": _COUNTS,
            "description": "By dataset; `file` counts each row of the file once.",
        },
        "problem": {"type": "string", "description": "Why the file could not be read at all."},
        "created_at": _MOMENT,
        "loaded_at": _MOMENT,
        "errors": {"type": "string", "format": "uri", "description": "The rows that were refused."},
    },
    "required": ["public_id", "dataset", "state", "counts", "errors"],
}
_FORM: Schema = {
    "type": "object",
    "properties": {
        "dataset": {"type": "string", "enum": list(DATASETS)},
        "file": {"type": "string", "format": "binary"},
        "profile": {"type": "string", "description": "The name of a profile; empty: our own columns."},
        **{flag: {"type": "boolean", "default": False} for flag in FLAGS},
    },
    "required": ["dataset", "file"],
}
_ERROR: Schema = {
    **VALUE_REFUSED,
    "properties": {"dataset": {"type": "string"}, **VALUE_REFUSED["properties"]},
}


def _page(rows: Schema) -> Schema:
    address = {"type": "string", "format": "uri", "nullable": True}
    return {
        "type": "object",
        "properties": {
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": rows},
        },
        "required": ["results"],
    }


class MayImport(ActsForSomebody):
    """Who brings in files; for partners there are none."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        view.only_staff()
        return can_import(view.actor)


@extend_schema_view(
    list=extend_schema(
        operation_id="imports_list",
        summary="Imports, the newest first",
        description="Files and rows that came in, through whatever door.",
        tags=["imports"],
        parameters=PAGING,
        responses={200: OpenApiResponse(BATCH, "A page of imports.")},
    ),
    retrieve=extend_schema(
        operation_id="imports_get",
        summary="One import",
        description="Its state, its counts, and where its refused rows are.",
        tags=["imports"],
        parameters=[ROW_ID],
        responses={200: OpenApiResponse(BATCH, "The import.")},
    ),
    create=extend_schema(
        operation_id="imports_create",
        summary="Send a file",
        description="It is checked, then loaded, in the background. With `dry_run` it waits for a person.",
        tags=["imports"],
        request={"multipart/form-data": _FORM},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the import.", 201, 202)],
        responses={
            201: OpenApiResponse(BATCH, "It is checked; nothing is stored."),
            202: OpenApiResponse(BATCH, "The worker is at it: read it again for its state."),
        },
    ),
    errors=extend_schema(
        operation_id="imports_errors",
        summary="The refused rows of an import",
        description="Each refused value with its row, its reason and a way out.",
        tags=["imports"],
        parameters=[ROW_ID, *PAGING],
        responses={200: OpenApiResponse(_page(_ERROR), "A page of refused values.")},
    ),
)
class ImportViewSet(Acting, GenericViewSet[Any]):
    """Imports of any channel."""

    read_scope = write_scope = Scope.IMPORTS_WRITE
    permission_classes = [MayImport, HasScope]
    pagination_class = Pages
    parser_classes = [MultiPartParser]
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"
    filter_backends = ()
    ordering = "-pk"

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return ImportBatch.objects.for_actor(self.actor)

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.represent(batch) for batch in page])

    def retrieve(self, request: Request, public_id: str) -> Response:
        check_names(request)
        return Response(self.represent(self.find(public_id)))

    @action(detail=True)
    def errors(self, request: Request, public_id: str) -> Response:
        check_names(request)
        self.ordering = "pk"
        page = self.paginate_queryset(ImportError.objects.filter(batch=self.find(public_id)))
        names = ("dataset", "row", "column", "value", "reason", "way_out")
        return self.get_paginated_response([{name: getattr(error, name) for name in names} for error in page])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = _form(request.data)
        dry_run = given.pop("dry_run")
        try:
            batch = receiving.receive(by=self.actor, then_load=not dry_run, **given)
        except FileRefused as refusal:
            words = refusal.message.translated(_)
            raise value_refused(refusal.column or "file", given["name"], words, row=1) from refusal
        except UnknownProfile as unknown:
            words = _("No profile has this name. There are: %(names)s.") % {"names": unknown}
            raise value_refused("profile", given["profile"], words) from unknown
        except ProfileRefused as refusal:
            raise value_refused("profile", given["profile"], str(refusal)) from refusal
        status = 201 if batch.state == BatchState.PREVIEW else 202
        return Response(self.represent(batch), status=status, headers={"Location": self.address(batch)})

    def find(self, public_id: str) -> ImportBatch:
        batch = self.get_queryset().filter(public_id=public_id).first()
        if batch is None:
            raise Http404
        return batch

    def address(self, batch: ImportBatch, name: str = "detail") -> str:
        kwargs = {"public_id": batch.public_id}
        return reverse(f"suppliers-api:imports-{name}", kwargs=kwargs, request=self.request)

    def represent(self, batch: ImportBatch) -> dict[str, Any]:
        names = ("public_id", "dataset", "profile", "file_name", "sha256", "size", "state", "rows", "counts")
        return {
            **{name: getattr(batch, name) for name in names},
            "problem": batch.problem,
            "created_at": as_json(batch.created_at),
            "loaded_at": as_json(batch.loaded_at),
            "errors": self.address(batch, "errors"),
        }


def _form(data: Any) -> dict[str, Any]:
    """What the form says. Raises a 400 that names the field."""
    for name in data:
        if name not in ("dataset", "file", "profile", *FLAGS):
            raise value_refused(name, "", _("There is no such field."))
    dataset, file = data.get("dataset", ""), data.get("file")
    if dataset not in DATASETS:
        words = _("It is one of: %(words)s.") % {"words": ", ".join(DATASETS)}
        raise value_refused("dataset", dataset, words)
    if not isinstance(file, UploadedFile):
        raise Refused(_("The form needs a file in the field “file”."))
    given = {
        "file": file,
        "name": file.name or "file",
        "dataset": dataset,
        "profile": data.get("profile", ""),
    }
    for name in FLAGS:
        text = str(data.get(name, "false")).lower()
        if text not in _WORDS:
            raise value_refused(name, text, _("It is true or false."))
        given[name] = _WORDS[text]
    return given
