"""Templates of cards under /api/v1/, for staff: what they say, a new version, retired or in use."""

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.etags import check_match, etag_of
from portal.api.idempotency import idempotent
from portal.enums import Side
from scorecards.actions.keeping_templates import HEAD, Design, StaleVersion, change, set_active
from scorecards.actions.templates import BandSpec, GateSpec, LineSpec
from scorecards.api.keeping import MOST_DAYS, KeptGiven, KeptViewSet
from scorecards.engine.formula import BadFormula
from scorecards.engine.scoring import BadTemplate
from scorecards.enums import BandAction
from scorecards.facts.templates import with_parts
from scorecards.models import ScorecardTemplate, TemplateVersion
from scorecards.pages.kpi_choices import KpiChoice, choices
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.engine.judging import Rule
from suppliers.enums import Basis, DayCount, PartnerKind

_DECIMAL: Schema = {"type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$"}
_DAYS: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}
_SHARES = "In the KPI's unit; shares 0 to 1."
_STEP: Schema = {"type": "array", "items": _DECIMAL, "minItems": 2, "maxItems": 2}
_LINE_PROPERTIES: dict[str, Any] = {
    "kpi": {"type": "string", "maxLength": 40},
    "side": {"type": "string", "enum": Side.values},
    "weight": {**_DECIMAL, "description": "Those of a side sum to 100."},
    "target": {**_DECIMAL, "nullable": True, "description": f"Earns 100 points. {_SHARES}"},
    "floor": {**_DECIMAL, "nullable": True, "description": f"Earns none. {_SHARES}"},
    "steps": {"type": "array", "items": _STEP, "maxItems": 20, "description": "Or [from, points] pairs."},
    "basis": {"type": "string", "enum": Basis.values},
    "early_days": {**_DAYS, "nullable": True, "description": "Null: early is never penalised."},
    "late_days": _DAYS,
    "tolerance": {**_DECIMAL, "description": "Per cent that may be missing."},
    "days": {"type": "string", "enum": DayCount.values},
    "min_n": {**_DAYS, "nullable": True, "description": "Null: as the version says."},
}
_BAND: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 60},
        "lower": _DECIMAL,
        "upper": _DECIMAL,
        "action": {"type": "string", "enum": ["", *BandAction.values]},
    },
    "required": ["name", "lower", "upper"],
}
_GATE: Schema = {
    "type": "object",
    "properties": {
        "document_type": {"type": "string", "minLength": 1, "maxLength": 100},
        "cap": {"type": "string", "minLength": 1, "maxLength": 60},
    },
    "required": ["document_type", "cap"],
}


def _version(line: dict[str, Any], extra: dict[str, Any], required: list[str]) -> Schema:
    one: Schema = {"type": "object", "properties": line, "required": ["kpi", "weight"]}
    return {
        "type": "object",
        "properties": {
            **extra,
            "min_n": _DAYS,
            "grace_days": _DAYS,
            "lines": {"type": "array", "items": one, "maxItems": 40},
            "bands": {"type": "array", "items": _BAND, "maxItems": 12},
            "gates": {"type": "array", "items": _GATE, "maxItems": 20},
        },
        "required": required,
    }


VERSION: Schema = _version(
    {
        **_LINE_PROPERTIES,
        "name": {"type": "string"},
        "formula": {"type": "string", "description": "Of a KPI of your own, as this version keeps it."},
    },
    {
        "number": {"type": "integer"},
        "note": {"type": "string"},
        "created_by": {"type": "string"},
        "created_at": {"type": "string", "format": "date-time"},
    },
    ["number", "lines", "bands", "gates"],
)
TEMPLATE: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "name": {"type": "string"},
        "kind": {"type": "string", "enum": ["", *PartnerKind.values]},
        "segment": {"type": "string"},
        "description": {"type": "string"},
        "is_active": {"type": "boolean"},
        "version": {**VERSION, "nullable": True},
    },
    "required": ["public_id", "name", "is_active", "version"],
}
_NEW: Schema = {
    **_version(
        _LINE_PROPERTIES,
        {
            "based_on": {"type": "integer", "minimum": 1, "description": "The newest version you know."},
            "note": {"type": "string", "maxLength": 200},
        },
        ["based_on", "lines", "bands"],
    ),
    "additionalProperties": False,
}
_USE: Schema = {
    "type": "object",
    "properties": {"is_active": {"type": "boolean"}},
    "required": ["is_active"],
    "additionalProperties": False,
}


@extend_schema_view(
    list=extend_schema(
        operation_id="templates_list",
        summary="Templates of cards",
        description="With what the newest version of each says.",
        tags=["templates"],
        parameters=PAGING,
        responses={200: OpenApiResponse(TEMPLATE, "A page of templates.")},
    ),
    retrieve=extend_schema(
        operation_id="templates_get",
        summary="One template",
        description="By its public id.",
        tags=["templates"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(TEMPLATE, "The template."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    partial_update=extend_schema(
        operation_id="templates_use",
        summary="Retire a template, or use it again",
        description="A retired one makes no new cards; those it made stay.",
        tags=["templates"],
        request={JSON: _USE},
        parameters=[ROW_ID, IF_MATCH, IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(TEMPLATE, "The template as it stands now.")},
    ),
)
class TemplateViewSet(KeptViewSet):
    """The company's own."""

    def get_queryset(self) -> QuerySet[Any]:
        versions = with_parts(TemplateVersion.objects.all()).order_by("-number")
        rows = ScorecardTemplate.objects.for_actor(self.actor).order_by("pk")
        return rows.prefetch_related(Prefetch("versions", versions))

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([self.as_json(row) for row in page or ()])

    @idempotent
    def partial_update(self, request: Request, public_id: str) -> Response:
        check_names(request)
        template = self.find(public_id)
        current = self.as_json(template)
        check_match(request, etag_of(current), current)
        is_active = KeptGiven(request.data, ("is_active",)).yes_or_no("is_active")
        if is_active is None:
            raise value_refused("is_active", "", _("It is needed."))
        set_active(by=self.actor, template=template, is_active=is_active)
        return self._as_it_stands(public_id)

    @extend_schema(
        methods=["GET"],
        operation_id="templates_versions",
        summary="Versions of a template",
        description="The newest first: old periods keep theirs.",
        tags=["templates"],
        parameters=[ROW_ID],
        responses={200: OpenApiResponse({"type": "array", "items": VERSION}, "All versions.")},
    )
    @extend_schema(
        methods=["POST"],
        operation_id="templates_add_version",
        summary="Make a new version",
        description="Refused with the sum when weights are not 100, and where bands overlap. 409 when "
        "somebody made another version than the one you know.",
        tags=["templates"],
        request={JSON: _NEW},
        parameters=[ROW_ID, IDEMPOTENCY_KEY],
        responses={201: OpenApiResponse(TEMPLATE, "The template with its new version.")},
    )
    @action(detail=True, methods=["get", "post"])
    def versions(self, request: Request, public_id: str) -> Response:
        check_names(request)
        template = self.find(public_id)
        if request.method == "POST":
            return self.add(request, public_id=public_id)
        return Response([version_as_json(one) for one in template.versions.all()])

    @idempotent
    def add(self, request: Request, public_id: str) -> Response:
        template = self.find(public_id)
        given = KeptGiven(
            request.data, ("based_on", "note", "min_n", "grace_days", "lines", "bands", "gates")
        )
        seen = given.get("based_on")
        if isinstance(seen, bool) or not isinstance(seen, int) or seen < 1:
            raise given.refused("based_on", seen, _("It is the number of the version that you know."))
        newest = template.versions.all()[:1]
        known = choices(newest[0].lines.all() if newest else ())
        head = {name: getattr(template, name) for name in HEAD}
        try:
            change(
                by=self.actor,
                template=template,
                seen=seen,
                head=head,
                design=_design(given, known),
                note=given.short("note", 200),
            )
        except StaleVersion as error:
            raise Refused(str(error), code=409) from error
        except (BadTemplate, BadFormula) as error:
            raise value_refused("lines", "", str(error)) from error
        return self._as_it_stands(public_id, 201)

    def as_json(self, row: ScorecardTemplate) -> dict[str, Any]:
        versions = list(row.versions.all())
        return {
            "public_id": row.public_id,
            "name": row.name,
            "kind": row.kind,
            "segment": row.segment,
            "description": row.description,
            "is_active": row.is_active,
            "version": version_as_json(versions[0]) if versions else None,
        }

    def _as_it_stands(self, public_id: str, status: int = 200) -> Response:
        row = self.represent(public_id)
        return Response(row, status=status, headers={"ETag": etag_of(row)})


def version_as_json(version: TemplateVersion) -> dict[str, Any]:
    """Numbers as strings, exact."""
    return {
        "number": version.number,
        "note": version.note,
        "created_by": version.created_by,
        "created_at": version.created_at,
        "min_n": version.min_n,
        "grace_days": version.grace_days,
        "lines": [
            {
                "kpi": line.kpi,
                "name": line.name,
                "formula": line.formula,
                "side": line.side,
                "weight": _text(line.weight),
                "target": _text(line.target),
                "floor": _text(line.floor),
                "steps": line.steps or [],
                "basis": line.basis,
                "early_days": line.early_days,
                "late_days": line.late_days,
                "tolerance": _text(line.tolerance),
                "days": line.days,
                "min_n": line.min_n,
            }
            for line in version.lines.all()
        ],
        "bands": [
            {"name": one.name, "lower": _text(one.lower), "upper": _text(one.upper), "action": one.action}
            for one in version.bands.all()
        ],
        "gates": [{"document_type": one.document_type, "cap": one.cap} for one in version.gates.all()],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _design(given: KeptGiven, known: dict[str, KpiChoice]) -> Design:
    return Design(
        tuple(_line(one, known, row) for row, one in enumerate(given.objects("lines", 40), 1)),
        tuple(_band(one, row) for row, one in enumerate(given.objects("bands", 12), 1)),
        tuple(_gate(one, row) for row, one in enumerate(given.objects("gates", 20), 1)),
        given.count("min_n", 5) or 0,
        given.count("grace_days", 3) or 0,
    )


def _line(data: Any, known: dict[str, KpiChoice], row: int) -> LineSpec:
    given = KeptGiven(data, tuple(_LINE_PROPERTIES), row=row)
    code = given.short("kpi", 40, required=True)
    chosen = known.get(code)
    if chosen is None:
        raise given.refused("kpi", code, _("No card shows such a KPI."))
    weight = given.decimal("weight", required=True) or Decimal(0)
    tolerance = given.decimal("tolerance") or Decimal(0)
    if not 0 < weight <= 100 or weight != round(weight, 3):
        raise given.refused("weight", weight, _("It is more than 0, at most 100, with three decimals."))
    if not 0 <= tolerance <= 100 or tolerance != round(tolerance, 2):
        raise given.refused("tolerance", tolerance, _("It is from 0 to 100, with two decimals."))
    is_own = bool(chosen.formula)
    return LineSpec(
        kpi=code,
        weight=weight,
        target=given.decimal("target"),
        floor=given.decimal("floor"),
        steps=tuple(_step(given, one) for one in given.objects("steps", 20)),
        basis=given.word("basis", Basis.values, Basis.FIRST_CONFIRMED.value),
        rule=Rule(given.count("early_days", None), given.count("late_days", 0) or 0, tolerance),
        side=given.word("side", Side.values, chosen.side),
        days=given.word("days", DayCount.values, DayCount.CALENDAR.value),
        min_n=given.count("min_n", None),
        formula=chosen.formula,
        name=chosen.name if is_own else "",
        unit=chosen.unit if is_own else "",
        higher_is_better=chosen.higher_is_better if is_own else True,
    )


def _step(given: KeptGiven, pair: Any) -> tuple[Decimal, Decimal]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise given.refused("steps", pair, _("A step is a pair: from which value on, and its points."))
    one = KeptGiven({"steps": pair[0]}, ("steps",), row=given.row)
    other = KeptGiven({"steps": pair[1]}, ("steps",), row=given.row)
    bound, points = one.decimal("steps", required=True), other.decimal("steps", required=True)
    return bound or Decimal(0), points or Decimal(0)


def _band(data: Any, row: int) -> BandSpec:
    given = KeptGiven(data, ("name", "lower", "upper", "action"), row=row)
    lower = given.decimal("lower", required=True) or Decimal(0)
    upper = given.decimal("upper", required=True) or Decimal(0)
    for name, value in (("lower", lower), ("upper", upper)):
        if not 0 <= value <= 100 or value != round(value, 3):
            raise given.refused(name, value, _("It is from 0 to 100, with three decimals."))
    name = given.short("name", 60, required=True)
    return BandSpec(name, lower, upper, given.word("action", ["", *BandAction.values], ""))


def _gate(data: Any, row: int) -> GateSpec:
    given = KeptGiven(data, ("document_type", "cap"), row=row)
    return GateSpec(given.short("document_type", 100, required=True), given.short("cap", 60, required=True))
