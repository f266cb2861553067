"""Order lines that are open, and what is said of them: answered one by one or 500 at once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.idempotency import idempotent
from suppliers.actions import commitments, proposals, shipping
from suppliers.actions.deciding import LONGEST_NOTE, MOST_PARTS
from suppliers.api.asking import check_names
from suppliers.api.columns import NUMBER, PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given, answers_of, parts_of
from suppliers.api.talking import TalkViewSet
from suppliers.api.wording import commitment_as_json, notice_as_json, said_as_json
from suppliers.enums import Act, Fate, LineState, PromiseEvent, ReasonCode
from suppliers.facts.promises import held_of
from suppliers.facts.standing import OPEN, with_state
from suppliers.models import OrderLine
from suppliers.permissions import can_answer, can_answer_for, can_decide

MOST = commitments.AT_ONCE
_QUANTITY: Schema = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 99_999_999_999},
        {"type": "string", "pattern": r"^[0-9]{1,11}(\.[0-9]{1,6})?$"},
    ]
}
_DAY: Schema = {"type": "string", "format": "date"}
_SAID_PART: Schema = {
    "type": "object",
    "properties": {"quantity": {"type": "string", "pattern": NUMBER}, "promised_on": _DAY},
}
_PART: Schema = {
    "type": "object",
    "properties": {"quantity": _QUANTITY, "promised_on": _DAY},
    "required": ["quantity", "promised_on"],
    "additionalProperties": False,
}
_PARTS: Schema = {"type": "array", "items": _PART, "minItems": 1, "maxItems": MOST_PARTS}
_NOTE: Schema = {"type": "string", "maxLength": LONGEST_NOTE}
_SEEN: Schema = {
    "type": "string",
    "maxLength": 40,
    "description": "As it was read: when somebody spoke in between, nothing is stored. Empty: not checked.",
}
_PENDING: Schema = {
    "type": "object",
    "nullable": True,
    "description": "What waits: a proposal or a refusal for the buyer, a counter for the partner.",
    "properties": {
        "event": {"type": "string", "enum": PromiseEvent.values},
        "made_at": {"type": "string", "format": "date-time"},
        "made_by": {"type": "string"},
        "parts": {"type": "array", "items": _SAID_PART},
        "price": {"type": "string", "nullable": True},
    },
}
COMMITMENT: Schema = {
    "type": "object",
    "properties": {
        "line": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "order_number": {"type": "string"},
        "line_number": {"type": "string"},
        "item_code": {"type": "string"},
        "description": {"type": "string"},
        "unit": {"type": "string"},
        "quantity": {"type": "string", "pattern": NUMBER},
        "received": {"type": "string", "pattern": NUMBER},
        "open_quantity": {"type": "string", "pattern": NUMBER},
        "requested_on": _DAY,
        "due_on": _DAY,
        "unit_price": {"type": "string", "nullable": True},
        "currency": {"type": "string"},
        "state": {"type": "string", "enum": [state.key for state in LineState]},
        "promised": {"type": "array", "items": _SAID_PART, "description": "Of what is still open."},
        "pending": _PENDING,
        "seen": {"type": "string"},
    },
    "required": ["line", "state", "promised", "pending", "seen"],
}
ANSWER: Schema = {
    "type": "object",
    "properties": {
        "line": PUBLIC_ID,
        "act": {"type": "string", "enum": Act.values},
        "parts": {**_PARTS, "description": "Of what is still open; for `promise`."},
        "price": {**_QUANTITY, "description": "Of one unit; left out: as agreed."},
        "reason_code": {"type": "string", "enum": ["", *ReasonCode.values]},
        "note": _NOTE,
        "seen": _SEEN,
    },
    "required": ["line", "act"],
    "additionalProperties": False,
}
_SAID: Schema = {
    "type": "object",
    "properties": {
        "line": {"type": "string"},
        "fate": {"type": "string", "enum": Fate.values},
        "why": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
    "required": ["line", "fate", "why", "problems"],
}
RESULTS: Schema = {
    "type": "object",
    "properties": {"results": {"type": "array", "items": _SAID}},
    "required": ["results"],
}
_DECISION: Schema = {
    "type": "object",
    "properties": {"note": _NOTE, "seen": _SEEN},
    "additionalProperties": False,
}
_COUNTER: Schema = {
    "type": "object",
    "properties": {"parts": _PARTS, "note": _NOTE, "seen": _SEEN},
    "required": ["parts"],
    "additionalProperties": False,
}
_WORDS: Schema = {"type": "string", "maxLength": 100}
_SHIP: Schema = {
    "type": "object",
    "properties": {
        "number": {**_WORDS, "minLength": 1},
        "quantity": _QUANTITY,
        "shipped_on": _DAY,
        "expected_on": _DAY,
        "carrier": _WORDS,
        "tracking": _WORDS,
        "lot": _WORDS,
    },
    "required": ["number", "quantity", "shipped_on"],
    "additionalProperties": False,
}
_SHIPPED: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "line": PUBLIC_ID,
        "number": {"type": "string"},
        "quantity": {"type": "string"},
        "shipped_on": _DAY,
        "expected_on": {**_DAY, "nullable": True},
        "carrier": {"type": "string"},
        "tracking": {"type": "string"},
        "lot": {"type": "string"},
    },
    "required": ["public_id", "line", "number", "quantity"],
}
_STATE = OpenApiParameter("state", {"type": "string", "enum": [state.key for state in LineState]})
_ORDER = OpenApiParameter("order_number", {"type": "string"}, description="Only lines of this order.")
_PARTNER = OpenApiParameter("partner_code", {"type": "string"}, description="For staff: only this partner's.")


def _deciding(operation: str, summary: str, schema: Schema) -> Any:
    return extend_schema(
        operation_id=f"commitments_{operation}",
        summary=summary,
        description="For staff who keep partners. 409 when nothing waits, or somebody spoke in between.",
        tags=["commitments"],
        request={JSON: schema},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(COMMITMENT, "The line as it stands now.")},
    )


@extend_schema_view(
    list=extend_schema(
        operation_id="commitments_list",
        summary="Open order lines, as they are to be answered",
        description="With what is promised, what waits for an answer, and `seen` to send back with it.",
        tags=["commitments"],
        parameters=[_STATE, _ORDER, _PARTNER, *PAGING],
        responses={200: OpenApiResponse(COMMITMENT, "A page of lines.")},
    ),
    retrieve=extend_schema(
        operation_id="commitments_get",
        summary="One line",
        description="By the public id of the line, also when nothing of it is open any more.",
        tags=["commitments"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What the line says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(COMMITMENT, "The line."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="commitments_answer",
        summary=f"Answer 1 to {MOST} lines",
        description=(
            "Partners' people, and staff for a partner. 200 also when single answers were refused or are "
            "stale: each has its `fate`, in the order in which they were sent; those store nothing."
        ),
        tags=["commitments"],
        request={JSON: {"type": "array", "items": ANSWER, "minItems": 1, "maxItems": MOST}},
        parameters=[IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(RESULTS, "What became of each.")},
    ),
    accept=_deciding("accept", "Accept a proposal", _DECISION),
    counter=_deciding("counter", "Answer a proposal or a refusal with another one", _COUNTER),
    decline=_deciding("decline", "Decline a proposal: what held before holds", _DECISION),
    agree=_deciding("agree", "Take note of a refusal", _DECISION),
    ship=extend_schema(
        operation_id="commitments_ship",
        summary="Say that something of a line was sent",
        description="Several notices add up.",
        tags=["commitments"],
        request={JSON: _SHIP},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={201: OpenApiResponse(_SHIPPED, "The ship notice.")},
    ),
)
class CommitmentViewSet(TalkViewSet):
    """Order lines with their conversation; found by the public id of the line."""

    def may_write(self) -> bool:
        if self.action in ("accept", "counter", "decline", "agree"):
            self.only_staff()
            return can_decide(self.actor)
        return can_answer(self.actor) or can_answer_for(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        lines = with_state(OrderLine.objects.for_actor(self.actor), timezone.localdate())
        return lines.select_related("order", "partner").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("state", "order_number", *(("partner_code",) if self.actor.is_staff else ())))
        page = self.paginate_queryset(_narrowed(self.get_queryset().filter(OPEN), request))
        return self.get_paginated_response(_shown(page or ()))

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        answers = answers_of(request.data, MOST)
        said = commitments.answer(by=self.actor, answers=answers)
        return Response({"results": [said_as_json(one) for one in said]})

    @idempotent
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, public_id: str) -> Response:
        return self._decided(proposals.accept, request, public_id)

    @idempotent
    @action(detail=True, methods=["post"])
    def counter(self, request: Request, public_id: str) -> Response:
        given = Given(request.data, ("parts", "note", "seen"))
        return self._decided(proposals.counter, request, public_id, given, parts=parts_of(given))

    @idempotent
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, public_id: str) -> Response:
        return self._decided(proposals.decline, request, public_id)

    @idempotent
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, public_id: str) -> Response:
        return self._decided(proposals.agree, request, public_id)

    def _decided(
        self, act: Any, request: Request, public_id: str, given: Given | None = None, **more: Any
    ) -> Response:
        check_names(request)
        given = given or Given(request.data, ("note", "seen"))
        line = self.find(public_id)
        try:
            act(by=self.actor, line=line, note=given.text("note"), seen=given.text("seen"), **more)
        except proposals.ProposalRefused as refusal:
            raise Refused(str(refusal), code=409) from refusal
        except proposals.Stale as stale:
            raise Refused(stale.words, code=409) from stale
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def ship(self, request: Request, public_id: str) -> Response:
        check_names(request)
        line = self.find(public_id)
        names = ("number", "quantity", "shipped_on", "expected_on", "carrier", "tracking", "lot")
        given = Given(request.data, names)
        words = {name: given.text(name) for name in ("number", "carrier", "tracking", "lot")}
        days = {name: given.day(name) for name in ("shipped_on", "expected_on")}
        quantity = given.scaled("quantity")
        if quantity is None or days["shipped_on"] is None:
            missing = "quantity" if quantity is None else "shipped_on"
            raise value_refused(missing, "", _("It is needed."))
        try:
            notice = shipping.ship(by=self.actor, line=line, quantity=quantity, **words, **days)
        except shipping.ShipRefused as refusal:
            errors = [
                {
                    "row": None,
                    "column": one.field,
                    "value": str(given.get(one.field, ""))[:200],
                    "reason": one.message,
                    "way_out": "",
                }
                for one in refusal.problems
            ]
            raise Refused(_("The ship notice was refused."), errors=errors) from refusal
        return Response(notice_as_json(notice, line), status=201)

    def as_json(self, row: Any) -> dict[str, Any]:
        return _shown([row])[0]


def _narrowed(lines: QuerySet[Any], request: Request) -> QuerySet[Any]:
    asked = request.query_params
    if wanted := asked.get("state"):
        states = {state.key: state for state in LineState}
        if wanted not in states:
            raise value_refused("state", wanted, _("It is one of: %(words)s.") % {"words": ", ".join(states)})
        lines = lines.filter(state=states[wanted])
    for name, field in (("order_number", "order__number"), ("partner_code", "partner__code")):
        if name in asked:
            lines = lines.filter(**{field: asked[name].replace("\x00", "")})
    return lines


def _shown(lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Four queries for a page, whatever its length."""
    return [commitment_as_json(held) for held in held_of(list(lines))]
