"""A partner's profit and loss under /api/v1/: the same figures as its page, files and sheet."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IF_NONE_MATCH, answered
from portal.api.errors import value_refused
from portal.api.etags import etag_of, is_known
from portal.api.views import ActingViewSet, HasScope
from portal.engine.scaled import from_scaled
from portal.enums import Scope
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.api.contribution import AnswersForProfit, span_of
from suppliers.engine.contribution import COSTS, to_decimal
from suppliers.enums import CostRateKind
from suppliers.facts.contribution import Span
from suppliers.facts.partner_profit import Estimate, ItemCost, PartnerProfit, Stretch, partner_profit
from suppliers.models import Partner

NAMES = ("from", "to", "by")
LENGTHS = {"month": 1, "quarter": 3, "year": 12}
# So many months at most: each is a row.
MOST_MONTHS = 240
_MINOR: Schema = {"type": "integer"}
_SOME: Schema = {"type": "integer", "nullable": True, "description": "Null where no rate held."}
_DAY: Schema = {"type": "string", "format": "date"}
_DECIMAL: Schema = {"type": "string", "nullable": True, "description": "A decimal."}
_STRETCH: Schema = {
    "type": "object",
    "properties": {
        "from": _DAY,
        "to": _DAY,
        **{f"{name}_minor": _MINOR for name in ("net_revenue", *COSTS, "contribution")},
        "margin": {**_DECIMAL, "description": "Of the net revenue; null without any."},
        "contribution_year_before_minor": _MINOR,
        "non_performance_booked_minor": {**_MINOR, "description": "Quality, expedite and returns."},
        "non_performance_estimated_minor": {**_SOME, "description": "By rates; never added to the booked."},
    },
    "required": ["from", "to", "contribution_minor"],
}
_ITEM: Schema = {
    "type": "object",
    "properties": {
        "item_code": {"type": "string", "description": "Empty: what names no item."},
        "unit": {"type": "string"},
        "quantity": {**_DECIMAL, "description": "Received; null in several units."},
        "purchase_minor": _MINOR,
        "booked_minor": _MINOR,
        "cost_index": _DECIMAL,
        "unit_cost": _DECIMAL,
        "true_unit_cost": _DECIMAL,
        "estimated_minor": _SOME,
    },
    "required": ["item_code", "purchase_minor", "booked_minor", "estimated_minor"],
}
_ESTIMATE: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": CostRateKind.values},
        "quantity": {"type": "string"},
        "without_a_rate": {"type": "string", "description": "So much of it happened when no rate held."},
        "minor": _SOME,
    },
    "required": ["kind", "quantity", "without_a_rate", "minor"],
}
PROFIT: Schema = {
    "type": "object",
    "properties": {
        "partner": {"type": "string", "description": "Its code."},
        "kind": {"type": "string"},
        "from": _DAY,
        "to": _DAY,
        "as_of": {**_DAY, "description": "Estimates and purchases as they were known then."},
        "currency": {"type": "string", "description": "What all amounts are in minor units of."},
        "class": {"type": "string", "enum": ["A", "B", "C", "D"], "nullable": True},
        "rows": {"type": "array", "items": _STRETCH, "description": "They add up to the total."},
        "total": _STRETCH,
        "cost_index": _DECIMAL,
        "net_marketing_contribution_minor": _MINOR,
        "return_on_sales": _DECIMAL,
        "return_on_marketing": _DECIMAL,
        "estimates": {"type": "array", "items": _ESTIMATE},
        "items": {"type": "array", "items": _ITEM, "description": "Most trouble first."},
    },
    "required": ["partner", "kind", "from", "to", "as_of", "currency", "rows", "total", "items"],
}


@extend_schema_view(
    retrieve=extend_schema(
        operation_id="contribution_partner",
        summary="A partner's profit and loss",
        description="By month, quarter or year, with what its trouble cost, booked and estimated apart, and "
        "what its items truly cost.",
        tags=["contribution"],
        parameters=[
            OpenApiParameter(
                "partner", {"type": "string"}, OpenApiParameter.PATH, description="Its code or public id."
            ),
            OpenApiParameter("from", _DAY, required=True, description="The first day, from 1970 on."),
            OpenApiParameter(
                "to",
                _DAY,
                required=True,
                description="The last day; 240 months at most.",
            ),
            OpenApiParameter(
                "by", {"type": "string", "enum": list(LENGTHS)}, description="By default month."
            ),
            IF_NONE_MATCH,
            answered("ETag", "What it says, in short.", 200, 304),
        ],
        responses={
            200: OpenApiResponse(PROFIT, "The profit and loss of these days."),
            304: OpenApiResponse(None, "It is still as you know it."),
        },
    )
)
class ContributionPartnerViewSet(ActingViewSet):
    """One document for one partner and some days."""

    permission_classes = [HasScope, AnswersForProfit]
    read_scope = Scope.LEDGER_READ
    write_scope = Scope.LEDGER_WRITE
    pagination_class = None
    filter_backends = ()
    lookup_field = "partner"
    lookup_value_regex = "[^/]+"

    def retrieve(self, request: Request, partner: str) -> Response:
        named = self._partner(partner)
        check_names(request, NAMES)
        by = request.query_params.get("by", "month")
        if by not in LENGTHS:
            raise value_refused("by", by, _("It is one of: %(words)s.") % {"words": ", ".join(LENGTHS)})
        span = _span(request)
        found = partner_profit(self.actor, named, span, timezone.localdate())
        answer = document(found, LENGTHS[by])
        if is_known(request, etag_of(answer)):
            return Response(status=304, headers={"ETag": etag_of(answer)})
        return Response(answer, headers={"ETag": etag_of(answer)})

    def _partner(self, named: str) -> Partner:
        if "\0" in named:
            raise Http404
        rows = Partner.objects.for_actor(self.actor).filter(Q(code=named) | Q(public_id=named))
        # A code that is another's public id is not to be expected; the code would win.
        found = sorted(rows, key=lambda row: row.code != named)
        if not found:
            raise Http404
        return found[0]


def _span(request: Request) -> Span:
    span = span_of(request)
    if span.months > MOST_MONTHS:
        words = _("These are more than %(most)s months.") % {"most": MOST_MONTHS}
        raise value_refused("to", span.end.isoformat(), words)
    return span


def document(profit: PartnerProfit, length: int) -> dict[str, Any]:
    """As the API answers it."""
    channel = profit.channel
    return {
        "partner": profit.partner.code,
        "kind": profit.partner.kind,
        "from": profit.span.start.isoformat(),
        "to": profit.span.end.isoformat(),
        "as_of": profit.as_of.isoformat(),
        "currency": settings.COMPANY_CURRENCY,
        "class": profit.place.grade if profit.place else None,
        "rows": [_stretch(row) for row in profit.by(length)],
        "total": _stretch(profit.whole),
        "cost_index": _text(to_decimal(profit.index)),
        "net_marketing_contribution_minor": channel.contribution,
        "return_on_sales": _text(to_decimal(channel.return_on_sales)),
        "return_on_marketing": _text(to_decimal(channel.return_on_marketing)),
        "estimates": [_estimate(one) for one in profit.estimates],
        "items": [_item(item) for item in profit.items],
    }


def _stretch(row: Stretch) -> dict[str, Any]:
    figures = row.figures
    return {
        "from": row.start.isoformat(),
        "to": row.end.isoformat(),
        **{f"{name}_minor": getattr(figures, name) for name in ("net_revenue", *COSTS, "contribution")},
        "margin": _text(to_decimal(figures.margin)),
        "contribution_year_before_minor": row.figures_before.contribution,
        "non_performance_booked_minor": row.booked,
        "non_performance_estimated_minor": row.estimated,
    }


def _estimate(one: Estimate) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "quantity": _text(from_scaled(one.quantity)),
        "without_a_rate": _text(from_scaled(one.unrated)),
        "minor": one.minor,
    }


def _item(item: ItemCost) -> dict[str, Any]:
    scaled = {"quantity": item.quantity, "unit_cost": item.unit_cost, "true_unit_cost": item.true_unit_cost}
    return {
        "item_code": item.item_code,
        "unit": item.unit,
        **{name: None if value is None else _text(from_scaled(value)) for name, value in scaled.items()},
        "purchase_minor": item.purchase,
        "booked_minor": item.booked,
        "cost_index": _text(to_decimal(item.index)),
        "estimated_minor": item.estimated,
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"
