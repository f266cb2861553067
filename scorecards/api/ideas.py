"""Ideas under /api/v1/: propose one; accept, decline or withdraw it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.idempotency import idempotent
from scorecards.actions import ideas
from scorecards.api.idea_words import IDEA, idea_as_json
from scorecards.api.plan_rules import PlansViewSet, flag_of, minor_of, refusing
from scorecards.api.plan_words import MAYBE_WORDS, MINOR, WORDS, sent
from scorecards.models import PlanIdea
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given

_PROPOSAL = sent(
    ["title", "text"],
    partner_code={"type": "string", "maxLength": 100, "description": "Your own partner when it is left out."},
    title={"type": "string", "minLength": 1, "maxLength": 200},
    text=WORDS,
    is_confidential={"type": "boolean", "description": "Read by those who decide, and by the buyer, alone."},
    their_minor=MINOR,
    our_minor=MINOR,
    currency={"type": "string", "maxLength": 3},
    basis={"type": "string", "maxLength": 500},
)


def _post(name: str, summary: str, description: str, body: Any) -> Any:
    return extend_schema(
        operation_id=f"ideas_{name}",
        summary=summary,
        description=description,
        tags=["ideas"],
        request={JSON: body},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(IDEA, "The idea as it stands now.")},
    )


@extend_schema_view(
    list=extend_schema(
        operation_id="ideas_list",
        summary="Ideas of both sides",
        description="Confidential ones: of staff only those who decide, and the partner's buyer.",
        tags=["ideas"],
        parameters=PAGING,
        responses={200: OpenApiResponse(IDEA, "A page of ideas.")},
    ),
    retrieve=extend_schema(
        operation_id="ideas_get",
        summary="One idea",
        description="With the day by which the other side answers.",
        tags=["ideas"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(IDEA, "The idea."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="ideas_propose",
        summary="Propose an idea",
        description="The other side answers within IDEA_DAYS working days.",
        tags=["ideas"],
        request={JSON: _PROPOSAL},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "Its address.", 201)],
        responses={201: OpenApiResponse(IDEA, "The idea.")},
    ),
    accept=_post("accept", "Say yes", "By the other side.", sent([], words=MAYBE_WORDS)),
    decline=_post("decline", "Say no, and why", "By the other side.", sent(["words"], words=WORDS)),
    withdraw=_post("withdraw", "Withdraw it", "By the side that had it.", sent([], words=MAYBE_WORDS)),
)
class IdeaViewSet(PlansViewSet):
    def get_queryset(self) -> QuerySet[PlanIdea]:
        rows = PlanIdea.objects.for_actor(self.actor)
        return rows.select_related("partner__merged_into", "plan").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([idea_as_json(row) for row in page or ()])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(_PROPOSAL["properties"]))
        partner = self.partner(given)
        with refusing(given):
            idea = ideas.propose(
                by=self.actor,
                partner=partner,
                title=given.text("title", required=True),
                text=given.text("text", required=True),
                is_confidential=flag_of(given, "is_confidential"),
                their_minor=minor_of(given, "their_minor"),
                our_minor=minor_of(given, "our_minor"),
                currency=given.text("currency"),
                basis=given.text("basis"),
            )
        address = reverse("scorecards-api:idea-detail", kwargs={"public_id": idea.public_id}, request=request)
        return Response(self.represent(idea.public_id), status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, ideas.accept)

    @idempotent
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, ideas.decline)

    @idempotent
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, ideas.withdraw)

    def as_json(self, row: PlanIdea) -> dict[str, Any]:
        return idea_as_json(row)

    def _act(self, request: Request, public_id: str, act: Any) -> Response:
        check_names(request)
        row, given = self.find(public_id), Given(request.data, ("words",))
        words = given.text("words")
        with refusing(given):
            act(by=self.actor, idea=row, words=words)
        return Response(self.represent(public_id))
