"""Templates, cards and what was said about them."""

from scorecards.models.card import Evidence, Frozen, KpiResult, Scorecard
from scorecards.models.response import Response
from scorecards.models.template import Band, ScorecardTemplate, TemplateLine, TemplateVersion

__all__ = [
    "Band",
    "Evidence",
    "Frozen",
    "KpiResult",
    "Response",
    "Scorecard",
    "ScorecardTemplate",
    "TemplateLine",
    "TemplateVersion",
]
