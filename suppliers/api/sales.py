"""Commission statements and sales by month under /api/v1/: a selling partner its own, staff those of all."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, IF_NONE_MATCH, JSON, answered
from portal.api.errors import Refused, value_refused
from portal.api.etags import etag_of, is_known
from portal.api.idempotency import idempotent
from portal.api.views import ActingViewSet, ActsForSomebody, HasScope
from portal.clocks import local_day
from portal.enums import Scope
from suppliers.actions.commission import CannotClose, close
from suppliers.api.asking import check_names
from suppliers.api.columns import PUBLIC_ID, Schema
from suppliers.api.describing import PAGING, ROW_ID
from suppliers.api.given import Given
from suppliers.enums import AgreementBase, PartnerKind, TierMethod
from suppliers.facts.commission import Stretch
from suppliers.facts.sales import Sale, of_partner
from suppliers.models import CommissionStatement, Partner
from suppliers.models.ledger import PROFIT_READERS
from suppliers.permissions import can_keep_contribution, can_see_sales

MOST_MONTHS = 36
_MONTH_TEXT = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
_MONTH: Schema = {"type": "string", "pattern": f"^{_MONTH_TEXT.pattern}$", "example": "2026-09"}
_CENTS: Schema = {"type": "integer", "description": "Minor units of `currency`."}
_MAYBE: Schema = {**_CENTS, "nullable": True}
_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_STEP: Schema = {
    "type": "object",
    "properties": {"from_minor": _CENTS, "rate": _TEXT, "base_minor": _CENTS},
    "required": ["from_minor", "rate", "base_minor"],
}
_STRETCH: Schema = {
    "type": "object",
    "properties": {
        "version": {"type": "integer"},
        "start": _DAY,
        "end": _DAY,
        "base": {"type": "string", "enum": AgreementBase.values},
        "method": {"type": "string", "enum": TierMethod.values},
        "base_minor": _CENTS,
        "commission_minor": _CENTS,
        "steps": {"type": "array", "items": _STEP},
    },
    "required": ["version", "start", "end", "base", "method", "base_minor", "commission_minor", "steps"],
}
_ADJUSTMENT: Schema = {
    "type": "object",
    "properties": {"month": _MONTH, "amount_minor": _CENTS},
    "required": ["month", "amount_minor"],
}
STATEMENT: Schema = {
    "type": "object",
    "properties": {
        "public_id": PUBLIC_ID,
        "partner_code": _TEXT,
        "month": _MONTH,
        "currency": _TEXT,
        "commission_minor": _CENTS,
        "adjustments": {"type": "array", "items": _ADJUSTMENT},
        "total_minor": _CENTS,
        "stretches": {"type": "array", "items": _STRETCH},
        "closed_at": {"type": "string", "format": "date-time"},
    },
    "required": ["public_id", "partner_code", "month", "currency", "commission_minor", "total_minor"],
}
SALE: Schema = {
    "type": "object",
    "properties": {
        "partner_code": _TEXT,
        "month": _MONTH,
        "currency": _TEXT,
        "revenue_minor": _CENTS,
        "target_minor": _MAYBE,
        "commission_minor": {
            **_MAYBE,
            "description": "With adjustments; null where nothing is agreed, and for a partner "
            "with a share of the margin until the month is closed.",
        },
        "statement": {"type": "string", "nullable": True, "description": "Its public id, once closed."},
    },
    "required": ["partner_code", "month", "currency", "revenue_minor", "target_minor", "commission_minor"],
}
_CLOSE: Schema = {
    "type": "object",
    "properties": {"month": _MONTH},
    "required": ["month"],
    "additionalProperties": False,
}
_CLOSED: Schema = {
    "type": "object",
    "properties": {"month": _MONTH, "statements": {"type": "array", "items": STATEMENT}},
    "required": ["month", "statements"],
}


def month_text(month: int) -> str:
    """202609 -> 2026-09."""
    return f"{month // 100:04d}-{month % 100:02d}"


class MaySell(ActsForSomebody):
    """A selling partner's people, and who answers for the profit; suppliers: 404, other staff: 403."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        actor = view.actor
        if not actor.is_staff:
            if not can_see_sales(actor, actor.membership.partner) or is_supplier(actor.membership.partner):
                raise Http404
        elif not actor.has_role(*PROFIT_READERS):
            raise PermissionDenied(_("Only those who answer for the profit read this."))
        return view.may_write() if request.method == "POST" else True


def is_supplier(partner: Partner) -> bool:
    return partner.kind == PartnerKind.SUPPLIER


def statement_json(row: CommissionStatement) -> dict[str, Any]:
    """With every tier that was reached: of the base nothing but the figure that was agreed on."""
    return {
        "public_id": row.public_id,
        "partner_code": row.partner.code,
        "month": month_text(row.month),
        "currency": row.currency,
        "commission_minor": row.commission_minor,
        "adjustments": [
            {"month": month_text(month), "amount_minor": minor} for month, minor in row.adjustments
        ],
        "total_minor": row.total_minor,
        "stretches": [_stretch_json(kept) for kept in row.stretches],
        "closed_at": row.closed_at.isoformat(),
    }


def _stretch_json(kept: dict[str, Any]) -> dict[str, Any]:
    rates = dict(kept["tiers"])
    steps = Stretch.of_json(kept).earned.steps
    names = ("version", "start", "end", "base", "method", "base_minor", "commission_minor")
    return {
        **{name: kept[name] for name in names},
        "steps": [
            {"from_minor": one.from_minor, "rate": rates[one.from_minor], "base_minor": one.base_minor}
            for one in steps
        ],
    }


@extend_schema_view(
    list=extend_schema(
        operation_id="commission_statements_list",
        summary="Commission statements",
        description="Months that are closed; for a partner its own.",
        tags=["commission_statements"],
        parameters=PAGING,
        responses={200: OpenApiResponse(STATEMENT, "A page of them.")},
    ),
    retrieve=extend_schema(
        operation_id="commission_statements_get",
        summary="One of them",
        description="By its public id.",
        tags=["commission_statements"],
        parameters=[ROW_ID, IF_NONE_MATCH, answered("ETag", "What it says, in short.", 200, 304)],
        responses={
            200: OpenApiResponse(STATEMENT, "How the commission came about."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    ),
    close=extend_schema(
        operation_id="commission_statements_close",
        summary="Close a month",
        description="Freezes commission for all with an agreement and tells them. Again it adds nothing.",
        tags=["commission_statements"],
        request={JSON: _CLOSE},
        parameters=[IDEMPOTENCY_KEY],
        responses={200: OpenApiResponse(_CLOSED, "The statements that are new.")},
    ),
)
class CommissionStatementViewSet(ActingViewSet):
    """Closed by administrators and purchasing managers."""

    permission_classes = [HasScope, MaySell]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    lookup_field = "public_id"
    lookup_value_regex = "[a-z0-9]{16}"
    filter_backends = ()
    ordering = "pk"

    def may_write(self) -> bool:
        return can_keep_contribution(self.actor)

    def get_queryset(self) -> QuerySet[CommissionStatement]:
        rows: QuerySet[CommissionStatement] = CommissionStatement.objects.for_actor(self.actor)
        return rows.select_related("partner").order_by("pk")

    def list(self, request: Request) -> Response:
        check_names(request)
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response([statement_json(row) for row in page or ()])

    def retrieve(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row = self.get_queryset().filter(public_id=public_id).first()
        if row is None:
            raise Http404
        found = statement_json(row)
        etag = etag_of(found)
        if is_known(request, etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(found, headers={"ETag": etag})

    @idempotent
    @action(detail=False, methods=["post"], url_path="close")
    def close(self, request: Request) -> Response:
        check_names(request)
        given = Given(request.data, ("month",))
        text = given.text("month", required=True)
        if not _MONTH_TEXT.fullmatch(text):
            raise given.refused("month", text, _("Write it as 2026-09."))
        month = int(text.replace("-", ""))
        try:
            made = close(by=self.actor, month=month, at=timezone.now(), today=local_day())
        except CannotClose as refusal:
            raise Refused(str(refusal), code=409) from refusal
        rows = self.get_queryset().filter(pk__in=[one.pk for one in made])
        return Response({"month": text, "statements": [statement_json(row) for row in rows]})


_FROM, _TO, _PARTNER = "from", "to", "partner_code"


@extend_schema_view(
    list=extend_schema(
        operation_id="sales_list",
        summary="Sales by month",
        description="Revenue, target and commission of a selling partner; for its people their own.",
        tags=["sales"],
        parameters=[
            OpenApiParameter(_FROM, _MONTH, description="By default the first month of this year."),
            OpenApiParameter(_TO, _MONTH, description="By default this month; at most 36 in all."),
            OpenApiParameter(_PARTNER, {"type": "string"}, description="Staff name one; partners do not."),
        ],
        responses={200: OpenApiResponse(SALE, "A month each, the first one first.")},
    )
)
class SalesViewSet(ActingViewSet):
    """Read alone."""

    permission_classes = [HasScope, MaySell]
    read_scope = Scope.LEDGER_READ
    pagination_class = None  # type: ignore[assignment]
    filter_backends = ()

    def may_write(self) -> bool:
        return False

    def list(self, request: Request) -> Response:
        check_names(request, (_FROM, _TO, _PARTNER))
        today = local_day()
        first = self.month(request, _FROM, today.year * 100 + 1)
        last = self.month(request, _TO, today.year * 100 + today.month)
        many = (last // 100 - first // 100) * 12 + last % 100 - first % 100 + 1
        if not 1 <= many <= MOST_MONTHS:
            words = _("From %(first)s on 1 to %(most)s months can be asked for.")
            values = {"first": month_text(first), "most": MOST_MONTHS}
            raise value_refused(_TO, month_text(last), words % values)
        partner = self.partner(request)
        found = of_partner(self.actor, partner, first, last, today)
        return Response([_sale_json(one, settings.COMPANY_CURRENCY) for one in found])

    def month(self, request: Request, name: str, default: int) -> int:
        text = request.query_params.get(name)
        if text is None:
            return default
        if not _MONTH_TEXT.fullmatch(text):
            raise value_refused(name, text, _("Write it as 2026-09."))
        return int(text.replace("-", ""))

    def partner(self, request: Request) -> Partner:
        code = request.query_params.get(_PARTNER)
        if not self.actor.is_staff:
            own: Partner = self.actor.membership.partner
            if code not in (None, own.code):
                raise value_refused(_PARTNER, code, _("You read your own sales alone."))
            return own
        rows = Partner.objects.for_actor(self.actor).exclude(kind=PartnerKind.SUPPLIER)
        found = rows.filter(code=code).first() if code and "\x00" not in code else None
        if found is None:
            raise value_refused(_PARTNER, code or "", _("Name a partner that sells for you, by its code."))
        return found


def _sale_json(sale: Sale, currency: str) -> dict[str, Any]:
    return {
        "partner_code": sale.partner.code,
        "month": month_text(sale.month),
        "currency": currency,
        "revenue_minor": sale.revenue,
        "target_minor": sale.target,
        "commission_minor": sale.total,
        "statement": sale.statement.public_id if sale.statement else None,
    }
