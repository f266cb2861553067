"""Contribution against risk under /api/v1/: where each partner stands, and who is due for a review."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IF_NONE_MATCH, answered
from portal.api.errors import value_refused
from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet, HasScope
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.api.contribution import AnswersForProfit
from suppliers.enums import PartnerKind, Quadrant
from suppliers.facts.contribution import extent
from suppliers.facts.segments import Segmented, segments
from suppliers.presenters.contribution.period import chosen

_DAY: Schema = {"type": "string", "format": "date"}
_MAYBE_DAY: Schema = {**_DAY, "nullable": True}
_MEAN: Schema = {"type": "string", "nullable": True, "description": "From 1.00 to 5.00; null: not assessed."}
_KIND: Schema = {"type": "string", "enum": PartnerKind.values}
_ROW: Schema = {
    "type": "object",
    "properties": {
        "partner": {"type": "string", "description": "Its code."},
        "quadrant": {
            "type": "string",
            "enum": Quadrant.values,
            "nullable": True,
            "description": "Null: not assessed, which is not routine.",
        },
        "is_decided": {"type": "boolean", "description": "Somebody decided otherwise than the scores say."},
        "risk": _MEAN,
        "attractiveness": {**_MEAN, "description": "What we are to them, from 1.00 to 5.00."},
        "class": {"type": "string", "enum": ["A", "B", "C", "D"], "nullable": True},
        "contribution_minor": {"type": "integer", "nullable": True, "description": "Null: no entry."},
        "share": {
            "type": "string",
            "nullable": True,
            "description": "Of the positive contributions of the kind, 0.25 for 25 %.",
        },
        "assessment": {"type": "string", "nullable": True, "description": "The public id of the newest."},
        "last_review": {**_MAYBE_DAY, "description": "Of a pack that was signed."},
        "next_review": {**_MAYBE_DAY, "description": "By the quadrant's cadence."},
        "is_overdue": {"type": "boolean"},
    },
}
_ROW["required"] = list(_ROW["properties"])
SEGMENTS: Schema = {
    "type": "object",
    "properties": {
        "kind": _KIND,
        "from": _DAY,
        "to": _DAY,
        "currency": {"type": "string", "description": "What all amounts are in minor units of."},
        "rows": {"type": "array", "items": _ROW, "description": "The highest contribution first."},
    },
    "required": ["kind", "from", "to", "currency", "rows"],
}


_READ = extend_schema(
    operation_id="segments_list",
    summary="Contribution against risk",
    description="Each partner of a kind, over the twelve last whole months: its quadrant, its risk, its "
    "class, its last review and the next.",
    tags=["contribution"],
    parameters=[
        OpenApiParameter("kind", _KIND, description="By default suppliers."),
        IF_NONE_MATCH,
        answered("ETag", "What it says, in short.", 200, 304),
    ],
    responses={
        200: OpenApiResponse(SEGMENTS, "The partners, the highest contribution first."),
        304: OpenApiResponse(None, "It is still as you know it."),
    },
)


class SegmentsViewSet(ActingViewSet):
    """The same rows as on the page."""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    pagination_class = None  # type: ignore[assignment]
    filter_backends = ()

    @_READ
    def read(self, request: Request) -> Response:
        check_names(request, ("kind",))
        kind = request.query_params.get("kind", PartnerKind.SUPPLIER.value)
        if kind not in PartnerKind.values:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(PartnerKind.values)}
            raise value_refused("kind", kind, words)
        today = local_day()
        span = chosen({}, today, extent(self.actor)).span
        found = {
            "kind": kind,
            "from": span.start.isoformat(),
            "to": span.end.isoformat(),
            "currency": settings.COMPANY_CURRENCY,
            "rows": [_as_json(row) for row in segments(self.actor, kind, span, today).rows],
        }
        headers = {"ETag": etag_of(found)}
        if is_known(request, headers["ETag"]):
            return Response(status=304, headers=headers)
        return Response(found, headers=headers)


def _as_json(row: Segmented) -> dict[str, Any]:
    return {
        "partner": row.partner.code,
        "quadrant": row.quadrant or None,
        "is_decided": row.is_decided,
        "risk": _text(row.risk),
        "attractiveness": _text(row.attractiveness),
        "class": row.grade or None,
        "contribution_minor": row.contribution,
        "share": _text(row.share),
        "assessment": row.assessment.public_id if row.assessment else None,
        "last_review": row.last_review.isoformat() if row.last_review else None,
        "next_review": row.review_due.isoformat() if row.review_due else None,
        "is_overdue": row.is_overdue,
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"
