"""Templates, cards and what was said about them."""

from scorecards.models.card import Evidence, KpiResult, Response, Scorecard
from scorecards.models.template import Band, ScorecardTemplate, TemplateLine, TemplateVersion

__all__ = [
    "Band",
    "Evidence",
    "KpiResult",
    "Response",
    "Scorecard",
    "ScorecardTemplate",
    "TemplateLine",
    "TemplateVersion",
]
