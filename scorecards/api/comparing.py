"""A card beside others under /api/v1/: its peers, what moved it, all partners of a template and period."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from scorecards.facts import heat
from scorecards.models import Scorecard
from scorecards.pages.heat import heat_page, heat_totals, newest
from scorecards.presenters.moves import Costs, SharedMove, moves
from scorecards.presenters.peers import PeerFigure, SharedQuartiles, peers
from suppliers.api.asking import check_names

Schema = dict[str, Any]
_EXACT: Schema = {"type": "string", "nullable": True}
_QUARTILES: Schema = {
    "type": "object",
    "nullable": True,
    "description": "Of the others; null when fewer than five of them have a figure that is graded. Rounded.",
    "properties": {
        "low": {"type": "string"},
        "middle": {"type": "string"},
        "high": {"type": "string"},
        "place": {"type": "string", "enum": ["best", "better", "weaker", "weakest", "alike", ""]},
    },
}
_BESIDE: Schema = {
    "type": "object",
    "properties": {
        "kpi": {"type": "string"},
        "unit": {"type": "string"},
        "value": _EXACT,
        "others": _QUARTILES,
    },
}
PEERS: Schema = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "count": {"type": "integer", "nullable": True},
        "score": _BESIDE,
        "kpis": {"type": "array", "items": _BESIDE},
    },
}
_COSTS: Schema = {
    "type": "object",
    "nullable": True,
    "properties": {
        "card": {"type": "string"},
        "period": {"type": "string"},
        "cost": _EXACT,
        "rows": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    },
}
MOVE: Schema = {
    "type": "object",
    "properties": {
        "kpi": {"type": "string"},
        "side": {"type": "string", "enum": ["partner", "company"]},
        "was": _EXACT,
        "value": _EXACT,
        "moved": {"type": "string"},
        "now": _COSTS,
        "before": _COSTS,
        "rest": _EXACT,
    },
}
_CELL: Schema = {
    "type": "object",
    "properties": {"value": _EXACT, "points": _EXACT, "n": {"type": "integer"}},
}
_CELLS: Schema = {"type": "object", "additionalProperties": _CELL}
HEAT: Schema = {
    "type": "object",
    "properties": {
        "template": {"type": "string"},
        "period": {"type": "string"},
        "kpis": {"type": "array", "items": {"type": "string"}},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "card": {"type": "string"},
                    "partner": {"type": "string"},
                    "partner_name": {"type": "string"},
                    "score": _EXACT,
                    "change": _EXACT,
                    "band": {"type": "string"},
                    "our_score": _EXACT,
                    "coverage": {"type": "string"},
                    "cells": _CELLS,
                },
            },
        },
        "together": _CELLS,
    },
}


class Comparing:
    """What the viewset of cards knows beside the cards themselves."""

    @extend_schema(
        operation_id="scorecards_peers",
        summary="A card beside the other partners",
        description="Quartiles as they were when the card was first published; there is no filter.",
        tags=["scorecards"],
        responses={200: PEERS},
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def peers(self, request: Request, public_id: str) -> Response:
        check_names(request)
        card: Scorecard = self.get_object()  # type: ignore[attr-defined]
        found = peers(card)
        return Response(
            {
                "at": found.at.isoformat(),
                "count": found.count,
                "score": _beside(found.score),
                "kpis": [_beside(one) for one in found.kpis],
            }
        )

    @extend_schema(
        operation_id="scorecards_moved",
        summary="What moved a card since the period before, and which rows",
        description="Points of the score, exact; `alone` is what a row cost by itself.",
        tags=["scorecards"],
        responses={200: {"type": "array", "items": MOVE}},
    )
    @action(detail=True, pagination_class=None, filter_backends=[])
    def moved(self, request: Request, public_id: str) -> Response:
        check_names(request)
        card: Scorecard = self.get_object()  # type: ignore[attr-defined]
        return Response([_move(one) for one in moves(card)])

    @extend_schema(
        operation_id="scorecards_heat",
        summary="All partners of one template and period (staff)",
        description="Newest revisions; without a period the newest. `together` is pooled over all of them.",
        tags=["scorecards"],
        parameters=[
            OpenApiParameter("template", str, description="Its public id; the newest card's without it."),
            OpenApiParameter("period", str, description="2026-09, 2026-Q3 or 2026."),
        ],
        responses={200: HEAT},
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def heat(self, request: Request) -> Response:
        self.only_staff()  # type: ignore[attr-defined]
        check_names(request, ("template", "period"))
        cards = Scorecard.objects.for_actor(self.actor).latest_revisions()  # type: ignore[attr-defined]
        given = {name: request.query_params.get(name, "") for name in ("template", "period")}
        asked = newest(cards, given["template"], given["period"])
        if not asked or any(value and asked[name] != value for name, value in given.items()):
            raise Http404
        wanted = heat.with_before(cards, asked["period"]).filter(
            template__public_id=asked["template"], period=asked["period"]
        )
        rows, lines = heat.rows(wanted), heat_page(cards, asked).lines
        together = heat_totals(lines, rows, wanted)
        return Response(
            {
                **asked,
                "kpis": [line.kpi for line in lines],
                "rows": [_row(one) for one in rows],
                "together": {
                    code: _cell(cell) for code, cell in together.items() if isinstance(cell, heat.Cell)
                },
            }
        )


def plain(value: Decimal | None) -> str | None:
    """A decimal as text, all digits."""
    return None if value is None else f"{value:f}"


def _beside(one: PeerFigure) -> dict[str, Any]:
    return {"kpi": one.code, "unit": one.unit, "value": plain(one.value), "others": _quartiles(one.others)}


def _quartiles(found: SharedQuartiles | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "low": plain(found.low),
        "middle": plain(found.middle),
        "high": plain(found.high),
        "place": found.place,
    }


def _move(one: SharedMove) -> dict[str, Any]:
    return {
        "kpi": one.code,
        "side": one.side,
        "was": plain(one.was),
        "value": plain(one.value),
        "moved": plain(one.moved),
        "now": _costs(one.now),
        "before": _costs(one.before) if one.before else None,
        "rest": plain(one.rest),
    }


def _costs(costs: Costs) -> dict[str, Any]:
    return {
        "card": costs.card,
        "period": costs.period,
        "cost": plain(costs.cost),
        "rows": [
            {
                "alone": plain(one.alone),
                "item": one.row.item,
                **{
                    name: f"{value:f}" if isinstance(value, Decimal) else value
                    for name, value in one.row.values.items()
                },
            }
            for one in costs.rows
        ],
    }


def _value(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _row(row: heat.Row) -> dict[str, Any]:
    return {
        "card": row.public_id,
        "partner": row.partner.code,
        "partner_name": row.partner.name,
        "score": plain(row.score),
        "change": plain(row.change),
        "band": row.band,
        "our_score": plain(row.our_score),
        "coverage": plain(row.coverage),
        "cells": {code: _cell(cell) for code, cell in row.cells.items()},
    }


def _cell(cell: heat.Cell) -> dict[str, Any]:
    return {"value": plain(cell.value), "points": plain(cell.points), "n": cell.n}
