"""Assessments of partners under /api/v1/: read them, and assess one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.idempotency import idempotent
from suppliers.actions import segments
from suppliers.api.asking import check_names
from suppliers.api.columns import Schema
from suppliers.api.given import Given
from suppliers.api.kept import CODE, TEXT, KeptViewSet, described, keeping, row_schema
from suppliers.engine.segments import ATTRACTIVENESS, LEAST, MOST, RISK
from suppliers.enums import Quadrant
from suppliers.models import Assessment
from suppliers.permissions import check_can_keep_contribution

LONGEST_REASON = 300
_SCORE: Schema = {"type": "integer", "minimum": LEAST, "maximum": MOST}
_SCORES: Schema = {
    "type": "object",
    "additionalProperties": _SCORE,
    "description": "Each input that is scored, from 1 (little) to 5 (much).",
}


def _scored(names: tuple[str, ...]) -> Schema:
    values = dict.fromkeys(names, _SCORE)
    words = "From 1 (little) to 5 (much). What is left out is not scored, which is never low."
    return {"type": "object", "properties": values, "additionalProperties": False, "description": words}


ASSESSMENT = row_schema(risk=_SCORES, attractiveness=_SCORES, override=TEXT, override_reason=TEXT, note=TEXT)
_ASSESS: Schema = {
    "type": "object",
    "properties": {
        "partner": CODE,
        "risk": _scored(RISK),
        "attractiveness": _scored(ATTRACTIVENESS),
        "override": {
            "type": "string",
            "enum": ["", *Quadrant.values],
            "description": "Holds whatever the scores say.",
        },
        "override_reason": {
            "type": "string",
            "maxLength": LONGEST_REASON,
            "description": "With a decision, and only with one.",
        },
        "note": {"type": "string", "maxLength": 5000},
    },
    "required": ["partner"],
    "additionalProperties": False,
}


@extend_schema_view(
    **described("assessments", ASSESSMENT, "Assessments of partners", "One assessment"),
    create=keeping(
        "assessments_assess",
        _ASSESS,
        ASSESSMENT,
        "Assess a partner",
        "The newest holds; the earlier ones stay. Nothing is taken over from them: send all that is scored.",
    ),
)
class AssessmentViewSet(KeptViewSet):
    """The newest of a partner holds."""

    model = Assessment
    address = "assessments"

    @idempotent
    def create(self, request: Request) -> Response:
        check_names(request)
        check_can_keep_contribution(self.actor)
        given = Given(request.data, tuple(_ASSESS["properties"]))
        partner = self.partner(given)
        reason = given.text("override_reason")
        if len(reason) > LONGEST_REASON:
            words = _("It has more than %(most)s characters.") % {"most": LONGEST_REASON}
            raise given.refused("override_reason", reason, words)
        try:
            made = segments.assess(
                by=self.actor,
                partner=partner,
                risk=_scores(given, "risk", RISK),
                attractiveness=_scores(given, "attractiveness", ATTRACTIVENESS),
                override=given.text("override"),
                reason=reason,
                note=given.text("note"),
                at=timezone.now(),
            )
        except ValidationError as refused:
            name = next(iter(refused.message_dict)) if hasattr(refused, "error_dict") else "risk"
            raise given.refused(name, str(given.get(name, "")), " ".join(refused.messages)) from refused
        return self.kept(made)

    def as_json(self, row: Assessment) -> dict[str, Any]:
        return {
            "public_id": row.public_id,
            "partner": row.partner.code,
            "risk": row.risk,
            "attractiveness": row.attractiveness,
            "override": row.override,
            "override_reason": row.override_reason,
            "note": row.note,
            "at": row.at.isoformat(),
            "by": row.by_label,
        }


def _scores(given: Given, name: str, inputs: tuple[str, ...]) -> dict[str, int]:
    """By input. Raises a 400 for an unknown input, and for what is no whole number from 1 to 5."""
    scored = Given(given.get(name), inputs)
    for one, value in scored.data.items():
        if not isinstance(value, int) or isinstance(value, bool) or not LEAST <= value <= MOST:
            raise given.refused(f"{name}.{one}", str(value), _("Scores run from 1 to 5."))
    return dict(scored.data)
