"""Thanks and awards under /api/v1/: read them, say one, take it back within a day."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused
from portal.api.idempotency import idempotent
from portal.enums import Scope
from suppliers.actions import recognition
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.enums import RecognitionKind, WallState
from suppliers.facts.recognition import of_actor
from suppliers.facts.wall import is_shown
from suppliers.models import Partner, Recognition
from suppliers.permissions import can_recognise

_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": recognition.LONGEST}
_KIND: Schema = {"type": "string", "enum": RecognitionKind.values}
_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_UNASKED = "unasked"
_WALL: Schema = {
    "type": "object",
    "readOnly": True,
    "description": "The public wall of thanks: the company asks on its page, the partner decides on its own.",
    "properties": {
        "shown": {"type": "boolean", "description": "Does it stand there now, with the partner's name?"},
        "consent": {
            "type": "string",
            "enum": [state or _UNASKED for state in WallState.values],
            "description": "What the partner says; asked: it has not said yet.",
        },
        "by": {"type": "string", "description": "Who asked or decided last, or empty."},
        "at": {**_MOMENT, "description": "When they did."},
    },
    "required": ["shown", "consent", "by", "at"],
}
RECOGNITION: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "kind": _KIND,
        "text": {"type": "string"},
        "about": {"type": "string", "description": "The public id of the card it came from, or empty."},
        "by": {"type": "string"},
        "at": _MOMENT,
        "taken_back_at": _MOMENT,
        "wall": _WALL,
    },
    "required": ["public_id", "partner_code", "kind", "text", "by", "at", "wall"],
}
_SAY: Schema = {
    "type": "object",
    "properties": {
        "partner_code": {"type": "string", "maxLength": 100},
        "text": _TEXT,
        "kind": {**_KIND, "description": "Thanks by default."},
    },
    "required": ["partner_code", "text"],
    "additionalProperties": False,
}


@extend_schema_view(
    list=extend_schema(
        operation_id="recognitions_list",
        summary="Thanks and awards",
        description="For a partner those that were said to it. `wall` says whether the public sees it.",
        tags=["recognitions"],
        parameters=PAGING,
        responses={200: OpenApiResponse(RECOGNITION, "A page of them.")},
    ),
    retrieve=extend_schema(
        operation_id="recognitions_get",
        summary="One of them",
        description="By its public id.",
        tags=["recognitions"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(RECOGNITION, "The words, with who and when."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="recognitions_say",
        summary="Say thank you, or honour a partner",
        description="Its people read it on their home page and in a mail. The same words twice are once.",
        tags=["recognitions"],
        request={JSON: _SAY},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "Its address.", 201)],
        responses={201: OpenApiResponse(RECOGNITION, "What was said.")},
    ),
    take_back=extend_schema(
        operation_id="recognitions_take_back",
        summary="Take it back",
        description="By who said it, within a day.",
        tags=["recognitions"],
        request=None,
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(RECOGNITION, "It is gone from the partner's pages.")},
    ),
)
class RecognitionViewSet(TalkViewSet):
    """Said by who keeps partners."""

    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE

    def may_write(self) -> bool:
        return can_recognise(self.actor)

    def get_queryset(self) -> QuerySet[Recognition]:
        return of_actor(self.actor).select_related("partner").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(_SAY["properties"]))
        code = given.text("partner_code", required=True)
        rows = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        partner = rows.filter(code=code).first()
        if partner is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        kind = given.text("kind") or RecognitionKind.THANKS
        if kind not in RecognitionKind.values:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(RecognitionKind.values)}
            raise given.refused("kind", kind, words)
        text = given.text("text", required=True)
        try:
            said = recognition.thank(by=self.actor, partner=partner, text=text, kind=kind, at=timezone.now())
        except ValidationError as refused:
            raise given.refused("text", text, " ".join(refused.messages)) from refused
        address = reverse(
            "suppliers-api:recognitions-detail", kwargs={"public_id": said.public_id}, request=request
        )
        return Response(self.represent(said.public_id), status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"], url_path="take_back")
    def take_back(self, request: Request, public_id: str) -> Response:
        check_names(request)
        Given(request.data, ())
        try:
            recognition.take_back(by=self.actor, recognition=self.find(public_id), at=timezone.now())
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages), code=409) from refused
        return Response(self.represent(public_id))

    def as_json(self, row: Recognition) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner_code": row.partner.code,
            "kind": row.kind,
            "text": row.text,
            "about": row.about,
            "by": row.by_label,
            "at": row.at.isoformat(),
            "taken_back_at": row.taken_back_at.isoformat() if row.taken_back_at else None,
            "wall": {
                "shown": is_shown(row),
                "consent": row.wall or _UNASKED,
                "by": row.wall_by_label,
                "at": row.wall_at.isoformat() if row.wall_at else None,
            },
        }
