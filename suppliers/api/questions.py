"""Questions under /api/v1/: ask the other side, answer it, read the conversation."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import value_refused
from portal.api.idempotency import idempotent
from portal.enums import Side
from suppliers.actions import questions
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.api.wording import question_as_json
from suppliers.models import OrderLine, Partner, Question
from suppliers.permissions import can_keep_partners, can_talk

OPEN, CLOSED = "open", "closed"
_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": questions.LONGEST}
_MESSAGE: Schema = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "side": {"type": "string", "enum": Side.values},
        "said_by": {"type": "string"},
        "text": {"type": "string"},
    },
}
QUESTION: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "line": {"type": "string", "nullable": True},
        "order_number": {"type": "string", "nullable": True},
        "invoice_number": {"type": "string", "nullable": True},
        "asked_by": {"type": "string", "enum": Side.values},
        "asked_at": _MOMENT,
        "answer_due_at": _MOMENT,
        "answered_at": _MOMENT,
        "closed_at": _MOMENT,
        "messages": {"type": "array", "items": _MESSAGE},
    },
    "required": ["public_id", "asked_by", "messages"],
}
_ASK: Schema = {
    "type": "object",
    "properties": {
        "text": _TEXT,
        "line": {**PUBLIC_ID, "description": "The order line it is about, if it is about one."},
        "partner_code": {"type": "string", "maxLength": 100, "description": "For staff, without a line."},
    },
    "required": ["text"],
    "additionalProperties": False,
}
_SAY: Schema = {
    "type": "object",
    "properties": {"text": _TEXT},
    "required": ["text"],
    "additionalProperties": False,
}
_STATE = OpenApiParameter("state", {"type": "string", "enum": [OPEN, CLOSED]})


@extend_schema_view(
    list=extend_schema(
        operation_id="questions_list",
        summary="Questions, with all that was said in them",
        description="A clock runs until the side that was asked has answered.",
        tags=["questions"],
        parameters=[_STATE, *PAGING],
        responses={200: OpenApiResponse(QUESTION, "A page of questions.")},
    ),
    retrieve=extend_schema(
        operation_id="questions_get",
        summary="One question",
        description="By its public id.",
        tags=["questions"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(QUESTION, "The question."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="questions_ask",
        summary="Ask the other side",
        description="About an order line, or in general.",
        tags=["questions"],
        request={JSON: _ASK},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the question.", 201)],
        responses={201: OpenApiResponse(QUESTION, "The question, with its promised time of answer.")},
    ),
    reply=extend_schema(
        operation_id="questions_reply",
        summary="Say something in a question",
        description="The other side's first word is its answer.",
        tags=["questions"],
        request={JSON: _SAY},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(QUESTION, "The question as it stands now.")},
    ),
)
class QuestionViewSet(TalkViewSet):
    """Of one's own partner, or of all for staff."""

    def may_write(self) -> bool:
        if self.actor.membership is not None:
            return can_talk(self.actor, self.actor.membership.partner)
        return can_keep_partners(self.actor)

    def get_queryset(self) -> QuerySet[Question]:
        rows = Question.objects.for_actor(self.actor).select_related("partner", "line", "order", "invoice")
        return rows.prefetch_related("messages").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("state",))
        rows, wanted = self.get_queryset(), request.query_params.get("state")
        if wanted is not None:
            if wanted not in (OPEN, CLOSED):
                raise value_refused(
                    "state", wanted, _("It is one of: %(words)s.") % {"words": "open, closed"}
                )
            rows = rows.filter(closed_at__isnull=wanted == OPEN)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([question_as_json(row) for row in page or ()])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, ("text", "line", "partner_code"))
        text = given.text("text", required=True)
        line = self._line(given)
        partner = line.partner if line is not None else self._partner(given)
        try:
            question = questions.ask(by=self.actor, partner=partner, text=text, line=line)
        except questions.QuestionRefused as refusal:
            raise value_refused("text", text, str(refusal)) from refusal
        address = reverse(
            "suppliers-api:questions-detail", kwargs={"public_id": question.public_id}, request=request
        )
        row = self.represent(question.public_id)
        return Response(row, status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, public_id: str) -> Response:
        check_names(request)
        question = self.find(public_id)
        text = Given(request.data, ("text",)).text("text", required=True)
        try:
            questions.reply(by=self.actor, question=question, text=text)
        except questions.QuestionRefused as refusal:
            raise value_refused("text", text, str(refusal)) from refusal
        return Response(self.represent(public_id))

    def as_json(self, row: Question) -> dict[str, Any]:
        return question_as_json(row)

    def _line(self, given: Given) -> OrderLine | None:
        wanted = given.text("line")
        if not wanted:
            return None
        lines = OrderLine.objects.for_actor(self.actor).select_related("order", "partner")
        line: OrderLine | None = lines.filter(public_id=wanted).first()
        if line is None:
            raise given.refused("line", wanted, _("There is no such line."))
        return line

    def _partner(self, given: Given) -> Partner:
        code = given.text("partner_code")
        own = self.actor.membership.partner if self.actor.membership is not None else None
        if own is not None:
            if code not in ("", own.code):
                raise given.refused("partner_code", code, _("You act for one partner: leave it out."))
            partner: Partner = own
            return partner
        found = Partner.objects.for_actor(self.actor).filter(code=code, merged_into=None).first()
        if found is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        return found
