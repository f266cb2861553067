"""What trouble costs, under /api/v1/: for who answers for the profit."""

from typing import Any

from django.db.models import QuerySet
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
from portal.api.views import HasScope
from portal.engine.scaled import from_scaled
from portal.enums import Scope
from suppliers.actions import cost_rates
from suppliers.actions.cost_rates import CostRateRefused
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.contribution import AnswersForProfit
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.api.rows import RowsViewSet
from suppliers.enums import CostRateKind
from suppliers.models import CostRate, Partner
from suppliers.permissions import check_can_keep_contribution

NAMES = ("kind", "partner", "valid_from", "rate")
_VALUES: dict[str, Schema] = {
    "kind": {"type": "string", "enum": CostRateKind.values},
    "partner": {"type": "string", "nullable": True, "maxLength": 100, "description": "Its code; null: all."},
    "valid_from": {"type": "string", "format": "date"},
    "rate": {
        "type": "string",
        "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6})?$",
        "description": "In the company's currency, for one.",
    },
}
RATE: Schema = {
    "type": "object",
    "properties": {"public_id": PUBLIC_ID, **_VALUES},
    "required": ["public_id", *NAMES],
}
CREATE: Schema = {
    "type": "object",
    "properties": _VALUES,
    "required": ["kind", "valid_from", "rate"],
    "additionalProperties": False,
}
CHANGE: Schema = {"type": "object", "properties": _VALUES, "additionalProperties": False}
_ETAG = "What it says, in short: send it as If-Match to change exactly this."


@extend_schema_view(
    list=extend_schema(
        operation_id="cost_rates_list",
        summary="Cost rates",
        description="What a unit of trouble costs from a day on: of one partner, or of all.",
        tags=["contribution"],
        parameters=PAGING,
        responses={200: OpenApiResponse(RATE, "A page of rates.")},
    ),
    retrieve=extend_schema(
        operation_id="cost_rates_get",
        summary="One cost rate",
        description="By its public id.",
        tags=["contribution"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", _ETAG, 200, 304)],
        responses={
            200: OpenApiResponse(RATE, "The rate."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="cost_rates_create",
        summary="Say what trouble costs",
        description="Estimates follow at once. A partner's own rate holds before the one for all.",
        tags=["contribution"],
        request={JSON: CREATE},
        parameters=[
            IDEMPOTENCY_KEY,
            answered("ETag", _ETAG, 201),
            answered("Location", "The address of the rate.", 201),
        ],
        responses={201: OpenApiResponse(RATE, "The rate that was added.")},
    ),
    partial_update=extend_schema(
        operation_id="cost_rates_change",
        summary="Change a cost rate",
        description="What is left out stays.",
        tags=["contribution"],
        request={JSON: CHANGE},
        parameters=[ROW_ID, IDEMPOTENCY_KEY, IF_MATCH, answered("ETag", _ETAG, 200)],
        responses={200: OpenApiResponse(RATE, "The rate as it stands now.")},
    ),
    destroy=extend_schema(
        operation_id="cost_rates_remove",
        summary="Remove a cost rate",
        description="The rate before it holds then, or none.",
        tags=["contribution"],
        parameters=[ROW_ID, IDEMPOTENCY_KEY, IF_MATCH],
        responses={204: OpenApiResponse(None, "It is removed.")},
    ),
)
class CostRateViewSet(RowsViewSet):
    """Rows found by their public id."""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    model = CostRate

    def get_queryset(self) -> QuerySet[CostRate]:
        return super().get_queryset().select_related("partner")

    def as_json(self, row: CostRate) -> dict[str, Any]:
        return as_json(row)

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        check_can_keep_contribution(self.actor)
        given = Given(request.data, NAMES)
        for name in ("kind", "valid_from", "rate"):
            if given.get(name) is None:
                raise given.refused(name, "", _("It is needed."))
        facts = {"partner": None} | self._facts(given)
        try:
            row = cost_rates.create(by=self.actor, facts=facts)
        except CostRateRefused as refusal:
            raise _refused(refusal, given) from refusal
        address = reverse("suppliers-api:cost-rates-detail", [row.public_id], request=request)
        return self.answer(row, {"Location": address}, status=201)

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        row = self._to_change(request, public_id)
        given = Given(request.data, NAMES)
        try:
            cost_rates.edit(by=self.actor, rate=row, version=row.version, changes=self._facts(given))
        except CostRateRefused as refusal:
            raise _refused(refusal, given) from refusal
        except StaleSave as stale:
            raise Refused(str(stale), code=412, current=as_json(self.find(public_id))) from stale
        return self.answer(row)

    @idempotent
    def destroy(self, request: Request, public_id: str) -> Response:
        cost_rates.remove(by=self.actor, rate=self._to_change(request, public_id))
        return Response(status=204)

    def _to_change(self, request: Request, public_id: str) -> CostRate:
        """The row as the sender knows it."""
        check_names(request)
        row = self.find(public_id)
        check_can_keep_contribution(self.actor)
        current = as_json(row)
        check_match(request, etag_of(current), current)
        return row

    def _facts(self, given: Given) -> dict[str, Any]:
        """As the action takes them; only what was sent. Raises a 400 for what it does not understand."""
        facts: dict[str, Any] = {}
        if "kind" in given.data:
            facts["kind"] = given.text("kind", required=True)
        if "partner" in given.data:
            facts["partner"] = self._partner(given)
        if "valid_from" in given.data:
            facts["valid_from"] = given.date("valid_from", given.get("valid_from"))
        if "rate" in given.data:
            facts["rate"] = given.number("rate", given.get("rate"))
        return facts

    def _partner(self, given: Given) -> Partner | None:
        if given.get("partner") is None:
            return None
        code = given.text("partner", required=True)
        row = Partner.objects.for_actor(self.actor).filter(code=code).first()
        if row is None:
            raise given.refused("partner", code, _("No partner has this code."))
        return row


def as_json(row: CostRate) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "kind": row.kind,
        "partner": row.partner.code if row.partner is not None else None,
        "valid_from": row.valid_from.isoformat(),
        "rate": f"{from_scaled(row.rate):f}",
    }


def _refused(refusal: CostRateRefused, given: Given) -> Refused:
    return value_refused(refusal.field, str(given.get(refusal.field, "")), str(refusal))
