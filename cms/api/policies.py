"""Policies under /api/v1/: what holds, its text, the versions before it, and saying that one has read it."""

from typing import Any

from django.core.exceptions import PermissionDenied as Forbidden
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from cms.actions.reading import ReadingRefused, say_read
from cms.enums import Audience, ChangeKind
from cms.facts.reading import asks, of_major
from cms.facts.texts import known, texts_for
from cms.models import Acknowledgement, PolicyPage, TextVersion
from cms.models.fields import codes_of
from portal.api.describing import IDEMPOTENCY_KEY, JSON
from portal.api.errors import Refused
from portal.api.idempotency import idempotent
from portal.api.views import ActingViewSet
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.describing import PAGING
from suppliers.api.given import Given

Schema = dict[str, Any]
_SLUG = OpenApiParameter(
    "slug", {"type": "string"}, OpenApiParameter.PATH, description="The end of its address."
)
_DAY: Schema = {"type": "string", "format": "date"}
_NUMBER: Schema = {"type": "string", "description": "3, or 3.1 after an editorial change."}
_POINT: Schema = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "text": {"type": "string", "description": "HTML."}},
    "required": ["title", "text"],
}
_READING: Schema = {
    "type": "object",
    "nullable": True,
    "description": "Null: nobody asks you to say that you have read it.",
    "properties": {
        "due_on": {**_DAY, "nullable": True},
        "said_at": {"type": "string", "format": "date-time", "nullable": True},
        "version": {"type": "string", "description": "Which you read; empty before."},
    },
    "required": ["due_on", "said_at", "version"],
}
_FACTS: dict[str, Schema] = {
    "slug": {"type": "string"},
    "reference": {"type": "string"},
    "title": {"type": "string"},
    "summary": {"type": "string"},
    "version": _NUMBER,
    "change": {"type": "string", "enum": ChangeKind.values},
    "reason": {"type": "string", "description": "What changed, and why."},
    "in_force_from": _DAY,
    "review_on": {**_DAY, "nullable": True},
    "owner": {"type": "string"},
    "audience": {"type": "string", "enum": Audience.values},
    "kinds": {"type": "array", "items": {"type": "string"}, "description": "Empty: of every kind."},
}
POLICY: Schema = {
    "type": "object",
    "properties": {**_FACTS, "url": {"type": "string"}},
    "required": [*_FACTS, "url"],
}
WHOLE: Schema = {
    "type": "object",
    "properties": {
        **POLICY["properties"],
        "points": {"type": "array", "items": _POINT},
        "reading": _READING,
    },
    "required": [*_FACTS, "url", "points", "reading"],
}
VERSION: Schema = {
    "type": "object",
    "properties": {**_FACTS, "points": {"type": "array", "items": _POINT}},
    "required": [*_FACTS, "points"],
}
_SAY: Schema = {
    "type": "object",
    "properties": {"version": {**_NUMBER, "maxLength": 12}},
    "required": ["version"],
    "additionalProperties": False,
}


@extend_schema_view(
    list=extend_schema(
        operation_id="policies_list",
        summary="Policies in force",
        description="The version that holds of every policy that you may read.",
        tags=["policies"],
        parameters=PAGING,
        responses={200: OpenApiResponse(POLICY, "A page of policies.")},
    ),
    retrieve=extend_schema(
        operation_id="policies_get",
        summary="One policy with its text",
        description="The version that holds, and whether you have said that you read it.",
        tags=["policies"],
        parameters=[_SLUG],
        responses={200: OpenApiResponse(WHOLE, "The policy.")},
    ),
    versions=extend_schema(
        operation_id="policies_versions",
        summary="All versions of a policy",
        description="The newest first; one that is to come is for our own people alone.",
        tags=["policies"],
        parameters=[_SLUG],
        responses={200: OpenApiResponse({"type": "array", "items": VERSION}, "Its versions.")},
    ),
    acknowledge=extend_schema(
        operation_id="policies_acknowledge",
        summary="Say that you have read it",
        description="Of whom it is asked; said again it stays what it was. 409 where another version holds.",
        tags=["policies"],
        parameters=[_SLUG, IDEMPOTENCY_KEY],
        request={JSON: _SAY},
        responses={200: OpenApiResponse(WHOLE, "The policy, with your reading.")},
    ),
)
class PolicyViewSet(ActingViewSet):
    read_scope = Scope.PAGES_READ
    write_scope = Scope.PAGES_WRITE
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[TextVersion]:
        rows = texts_for(self.actor, local_day()).filter(page__in=PolicyPage.objects.values("pk"))
        return rows.select_related("page").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset()) or ()
        return self.get_paginated_response([{**_facts(one), "url": one.page.full_url} for one in page])

    def retrieve(self, request: Request, slug: str) -> Response:
        check_names(request)
        return Response(self._whole(self._find(slug)))

    @action(detail=True, methods=["get"], pagination_class=None)
    def versions(self, request: Request, slug: str) -> Response:
        check_names(request)
        found = known(self._find(slug).page, self.actor, local_day())
        return Response([{**_facts(one), "points": _points(one)} for one in found])

    @idempotent
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, slug: str) -> Response:
        check_names(request)
        given = Given(request.data, ("version",))
        holds, number = self._find(slug), given.text("version", required=True)
        versions = {one.number: one for one in known(holds.page, self.actor, local_day())}
        if number not in versions:
            raise given.refused("version", number, _("There is no such version."))
        try:
            say_read(by=self.actor, version=versions[number])
        except ReadingRefused as refused:
            raise Refused(str(refused), code=409) from refused
        except Forbidden as forbidden:
            raise PermissionDenied(str(forbidden)) from forbidden
        return Response(self._whole(self._find(slug)))

    def _find(self, slug: str) -> TextVersion:
        """404 for what is not there, is not published, holds not yet, or is for others."""
        found = self.get_queryset().filter(page__slug=slug).first()
        if found is None:
            raise Http404
        return found

    def _whole(self, version: TextVersion) -> dict[str, Any]:
        row = of_major(version).filter(user=self.actor.user).order_by("said_at", "pk").first()
        return {
            **_facts(version),
            "url": version.page.full_url,
            "points": _points(version),
            "reading": _reading(row) if row is not None or asks(version, self.actor) else None,
        }


def _facts(version: TextVersion) -> dict[str, Any]:
    return {
        "slug": version.page.slug,
        "reference": version.reference,
        "title": version.title,
        "summary": version.summary,
        "version": version.number,
        "change": version.change,
        "reason": version.reason,
        "in_force_from": version.in_force_from.isoformat(),
        "review_on": version.review_on.isoformat() if version.review_on else None,
        "owner": version.owner_name,
        "audience": version.audience,
        "kinds": codes_of(version.kinds),
    }


def _points(version: TextVersion) -> list[dict[str, str]]:
    return [{"title": one["value"]["title"], "text": one["value"]["text"]} for one in version.body]


def _reading(row: Acknowledgement | None) -> dict[str, Any]:
    if row is None:
        return {"due_on": None, "said_at": None, "version": ""}
    return {
        "due_on": row.due_on.isoformat(),
        "said_at": row.said_at.isoformat() if row.said_at else None,
        "version": row.read_number,
    }
