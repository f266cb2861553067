"""Excusing many lines at once under /api/v1/: for staff; one proposes, a second person decides."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse as page_of
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.idempotency import idempotent
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from portal.jobs import enqueue
from scorecards.actions import excluding
from scorecards.actions.excluding import ExclusionRefused, ExclusionStale, Span
from scorecards.pages.exclusions import job_key
from scorecards.permissions import can_decide_contests, can_see_exclusions, check_can_take_back
from suppliers.actions.exclusions import LONGEST_REASON
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.enums import ExclusionState
from suppliers.models import ExclusionRequest, Partner

_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_DAY: Schema = {"type": "string", "format": "date"}
_WORDS: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON}
EXCLUSION: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "reason": {"type": "string"},
        "starts_on": _DAY,
        "ends_on": _DAY,
        "site": {"type": "string"},
        "partner_code": {"type": "string", "nullable": True},
        "state": {"type": "string", "enum": ExclusionState.values},
        "line_count": {"type": "integer"},
        "proposed_by": {"type": "string"},
        "proposed_at": _MOMENT,
        "decided_by": {"type": "string", "nullable": True},
        "decided_at": _MOMENT,
        "decision_note": {"type": "string"},
        "undone_at": _MOMENT,
    },
    "required": ["public_id", "reason", "state", "line_count"],
}
_PROPOSAL: Schema = {
    "type": "object",
    "properties": {
        "starts_on": {**_DAY, "description": "The first requested day."},
        "ends_on": _DAY,
        "site": {"type": "string", "maxLength": 200, "description": "As the orders name it; empty: all."},
        "partner_code": {"type": "string", "maxLength": 100, "description": "Empty: all partners."},
        "reason": {**_WORDS, "description": "Partners read it beside each line."},
    },
    "required": ["starts_on", "ends_on", "reason"],
    "additionalProperties": False,
}
_STATE = OpenApiParameter("state", {"type": "string", "enum": ExclusionState.values})


def _note(required: bool) -> dict[str, Schema]:
    schema: Schema = {"type": "object", "properties": {"note": _WORDS}, "additionalProperties": False}
    return {JSON: {**schema, "required": ["note"]} if required else schema}


def _acting(step: str, summary: str, description: str, *, code: int = 200, request: Any = None) -> Any:
    words = "As it stands now; a job makes the cards again." if code == 202 else "As it stands now."
    return extend_schema(
        operation_id=f"exclusions_{step}",
        summary=summary,
        description=description,
        tags=["exclusions"],
        request=request,
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={code: OpenApiResponse(EXCLUSION, words)},
    )


class MayExclude(ActsForSomebody):
    """For partners there are none."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        view.only_staff()
        if not can_see_exclusions(view.actor):
            return False
        return can_decide_contests(view.actor) if request.method == "POST" else True


@extend_schema_view(
    list=extend_schema(
        operation_id="exclusions_list",
        summary="Exclusions of many lines",
        description="Proposed, and what became of them.",
        tags=["exclusions"],
        parameters=[_STATE, *PAGING],
        responses={200: OpenApiResponse(EXCLUSION, "A page of exclusions.")},
    ),
    retrieve=extend_schema(
        operation_id="exclusions_get",
        summary="One exclusion",
        description="By its public id.",
        tags=["exclusions"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(EXCLUSION, "The exclusion."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="exclusions_propose",
        summary="Propose to excuse many lines",
        description="Those that match now and are not excused yet. Nothing changes before a second person.",
        tags=["exclusions"],
        request={JSON: _PROPOSAL},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the exclusion.", 201)],
        responses={201: OpenApiResponse(EXCLUSION, "The exclusion, which waits.")},
    ),
    approve=_acting(
        "approve", "Approve it", "Not by who proposed it.", code=202, request=_note(required=False)
    ),
    decline=_acting("decline", "Decline it", "Not by who proposed it.", request=_note(required=True)),
    withdraw=_acting("withdraw", "Withdraw it", "Before it is decided."),
    undo=_acting("undo", "Take it back", "The lines count again.", code=202),
)
class ExclusionViewSet(TalkViewSet):
    """The company's own."""

    permission_classes = [HasScope, MayExclude]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE

    def get_queryset(self) -> QuerySet[ExclusionRequest]:
        rows = ExclusionRequest.objects.for_actor(self.actor).order_by("pk")
        return rows.select_related("partner", "proposed_by", "decided_by")

    def list(self, request: Request) -> Response:
        check_names(request, ("state",))
        rows, wanted = self.get_queryset(), request.query_params.get("state")
        if wanted is not None:
            if wanted not in ExclusionState.values:
                words = _("It is one of: %(words)s.") % {"words": ", ".join(ExclusionState.values)}
                raise value_refused("state", wanted, words)
            rows = rows.filter(state=wanted)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, ("starts_on", "ends_on", "site", "partner_code", "reason"))
        start, end = given.day("starts_on"), given.day("ends_on")
        if start is None or end is None:
            raise given.refused("starts_on" if start is None else "ends_on", "", _("It is needed."))
        span = Span(start, end, given.text("site"), self._partner(given))
        reason = given.text("reason", required=True)
        try:
            made = excluding.propose(by=self.actor, span=span, reason=reason)
        except ExclusionRefused as refusal:
            name = {"end": "ends_on", "reason": "reason"}.get(refusal.field, "starts_on")
            raise given.refused(name, given.get(name), str(refusal)) from refusal
        address = reverse(
            "scorecards-api:exclusion-detail", kwargs={"public_id": made.public_id}, request=request
        )
        return Response(self.represent(made.public_id), status=201, headers={"Location": address})

    @idempotent
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, public_id: str) -> Response:
        note, found = self._asked(request, public_id, note=True)
        check_can_take_back(self.actor)
        with _Refusing():
            excluding.checked_note(note)
            excluding.check_second_person(self.actor, found)
            excluding.check_proposed(found)
        return self._run("run_approval", found, _("Excuse %(n)s lines"), note=note)

    @idempotent
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, public_id: str) -> Response:
        note, found = self._asked(request, public_id, note=True, required=True)
        with _Refusing():
            excluding.decline(by=self.actor, request=found, note=note)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, public_id: str) -> Response:
        _unused, found = self._asked(request, public_id)
        with _Refusing():
            excluding.withdraw(by=self.actor, request=found)
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, public_id: str) -> Response:
        _unused, found = self._asked(request, public_id)
        check_can_take_back(self.actor)
        if found.state != ExclusionState.APPROVED:
            raise Refused(_("Only what was approved can be taken back."), code=409)
        return self._run("run_undoing", found, _("Let %(n)s lines count again"))

    def as_json(self, row: ExclusionRequest) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "reason": row.reason,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "site": row.site,
            "partner_code": row.partner.code if row.partner is not None else None,
            "state": row.state,
            "line_count": row.line_count,
            "proposed_by": str(row.proposed_by),
            "proposed_at": row.proposed_at.isoformat(),
            "decided_by": str(row.decided_by) if row.decided_by is not None else None,
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
            "decision_note": row.decision_note,
            "undone_at": row.undone_at.isoformat() if row.undone_at else None,
        }

    def _asked(
        self, request: Request, public_id: str, *, note: bool = False, required: bool = False
    ) -> tuple[str, ExclusionRequest]:
        check_names(request)
        found = self.find(public_id)
        given = Given(request.data, ("note",) if note else ())
        return (given.text("note", required=required) if note else ""), found

    def _run(self, task: str, found: ExclusionRequest, title: str, **more: str) -> Response:
        enqueue(
            f"scorecards.jobs_exclusions.{task}",
            by=self.actor,
            key=job_key(found),
            title=title % {"n": found.line_count},
            back_url=page_of("scorecards:exclusion", args=[found.public_id]),
            request=found.public_id,
            **more,
        )
        return Response(self.represent(found.public_id), status=202)

    def _partner(self, given: Given) -> Partner | None:
        code = given.text("partner_code")
        if not code:
            return None
        found = Partner.objects.for_actor(self.actor).filter(code=code, merged_into=None).first()
        if found is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        return found


class _Refusing:
    """What an action refuses: a 400 that names the value, or a 409."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, ExclusionRefused) and error.field:
            raise value_refused(error.field, "", str(error)) from error
        if isinstance(error, (ExclusionRefused, ExclusionStale)):
            raise Refused(str(error), code=409) from error
