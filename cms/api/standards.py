"""Service standards under /api/v1/: what was promised, the live result, and the published quarters."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from cms.facts.results import Reading, Result, published_reading, results, rule_facts, target_of
from cms.models import StandardPage
from portal.api.views import ActingViewSet
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING

Schema = dict[str, Any]
_SLUG = OpenApiParameter(
    "slug", {"type": "string"}, OpenApiParameter.PATH, description="The end of its address."
)
_DAY: Schema = {"type": "string", "format": "date"}
_EXACT: Schema = {
    "type": "string",
    "nullable": True,
    "description": "A decimal in the KPI's unit (shares 0 to 1); null: no figure.",
}
_READING: Schema = {
    "type": "object",
    "properties": {
        "period": {"type": "string", "description": "The quarter that it ends with, as 2026-Q3."},
        "from": _DAY,
        "to": _DAY,
        "as_of": _DAY,
        "target": _EXACT,
        "value": _EXACT,
        "n": {"type": "integer"},
        "excused": {"type": "integer"},
        "met": {"type": "boolean", "nullable": True, "description": "Null: no figure, or too few rows."},
    },
    "required": ["period", "from", "to", "as_of", "value", "n", "met"],
}
STANDARD: Schema = {
    "type": "object",
    "properties": {
        "slug": {"type": "string"},
        "title": {"type": "string"},
        "promise": {"type": "string"},
        "url": {"type": "string"},
        "kpi": {"type": "string"},
        "target": _EXACT,
        "rule": {"type": "object", "additionalProperties": True},
        "remark": {"type": "string"},
        "result": {**_READING, "nullable": True, "description": "The newest closed quarter, counted now."},
        "trend": {"type": "array", "items": _READING},
        "published": {"type": "array", "items": _READING},
    },
    "required": ["slug", "title", "promise", "kpi", "target", "result"],
}


@extend_schema_view(
    list=extend_schema(
        operation_id="standards_list",
        summary="Service standards with their results",
        description="What we promise, and whether we kept it in the newest quarter that is closed.",
        tags=["standards"],
        parameters=PAGING,
        responses={200: OpenApiResponse(STANDARD, "A page of standards.")},
    ),
    retrieve=extend_schema(
        operation_id="standards_get",
        summary="One service standard",
        description="With the last eight quarters and all that were published.",
        tags=["standards"],
        parameters=[_SLUG],
        responses={200: OpenApiResponse(STANDARD, "The standard.")},
    ),
)
class StandardViewSet(ActingViewSet):
    read_scope = Scope.PAGES_READ
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[StandardPage]:
        return StandardPage.objects.live().order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = list(self.paginate_queryset(self.get_queryset()) or ())
        found = results(page, local_day())
        return self.get_paginated_response([_as_json(one, found.get(one.pk)) for one in page])

    def retrieve(self, request: Request, slug: str) -> Response:
        check_names(request)
        page = get_object_or_404(self.get_queryset(), slug=slug)
        result = results([page], local_day()).get(page.pk)
        document = _as_json(page, result)
        document["trend"] = [_reading(one) for one in result.trend] if result else []
        published = page.snapshots.order_by("-ends_on")
        document["published"] = [_reading(published_reading(row)) for row in published]
        return Response(document)


def _as_json(page: StandardPage, result: Result | None) -> dict[str, Any]:
    return {
        "slug": page.slug,
        "title": page.title,
        "promise": page.promise,
        "url": page.full_url,
        "kpi": page.kpi,
        "target": _exact(target_of(page)),
        "rule": rule_facts(page),
        "remark": page.remark,
        "result": None if result is None else _reading(result),
    }


def _reading(found: Reading) -> dict[str, Any]:
    return {
        "period": found.period,
        "from": found.starts_on.isoformat(),
        "to": found.ends_on.isoformat(),
        "as_of": found.as_of.isoformat(),
        "target": _exact(found.target),
        "value": _exact(found.value),
        "n": found.n,
        "excused": found.excused,
        "met": found.met,
    }


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
