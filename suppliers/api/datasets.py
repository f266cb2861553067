"""One viewset for every dataset: list, read, create, change, and many rows at once."""

from functools import cached_property
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from portal.api.describing import REFUSAL
from portal.api.errors import Refused, value_refused
from portal.api.etags import check_match, etag_of, is_known
from portal.api.idempotency import idempotent
from portal.api.paging import Pages
from portal.api.views import Acting, HasScope
from portal.engine.scaled import from_scaled
from suppliers.actions import imports, rows
from suppliers.actions.loading.run import Options
from suppliers.actions.messages import MessageRefused, response_to
from suppliers.api.access import MayUse, scopes_of
from suppliers.api.asking import check_names, narrowed
from suppliers.api.columns import ROWS_AT_ONCE
from suppliers.api.describing import ROW_ID, described
from suppliers.api.files import XmlFile
from suppliers.api.reports import document_of, errors_of
from suppliers.api.values import as_json, row_as_json
from suppliers.enums import LineState
from suppliers.facts.rows import RowSource, rows_of
from suppliers.facts.standing import with_state
from suppliers.imports.columns import Value
from suppliers.imports.datasets import DATASETS

BULK_OPTIONS = ("all_or_nothing", "create_partners")


class DatasetViewSet(Acting, GenericViewSet[Any]):
    """Rows as their columns; the row itself is found by its public id. Nothing is ever deleted."""

    dataset: str
    permission_classes = [MayUse, HasScope]
    pagination_class = Pages
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"
    filter_backends = ()

    @cached_property
    def source(self) -> RowSource:
        return rows_of(self.dataset, self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        return self.source.queryset

    @property
    def ordering(self) -> tuple[str, ...]:
        return ("pk", "part") if self.dataset == "promises" else ("pk",)

    def list(self, request: Request) -> Response:
        found = narrowed(self.get_queryset(), self.dataset, request, self.actor)
        page = self.paginate_queryset(found)
        return self.get_paginated_response([self.represent(row) for row in page])

    def retrieve(self, request: Request, public_id: str) -> Response:
        row = self.find(request, public_id)
        etag = self.etag(row)
        if is_known(request, etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(self.represent(row), headers={"ETag": etag})

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = _object(request.data)
        try:
            row = rows.create(by=self.actor, dataset=self.dataset, given=given)
        except rows.RowRefused as refusal:
            raise _refused(refusal) from refusal
        except rows.RowExists as existing:
            raise self.exists(existing.row) from existing
        except IntegrityError as error:
            raise Refused(_("Somebody stored this row at the same moment. Read it."), code=409) from error
        return self.answer(row, status=201)

    @idempotent
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        check_names(request)
        given, options = _bulk(request.data)
        report, batch = imports.import_rows(
            by=self.actor, rows=given, options=Options(self.dataset, **options)
        )
        document = document_of(report, batch, self.dataset)
        return Response(document, status=422 if report.refused else 200)

    def find(self, request: Request, public_id: str) -> Any:
        """The row; of a promise one part, by default the first. Raises Http404."""
        found = self.get_queryset().filter(public_id=public_id)
        if self.dataset == "promises" and (part := request.query_params.get("part")):
            if not (part.isascii() and part.isdigit() and len(part) < 6):
                raise value_refused("part", part, _("It is the number of a part."))
            found = found.filter(part=int(part))
        check_names(request, ["part"] if self.dataset == "promises" else [])
        row = found.first()
        if row is None:
            raise Http404
        return row

    def values(self, row: Any) -> dict[str, Any]:
        return row_as_json(self.source.values(row))

    def etag(self, row: Any) -> str:
        return etag_of(self.values(row))

    def represent(self, row: Any) -> dict[str, Any]:
        return {"public_id": row.public_id, **self.values(row)}

    def address(self, row: Any) -> str:
        name = f"suppliers-api:{self.dataset}-detail"
        address = reverse(name, kwargs={"public_id": row.public_id}, request=self.request)
        part = getattr(row, "part", None) if self.dataset == "promises" else None
        return f"{address}?part={part}" if part and part > 1 else address

    def answer(self, row: Any, *, status: int = 200) -> Response:
        fresh = self.get_queryset().filter(pk=row.pk)
        if self.dataset == "promises" and row.part is not None:
            fresh = fresh.filter(part=row.part)
        row = fresh.get()
        headers = {"ETag": self.etag(row)}
        if status == 201:
            headers["Location"] = self.address(row)
        return Response(self.represent(row), status=status, headers=headers)

    def exists(self, row: Any) -> Refused:
        if row is None:
            return Refused(_("This key is taken by what was merged into another row."), code=409)
        address = self.address(row)
        words = _("A row with this key is there already. Change that one.")
        return Refused(words, code=409, headers={"Location": address}, existing=address)


class ChangingViewSet(DatasetViewSet):
    """For datasets whose rows may change."""

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        row = self.find(request, public_id)
        given = _object(request.data)
        try:
            changed = rows.change(
                by=self.actor,
                dataset=self.dataset,
                row=row,
                given=given,
                check_current=self.check_current,
            )
        except rows.RowRefused as refusal:
            raise _refused(refusal) from refusal
        except rows.KeyChanged as refusal:
            raise _key_changed(refusal.columns, given) from refusal
        return self.answer(changed)

    def check_current(self, values: dict[str, Value]) -> None:
        """Raises 428 and 412, with the row as it is now."""
        current = row_as_json(values)
        check_match(self.request, etag_of(current), current)


class OrderViewSet(ChangingViewSet):
    """Order lines, with where they stand today."""

    def get_queryset(self) -> QuerySet[Any]:
        return with_state(super().get_queryset(), timezone.localdate())

    def represent(self, row: Any) -> dict[str, Any]:
        return {
            **super().represent(row),
            "state": LineState(row.state).key,
            "due_on": as_json(row.due_on),
            "received": as_json(from_scaled(row.received)),
            "open_quantity": as_json(from_scaled(row.open_quantity)),
            "version": row.version,
        }

    @extend_schema(
        operation_id="orders_response",
        summary="The answer to the order of a line, as a UBL message",
        description="An order response of Peppol BIS 3 (T76), from the promises that are in force.",
        tags=["orders"],
        parameters=[ROW_ID],
        responses={
            (200, XmlFile.media_type): OpenApiTypes.BINARY,
            409: OpenApiResponse(REFUSAL, "Not sent yet, or a party has no electronic address."),
        },
    )
    @action(
        detail=True,
        methods=["get"],
        url_path="response",
        url_name="response",
        renderer_classes=[JSONRenderer, XmlFile],
    )
    def order_response(self, request: Request, public_id: str) -> HttpResponse:
        line = self.find(request, public_id)
        try:
            content = response_to(by=self.actor, order=line.order)
        except MessageRefused as refusal:
            raise Refused(str(refusal), code=409) from refusal
        return HttpResponse(content, content_type=f"{XmlFile.media_type}; charset=utf-8")


def viewset_of(dataset: str) -> type[DatasetViewSet]:
    """The viewset of one dataset, described by its columns. What was promised stays as it was said."""
    base = {"promises": DatasetViewSet, "orders": OrderViewSet}.get(dataset, ChangingViewSet)
    reading, writing = scopes_of(dataset)
    name = f"{dataset.title().replace('_', '')}ViewSet"
    given = {"dataset": dataset, "read_scope": reading, "write_scope": writing, "__doc__": base.__doc__}
    return described(type(name, (base,), given), DATASETS[dataset])


def _object(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Refused(_("Send one object: a value for each column."))
    return data


def _bulk(data: Any) -> tuple[list[Any], dict[str, bool]]:
    """Rows and options. Raises a 400 for anything else."""
    given = _object(data)
    for name, value in given.items():
        if name not in ("rows", *BULK_OPTIONS):
            raise value_refused(name, value, _("There is no such option."))
        if name in BULK_OPTIONS and not isinstance(value, bool):
            raise value_refused(name, value, _("It is true or false."))
    sent = given.get("rows")
    if not isinstance(sent, list) or not 1 <= len(sent) <= ROWS_AT_ONCE:
        words = _("It is a list of 1 to %(many)s rows. Send larger ones as a file.") % {"many": ROWS_AT_ONCE}
        raise value_refused("rows", "", words)
    return sent, {name: given.get(name, False) for name in BULK_OPTIONS}


def _refused(refusal: rows.RowRefused) -> Refused:
    return Refused(_("The row was refused."), errors=errors_of(refusal.errors))


def _key_changed(columns: list[str], given: dict[str, Any]) -> Refused:
    errors = [
        {
            "row": 1,
            "column": column,
            "value": str(given.get(column, ""))[:200],
            "reason": _("It is part of the key: the row would be another one."),
            "way_out": _("Leave it out, or create another row."),
        }
        for column in columns
    ]
    return Refused(_("The key of a row does not change."), code=422, errors=errors)
