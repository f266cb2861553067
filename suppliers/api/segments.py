"""Assessments of partners and kept sums about reliability, under /api/v1/: to read."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IF_NONE_MATCH, answered
from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet, HasScope
from portal.engine.scaled import from_scaled
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.contribution import AnswersForProfit
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.models import Assessment, ReliabilitySum

_TEXT: Schema = {"type": "string"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_SCORES: Schema = {
    "type": "object",
    "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 5},
    "description": "Each input that is scored, from 1 (little) to 5 (much).",
}


def _schema(**values: Schema) -> Schema:
    properties = {"public_id": PUBLIC_ID, "partner": _TEXT, **values, "at": _MOMENT, "by": _TEXT}
    return {"type": "object", "properties": properties, "required": list(properties)}


ASSESSMENT = _schema(risk=_SCORES, attractiveness=_SCORES, override=_TEXT, override_reason=_TEXT, note=_TEXT)
SUM = _schema(
    item_code=_TEXT,
    category=_TEXT,
    inputs={"type": "object", "additionalProperties": _TEXT},
    units=_TEXT,
    cash_minor={"type": "integer"},
    benefit_minor={"type": "integer"},
    currency=_TEXT,
)


class _Readable(ActingViewSet):
    """Rows found by their public id, for who answers for the profit."""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"
    filter_backends = ()
    ordering = "pk"
    model: Any = None

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.for_actor(self.actor).select_related("partner")
        return rows.order_by("pk")

    def as_json(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    def retrieve(self, request: Request, public_id: str) -> Response:
        check_names(request)
        found = self.get_queryset().filter(public_id=public_id).first()
        if found is None:
            raise Http404
        row = self.as_json(found)
        if is_known(request, etag_of(row)):
            return Response(status=304, headers={"ETag": etag_of(row)})
        return Response(row, headers={"ETag": etag_of(row)})


def _described(name: str, schema: Schema, many: str, one: str) -> Any:
    return extend_schema_view(
        list=extend_schema(
            operation_id=f"{name}_list",
            summary=many,
            description="The oldest first; staff who answer for the profit read them.",
            tags=["contribution"],
            parameters=PAGING,
            responses={200: OpenApiResponse(schema, "A page of them.")},
        ),
        retrieve=extend_schema(
            operation_id=f"{name}_get",
            summary=one,
            description="By its public id.",
            tags=["contribution"],
            parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
            responses={
                200: OpenApiResponse(schema, "As it was saved."),
                304: OpenApiResponse(None, "It is still as you know it."),
            },
        ),
    )


@_described("assessments", ASSESSMENT, "Assessments of partners", "One assessment")
class AssessmentViewSet(_Readable):
    """The newest of a partner holds."""

    model = Assessment

    def as_json(self, row: Assessment) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner": row.partner.code,
            "risk": row.risk,
            "attractiveness": row.attractiveness,
            "override": row.override,
            "override_reason": row.override_reason,
            "note": row.note,
            "at": row.at.isoformat(),
            "by": row.by_label,
        }


@_described("reliability_sums", SUM, "Kept sums about reliability", "One kept sum")
class ReliabilitySumViewSet(_Readable):
    """What a better lead time would be worth, as it was worked out."""

    model = ReliabilitySum

    def as_json(self, row: ReliabilitySum) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner": row.partner.code,
            "item_code": row.item_code,
            "category": row.category,
            "inputs": row.inputs,
            "units": f"{from_scaled(row.units):f}",
            "cash_minor": row.cash_minor,
            "benefit_minor": row.benefit_minor,
            "currency": row.currency,
            "at": row.at.isoformat(),
            "by": row.by_label,
        }
