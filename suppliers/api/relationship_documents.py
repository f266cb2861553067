"""The contact plan, retention and who is at risk under /api/v1/: one document each, for our own people."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IF_NONE_MATCH, answered
from portal.api.errors import value_refused
from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet, ActsForSomebody, HasScope
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.facts.at_risk import at_risk
from suppliers.facts.touch import contact_plan
from suppliers.models import Partner
from suppliers.permissions_touch import can_see_relationship
from suppliers.presenters.relationship.documents import plan_document, retention_document, risk_document

_DAY: Schema = {"type": "string", "format": "date"}


class SeesRelationship(ActsForSomebody):
    """For a partner there is none of it; content editors read nothing of partners."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not view.actor.is_staff:
            raise Http404
        if not can_see_relationship(view.actor):
            raise PermissionDenied(_("Your role reads nothing of partners."))
        return True


def _document(name: str, summary: str, rows: str, *parameters: OpenApiParameter) -> Any:
    shape: Schema = {
        "type": "object",
        "properties": {
            "as_of": _DAY,
            "rows": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        },
        "required": ["as_of", "rows"],
    }
    return extend_schema(
        operation_id=f"{name}_list",
        summary=summary,
        description=rows,
        tags=[name],
        parameters=[*parameters, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(shape, "All rows as of today."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    )


class _Document(ActingViewSet):
    """One document as of today, for our own people."""

    permission_classes = [HasScope, SeesRelationship]
    read_scope = Scope.RELATIONSHIP_READ
    write_scope = Scope.RELATIONSHIP_WRITE
    pagination_class = None
    filter_backends = ()

    def answer(self, request: Request, rows: list[dict[str, Any]]) -> Response:
        document = {"as_of": local_day().isoformat(), "rows": rows}
        etag = etag_of(document)
        if is_known(request, etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(document, headers={"ETag": etag})


class ContactPlanViewSet(_Document):
    @_document("contact_plan", "The contact plan", "Every active partner, the longest silence first.")
    def read(self, request: Request) -> Response:
        check_names(request)
        plan = contact_plan(self.actor, Partner.objects.for_actor(self.actor), local_day())
        return self.answer(request, plan_document(plan))


class RetentionViewSet(_Document):
    @_document(
        "retention",
        "Who stayed, and who was lost",
        "One row for each period, the newest first; shares as decimals of 0 to 1, null where there is none.",
        OpenApiParameter(
            "by", {"type": "string", "enum": ["year", "quarter"]}, description="Years by default."
        ),
    )
    def read(self, request: Request) -> Response:
        check_names(request, ("by",))
        by = request.query_params.get("by", "year")
        if by not in ("year", "quarter"):
            raise value_refused("by", by, _("It is one of: %(words)s.") % {"words": "year, quarter"})
        return self.answer(request, retention_document(self.actor, by, local_day()))


class AtRiskViewSet(_Document):
    @_document("at_risk", "Who may leave us", "With reasons and figures, the heaviest first.")
    def read(self, request: Request) -> Response:
        check_names(request)
        found = at_risk(self.actor, Partner.objects.for_actor(self.actor), local_day())
        return self.answer(request, risk_document(found))
