"""Actions of plans and the gain-share ledger under /api/v1/."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.idempotency import idempotent
from scorecards.actions import gains, plan_actions
from scorecards.api.plan_rules import PlansViewSet, refusing
from scorecards.api.plan_words import DAY, GAIN, PLAN_ACTION, WORDS, action_as_json, gain_as_json, sent
from scorecards.models import GainShareEntry, PlanAction
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given


def _list(name: str, summary: str, schema: Any) -> Any:
    return extend_schema(
        operation_id=f"{name}_list",
        summary=summary,
        description="Of one's own partner, or of all for staff.",
        tags=["plans"],
        parameters=PAGING,
        responses={200: OpenApiResponse(schema, "A page of them.")},
    )


def _get(name: str, summary: str, schema: Any) -> Any:
    return extend_schema(
        operation_id=f"{name}_get",
        summary=summary,
        description="By its public id.",
        tags=["plans"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(schema, "As it stands."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    )


def _post(name: str, summary: str, description: str, schema: Any, body: Any = None) -> Any:
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=description,
        tags=["plans"],
        request=None if body is None else {JSON: body},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(schema, "As it stands now.")},
    )


@extend_schema_view(
    list=_list("plan_actions", "What both sides do for plans", PLAN_ACTION),
    retrieve=_get("plan_actions", "One action", PLAN_ACTION),
    begin=_post("plan_actions_begin", "Begin it", "By its own side.", PLAN_ACTION),
    finish=_post(
        "plan_actions_finish",
        "Finish it",
        "By its own side, once what it waits for is done.",
        PLAN_ACTION,
        sent(["evidence"], evidence=WORDS),
    ),
    reopen=_post(
        "plan_actions_reopen", "Open it again", "By its own side.", PLAN_ACTION, sent(["why"], why=WORDS)
    ),
    expect=_post(
        "plan_actions_expect",
        "Name a later day",
        "The day that was signed stays beside it.",
        PLAN_ACTION,
        sent(["day", "why"], day=DAY, why=WORDS),
    ),
)
class PlanActionViewSet(PlansViewSet):
    def get_queryset(self) -> QuerySet[PlanAction]:
        rows = PlanAction.objects.for_actor(self.actor)
        return rows.select_related("plan__partner__merged_into").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([action_as_json(row) for row in page or ()])

    @idempotent
    @action(detail=True, methods=["post"])
    def begin(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plan_actions.begin)

    @idempotent
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plan_actions.finish, "evidence")

    @idempotent
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, plan_actions.reopen, "why")

    @idempotent
    @action(detail=True, methods=["post"])
    def expect(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row, given = self.find(public_id), Given(request.data, ("day", "why"))
        day, why = given.date("day", given.get("day")), given.text("why")
        with refusing(given):
            plan_actions.expect(by=self.actor, action=row, day=day, why=why)
        return Response(self.represent(public_id))

    def as_json(self, row: PlanAction) -> dict[str, Any]:
        return action_as_json(row)

    def _act(self, request: Request, public_id: str, act: Any, *names: str) -> Response:
        check_names(request)
        row, given = self.find(public_id), Given(request.data, names)
        texts = {name: given.text(name) for name in names}
        with refusing(given):
            act(by=self.actor, action=row, **texts)
        return Response(self.represent(public_id))


@extend_schema_view(
    list=_list("gain_shares", "What plans gained, and how it was split", GAIN),
    retrieve=_get("gain_shares", "One entry", GAIN),
    take_back=_post(
        "gain_shares_take_back",
        "Take an entry back",
        "By an entry with the opposite amounts, once.",
        GAIN,
        sent(["why"], why=WORDS),
    ),
)
class GainShareViewSet(PlansViewSet):
    """Booked at a plan; never changed."""

    def get_queryset(self) -> QuerySet[GainShareEntry]:
        rows = GainShareEntry.objects.for_actor(self.actor)
        return rows.select_related("plan__partner__merged_into", "reverses").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([gain_as_json(row) for row in page or ()])

    @idempotent
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row, given = self.find(public_id), Given(request.data, ("why",))
        why = given.text("why")
        with refusing(given):
            opposite = gains.take_back(by=self.actor, entry=row, why=why)
        return Response(self.represent(opposite.public_id))

    def as_json(self, row: GainShareEntry) -> dict[str, Any]:
        return gain_as_json(row)
