"""Kept sums about reliability under /api/v1/: read them, work one out and keep it, remove it."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.describing import IDEMPOTENCY_KEY, IF_MATCH
from portal.api.etags import check_match, etag_of
from portal.api.idempotency import idempotent
from portal.engine.scaled import from_scaled
from suppliers.actions import reliability
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.api.describing import ROW_ID
from suppliers.api.given import Given
from suppliers.api.kept import CODE, TEXT, KeptViewSet, described, keeping, row_schema
from suppliers.engine.safety_stock import Question, Supply
from suppliers.facts.reliability import Group
from suppliers.models import ReliabilitySum
from suppliers.permissions import check_can_keep_contribution

# The most of each: as the page takes it.
MOST = {
    "demand": 10**9,
    "demand_sd": 10**9,
    "lead": 1000,
    "lead_sd": 1000,
    "lead_to": 1000,
    "lead_sd_to": 1000,
    "unit_cost": 10**9,
    "level": Decimal("0.99999"),
    "rate": 2,
}
LEAST = {"level": Decimal("0.5")}
LONGEST_NAME = 100
_WORDS = {
    "demand": "Units a day, on average.",
    "demand_sd": "Their standard deviation.",
    "lead": "Days from order to complete, on average.",
    "lead_sd": "Their standard deviation.",
    "lead_to": "The lead time to come.",
    "lead_sd_to": "The deviation to come.",
    "unit_cost": "In whole units of the company's currency.",
    "level": "The share of cycles served from stock, from 0.5 to 0.99999.",
    "rate": "The carrying rate, a share a year, 0.22 for 22 %; at most 2.",
}
_NUMBER: Schema = {"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6})?$"}
_INPUTS: Schema = {
    "type": "object",
    "properties": {name: {**_NUMBER, "description": words} for name, words in _WORDS.items()},
    "required": list(_WORDS),
    "additionalProperties": False,
}
SUM = row_schema(
    item_code=TEXT,
    category=TEXT,
    inputs={"type": "object", "additionalProperties": TEXT, "description": "What was sent, and z."},
    units={"type": "string", "description": "So many fewer to keep; negative: more."},
    cash_minor={"type": "integer", "description": "What they cost."},
    benefit_minor={"type": "integer", "description": "What that is a year."},
    currency=TEXT,
)
_KEEP: Schema = {
    "type": "object",
    "properties": {
        "partner": CODE,
        "item_code": {"type": "string", "maxLength": LONGEST_NAME},
        "category": {"type": "string", "maxLength": LONGEST_NAME, "description": "Without an item code."},
        "inputs": _INPUTS,
    },
    "required": ["partner", "inputs"],
    "additionalProperties": False,
}


@extend_schema_view(
    **described("reliability_sums", SUM, "Kept sums about reliability", "One kept sum"),
    create=keeping(
        "reliability_sums_keep",
        _KEEP,
        SUM,
        "Work out what a better lead time is worth, and keep it",
        "By the formula of the page. All inputs are sent: nothing is measured here.",
    ),
    destroy=extend_schema(
        operation_id="reliability_sums_remove",
        summary="Remove a kept sum",
        description="The history keeps what it was.",
        tags=["contribution"],
        parameters=[ROW_ID, IDEMPOTENCY_KEY, IF_MATCH],
        responses={204: OpenApiResponse(None, "It is removed.")},
    ),
)
class ReliabilitySumViewSet(KeptViewSet):
    """What a better lead time would be worth, as it was worked out."""

    model = ReliabilitySum
    address = "reliability-sums"

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        check_can_keep_contribution(self.actor)
        given = Given(request.data, tuple(_KEEP["properties"]))
        partner, group = self.partner(given), _group(given)
        question = _question(given)
        try:
            row = reliability.keep(
                by=self.actor, partner=partner, group=group, question=question, at=timezone.now()
            )
        except ValueError as refused:
            raise given.refused("inputs", "", _("These are too large to be kept.")) from refused
        return self.kept(row)

    @idempotent
    def destroy(self, request: Request, public_id: str) -> Response:
        check_names(request)
        row = self.find(public_id)
        check_can_keep_contribution(self.actor)
        current = self.as_json(row)
        check_match(request, etag_of(current), current)
        reliability.remove(by=self.actor, kept=row)
        return Response(status=204)

    def as_json(self, row: ReliabilitySum) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner": row.partner.code,
            "item_code": row.item_code,
            "category": row.category,
            "inputs": row.inputs,
            "units": f"{from_scaled(row.units):f}",
            "cash_minor": row.cash_minor,
            "benefit_minor": row.benefit_minor,
            "currency": row.currency,
            "at": row.at.isoformat(),
            "by": row.by_label,
        }


def _group(given: Given) -> Group:
    names = {name: given.text(name).strip() for name in ("item_code", "category")}
    for name, text in names.items():
        if len(text) > LONGEST_NAME:
            words = _("It has more than %(most)s characters.") % {"most": LONGEST_NAME}
            raise given.refused(name, text, words)
    if all(names.values()):
        raise given.refused("category", names["category"], _("Name an item or a category, not both."))
    return Group(**names)


def _question(given: Given) -> Question:
    """From the inputs. Raises a 400 that names the one that is missing, unreadable, or too large."""
    sent = Given(given.get("inputs"), tuple(MOST))
    values: dict[str, Decimal] = {}
    for name, most in MOST.items():
        if sent.get(name) is None:
            raise given.refused(f"inputs.{name}", "", _("It is needed."))
        values[name] = from_scaled(sent.number(name, sent.get(name)))
        least = LEAST.get(name, Decimal(0))
        if not least <= values[name] <= most:
            words = _("It lies between %(least)s and %(most)s.") % {"least": least, "most": most}
            raise given.refused(f"inputs.{name}", sent.get(name), words)
    asked = (values["demand"], values["demand_sd"])
    return Question(
        before=Supply(*asked, values["lead"], values["lead_sd"]),
        after=Supply(*asked, values["lead_to"], values["lead_sd_to"]),
        level=values["level"],
        unit_cost=values["unit_cost"],
        rate=values["rate"],
    )
