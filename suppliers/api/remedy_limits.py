"""How far each role can go, under /api/v1/: staff read it, administrators and purchasing managers say it."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from portal.actions.saving import StaleSave
from portal.api.describing import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.etags import check_match, etag_of
from portal.api.idempotency import idempotent
from portal.api.views import ActsForSomebody, HasScope
from portal.enums import Scope
from suppliers.actions import remedies
from suppliers.api.asking import check_names
from suppliers.api.case_shapes import CHANGE_LIMIT, LIMIT, SET_LIMIT, limit_as_json
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.rows import RowsViewSet
from suppliers.models import RemedyLimit
from suppliers.permissions_cases import GRANTERS, check_can_keep_limits, check_can_see_limits
from suppliers.policies_cases import CaseRefused

_ETAG = "What it says, in short: send it as If-Match to change exactly this."


class ReadsLimits(ActsForSomebody):
    """For a partner there are none; content editors read nothing of partners."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        view.only_staff()
        check_can_see_limits(view.actor) if request.method in ("GET", "HEAD", "OPTIONS") else (
            check_can_keep_limits(view.actor)
        )
        return True


@extend_schema_view(
    list=extend_schema(
        operation_id="remedy_limits_list",
        summary="How far each role can go",
        description="For each remedy, without asking a colleague. A role without a limit always asks.",
        tags=["remedy_limits"],
        parameters=PAGING,
        responses={200: OpenApiResponse(LIMIT, "A page of limits.")},
    ),
    retrieve=extend_schema(
        operation_id="remedy_limits_get",
        summary="One limit",
        description="By its public id.",
        tags=["remedy_limits"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", _ETAG, 200, 304)],
        responses={
            200: OpenApiResponse(LIMIT, "The limit."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="remedy_limits_create",
        summary="Give a role a limit",
        description="One for each role.",
        tags=["remedy_limits"],
        request={JSON: SET_LIMIT},
        parameters=[
            IDEMPOTENCY_KEY,
            answered("ETag", _ETAG, 201),
            answered("Location", "Its address.", 201),
        ],
        responses={201: OpenApiResponse(LIMIT, "The limit.")},
    ),
    partial_update=extend_schema(
        operation_id="remedy_limits_change",
        summary="Change a limit",
        description="It holds for what is offered from now on.",
        tags=["remedy_limits"],
        request={JSON: CHANGE_LIMIT},
        parameters=[ROW_ID, IDEMPOTENCY_KEY, IF_MATCH, answered("ETag", _ETAG, 200)],
        responses={200: OpenApiResponse(LIMIT, "The limit as it stands now.")},
    ),
)
class RemedyLimitViewSet(RowsViewSet):
    """Rows found by their public id. One is removed on its page, which says what holds then."""

    permission_classes = [HasScope, ReadsLimits]
    read_scope = Scope.RELATIONSHIP_READ
    write_scope = Scope.RELATIONSHIP_WRITE
    model = RemedyLimit

    def as_json(self, row: RemedyLimit) -> dict[str, Any]:
        return limit_as_json(row)

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, tuple(SET_LIMIT["properties"]))
        role, amount = given.text("role", required=True), _amount(given)
        if role not in GRANTERS:
            words = _("It is one of: %(words)s.") % {"words": ", ".join(GRANTERS)}
            raise given.refused("role", role, words)
        if RemedyLimit.objects.filter(role=role).exists():
            raise Refused(_("This role has a limit already: change that one."), code=409)
        row = self._set(role, amount, None)
        address = reverse("suppliers-api:remedy-limits-detail", [row.public_id], request=request)
        return self.answer(row, {"Location": address}, status=201)

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row = self.find(public_id)
        current = limit_as_json(row)
        check_match(request, etag_of(current), current)
        amount = _amount(Given(request.data, tuple(CHANGE_LIMIT["properties"])))
        try:
            row = self._set(row.role, amount, row.version)
        except StaleSave as stale:
            raise Refused(str(stale), code=412, current=limit_as_json(self.find(public_id))) from stale
        return self.answer(row)

    def _set(self, role: str, amount: int, version: int | None) -> RemedyLimit:
        try:
            return remedies.set_limit(by=self.actor, role=role, amount_minor=amount, version=version)
        except CaseRefused as refusal:
            raise value_refused("amount_minor", amount, str(refusal)) from refusal


def _amount(given: Given) -> int:
    value = given.get("amount_minor")
    if isinstance(value, bool) or not isinstance(value, int):
        raise given.refused("amount_minor", value, _("It is a whole number of minor units."))
    return value
