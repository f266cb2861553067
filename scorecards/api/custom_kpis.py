"""KPIs of the company's own under /api/v1/, for staff."""

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
from scorecards.actions import custom_kpis
from scorecards.actions.custom_kpis import BadCode
from scorecards.api.keeping import KeptGiven, KeptViewSet
from scorecards.engine.formula import MAX_LENGTH, BadFormula
from scorecards.models import CustomKpi
from scorecards.pages.kpi_choices import unit_choices
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID

MOST_WORDS = 1000


def units() -> list[str]:
    return [unit for unit, _label in unit_choices()]


_CHANGEABLE: dict[str, Any] = {
    "name": {"type": "string", "minLength": 1, "maxLength": 100},
    "formula": {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH},
    "unit": {"type": "string", "enum": units()},
    "higher_is_better": {"type": "boolean"},
    "description": {"type": "string", "maxLength": MOST_WORDS},
}
_CODE: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]{1,39}$"}
CUSTOM_KPI: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "code": _CODE,
        **_CHANGEABLE,
        "is_active": {"type": "boolean"},
        "changed_by": {"type": "string"},
    },
    "required": ["public_id", "code", "name", "formula", "unit", "higher_is_better", "is_active"],
}
_NEW: Schema = {
    "type": "object",
    "properties": {"code": _CODE, **_CHANGEABLE},
    "required": ["code", "name", "formula", "unit"],
    "additionalProperties": False,
}
_CHANGE: Schema = {
    "type": "object",
    "properties": {**_CHANGEABLE, "is_active": {"type": "boolean"}},
    "additionalProperties": False,
}


@extend_schema_view(
    list=extend_schema(
        operation_id="custom_kpis_list",
        summary="Your own KPIs",
        description="Formulas over the catalogue.",
        tags=["templates"],
        parameters=PAGING,
        responses={200: OpenApiResponse(CUSTOM_KPI, "A page of KPIs.")},
    ),
    retrieve=extend_schema(
        operation_id="custom_kpis_get",
        summary="One KPI of your own",
        description="By its public id.",
        tags=["templates"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(CUSTOM_KPI, "The KPI."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    create=extend_schema(
        operation_id="custom_kpis_add",
        summary="Add a KPI of your own",
        description="A formula that cannot be read is refused with the character at which it goes wrong.",
        tags=["templates"],
        request={JSON: _NEW},
        parameters=[IDEMPOTENCY_KEY, answered("Location", "The address of the KPI.", 201)],
        responses={201: OpenApiResponse(CUSTOM_KPI, "The KPI.")},
    ),
    partial_update=extend_schema(
        operation_id="custom_kpis_change",
        summary="Change, retire or restore a KPI",
        description="Versions of templates that use it keep the formula they have.",
        tags=["templates"],
        request={JSON: _CHANGE},
        parameters=[ROW_ID, IF_MATCH, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(CUSTOM_KPI, "The KPI as it stands now.")},
    ),
)
class CustomKpiViewSet(KeptViewSet):
    """The company's own."""

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = CustomKpi.objects.for_actor(self.actor).order_by("pk")
        return rows

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        given = KeptGiven(request.data, tuple(_NEW["properties"]))
        facts = {"code": given.short("code", 40, required=True), **_facts(given, is_new=True)}
        try:
            kpi = custom_kpis.create(by=self.actor, facts=facts)
        except BadCode as error:
            raise value_refused("code", facts["code"], str(error)) from error
        except BadFormula as error:
            raise _formula_refused(facts["formula"], error) from error
        row = self.represent(kpi.public_id)
        address = reverse(
            "scorecards-api:custom-kpi-detail", kwargs={"public_id": kpi.public_id}, request=request
        )
        return Response(row, status=201, headers={"Location": address, "ETag": etag_of(row)})

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        check_names(request)
        kpi: CustomKpi = self.find(public_id)
        current = self.as_json(kpi)
        check_match(request, etag_of(current), current)
        given = KeptGiven(request.data, tuple(_CHANGE["properties"]))
        facts, is_active = _facts(given), given.yes_or_no("is_active")
        try:
            if facts:
                custom_kpis.edit(by=self.actor, kpi=kpi, version=kpi.version, changes=facts)
            if is_active is not None:
                custom_kpis.set_active(by=self.actor, kpi=kpi, is_active=is_active)
        except BadFormula as error:
            raise _formula_refused(facts["formula"], error) from error
        except StaleSave as error:
            raise Refused(str(error), code=409) from error
        row = self.represent(public_id)
        return Response(row, headers={"ETag": etag_of(row)})

    def as_json(self, row: CustomKpi) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "code": row.code,
            "name": row.name,
            "formula": row.formula,
            "unit": row.unit,
            "higher_is_better": row.higher_is_better,
            "description": row.description,
            "is_active": row.is_active,
            "changed_by": row.changed_by,
        }


def _facts(given: KeptGiven, *, is_new: bool = False) -> dict[str, Any]:
    """What was sent; of a new one all of it."""
    facts: dict[str, Any] = {}
    if is_new or "name" in given.data:
        facts["name"] = given.short("name", 100, required=True)
    if is_new or "formula" in given.data:
        facts["formula"] = given.text("formula", required=True)
    if is_new or "unit" in given.data:
        facts["unit"] = given.word("unit", units(), "")
    if is_new or "description" in given.data:
        facts["description"] = given.short("description", MOST_WORDS)
    if is_new or "higher_is_better" in given.data:
        is_higher = given.yes_or_no("higher_is_better")
        facts["higher_is_better"] = True if is_higher is None else is_higher
    return facts


def _formula_refused(text: str, error: BadFormula) -> Refused:
    words = _("At character %(at)s: %(message)s") % {"at": error.at + 1, "message": error}
    return value_refused("formula", text, words)
