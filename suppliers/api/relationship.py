"""Touchpoints and praise under /api/v1/: by the same actions as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied as Forbidden
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused
from portal.api.idempotency import idempotent
from portal.enums import Scope, Side
from suppliers.actions import praise, touchpoints
from suppliers.actions.praise import PraiseRefused
from suppliers.actions.touchpoints import Said, TouchRefused
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.talking import TalkViewSet
from suppliers.enums import TouchKind, TouchState
from suppliers.facts.praise import of_actor, people_known_to
from suppliers.models import Partner, Praise, Touchpoint
from suppliers.permissions_touch import can_note, can_praise

_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NONE: Schema = {**_DAY, "nullable": True}
_MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}
_WORDS: Schema = {"type": "string", "maxLength": touchpoints.LONGEST}
_SIDE: Schema = {"type": "string", "enum": [*Side.values, ""]}
_SAID: dict[str, Schema] = {
    "partner_code": {"type": "string", "maxLength": 100},
    "kind": {"type": "string", "enum": TouchKind.values},
    "on": _DAY,
    "text": _WORDS,
    "with_names": {"type": "string", "maxLength": 200},
    "place": {"type": "string", "maxLength": 200},
    "promised": _WORDS,
    "promised_by_side": _SIDE,
    "promised_by": _DAY_OR_NONE,
    "is_shared": {"type": "boolean"},
}
TOUCHPOINT: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "state": {"type": "string", "enum": TouchState.values},
        "by": {"type": "string"},
        **_SAID,
        "kept_at": _MOMENT,
    },
    "required": ["public_id", "state", "partner_code", "kind", "on"],
}
_NEW: Schema = {
    "type": "object",
    "properties": {
        **_SAID,
        "state": {
            "type": "string",
            "enum": [TouchState.DONE, TouchState.PLANNED],
            "description": "By default it took place.",
        },
    },
    "required": ["partner_code", "kind", "on"],
    "additionalProperties": False,
}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": praise.LONGEST}
PRAISE: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "person": {"type": "string"},
        "source": {"type": "string", "enum": ["partner", "customer"]},
        "partner_code": {"type": "string", "description": "Empty: a customer."},
        "said_by": {"type": "string"},
        "text": {"type": "string"},
        "at": _MOMENT,
        "taken_back_at": _MOMENT,
    },
    "required": ["public_id", "person", "source", "said_by", "text", "at"],
}
_PRAISE: Schema = {
    "type": "object",
    "properties": {
        "person_email": {"type": "string", "maxLength": 254, "description": "Whom of our people."},
        "text": _TEXT,
        "partner_code": {
            "type": "string",
            "maxLength": 100,
            "description": "Which partner said it; without it a customer. A partner's people leave it out.",
        },
        "said_by": {"type": "string", "maxLength": 200, "description": "Who said it, where staff note it."},
    },
    "required": ["person_email", "text"],
    "additionalProperties": False,
}


def _step(name: str, summary: str, description: str) -> Any:
    return extend_schema(
        operation_id=f"touchpoints_{name}",
        summary=summary,
        description=description,
        tags=["touchpoints"],
        request=None,
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(TOUCHPOINT, "As it stands now.")},
    )


def _read(name: str, tag: str, shape: Schema, summary: str) -> dict[str, Any]:
    return {
        "list": extend_schema(
            operation_id=f"{name}_list",
            summary=summary,
            description="For a partner those that it reads on its own pages.",
            tags=[tag],
            parameters=PAGING,
            responses={200: OpenApiResponse(shape, "A page of them.")},
        ),
        "retrieve": extend_schema(
            operation_id=f"{name}_get",
            summary="One of them",
            description="By its public id.",
            tags=[tag],
            parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
            responses={
                200: OpenApiResponse(shape, "What it says."),
                304: OpenApiResponse(None, "It is still as you know it."),
            },
        ),
    }


class _Rows(TalkViewSet):
    """Lists of what this actor reads."""

    read_scope = Scope.RELATIONSHIP_READ
    write_scope = Scope.RELATIONSHIP_WRITE

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    def partner(self, given: Given, code: str) -> Partner:
        rows = Partner.objects.for_actor(self.actor).filter(merged_into=None)
        found = rows.filter(code=code).first()
        if found is None:
            raise given.refused("partner_code", code, _("No partner has this code."))
        return found

    def made(self, name: str, public_id: str, request: Request) -> Response:
        address = reverse(f"suppliers-api:{name}-detail", kwargs={"public_id": public_id}, request=request)
        return Response(self.represent(public_id), status=201, headers={"Location": address})


@extend_schema_view(
    **_read("touchpoints", "touchpoints", TOUCHPOINT, "Touchpoints"),
    create=extend_schema(
        operation_id="touchpoints_note",
        summary="Note or plan a touchpoint",
        description="Of our own people: what took place until today, or is planned from today on.",
        tags=["touchpoints"],
        request={JSON: _NEW},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "Its address.", 201)],
        responses={201: OpenApiResponse(TOUCHPOINT, "As it was noted.")},
    ),
    cancel=_step("cancel", "Cancel what was planned", "It does not take place."),
    take_back=_step("take_back", "Take it back", "Noted by mistake: by who noted it, within a day."),
    kept=_step("kept", "What was promised is done", "By our people, or by the side that promised it."),
)
class TouchpointViewSet(_Rows):
    """Staff note, plan and cancel; both sides say that a promise of theirs is done."""

    def may_write(self) -> bool:
        return can_note(self.actor) or (self.action == "kept" and not self.actor.is_staff)

    def get_queryset(self) -> QuerySet[Touchpoint]:
        rows = Touchpoint.objects.for_actor(self.actor).filter(taken_back_at=None)
        return rows.select_related("partner", "by").order_by("pk")

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(_NEW["properties"]))
        partner = self.partner(given, given.text("partner_code", required=True))
        state = given.text("state") or TouchState.DONE
        if state not in (TouchState.DONE, TouchState.PLANNED):
            raise given.refused("state", state, _("It is one of: %(words)s.") % {"words": "done, planned"})
        act = touchpoints.plan if state == TouchState.PLANNED else touchpoints.note
        try:
            row = act(by=self.actor, partner=partner, said=_said(given), at=timezone.now())
        except TouchRefused as refused:
            raise given.refused(refused.field, given.get(refused.field, ""), str(refused)) from refused
        return self.made("touchpoints", row.public_id, request)

    @idempotent
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, touchpoints.cancel)

    @idempotent
    @action(detail=True, methods=["post"])
    def kept(self, request: Request, public_id: str) -> Response:
        return self._act(request, public_id, touchpoints.keep_promise)

    @idempotent
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, public_id: str) -> Response:
        check_names(request)
        Given(request.data, ())
        row = self.find(public_id)
        answer = self.as_json(row)
        self._do(touchpoints.take_back, row)
        return Response(answer)

    def _act(self, request: Request, public_id: str, act: Any) -> Response:
        check_names(request)
        Given(request.data, ())
        self._do(act, self.find(public_id))
        return Response(self.represent(public_id))

    def _do(self, act: Any, row: Touchpoint) -> None:
        try:
            act(by=self.actor, touchpoint=row, at=timezone.now())
        except TouchRefused as refused:
            raise Refused(str(refused), code=409) from refused
        except Forbidden as forbidden:
            raise PermissionDenied(str(forbidden)) from forbidden

    def as_json(self, row: Touchpoint) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner_code": row.partner.code,
            "kind": row.kind,
            "state": row.state,
            "on": row.on.isoformat(),
            "by": str(row.by),
            "with_names": row.with_names,
            "place": row.place,
            "text": row.text,
            "promised": row.promised,
            "promised_by_side": row.promised_by_side,
            "promised_by": row.promised_by.isoformat() if row.promised_by else None,
            "kept_at": row.kept_at.isoformat() if row.kept_at else None,
            "is_shared": row.is_shared,
        }


def _said(given: Given) -> Said:
    side, shared = given.text("promised_by_side"), given.get("is_shared", False)
    if side and side not in Side.values:
        raise given.refused(
            "promised_by_side", side, _("It is one of: %(words)s.") % {"words": ", ".join(Side.values)}
        )
    if not isinstance(shared, bool):
        raise given.refused("is_shared", shared, _("It is true or false."))
    for name in ("with_names", "place"):
        if len(given.text(name)) > 200:
            raise given.refused(name, given.text(name), _("At most %(most)s characters fit.") % {"most": 200})
    return Said(
        kind=given.text("kind", required=True),
        on=given.date("on", given.get("on")),
        text=given.text("text"),
        with_names=given.text("with_names"),
        place=given.text("place"),
        promised=given.text("promised"),
        promised_by_side=side,
        promised_by=given.day("promised_by"),
        is_shared=shared,
    )


@extend_schema_view(
    **_read("praises", "praises", PRAISE, "Praise of our people"),
    create=extend_schema(
        operation_id="praises_say",
        summary="Praise one of our people",
        description="A partner for itself, or our own people as they heard it. The person hears it once.",
        tags=["praises"],
        request={JSON: _PRAISE},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "Its address.", 201)],
        responses={201: OpenApiResponse(PRAISE, "What was said.")},
    ),
    take_back=extend_schema(
        operation_id="praises_take_back",
        summary="Take it back",
        description="By who said it, within a day.",
        tags=["praises"],
        request=None,
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(PRAISE, "It is gone from the lists.")},
    ),
)
class PraiseViewSet(_Rows):
    """Of partners and, noted by our people, of customers."""

    def may_write(self) -> bool:
        return can_praise(self.actor, self._own)

    @property
    def _own(self) -> Partner | None:
        member: Any = self.actor.membership
        return member.partner if member is not None else None

    def get_queryset(self) -> QuerySet[Praise]:
        return of_actor(self.actor).select_related("partner", "person").order_by("pk")

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(_PRAISE["properties"]))
        code, email = given.text("partner_code"), given.text("person_email", required=True)
        partner = self.partner(given, code) if code else self._own
        person = people_known_to(self.actor).filter(email__iexact=email).first()
        if person is None:
            raise given.refused("person_email", email, _("Nobody whom you know with us has this address."))
        try:
            said = praise.praise(
                by=self.actor,
                person=person,
                text=given.text("text", required=True),
                partner=partner,
                said_by=given.text("said_by"),
                at=timezone.now(),
            )
        except PraiseRefused as refused:
            raise given.refused(refused.field, given.get(refused.field, ""), str(refused)) from refused
        return self.made("praises", said.public_id, request)

    @idempotent
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, public_id: str) -> Response:
        check_names(request)
        Given(request.data, ())
        row = self.find(public_id)
        try:
            praise.take_back(by=self.actor, said=row, at=timezone.now())
        except PraiseRefused as refused:
            raise Refused(str(refused), code=409) from refused
        except Forbidden as forbidden:
            raise PermissionDenied(str(forbidden)) from forbidden
        row.refresh_from_db()
        return Response(self.as_json(row))

    def as_json(self, row: Praise) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "person": str(row.person),
            "source": row.source,
            "partner_code": row.partner.code if row.partner is not None else "",
            "said_by": row.said_by,
            "text": row.text,
            "at": row.at.isoformat(),
            "taken_back_at": row.taken_back_at.isoformat() if row.taken_back_at else None,
        }
