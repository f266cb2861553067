"""What bands and tiers propose, under /api/v1/: the partner answers, a person decides."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
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
from portal.api.views import ActsForSomebody, HasScope
from portal.clocks import local_day
from portal.enums import PartnerRole, Scope
from scorecards.actions import proposals
from scorecards.actions.proposal_words import what, why
from scorecards.api.keeping import KeptGiven
from scorecards.enums import BandAction, ProposalKind, ProposalState
from scorecards.facts.proposals import with_state
from scorecards.models import ProposedAction
from scorecards.permissions import can_decide_thanks, can_see_cards
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.talking import TalkViewSet

LONGEST = 4000
GRANT, DECLINE = "grant", "decline"
_DAY: Schema = {"type": "string", "format": "date", "nullable": True}
_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
PROPOSAL: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": {"type": "string"},
        "card": PUBLIC_ID,
        "period": {"type": "string"},
        "kind": {"type": "string", "enum": ProposalKind.values},
        "action": {"type": "string", "enum": [*BandAction.values, ""]},
        "tier": {"type": "string", "nullable": True},
        "from_tier": {"type": "string", "nullable": True},
        "what": {"type": "string"},
        "why": {"type": "array", "items": {"type": "string"}},
        "state": {"type": "string", "enum": ProposalState.values},
        "proposed_at": _MOMENT,
        "answer_by": _DAY,
        "answer": {"type": "string"},
        "answered_at": _MOMENT,
        "reason": {"type": "string"},
        "ends_on": _DAY,
        "decided_by": {"type": "string"},
        "decided_at": _MOMENT,
    },
    "required": ["public_id", "partner_code", "card", "kind", "what", "why", "state"],
}
_ANSWER: Schema = {
    "type": "object",
    "properties": {"text": _TEXT},
    "required": ["text"],
    "additionalProperties": False,
}
_DECIDE: Schema = {
    "type": "object",
    "properties": {
        "decision": {"type": "string", "enum": [GRANT, DECLINE]},
        "reason": _TEXT,
        "ends_on": {"type": "string", "format": "date", "description": "For what lasts, when it is granted."},
    },
    "required": ["decision", "reason"],
    "additionalProperties": False,
}
_STATE = OpenApiParameter("state", {"type": "string", "enum": ProposalState.values})


class MayPropose(ActsForSomebody):
    """Who reads cards; who writes answers for a partner, or decides for the company."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not (super().has_permission(request, view) and can_see_cards(view.actor)):
            return False
        return view.may_write() if request.method == "POST" else True


@extend_schema_view(
    list=extend_schema(
        operation_id="proposals_list",
        summary="What bands and tiers propose",
        description="For a partner what is proposed about it. Nothing happens before a person decides.",
        tags=["proposals"],
        parameters=[_STATE, *PAGING],
        responses={200: OpenApiResponse(PROPOSAL, "A page of proposals.")},
    ),
    retrieve=extend_schema(
        operation_id="proposals_get",
        summary="One proposal",
        description="With the rule and its figures in words.",
        tags=["proposals"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(PROPOSAL, "The proposal."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    answer=extend_schema(
        operation_id="proposals_answer",
        summary="Answer what is proposed about you",
        description="For partners, once, until `answer_by`. Whoever decides reads it first.",
        tags=["proposals"],
        request={JSON: _ANSWER},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(PROPOSAL, "The proposal as it stands now.")},
    ),
    decide=extend_schema(
        operation_id="proposals_decide",
        summary="Grant or decline a proposal",
        description="With a reason. Bad news waits until the partner has answered, or could.",
        tags=["proposals"],
        request={JSON: _DECIDE},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(PROPOSAL, "The proposal as it stands now.")},
    ),
)
class ProposalViewSet(TalkViewSet):
    """Of one's own partner, or of all for staff."""

    permission_classes = [HasScope, MayPropose]
    read_scope = Scope.SCORECARDS_READ
    write_scope = Scope.SCORECARDS_WRITE

    def may_write(self) -> bool:
        if self.actor.membership is not None:
            return self.action == "answer" and self.actor.has_role(PartnerRole.ADMIN, PartnerRole.EDITOR)
        return self.action == "decide" and can_decide_thanks(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        found = with_state(ProposedAction.objects.for_actor(self.actor), local_day())
        return found.select_related("partner", "tier", "from_tier", "card").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request, ("state",))
        rows, wanted = self.get_queryset(), request.query_params.get("state")
        if wanted is not None:
            if wanted not in ProposalState.values:
                words = _("It is one of: %(words)s.") % {"words": ", ".join(ProposalState.values)}
                raise value_refused("state", wanted, words)
            rows = rows.filter(state=wanted)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, public_id: str) -> Response:
        check_names(request)
        one = self.find(public_id)
        text = KeptGiven(request.data, ("text",)).short("text", LONGEST, required=True)
        try:
            proposals.answer(by=self.actor, proposal=one, text=text, at=timezone.now())
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages), code=409) from refused
        return Response(self.represent(public_id))

    @idempotent
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, public_id: str) -> Response:
        check_names(request)
        one = self.find(public_id)
        given = KeptGiven(request.data, ("decision", "reason", "ends_on"))
        decision = given.word("decision", [GRANT, DECLINE], "")
        reason, ends_on = given.short("reason", LONGEST, required=True), given.day("ends_on")
        try:
            self._decide(one, decision, reason, ends_on)
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages), code=409) from refused
        return Response(self.represent(public_id))

    def _decide(self, one: ProposedAction, decision: str, reason: str, ends_on: date | None) -> None:
        facts = {"by": self.actor, "proposal": one, "reason": reason, "at": timezone.now()}
        if decision == GRANT:
            proposals.grant(ends_on=ends_on, **facts)
        else:
            proposals.decline(**facts)

    def as_json(self, row: Any) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner_code": row.partner.code,
            "card": row.card.public_id,
            "period": row.card.period,
            "kind": row.kind,
            "action": row.action,
            "tier": row.tier.name if row.tier else None,
            "from_tier": row.from_tier.name if row.from_tier else None,
            "what": what(row),
            "why": why(row),
            "state": row.state,
            "proposed_at": row.proposed_at.isoformat(),
            "answer_by": row.answer_by.isoformat() if row.answer_by else None,
            "answer": row.answer,
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            "reason": row.reason,
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
            "decided_by": row.decided_by_label,
            "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        }
