"""Service programmes under /api/v1/: what is offered, joining and leaving."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, answered
from portal.api.errors import Refused
from portal.api.idempotency import idempotent
from suppliers.actions import programmes
from suppliers.api.asking import check_names
from suppliers.api.columns import NUMBER, PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.api.wording import programme_as_json
from suppliers.models import Enrolment, ServiceProgramme
from suppliers.permissions import can_join_programmes

_DAY: Schema = {"type": "string", "format": "date", "nullable": True}
_COUNT: Schema = {"type": "integer", "minimum": 0}
PROGRAMME: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "name": {"type": "string"},
        "promise": {"type": "string"},
        "benefits": {"type": "string"},
        "categories": {"type": "array", "items": {"type": "string"}, "description": "Empty: all."},
        "lead_days": _COUNT,
        "early_days": {**_COUNT, "nullable": True},
        "late_days": _COUNT,
        "tolerance": {"type": "string", "pattern": NUMBER, "description": "May be short, in per cent."},
        "is_offered": {"type": "boolean"},
        "joined_on": {**_DAY, "description": "For partners: the newest time they joined."},
        "left_on": _DAY,
    },
    "required": ["public_id", "name", "lead_days", "is_offered", "joined_on", "left_on"],
}


def _acting(operation: str, summary: str, description: str) -> Any:
    return extend_schema(
        operation_id=f"programmes_{operation}",
        summary=summary,
        description=description,
        tags=["programmes"],
        request=None,
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(PROGRAMME, "The programme as it stands now.")},
    )


@extend_schema_view(
    list=extend_schema(
        operation_id="programmes_list",
        summary="Service programmes",
        description="For a partner those that are offered to it, and those it ever joined.",
        tags=["programmes"],
        parameters=PAGING,
        responses={200: OpenApiResponse(PROGRAMME, "A page of programmes.")},
    ),
    retrieve=extend_schema(
        operation_id="programmes_get",
        summary="One programme",
        description="By its public id.",
        tags=["programmes"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(PROGRAMME, "The programme."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    join=_acting("join", "Join a programme", "Lines ordered from today on are in it. Twice is once."),
    leave=_acting("leave", "Leave a programme", "Lines ordered from today on are out of it."),
)
class ProgrammeViewSet(TalkViewSet):
    """Offered by staff on their pages; joined and left by partners, here too."""

    def may_write(self) -> bool:
        return can_join_programmes(self.actor)

    def get_queryset(self) -> QuerySet[ServiceProgramme]:
        mine = Enrolment.objects.for_actor(self.actor).filter(partner_id=self.actor.partner_id)
        rows = ServiceProgramme.objects.for_actor(self.actor).order_by("pk")
        return rows.prefetch_related(Prefetch("enrolments", mine, to_attr="own"))

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    @action(detail=True, methods=["post"])
    def join(self, request: Request, public_id: str) -> Response:
        check_names(request)
        Given(request.data, ())
        programme = self.find(public_id)
        try:
            programmes.join(by=self.actor, programme=programme)
        except programmes.NotOffered as refusal:
            raise Refused(str(refusal), code=409) from refusal
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, public_id: str) -> Response:
        check_names(request)
        Given(request.data, ())
        programmes.leave(by=self.actor, programme=self.find(public_id))
        return Response(self.represent(public_id))

    def as_json(self, row: Any) -> dict[str, Any]:
        """`own` is what the reader's partner ever joined, the newest first."""
        return programme_as_json(row, row.own[0] if row.own else None)
